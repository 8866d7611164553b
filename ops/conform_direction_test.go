package ops_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"surefoot/ops"
	"surefoot/ops/arith"
)

// conformDirections checks an op that is not elementwise: for each operand, a
// random direction d and a random cotangent c, the symbolic gradient dotted with
// d is c dotted with the derivative in direction d by forward mode.
func conformDirections(op *ops.Op, random *rand.Rand) error {
	shapes := op.SampleShapes()
	if shapes == nil {
		return fmt.Errorf("no shapes of ranks %v fit %s", op.Ranks, op.Name)
	}
	result, err := op.Shape(shapes)
	if err != nil {
		return err
	}
	m := bigs{A: exact}
	draw := func(shape []int) arith.Value {
		x := make([]float64, arith.Size(shape))
		for i := range x {
			x[i] = 2*random.Float64() - 1
		}
		return m.Floats(x, shape...)
	}
	in, directions := make([]arith.Value, len(shapes)), make([]arith.Value, len(shapes))
	for k, shape := range shapes {
		in[k], directions[k] = draw(shape), draw(shape)
	}
	cotangent := draw(result)
	gradient, err := symbolic(op, in, cotangent)
	if err != nil {
		return err
	}
	for k := range in {
		graph := exact.Dot(m.Elements(gradient[k]), m.Elements(directions[k]))
		forward := exact.Dot(m.Elements(cotangent), directional(op, in, k, directions[k], result))
		if !near(graph, forward) {
			return fmt.Errorf("∂%s/∂%s: the symbolic gradient gives %.20g, forward mode %.20g", op.Name, op.Args[k], graph, forward)
		}
	}
	operands := make([]arith.Value, len(in))
	for k, v := range in {
		operands[k] = bounds.Floats(m.Float64s(v), v.Shape()...)
	}
	_, err = run(op, operands, result)
	return err
}

// run is what the op's Run makes of the operands, if it has one. It must
// overwrite the memory it is given, allocate nothing, and lie as near to the
// exact value as the op evaluated over Bound may: twice E is the farthest that
// two evaluations within E of it can be apart.
func run(op *ops.Op, in []arith.Value, shape []int) ([]float64, error) {
	runner := op.Runs().Float64
	if runner == nil {
		return nil, nil
	}
	operands := make([]ops.Operand[float64], len(in))
	for k, v := range in {
		operands[k] = ops.Operand[float64]{Data: bounds.Float64s(v), Shape: v.Shape()}
	}
	out := make([]float64, arith.Size(shape))
	for i := range out {
		out[i] = math.NaN()
	}
	if n := testing.AllocsPerRun(10, func() { runner(out, operands) }); n != 0 {
		return out, fmt.Errorf("the Run of %s allocates %v times", op.Name, n)
	}
	want := bounds.Elements(op.Evaluate(bounds, in, shape))
	for i, w := range want {
		if !(math.Abs(out[i]-w.V) <= 2*w.E*arith.Slack) {
			return out, fmt.Errorf("the Run of %s gives element %d as %v, its meaning %v ± %g", op.Name, i, out[i], w.V, w.E)
		}
	}
	return out, nil
}

// directional is the derivative of the result when operand k moves.
func directional(op *ops.Op, in []arith.Value, k int, direction arith.Value, result []int) []*big.Float {
	m, plain := duals{A: dualArith{A: exact}}, bigs{A: exact}
	moving := make([]arith.Value, len(in))
	for j, v := range in {
		numbers := make([]dual, 0, arith.Size(v.Shape()))
		for i, x := range plain.Elements(v) {
			d := dual{V: x, D: exact.Float(0)}
			if j == k {
				d.D = plain.Elements(direction)[i]
			}
			numbers = append(numbers, d)
		}
		moving[j] = arith.NewArray(numbers, v.Shape()...)
	}
	var out []*big.Float
	for _, d := range m.Elements(op.Meaning(m, moving, result)) {
		out = append(out, d.D)
	}
	return out
}

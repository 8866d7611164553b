package ops_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"

	"gorgonia.org/gorgonia"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// exact carries 400 bits. At the points below, |x| ≤ 40, no meaning is smaller
// than the largest number on its way times e^−80, which costs 116 bits, twice in
// a quotient's derivative: 160 bits agree at least. The corrupted dossiers
// of the tests differ in the 30th bit.
var exact = arith.Big{Precision: 400}

const (
	reach  = 40
	agreed = 0x1p-160
)

type (
	dual      = arith.Dual[*big.Float]
	bigs      = arith.Over[*big.Float]
	duals     = arith.Over[dual]
	dualArith = arith.DualOf[*big.Float]
)

// conform checks that a dossier says one thing: that its derivatives by forward
// mode through the meaning, by hand, and by the symbolic gradient are equal, and
// that the kernel is the meaning in float64. It knows no op by name.
func conform(op *ops.Op) error {
	random := rand.New(rand.NewPCG(31, 32))
	if op.Ranks != nil {
		return conformDirections(op, random)
	}
	if len(op.Derivatives) != len(op.Args) {
		return fmt.Errorf("%s has %d operands and %d derivatives", op.Name, len(op.Args), len(op.Derivatives))
	}
	points := samples(op, random, 24, reach)
	for _, shape := range [][]int{{24}, {4, 6}, {}} {
		if err := conformSlopes(op, points, shape); err != nil {
			return err
		}
	}
	points = samples(op, random, 300, 740)
	if err := conformKernel(op, points); err != nil {
		return err
	}
	in := make([]arith.Value, len(points))
	for k := range in {
		in[k] = bounds.Floats(points[k], 300)
	}
	_, err := run(op, in, []int{300})
	return err
}

// samples draws points of the op's domain, as columns: the ends of narrow
// intervals, small whole numbers, and numbers up to the given size.
func samples(op *ops.Op, random *rand.Rand, count int, size float64) [][]float64 {
	columns := make([][]float64, len(op.Args))
	for k := range columns {
		in := ops.Interval{Low: -math.MaxFloat64, High: math.MaxFloat64}
		if op.Domain != nil {
			in = op.Domain[k]
		}
		low, high := max(in.Low, -size), min(in.High, size)
		for i := range count {
			x := low + (high-low)*random.Float64()
			switch i % 4 {
			case 1: // a whole number, 0 and the ends among them
				x = math.Round(low + (high-low)*math.Mod(float64(i/4)*0.25, 1))
			case 2:
				x = 4*random.Float64() - 2
			}
			columns[k] = append(columns[k], min(max(x, in.Low), in.High))
		}
	}
	return columns
}

// conformSlopes compares the derivatives by each operand, times a cotangent.
func conformSlopes(op *ops.Op, points [][]float64, shape []int) error {
	m, size := bigs{A: exact}, arith.Size(shape)
	cotangent := make([]float64, size)
	in := make([]arith.Value, len(points))
	for i := range cotangent {
		cotangent[i] = 1 + float64(i%5)/4
	}
	for k := range points {
		in[k] = m.Floats(points[k][:size], shape...)
	}
	gradient, err := symbolic(op, in, m.Floats(cotangent, shape...))
	if err != nil {
		return err
	}
	for k := range op.Args {
		forward := derivative(op, points, k, shape)
		hand := m.Elements(broadcast(m, op.Derivatives[k](m, in, shape), shape))
		for i, graph := range m.Elements(broadcast(m, gradient[k], shape)) {
			at := fmt.Sprintf("∂%s/∂%s at %v", op.Name, op.Args[k], row(points, i))
			if !near(hand[i], forward[i]) {
				return fmt.Errorf("%s: by hand %.20g, forward %.20g", at, hand[i], forward[i])
			}
			if want := exact.Mul(hand[i], exact.Float(cotangent[i])); !near(graph, want) {
				return fmt.Errorf("%s: the symbolic gradient is %.20g, by hand %.20g", at, graph, want)
			}
		}
	}
	return nil
}

// row is the i-th point.
func row(columns [][]float64, i int) (x []float64) {
	for _, column := range columns {
		x = append(x, column[i])
	}
	return x
}

// broadcast is v with one element for each of the shape.
func broadcast(m arith.Machine, v arith.Value, shape []int) arith.Value {
	return m.Add(v, m.Floats(make([]float64, arith.Size(shape)), shape...))
}

// near says that a and b are one number; below 2^−100 they count as 0, for
// where a derivative vanishes.
func near(a, b *big.Float) bool {
	if a == nil || b == nil || a.IsInf() || b.IsInf() {
		return false
	}
	d := new(big.Float).Sub(a, b)
	limit := new(big.Float).Abs(b)
	limit.Add(limit, big.NewFloat(0x1p-100)).Mul(limit, big.NewFloat(agreed))
	return d.Abs(d).Cmp(limit) <= 0
}

// derivative is ∂/∂operand k by forward mode through the meaning.
func derivative(op *ops.Op, points [][]float64, k int, shape []int) []*big.Float {
	m := duals{A: dualArith{A: exact}}
	in := make([]arith.Value, len(points))
	for j := range points {
		numbers := make([]dual, arith.Size(shape))
		for i := range numbers {
			numbers[i] = dual{V: exact.Float(points[j][i]), D: exact.Float(0)}
			if j == k {
				numbers[i].D = exact.Float(1)
			}
		}
		in[j] = arith.NewArray(numbers, shape...)
	}
	var out []*big.Float
	for _, d := range m.Elements(op.Meaning(m, in, shape)) {
		out = append(out, d.D)
	}
	return out
}

// symbolic evaluates the gradient graph that SymDiff builds for the cotangent.
func symbolic(op *ops.Op, in []arith.Value, cotangent arith.Value) ([]arith.Value, error) {
	if op.SymDiff == nil {
		return nil, fmt.Errorf("%s has no symbolic derivative", op.Name)
	}
	m := bigs{A: exact}
	g := gorgonia.NewGraph()
	known := map[*gorgonia.Node]arith.Value{}
	var nodes gorgonia.Nodes
	for k, v := range in {
		nodes = append(nodes, input(g, op.Args[k], v.Shape()...))
		known[nodes[k]] = v
	}
	grad := input(g, "cotangent", cotangent.Shape()...)
	known[grad] = cotangent
	out, err := ops.Apply(op, nodes...)
	if err != nil {
		return nil, err
	}
	derivatives, err := op.SymDiff(nodes, out, grad)
	if err != nil {
		return nil, err
	}
	if len(derivatives) != len(in) {
		return nil, fmt.Errorf("%s has %d operands and %d symbolic derivatives", op.Name, len(in), len(derivatives))
	}
	values := make([]arith.Value, len(in))
	for k, node := range derivatives {
		if !node.Shape().Eq(nodes[k].Shape()) {
			return nil, fmt.Errorf("∂%s/∂%s has shape %v, not %v", op.Name, op.Args[k], node.Shape(), nodes[k].Shape())
		}
		if values[k], err = evaluate(m, known, node); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// conformKernel compares the kernel with the meaning. 1300 bits are enough for
// log(1+e^740) − 740, the worst that a meaning does at these points.
func conformKernel(op *ops.Op, points [][]float64) error {
	if op.Kernel == nil {
		return nil
	}
	if (op.Kernel.Unary != nil) == (op.Kernel.Binary != nil) || (op.Kernel.Unary != nil) != (len(op.Args) == 1) {
		return errors.New(op.Name + ": the kernel takes another number of operands")
	}
	wide := arith.Big{Precision: 1300}
	m, shape := bigs{A: wide}, []int{len(points[0])}
	in := make([]arith.Value, len(points))
	for k := range points {
		in[k] = m.Floats(points[k], shape...)
	}
	for i, want := range m.Elements(op.Meaning(m, in, shape)) {
		x, scale := row(points, i), 0.0
		if op.Kernel.Scale != nil {
			scale = op.Kernel.Scale(x[0], x[1])
		}
		if off := units(op.Kernel.Apply(x...), want, scale); !(off <= op.Kernel.ULP) {
			return fmt.Errorf("%s%v: the kernel's %v is %.3g ulp from the meaning's %.20g",
				op.Name, x, op.Kernel.Apply(x...), off, want)
		}
	}
	return nil
}

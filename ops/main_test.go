package ops_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// named is the registered op of that name.
func named(t testing.TB, name string) *ops.Op {
	t.Helper()
	for _, op := range ops.All() {
		if op.Name == name {
			return op
		}
	}
	t.Fatalf("no op is named %s", name)
	return nil
}

// evaluate is the smallest interpreter: inputs are given, constants are their
// numbers, and any other node is its op of its operands.
func evaluate(m arith.Machine, known map[*gorgonia.Node]arith.Value, node *gorgonia.Node) (arith.Value, error) {
	if v, ok := known[node]; ok {
		return v, nil
	}
	var in []arith.Value
	for _, operand := range ops.Operands(node) {
		v, err := evaluate(m, known, operand)
		if err != nil {
			return nil, err
		}
		in = append(in, v)
	}
	if node.Op() != nil && node.Op().Arity() == 0 {
		numbers, err := ops.Numbers(node.Value())
		if err != nil {
			return nil, err
		}
		return m.Floats(numbers, node.Shape()...), nil
	}
	op, err := ops.Of(node.Op())
	if err != nil {
		return nil, fmt.Errorf("node %v: %w", node, err)
	}
	known[node] = op.Evaluate(m, in, node.Shape())
	return known[node], nil
}

// input is a node for numbers of the given shape.
func input(g *gorgonia.ExprGraph, name string, shape ...int) *gorgonia.Node {
	if len(shape) == 0 {
		return gorgonia.NewScalar(g, tensor.Float64, gorgonia.WithName(name))
	}
	return gorgonia.NewTensor(g, tensor.Float64, len(shape), gorgonia.WithShape(shape...), gorgonia.WithName(name))
}

// value is a Gorgonia value of the given shape.
func value(x []float64, shape ...int) gorgonia.Value {
	if len(shape) == 0 {
		return gorgonia.NewF64(x[0])
	}
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(append([]float64(nil), x...)))
}

// must is for graphs that the test itself lays out.
func must(t testing.TB) func(*gorgonia.Node, error) *gorgonia.Node {
	return func(node *gorgonia.Node, err error) *gorgonia.Node {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return node
	}
}

// units is |got − exact| in units in the last place of exact or of scale if
// that is larger, those of the subnormals being 2^−1074.
func units(got float64, exact *big.Float, scale float64) float64 {
	if exact == nil || math.IsNaN(got) || math.IsInf(got, 0) || exact.IsInf() {
		return math.Inf(1)
	}
	exponent := -1074
	for _, x := range []*big.Float{exact, big.NewFloat(scale)} {
		if x.Sign() != 0 {
			exponent = max(exponent, x.MantExp(nil)-53)
		}
	}
	distance := new(big.Float).SetPrec(exact.Prec()).SetFloat64(got)
	distance.Sub(distance, exact)
	u, _ := distance.SetMantExp(distance, -exponent).Float64()
	return math.Abs(u)
}

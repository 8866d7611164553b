package mutants

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// The graphs here are for tests of checks that work on any graph.

// input is an input of the given shape.
func input(g *gorgonia.ExprGraph, name string, shape ...int) node {
	return gorgonia.NewTensor(g, gorgonia.Float64, len(shape), gorgonia.WithName(name), gorgonia.WithShape(shape...))
}

// Native is a mean of h ⊙ z + h, h = log(1+(e^z)²), z = XW + b: of Gorgonia's own
// ops, with two paths to the parameters W and b, square matrices, and a bias that
// is broadcast. (Gorgonia makes a softplus of log(1+e^z).)
func Native() (cost node, wrt []node) {
	g := gorgonia.NewGraph()
	x, w, b := input(g, "X", 3, 3), input(g, "W", 3, 3), input(g, "b", 1, 3)
	z := must(gorgonia.BroadcastAdd(must(gorgonia.Mul(x, w)), b, nil, []byte{0}))
	h := must(gorgonia.Log1p(must(gorgonia.Square(must(gorgonia.Exp(z))))))
	p := must(gorgonia.Add(must(gorgonia.HadamardProd(h, z)), h))
	return must(gorgonia.HadamardDiv(must(gorgonia.Sum(p)), gorgonia.NewConstant(9.0))), []node{w, b}
}

// ramp is max(z,0) and step its derivative, 0 at 0: ops with a kink, not in the table.
var (
	ramp = &ops.Op{
		Name: "test ramp", Args: []string{"z"}, Formula: "max(z,0)",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			return m.Select(in[0], in[0], arith.Int(m, 0))
		},
		SymDiff: func(in gorgonia.Nodes, _, grad node) (gorgonia.Nodes, error) {
			slope, err := ops.Apply(step, in[0])
			if err != nil {
				return nil, err
			}
			d, err := gorgonia.HadamardProd(grad, slope)
			return gorgonia.Nodes{d}, err
		},
	}
	step = &ops.Op{
		Name: "test step", Args: []string{"z"}, Formula: "1 if z > 0",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			return m.Select(m.Neg(in[0]), arith.Int(m, 0), arith.Int(m, 1))
		},
	}
)

// Ramp is Σ c ⊙ max(w,0), with w bound to three numbers if they are given.
func Ramp(w ...float64) (cost node, wrt []node) {
	g := gorgonia.NewGraph()
	n, c := input(g, "w", 3), input(g, "c", 3)
	if w != nil {
		if err := gorgonia.Let(n, tensor.New(tensor.WithShape(3), tensor.WithBacking(w))); err != nil {
			panic(fmt.Sprintf("mutants: %v", err))
		}
	}
	p := must(gorgonia.HadamardProd(c, must(ops.Apply(ramp, n))))
	return must(gorgonia.Sum(p)), []node{n}
}

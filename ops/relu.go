package ops

import (
	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
	"surefoot/ops/kernel"
)

// relu is max(z, 0), and reluStep its derivative: 1 where z > 0, and 0 elsewhere.
// At z = 0, where there is none, it is 0 by convention, as in other libraries.
var (
	relu = Register(&Op{
		Name: "relu", Args: []string{"z"}, Formula: "max(z, 0)",
		Source: "K. Fukushima (1969), IEEE Trans. Syst. Sci. Cybern. 5",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			return m.Select(m.Neg(in[0]), arith.Int(m, 0), in[0])
		},
		Derivatives: []Meaning{
			func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
				return m.Select(m.Neg(in[0]), arith.Int(m, 0), arith.Int(m, 1))
			},
		},
		Kernel: &arith.Kernel{Unary: kernel.Relu},
		Run:    unaryArrays(kernel.Relus, kernel.Relus32),
		SymDiff: func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
			return chain(grad, reluStep, in[0])
		},
	})
	reluStep = Register(&Op{
		Name: "relu-step", Args: []string{"z"}, Formula: "1 if z > 0, else 0",
		Source: "derivative of relu, with relu′(0) = 0",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			one := arith.Int(m, 1)
			return m.Sub(one, m.Select(m.Neg(in[0]), one, arith.Int(m, 0)))
		},
		Derivatives: []Meaning{ // constant on both sides of 0
			func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
				return m.Mul(arith.Int(m, 0), in[0])
			},
		},
		Kernel: &arith.Kernel{Unary: kernel.Step},
		Run:    unaryArrays(kernel.Steps, kernel.Steps32),
		SymDiff: func(_ gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
			b := builder{}
			return gorgonia.Nodes{b.mul(gorgonia.NewConstant(0.0), grad)}, b.err
		},
	})
)

// Relu is the node of max(z, 0), element by element. Its derivative at z = 0 is 0.
func Relu(z *gorgonia.Node) (*gorgonia.Node, error) { return Apply(relu, z) }

package ops

import (
	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
	"surefoot/ops/kernel"
)

// softplus is log(1+e^z), whose derivative is σ(z).
var softplus = Register(&Op{
	Name: "softplus", Args: []string{"z"}, Formula: "log(1+e^z)",
	Source: "C. Dugas et al. (2001), NIPS 13",
	Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
		return m.Log1p(m.Exp(in[0]))
	},
	Derivatives: []Meaning{
		func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			one := arith.Int(m, 1)
			return m.Div(one, m.Add(one, m.Exp(m.Neg(in[0]))))
		},
	},
	Kernel: &arith.Kernel{Unary: kernel.Softplus, ULP: 2},
	Run:    unaryArrays(kernel.Softpluses, kernel.Softpluses32),
	SymDiff: func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		return chain(grad, sigmoid, in[0])
	},
})

// Softplus is the node of log(1+e^z), element by element.
func Softplus(z *gorgonia.Node) (*gorgonia.Node, error) { return Apply(softplus, z) }

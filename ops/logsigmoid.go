package ops

import (
	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
	"surefoot/ops/kernel"
)

// logSigmoid is log σ(z) = −log(1+e^−z), whose derivative is 1 − σ(z) = σ(−z).
var logSigmoid = Register(&Op{
	Name: "log-sigmoid", Args: []string{"z"}, Formula: "−log(1+e^−z)",
	Source: "log of sigmoid, as −softplus(−z)",
	Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
		return m.Neg(m.Log1p(m.Exp(m.Neg(in[0]))))
	},
	Derivatives: []Meaning{
		func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			one := arith.Int(m, 1)
			return m.Div(one, m.Add(one, m.Exp(in[0])))
		},
	},
	Kernel: &arith.Kernel{Unary: kernel.LogSigmoid, ULP: 2},
	Run:    unaryArrays(kernel.LogSigmoids, kernel.LogSigmoids32),
	SymDiff: func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		b := builder{}
		return gorgonia.Nodes{b.mul(grad, b.apply(sigmoid, b.neg(in[0])))}, b.err
	},
})

// LogSigmoid is the node of log σ(z), element by element, finite for every z.
func LogSigmoid(z *gorgonia.Node) (*gorgonia.Node, error) { return Apply(logSigmoid, z) }

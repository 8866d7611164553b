package ops

import (
	"math"

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
	Kernel: &arith.Kernel{Unary: softplusKernel, ULP: 2},
	SymDiff: func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		return chain(grad, sigmoid, in[0])
	},
})

// Softplus is the node of log(1+e^z), element by element.
func Softplus(z *gorgonia.Node) (*gorgonia.Node, error) { return Apply(softplus, z) }

// softplusKernel is max(z,0) + log1p(e^−|z|): the exponential never overflows,
// and for z < 0 the sum has one term, so the tail e^z keeps its accuracy.
func softplusKernel(z float64) float64 { return math.Max(z, 0) + log1pExp(-math.Abs(z)) }

// log1pExp is log(1+e^x) for x ≤ 0, the rounding of e^x put right afterwards.
func log1pExp(x float64) float64 {
	high, low, k := kernel.ExpParts(x)
	e := kernel.Scale(high, k)
	if x < -40 { // log(1+e) = e to 57 bits
		return e
	}
	return math.Log1p(e) + kernel.Scale(low, k)/(1+e)
}

package ops

import (
	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
	"surefoot/ops/kernel"
)

// sigmoid is σ(z) = 1/(1+e^−z), and sigmoidSlope its derivative
// σ′(z) = σ(z)(1−σ(z)) = e^−z/(1+e^−z)², an op of its own so that 1−σ(z) never
// has to be computed by subtraction.
var (
	sigmoid = &Op{
		Name: "sigmoid", Args: []string{"z"}, Formula: "1/(1+e^−z)",
		Source: "P.-F. Verhulst (1845), the logistic function",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			one := arith.Int(m, 1)
			return m.Div(one, m.Add(one, m.Exp(m.Neg(in[0]))))
		},
		Derivatives: []Meaning{derivativeOfSigmoid},
		Kernel:      &arith.Kernel{Unary: kernel.Sigmoid, ULP: 2},
		Run:         unaryArrays(kernel.Sigmoids, kernel.Sigmoids32),
		SymDiff: func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
			return chain(grad, sigmoidSlope, in[0])
		},
	}
	sigmoidSlope = &Op{
		Name: "sigmoid-slope", Args: []string{"z"}, Formula: "e^−z/(1+e^−z)²",
		Source: "derivative of sigmoid: a(1−a)",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			e, one := m.Exp(m.Neg(in[0])), arith.Int(m, 1)
			d := m.Add(one, e)
			return m.Div(m.Div(e, d), d)
		},
		Derivatives: []Meaning{ // σ″ = σ′(1 − 2σ) = σ′ (e^−z − 1)/(e^−z + 1)
			func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
				e := m.Exp(m.Neg(in[0]))
				return m.Mul(derivativeOfSigmoid(m, in, shape),
					m.Div(m.Expm1(m.Neg(in[0])), m.Add(e, arith.Int(m, 1))))
			},
		},
		Kernel: &arith.Kernel{Unary: kernel.SigmoidSlope, ULP: 4},
		Run:    unaryArrays(kernel.SigmoidSlopes, kernel.SigmoidSlopes32),
	}
)

func init() {
	// Here, because the two derivatives name each other.
	sigmoidSlope.SymDiff = sigmoidSecond
	Register(sigmoid)
	Register(sigmoidSlope)
}

// Sigmoid is the node of a = σ(z) = 1/(1+e^−z), element by element.
func Sigmoid(z *gorgonia.Node) (*gorgonia.Node, error) { return Apply(sigmoid, z) }

// derivativeOfSigmoid is 1/((1+e^−z)(1+e^z)), by hand: it is the expected side of
// checks, and no text of it is shared with the meaning of sigmoidSlope, which
// symbolic derivatives are built from.
func derivativeOfSigmoid(m arith.Machine, in []arith.Value, _ []int) arith.Value {
	one := arith.Int(m, 1)
	return m.Div(m.Div(one, m.Add(one, m.Exp(m.Neg(in[0])))), m.Add(one, m.Exp(in[0])))
}

// sigmoidSecond is grad ⊙ σ′(z) ⊙ (1 − 2σ(z)).
func sigmoidSecond(in gorgonia.Nodes, slope, grad *gorgonia.Node) (gorgonia.Nodes, error) {
	b := builder{}
	a := b.apply(sigmoid, in[0])
	factor := b.sub(one(), b.add(a, a))
	return gorgonia.Nodes{b.mul(grad, b.mul(slope, factor))}, b.err
}

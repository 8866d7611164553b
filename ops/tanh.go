package ops

import (
	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
	"surefoot/ops/kernel"
)

// tanh is the hyperbolic tangent (e^2z − 1)/(e^2z + 1), and tanhSlope its derivative
// 1 − tanh²z = 4e^2z/(1+e^2z)², an op of its own so that 1 − tanh² never has to be
// computed by subtraction.
var (
	tanh = &Op{
		Name: "tanh", Args: []string{"z"}, Formula: "(e^2z − 1)/(e^2z + 1)",
		Source: "V. Riccati (1757), the hyperbolic tangent",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			t := m.Expm1(double(m, in[0])) // e^2z − 1, which keeps a tiny z
			return m.Div(t, m.Add(t, arith.Int(m, 2)))
		},
		Derivatives: []Meaning{derivativeOfTanh},
		Kernel:      &arith.Kernel{Unary: kernel.Tanh, ULP: 2, ExactAtZero: true},
		Run:         unaryArrays(kernel.Tanhs, kernel.Tanhs32),
		SymDiff: func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
			return chain(grad, tanhSlope, in[0])
		},
	}
	tanhSlope = &Op{
		Name: "tanh-slope", Args: []string{"z"}, Formula: "4e^2z/(1+e^2z)²",
		Source: "derivative of tanh: 1 − tanh²z",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			e := m.Exp(double(m, in[0]))
			d := m.Add(arith.Int(m, 1), e)
			return m.Div(m.Div(m.Mul(arith.Int(m, 4), e), d), d)
		},
		Derivatives: []Meaning{ // tanh″ = −2 tanh tanh′, with tanh = (1 − e^−2z)/(1 + e^−2z)
			func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
				u := m.Neg(double(m, in[0]))
				h := m.Div(m.Neg(m.Expm1(u)), m.Add(arith.Int(m, 1), m.Exp(u)))
				return m.Mul(arith.Int(m, -2), m.Mul(h, derivativeOfTanh(m, in, shape)))
			},
		},
		Kernel: &arith.Kernel{Unary: kernel.TanhSlope, ULP: 4},
		Run:    unaryArrays(kernel.TanhSlopes, kernel.TanhSlopes32),
	}
)

func init() {
	// Here, because the two derivatives name each other.
	tanhSlope.SymDiff = tanhSecond
	Register(tanh)
	Register(tanhSlope)
}

// Tanh is the node of tanh z, element by element.
func Tanh(z *gorgonia.Node) (*gorgonia.Node, error) { return Apply(tanh, z) }

func double(m arith.Machine, z arith.Value) arith.Value { return m.Add(z, z) }

// derivativeOfTanh is 4/((1+e^−2z)(1+e^2z)), by hand: the expected side of checks,
// which shares no text with the meaning of tanhSlope.
func derivativeOfTanh(m arith.Machine, in []arith.Value, _ []int) arith.Value {
	one, u := arith.Int(m, 1), double(m, in[0])
	return m.Div(m.Div(arith.Int(m, 4), m.Add(one, m.Exp(m.Neg(u)))), m.Add(one, m.Exp(u)))
}

// tanhSecond is grad ⊙ tanh′(z) ⊙ (−2 tanh z).
func tanhSecond(in gorgonia.Nodes, slope, grad *gorgonia.Node) (gorgonia.Nodes, error) {
	b := builder{}
	h := b.apply(tanh, in[0])
	return gorgonia.Nodes{b.mul(grad, b.mul(slope, b.neg(b.add(h, h))))}, b.err
}

package ops

import (
	"math"

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
		Kernel:      &arith.Kernel{Unary: hyperbolicTangent, ULP: 2, ExactAtZero: true},
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
		Kernel: &arith.Kernel{Unary: hyperbolicSlope, ULP: 4},
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

// tanhSeries are the coefficients of z³, z⁵, … in tanh z, that of z being 1. At
// |z| = 1/16 the first one left out, of z¹⁵, is below 2⁻⁶⁵ of z.
var tanhSeries = [...]float64{
	-1. / 3, 2. / 15, -17. / 315, 62. / 2835, -1382. / 155925, 21844. / 6081075,
}

// hyperbolicTangent is z − z³/3 + … for |z| < 1/16, where the other formula cancels, and
// else ±(1 − e^−2|z|)/(1 + e^−2|z|), with what the rounding of both lost.
func hyperbolicTangent(z float64) float64 {
	if math.Abs(z) < 1./16 {
		square, sum := z*z, 0.0
		for k := len(tanhSeries) - 1; k >= 0; k-- {
			sum = (sum + tanhSeries[k]) * square
		}
		return z + z*sum
	}
	l := newLogistic(2 * z)
	e := kernel.Scale(l.high, l.k)
	n := 1 - e
	low := 1 - n - e - kernel.Scale(l.low, l.k)
	return math.Copysign(l.over(n, low), z)
}

// hyperbolicSlope is 4e/(1+e)² with e = e^−2|z|.
func hyperbolicSlope(z float64) float64 {
	l := newLogistic(2 * z)
	return kernel.Scale(l.over(l.over(l.high, l.low), 0), l.k+2)
}

// tanhSecond is grad ⊙ tanh′(z) ⊙ (−2 tanh z).
func tanhSecond(in gorgonia.Nodes, slope, grad *gorgonia.Node) (gorgonia.Nodes, error) {
	b := builder{}
	h := b.apply(tanh, in[0])
	return gorgonia.Nodes{b.mul(grad, b.mul(slope, b.neg(b.add(h, h))))}, b.err
}

package ops

import (
	"math"

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
		Kernel:      &arith.Kernel{Unary: sigmoidKernel, ULP: 2},
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
		Kernel: &arith.Kernel{Unary: sigmoidSlopeKernel, ULP: 4},
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

// logistic are e^−|z| = (high + low)·2ᵏ and 1 + e^−|z| = d + lowOfD, each a
// float64 and what its rounding lost, and 1/d.
type logistic struct {
	high, low          float64
	k                  int
	d, lowOfD, inverse float64
}

// newLogistic takes the exponential of −|z| only, so that nothing overflows, and
// the tail e^z keeps its relative accuracy, its power of two kept apart.
func newLogistic(z float64) logistic {
	high, low, k := kernel.ExpParts(-math.Abs(z))
	e := kernel.Scale(high, k)
	d := 1 + e
	return logistic{high, low, k, d, e - (d - 1) + kernel.Scale(low, k), 1 / d}
}

// over is (a + b)/d for |b| far below |a|: two roundings in all.
func (l logistic) over(a, b float64) float64 {
	q := a / l.d
	return q + (b-q*l.lowOfD)*l.inverse
}

// sigmoidKernel is 1/(1+e^−z) for z ≥ 0 and e^z/(1+e^z) for z < 0.
func sigmoidKernel(z float64) float64 {
	l := newLogistic(z)
	if z < 0 {
		return kernel.Scale(l.over(l.high, l.low), l.k)
	}
	return l.over(1, 0)
}

// sigmoidSlopeKernel is e^−|z|/(1+e^−|z|)².
func sigmoidSlopeKernel(z float64) float64 {
	l := newLogistic(z)
	return kernel.Scale(l.over(l.over(l.high, l.low), 0), l.k)
}

// sigmoidSecond is grad ⊙ σ′(z) ⊙ (1 − 2σ(z)).
func sigmoidSecond(in gorgonia.Nodes, slope, grad *gorgonia.Node) (gorgonia.Nodes, error) {
	b := builder{}
	a := b.apply(sigmoid, in[0])
	factor := b.sub(one(), b.add(a, a))
	return gorgonia.Nodes{b.mul(grad, b.mul(slope, factor))}, b.err
}

package kernel

import "math"

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
	high, low, k := ExpParts(-math.Abs(z))
	e := Scale(high, k)
	d := 1 + e
	return logistic{high, low, k, d, e - (d - 1) + Scale(low, k), 1 / d}
}

// over is (a + b)/d for |b| far below |a|: two roundings in all.
func (l logistic) over(a, b float64) float64 {
	q := a / l.d
	return q + (b-q*l.lowOfD)*l.inverse
}

// Sigmoid is σ(z) = 1/(1+e^−z) with an error below 2 units in the last place: for
// z < 0 it is e^z/(1+e^z).
func Sigmoid(z float64) float64 {
	l := newLogistic(z)
	if z < 0 {
		return Scale(l.over(l.high, l.low), l.k)
	}
	return l.over(1, 0)
}

// SigmoidSlope is σ′(z) = e^−|z|/(1+e^−|z|)² with an error below 4 units in the last
// place.
func SigmoidSlope(z float64) float64 {
	l := newLogistic(z)
	return Scale(l.over(l.over(l.high, l.low), 0), l.k)
}

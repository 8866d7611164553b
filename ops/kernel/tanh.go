package kernel

import "math"

// tanhSeries are the coefficients of z³, z⁵, … in tanh z, that of z being 1. At
// |z| = 1/16 the first one left out, of z¹⁵, is below 2⁻⁶⁵ of z.
var tanhSeries = [...]float64{
	-1. / 3, 2. / 15, -17. / 315, 62. / 2835, -1382. / 155925, 21844. / 6081075,
}

// Tanh is the hyperbolic tangent with an error below 2 units in the last place:
// z − z³/3 + … for |z| < 1/16, where the other formula cancels, and else
// ±(1 − e^−2|z|)/(1 + e^−2|z|), with what the rounding of both lost.
func Tanh(z float64) float64 {
	if math.Abs(z) < 1./16 {
		square, sum := z*z, 0.0
		for k := len(tanhSeries) - 1; k >= 0; k-- {
			sum = (sum + tanhSeries[k]) * square
		}
		return z + z*sum
	}
	l := newLogistic(2 * z)
	e := Scale(l.high, l.k)
	n := 1 - e
	low := 1 - n - e - Scale(l.low, l.k)
	return math.Copysign(l.over(n, low), z)
}

// TanhSlope is 1 − tanh²z = 4e/(1+e)² with e = e^−2|z|, with an error below 4 units in
// the last place.
func TanhSlope(z float64) float64 {
	l := newLogistic(2 * z)
	return Scale(l.over(l.over(l.high, l.low), 0), l.k+2)
}

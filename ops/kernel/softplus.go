package kernel

import "math"

// Softplus is log(1+e^z) = max(z,0) + log1p(e^−|z|) with an error below 2 units in the
// last place: the exponential never overflows, and for z < 0 the sum has one term,
// so the tail e^z keeps its accuracy.
func Softplus(z float64) float64 { return math.Max(z, 0) + log1pExp(-math.Abs(z)) }

// LogSigmoid is log σ(z) = −log(1+e^−z) with an error below 2 units in the last place.
func LogSigmoid(z float64) float64 { return -Softplus(-z) }

// log1pExp is log(1+e^x) for x ≤ 0, the rounding of e^x put right afterwards.
func log1pExp(x float64) float64 {
	high, low, k := ExpParts(x)
	e := Scale(high, k)
	if x < -40 { // log(1+e) = e to 57 bits
		return e
	}
	return math.Log1p(e) + Scale(low, k)/(1+e)
}

package metrics

import "math"

// Probability returns σ(z) = 1/(1 + e^−z), the probability of the positive
// class, without overflow for any z.
func Probability(z float64) float64 {
	if z >= 0 {
		return 1 / (1 + math.Exp(-z))
	}
	e := math.Exp(z)
	return e / (1 + e)
}

// Positive reports whether a logit predicts the positive class: z ≥ 0, that is
// σ(z) ≥ ½. The comparison is of z, as σ(z) rounds to ½ for z a little below 0.
func Positive(z float64) bool { return z >= 0 }

// Loss returns the cross-entropy −(y log a + (1−y) log(1−a)) with a = σ(z) for
// a label y of 0 or 1. It is finite for every finite z.
func Loss(z, y float64) float64 {
	// max(z, 0) − yz is max(t, 0) with t = z or −z, without the cancellation.
	t := z
	if y == 1 {
		t = -z
	}
	return max(t, 0) + math.Log1p(math.Exp(-math.Abs(t)))
}

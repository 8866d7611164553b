package train

import (
	"math"

	"surefoot/graph"
)

// StableRate is 2/λ with λ the largest eigenvalue of (1/m) X̃X̃ᵀ, X̃ being X with a
// row of ones for b: below it gradient descent on J cannot diverge, since the
// Hessian of J is at most (λ/4)·I. λ is found by power iteration, to about a
// percent.
func StableRate(block graph.Block) float64 {
	v := make([]float64, block.N+1)
	for j := range v {
		v[j] = 1 / math.Sqrt(float64(len(v)))
	}
	eigenvalue := 0.0
	for range 30 {
		next := make([]float64, len(v))
		for i := range block.M {
			x := block.Table[i*block.N : (i+1)*block.N]
			u := v[block.N]
			for j := range x {
				u += x[j] * v[j]
			}
			u *= block.C[i] / float64(block.M)
			for j := range x {
				next[j] += u * x[j]
			}
			next[block.N] += u
		}
		norm := 0.0
		for _, x := range next {
			norm = math.Hypot(norm, x)
		}
		for j := range next {
			v[j] = next[j] / norm
		}
		eigenvalue = norm
	}
	return 2 / eigenvalue
}

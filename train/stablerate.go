package train

import (
	"math"
	"math/rand/v2"

	"surefoot/graph"
)

// StableRate is 2/λ with λ the largest eigenvalue of (1/m) X̃X̃ᵀ, X̃ being X with a
// row of ones for b: below it gradient descent on J cannot diverge, since the
// Hessian of J is at most (λ/4)·I. λ is found by power iteration from a random
// vector (no eigenvector is orthogonal to all of those), to a few percent.
func StableRate(block graph.Block) float64 {
	scale := 1.0 // so that nothing overflows
	for _, x := range block.Table {
		scale = math.Max(scale, math.Abs(x))
	}
	r := rand.New(rand.NewPCG(1, 2))
	v := make([]float64, block.N+1)
	for j := range v {
		v[j] = r.NormFloat64()
	}
	normalize(v)
	eigenvalue := 0.0 // of the table divided by the scale
	for range 30 {
		v = covarianceTimes(block, scale, v)
		eigenvalue = normalize(v)
	}
	return 2 / eigenvalue / scale / scale
}

// covarianceTimes is (1/m) X̃X̃ᵀv for X̃ divided by the scale.
func covarianceTimes(block graph.Block, scale float64, v []float64) []float64 {
	out, ones := make([]float64, len(v)), 1/scale
	for i := range block.M {
		x := block.Table[i*block.N : (i+1)*block.N]
		u := ones * v[block.N]
		for j := range x {
			u += x[j] / scale * v[j]
		}
		u *= block.C[i] / float64(block.M)
		for j := range x {
			out[j] += u * (x[j] / scale)
		}
		out[block.N] += u * ones
	}
	return out
}

// normalize divides by the Euclidean norm and returns it.
func normalize(v []float64) float64 {
	norm := 0.0
	for _, x := range v {
		norm = math.Hypot(norm, x)
	}
	for j := range v {
		v[j] /= norm
	}
	return norm
}

package verify

import (
	"surefoot/ops"
	"surefoot/ops/kernel"
)

// projectionKernels are what the projections of hidden stages are computed with.
type projectionKernels[T ops.Float] struct {
	dotRows func(out, x, w []T)
	addRows func(out, x, d []T, step, rows int)
	dot     func(x, y []T) T
	decays  func(out, z []T, a T)
	audit   func(sums *kernel.Audit, z, y, c, d, u, s []T)
	hard    func(sums *kernel.Audit, z []T, hard []byte, d, u, s []T)
}

func kernelsOf[T ops.Float]() projectionKernels[T] {
	if k, is := any(projectionKernels[float64]{
		kernel.DotRows, kernel.AddRows, kernel.Dot, kernel.Decays, kernel.AuditLogits, kernel.AuditHardLogits,
	}).(projectionKernels[T]); is {
		return k
	}
	return any(projectionKernels[float32]{
		kernel.DotRows32, kernel.AddRows32, kernel.Dot32, kernel.Decays32, kernel.AuditLogits32, kernel.AuditHardLogits32,
	}).(projectionKernels[T])
}

// weightedSquares is Σ wᵢ² sizeᵢ, in four chains that do not wait for each other.
func weightedSquares(w, size []float64) float64 {
	var s0, s1, s2, s3 float64
	size = size[:len(w)]
	i := 0
	for ; i+4 <= len(w); i += 4 {
		s0 += w[i] * w[i] * size[i]
		s1 += w[i+1] * w[i+1] * size[i+1]
		s2 += w[i+2] * w[i+2] * size[i+2]
		s3 += w[i+3] * w[i+3] * size[i+3]
	}
	for ; i < len(w); i++ {
		s0 += w[i] * w[i] * size[i]
	}
	return s0 + s1 + s2 + s3
}

// dotOf is Σ xᵢyᵢ in float64, in plain additions that share nothing with the kernels.
func dotOf[T ops.Float](x []T, y []float64) float64 {
	var s0, s1, s2, s3 float64
	y = y[:len(x)]
	i := 0
	for ; i+4 <= len(x); i += 4 {
		s0 += float64(x[i]) * y[i]
		s1 += float64(x[i+1]) * y[i+1]
		s2 += float64(x[i+2]) * y[i+2]
		s3 += float64(x[i+3]) * y[i+3]
	}
	for ; i < len(x); i++ {
		s0 += float64(x[i]) * y[i]
	}
	return s0 + s1 + s2 + s3
}

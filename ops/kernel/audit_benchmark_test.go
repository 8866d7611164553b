package kernel_test

import (
	"math/rand/v2"
	"testing"

	"surefoot/ops/kernel"
)

// auditOf are an audit's operands as training meets them.
func auditOf[T number](n int, residuals func(out, z, y []T)) (z, y, c, d, u, s []T) {
	random := rand.New(rand.NewPCG(71, 72))
	for range n {
		z, y = append(z, T(3*random.NormFloat64())), append(y, T(random.IntN(2)))
		c, u, s = append(c, 1/T(n)), append(u, T(random.NormFloat64())), append(s, T(2*random.IntN(2)-1))
	}
	d = make([]T, n)
	residuals(d, z, y)
	for i := range d {
		d[i] *= c[i]
	}
	return z, y, c, d, u, s
}

// The witness beside what it witnesses against.
func BenchmarkAudit(b *testing.B) {
	b.Run("float64", func(b *testing.B) {
		benchmarkAudit(b, kernel.Residuals, kernel.CrossEntropiesAndResiduals, kernel.AuditLogits,
			func(out, z []float64) { kernel.Decays(out, z, 1) })
	})
	b.Run("float32", func(b *testing.B) {
		benchmarkAudit(b, kernel.Residuals32, kernel.CrossEntropiesAndResiduals32, kernel.AuditLogits32,
			func(out, z []float32) { kernel.Decays32(out, z, 1) })
	})
}

func benchmarkAudit[T number](
	b *testing.B, residuals func(out, z, y []T), joint func(loss, residual, z, y []T),
	audit func(sums *kernel.Audit, z, y, c, d, u, s []T), decays func(out, z []T),
) {
	z, y, c, d, u, s := auditOf(1000, residuals)
	loss, residual := make([]T, len(z)), make([]T, len(z))
	for _, v := range kernel.Variants() {
		b.Run("AuditLogits/"+v.Name, func(b *testing.B) {
			v.Use(b)
			var sums kernel.Audit
			for b.Loop() {
				audit(&sums, z, y, c, d, u, s)
			}
			if sums.Off > 0 {
				b.Errorf("%d off", sums.Off)
			}
		})
		b.Run("AuditLogits of ones/"+v.Name, func(b *testing.B) {
			v.Use(b)
			residuals(residual, z, y)
			var sums kernel.Audit
			for b.Loop() {
				audit(&sums, z, y, nil, residual, u, s)
			}
			if sums.Off > 0 {
				b.Errorf("%d off", sums.Off)
			}
		})
		b.Run("Decays/"+v.Name, func(b *testing.B) {
			v.Use(b)
			for b.Loop() {
				decays(loss, z)
			}
		})
		b.Run("CrossEntropiesAndResiduals/"+v.Name, func(b *testing.B) {
			v.Use(b)
			for b.Loop() {
				joint(loss, residual, z, y)
			}
		})
	}
}

// The audit of labels that are bits.
func BenchmarkAuditHard(b *testing.B) {
	b.Run("float64", func(b *testing.B) { benchmarkAuditHard(b, kernel.Residuals, kernel.AuditHardLogits) })
	b.Run("float32", func(b *testing.B) { benchmarkAuditHard(b, kernel.Residuals32, kernel.AuditHardLogits32) })
}

func benchmarkAuditHard[T number](
	b *testing.B, residuals func(out, z, y []T), audit func(sums *kernel.Audit, z []T, hard []byte, d, u, s []T),
) {
	z, y, _, d, u, s := auditOf(1000, residuals)
	hard := bitsOf(y)
	for _, v := range kernel.Variants() {
		b.Run(v.Name, func(b *testing.B) {
			v.Use(b)
			residuals(d, z, y)
			var sums kernel.Audit
			for b.Loop() {
				audit(&sums, z, hard, d, u, s)
			}
			if sums.Off > 0 {
				b.Errorf("%d off", sums.Off)
			}
		})
	}
}

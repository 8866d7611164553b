package kernel_test

import (
	"math/rand/v2"
	"testing"

	"surefoot/ops/kernel"
)

// length is how many elements the benchmarks map: operands and results of float64
// stay in the first-level cache.
const length = 512

// perElement reports the time of one element.
func perElement(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/length, "ns/element")
}

// examples are logits as training meets them, and hard labels.
func examples[T float32 | float64]() (z, y []T) {
	random := rand.New(rand.NewPCG(41, 42))
	for range length {
		z, y = append(z, T(3*random.NormFloat64())), append(y, T(random.IntN(2)))
	}
	return z, y
}

func benchmark[T float32 | float64](b *testing.B, name string, f func(out, z, y []T)) {
	z, y := examples[T]()
	out := make([]T, length)
	for _, v := range kernel.Variants() {
		b.Run(name+"/"+v.Name, func(b *testing.B) {
			v.Use(b)
			for b.Loop() {
				f(out, z, y)
			}
			perElement(b)
		})
	}
}

func BenchmarkMaps(b *testing.B) {
	other := make([]float64, length)
	benchmark(b, "CrossEntropiesAndResiduals", func(out, z, y []float64) {
		kernel.CrossEntropiesAndResiduals(out, other, z, y)
	})
	for _, m := range append(logistics[:9:9], plain...) {
		benchmark(b, m.name, m.double)
	}
}

func BenchmarkMaps32(b *testing.B) {
	other := make([]float32, length)
	benchmark(b, "CrossEntropiesAndResiduals", func(out, z, y []float32) {
		kernel.CrossEntropiesAndResiduals32(out, other, z, y)
	})
	for _, m := range append(logistics[:9:9], plain...) {
		benchmark(b, m.name, m.single)
	}
}

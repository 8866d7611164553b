package kernel_test

import (
	"fmt"
	"testing"

	"surefoot/ops/kernel"
)

// cached are blocks of rows that stay in the caches.
var cached = []shape{{100, 2}, {96, 20}, {40, 100}, {16, 784}}

// benchmarkCached runs a kernel of each width, by each assembly.
func benchmarkCached(b *testing.B, ofDoubles func(x, w, z []float64), ofSingles func(x, w, z []float32)) {
	for _, s := range cached {
		for _, v := range kernel.Variants() {
			b.Run(fmt.Sprintf("float64/%dx%d/%s", s.rows, s.n, v.Name), func(b *testing.B) {
				v.Use(b)
				x, w, z := make([]float64, s.rows*s.n), make([]float64, s.n), make([]float64, s.rows)
				b.SetBytes(int64(8 * len(x)))
				for b.Loop() {
					ofDoubles(x, w, z)
				}
			})
			b.Run(fmt.Sprintf("float32/%dx%d/%s", s.rows, s.n, v.Name), func(b *testing.B) {
				v.Use(b)
				x, w, z := make([]float32, s.rows*s.n), make([]float32, s.n), make([]float32, s.rows)
				b.SetBytes(int64(4 * len(x)))
				for b.Loop() {
					ofSingles(x, w, z)
				}
			})
		}
	}
}

func BenchmarkDotRows(b *testing.B) {
	benchmarkCached(b, func(x, w, z []float64) { kernel.DotRows(z, x, w) },
		func(x, w, z []float32) { kernel.DotRows32(z, x, w) })
}

func BenchmarkAddRows(b *testing.B) {
	benchmarkCached(b, func(x, w, z []float64) { kernel.AddRows(w, x, z, 1, len(z)) },
		func(x, w, z []float32) { kernel.AddRows32(w, x, z, 1, len(z)) })
}

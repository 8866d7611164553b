package verify

import (
	"fmt"
	"testing"

	"surefoot/graph"
	"surefoot/ops"
)

// An evaluation that is watched and judged beside one that is not, by turns:
//
//	go test ./verify -run '^$' -bench Projection
func BenchmarkProjection(b *testing.B) {
	for _, size := range [][2]int{{1000, 20}, {100_000, 100}, {1_000_000, 20}} {
		block := RandomBlock(size[0], size[1], 1)
		b.Run(fmt.Sprintf("float64/%d×%d", size[0], size[1]), func(b *testing.B) { benchmarkProjection(b, block.Source()) })
		narrow := in32(block)
		b.Run(fmt.Sprintf("float32/%d×%d", size[0], size[1]), func(b *testing.B) { benchmarkProjection(b, narrow.Source()) })
	}
}

func benchmarkProjection[T ops.Float](b *testing.B, source graph.SourceOf[T]) {
	m, n, _ := source.Size()
	model := graph.Logistic(n)
	theta := model.Parameters.Clone()
	for j := range theta[0].Values {
		theta[0].Values[j] = float64(float32(0.3 - float64(j%7)/10))
	}
	g, err := derived(model.Training, m)
	if err != nil {
		b.Fatal(err)
	}
	watched, err := NewProjectedProgram(model, g, source, 1, graph.EngineOptions{OnlySums: true})
	if err != nil {
		b.Fatal(err)
	}
	plain, err := NewProjectedProgram(model, g, source, 1, graph.EngineOptions{OnlySums: true})
	if err != nil {
		b.Fatal(err)
	}
	plain.Watch(nil)
	b.Run("off", func(b *testing.B) {
		for b.Loop() {
			if _, err := plain.Program.Evaluate(theta); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("every", func(b *testing.B) {
		for b.Loop() {
			e, err := watched.Evaluate(theta)
			if err != nil {
				b.Fatal(err)
			}
			if !watched.Passes(e) {
				b.Fatal("a right step is found wrong")
			}
		}
		b.ReportMetric(float64(watched.Cost()), "ns-estimated")
	})
	b.Run("setup", func(b *testing.B) {
		for b.Loop() {
			if _, err := watched.SameData(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

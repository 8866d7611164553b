package verify

import (
	"context"
	"fmt"
	"testing"

	"surefoot/graph"
)

// The cost of a fully checked step beside the step itself, at the size of the
// breast-cancer table.
func BenchmarkGate(b *testing.B) {
	block := RandomBlock(456, 30, 1)
	model := graph.Logistic(30)
	theta := RandomParameters(model, block, 1)
	g, err := derived(model.Training, block.M)
	if err != nil {
		b.Fatal(err)
	}
	engine, err := graph.NewEngine("program", model, g, block)
	if err != nil {
		b.Fatal(err)
	}
	evaluation, err := engine.Evaluate(theta)
	if err != nil {
		b.Fatal(err)
	}
	gate := NewGate(model, block.Source())
	b.Run("gate", func(b *testing.B) {
		for b.Loop() {
			if gate.mustJudge(theta, evaluation).Verdict != Pass {
				b.Fatal("a right gradient is refused")
			}
		}
	})
	b.Run("program", func(b *testing.B) {
		for b.Loop() {
			if _, err := engine.Evaluate(theta); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// What the start check costs once, before the first step.
func BenchmarkStart(b *testing.B) {
	for _, n := range []int{30, 784} {
		b.Run(fmt.Sprintf("256x%d", n), func(b *testing.B) {
			s := subject(graph.Logistic(n), RandomBlock(256, n, 1), "program")
			for b.Loop() {
				started, err := Start(context.Background(), s)
				if err != nil {
					b.Fatal(err)
				}
				if started.Report.Verdict != Pass {
					b.Fatal("a right model is refused")
				}
			}
		})
	}
}

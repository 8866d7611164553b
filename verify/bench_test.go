package verify

import (
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
	gate := NewGate(model, block)
	b.Run("gate", func(b *testing.B) {
		for b.Loop() {
			if gate.Judge(theta, evaluation).Verdict != Pass {
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

package graph_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"surefoot/graph"
)

// BenchmarkProgram is one evaluation of the cost and its gradient, without the update:
//
//	go test ./graph -run '^$' -bench Program
func BenchmarkProgram(b *testing.B) {
	for _, size := range []struct{ m, n int }{{100, 2}, {1000, 20}, {100_000, 100}, {1_000_000, 20}} {
		block := randomBlock(rand.New(rand.NewPCG(1, 2)), size.m, size.n)
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("logistic/%dx%d/workers=%d", size.m, size.n, workers), func(b *testing.B) {
				benchmarkProgram(b, graph.Logistic(size.n), block, workers)
			})
		}
	}
	model, err := graph.NewModel("mlp:50tanh,50tanh", 20)
	if err != nil {
		b.Fatal(err)
	}
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("network/10000x20/workers=%d", workers), func(b *testing.B) {
			benchmarkProgram(b, model, randomBlock(rand.New(rand.NewPCG(1, 2)), 10_000, 20), workers)
		})
	}
}

func benchmarkProgram(b *testing.B, model *graph.Model, block graph.Block, workers int) {
	g, err := model.Training(block.M)
	if err != nil {
		b.Fatal(err)
	}
	if err := g.Derive(); err != nil {
		b.Fatal(err)
	}
	engine, err := graph.NewEngineOn("program", model, g, block.Source(), graph.EngineOptions{Workers: workers})
	if err != nil {
		b.Fatal(err)
	}
	theta := model.Start(1)
	b.SetBytes(int64(8 * len(block.Table)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := engine.Evaluate(theta); err != nil {
			b.Fatal(err)
		}
	}
}

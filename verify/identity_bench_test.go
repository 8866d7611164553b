package verify

import (
	"context"
	"testing"

	"surefoot/graph"
)

// A check of all gradients of logistic regression with 10,000 parameters on 64
// examples: the graph is differentiated already.
func BenchmarkIdentityLogistic(b *testing.B) { benchmarkIdentity(b, graph.Logistic(10000), 64) }

// And of a network of 20-50-50-1, tanh inside.
func BenchmarkIdentityNetwork(b *testing.B) {
	model, err := graph.NewModel("mlp:50,50", 20)
	if err != nil {
		b.Fatal(err)
	}
	benchmarkIdentity(b, model, 64)
}

func benchmarkIdentity(b *testing.B, model *graph.Model, m int) {
	g, err := derived(model.Training, m)
	if err != nil {
		b.Fatal(err)
	}
	claims, err := GraphClaims(g)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		report, err := Check(context.Background(), claims)
		if err != nil || report.Verdict != Pass {
			b.Fatal(err, report)
		}
	}
}

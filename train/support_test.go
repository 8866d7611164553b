package train

import (
	"context"
	"math"
	"slices"
	"testing"

	"surefoot/graph"
	"surefoot/verify"
)

// settings are those of a checked run of gradient descent.
func settings(engine string, rate float64, iterations int) Settings {
	return Settings{
		Solver: GradientDescent{Rate: rate}, Iterations: iterations, Engine: engine, Verify: VerifyFull, Seed: 1,
	}
}

// unchecked are the same without checks.
func unchecked(engine string, rate float64, iterations int) Settings {
	s := settings(engine, rate, iterations)
	s.Verify = VerifyOff
	return s
}

// mustFit is a run that ends well.
func mustFit(t testing.TB, block graph.Block, s Settings) *Result {
	t.Helper()
	result, err := Fit(context.Background(), graph.Logistic(block.N), block, s)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// weighted is a random block with weights that are not all alike.
func weighted(m, n int, seed int64) graph.Block {
	block := verify.RandomBlock(m, n, seed)
	for i := range block.C {
		block.C[i] = 0.5 + float64(i%7)/4
	}
	return block
}

// requireSame requires identical bits.
func requireSame(t testing.TB, what string, got, want graph.Parameters) {
	t.Helper()
	for i, p := range want {
		same := func(x, y float64) bool { return math.Float64bits(x) == math.Float64bits(y) }
		if got[i].Name != p.Name || !slices.EqualFunc(got[i].Values, p.Values, same) {
			t.Errorf("%s: %s is %v, not %v", what, p.Name, got[i].Values, p.Values)
		}
	}
}

// fitWith is Fit with the training engine wrapped. The start check gets the
// engine as it is.
func fitWith(model *graph.Model, block graph.Block, s Settings, wrap func(graph.Engine) graph.Engine) (*Result, error) {
	f, err := newFit(context.Background(), model, block.Source(), s)
	if err != nil {
		return nil, err
	}
	build := f.newEngine
	f.newEngine = func(g *graph.Graph, source graph.Source) (graph.Engine, error) {
		engine, err := build(g, source)
		if g == f.graph && err == nil { // the start check has a graph of its own
			engine = wrap(engine)
		}
		return engine, err
	}
	return f.fit(context.Background())
}

package verify

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"pgregory.net/rapid"
	"surefoot/graph"
)

// update rewrites golden files.
var update = flag.Bool("update", false, "rewrite the golden files")

// TestMain gives the property tests a fixed seed, unless the caller gives one,
// and lets them leave no files.
func TestMain(m *testing.M) {
	flag.Parse()
	given := map[string]bool{}
	flag.Visit(func(f *flag.Flag) { given[f.Name] = true })
	for name, value := range map[string]string{"rapid.seed": "1", "rapid.nofailfile": "true"} {
		if given[name] {
			continue
		}
		if err := flag.Set(name, value); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
	}
	os.Exit(m.Run())
}

// checkMany is rapid.Check with the given number of draws.
func checkMany(t *testing.T, draws int, property func(*rapid.T)) {
	t.Helper()
	checks := flag.Lookup("rapid.checks").Value
	usual := checks.String()
	defer func() { _ = checks.Set(usual) }()
	if err := checks.Set(fmt.Sprint(draws)); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, property)
}

// weighted is a random block with weights that are not all alike.
func weighted(m, n int, seed int64) graph.Block {
	block := RandomBlock(m, n, seed)
	r := rand.New(rand.NewPCG(uint64(seed), 7))
	for i := range block.C {
		block.C[i] = 0.5 + 1.5*r.Float64()
	}
	return block
}

// subject is a start check of a model on an engine, from the model's own start.
func subject(model *graph.Model, block graph.Block, engine string) Subject {
	return Subject{
		Model: model, Block: block, Theta: model.Parameters, Seed: 1,
		Engine: func(g *graph.Graph, source graph.Source) (graph.Engine, error) {
			return graph.NewEngineOn(engine, model, g, source, graph.EngineOptions{})
		},
	}
}

// evaluated are an engine's numbers at theta, copied.
func evaluated(t testing.TB, model *graph.Model, block graph.Block, theta graph.Parameters, engine string) *graph.Evaluation {
	t.Helper()
	g, err := derived(model.Training, block.M)
	if err != nil {
		t.Fatal(err)
	}
	e, err := graph.NewEngine(engine, model, g, block)
	if err != nil {
		t.Fatal(err)
	}
	evaluation, err := e.Evaluate(theta)
	if err != nil {
		t.Fatal(err)
	}
	return copied(evaluation)
}

func copied(e *graph.Evaluation) *graph.Evaluation {
	out := &graph.Evaluation{S: e.S, Inner: map[string][]float64{}, Gradient: e.Gradient.Clone()}
	for letter, numbers := range e.Inner {
		out.Inner[letter] = append([]float64(nil), numbers...)
	}
	return out
}

// requirePass fails with the witness of the first finding that does not pass.
func requirePass(t rapid.TB, what string, findings ...Finding) {
	t.Helper()
	for _, f := range findings {
		if f.Verdict != Pass {
			t.Fatalf("%s: a right gradient is accused by the check %q: %v: %s", what, f.Check, f.Verdict, f.Witness())
		}
	}
}

// constantVector is a constant of the given numbers.
func constantVector(_ *gorgonia.ExprGraph, x []float64) *gorgonia.Node {
	return gorgonia.NewConstant(tensor.New(tensor.WithShape(len(x)), tensor.WithBacking(x)), gorgonia.WithName("numbers"))
}

// countOf is how many findings a check has made.
func countOf(report *Report, check string) int {
	n := 0
	for _, f := range report.Checks {
		if f.Check == check {
			n++
		}
	}
	return n
}

// vectorOf is a tensor of the given numbers.
func vectorOf(x ...float64) *tensor.Dense {
	return tensor.New(tensor.WithShape(len(x)), tensor.WithBacking(x))
}

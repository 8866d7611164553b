package graph_test

import (
	"errors"
	"testing"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/graph"
	"surefoot/ops/arith"
)

// What does not fit is refused by every engine alike, and never computed from
// stale or missing numbers.
func TestEnginesRefuseWhatDoesNotFit(t *testing.T) {
	model := graph.Logistic(2)
	block := graph.NewBlock([]float64{1, 2, 3, 4, 5, 6}, []float64{0, 1, 1}, 2)
	derived := func() *graph.Graph {
		g, err := model.Training(3)
		if err != nil {
			t.Fatal(err)
		}
		return derive(t, g)
	}
	wrong := map[string]graph.Parameters{
		"none":         nil,
		"one too few":  model.Parameters[:1],
		"other name":   {graph.Zero("v", 2), graph.Zero("b")},
		"other order":  {graph.Zero("b"), graph.Zero("w", 2)},
		"other length": {graph.Zero("w", 1), graph.Zero("b")},
	}
	for _, name := range graph.EngineNames() {
		if _, err := graph.NewEngine(name, model, derived(), block.Rows(0, 2)); !errors.Is(err, graph.ErrShape) {
			t.Errorf("%s takes a block of 2 examples for a graph of 3: %v", name, err)
		}
		engine, err := graph.NewEngine(name, model, derived(), block)
		if err != nil {
			t.Fatal(err)
		}
		for what, theta := range wrong {
			if _, err := engine.Evaluate(theta); !errors.Is(err, graph.ErrShape) {
				t.Errorf("%s takes parameters that do not fit (%s): %v", name, what, err)
			}
		}
		if _, err := engine.Evaluate(model.Parameters); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestInterpretRefusesGivenValuesThatDoNotFit(t *testing.T) {
	m := arith.Over[float64]{A: arith.Float64{}}
	g := graph.New()
	x := g.Input("x", 3)
	if _, err := graph.Interpret(m, graph.Values{x: m.Floats([]float64{1})}, x); !errors.Is(err, graph.ErrShape) {
		t.Errorf("a number for a vector: %v", err)
	}
	if _, err := graph.Interpret(m, graph.Values{g.Node("y"): m.Floats([]float64{1})}, x); err == nil {
		t.Error("a value for a node that is not there is ignored")
	}
}

func TestInterpretReadsTensorConstants(t *testing.T) {
	m := arith.Over[float64]{A: arith.Float64{}}
	g := graph.New()
	x := g.Input("x", 2)
	k := gorgonia.NewConstant(tensor.New(tensor.WithShape(2), tensor.WithBacking([]float64{10, 20})), gorgonia.WithName("k"))
	sum := g.Let("x + k", "x + k", func() (*gorgonia.Node, error) { return gorgonia.Add(x, k) })
	values, err := graph.Interpret(m, graph.Values{x: m.Floats([]float64{1, 2}, 2)}, sum)
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Float64s(values[0]); got[0] != 11 || got[1] != 22 {
		t.Errorf("(1, 2) + (10, 20) = %v", got)
	}
}

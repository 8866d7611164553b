package graph_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"surefoot/graph"
)

func TestNewModel(t *testing.T) {
	model, err := graph.NewModel("logistic", 3)
	if err != nil {
		t.Fatal(err)
	}
	if model.Name != "logistic" || model.Features != 3 || len(model.Parameters.Get("w")) != 3 {
		t.Errorf("model %s of %d features with w of %d", model.Name, model.Features, len(model.Parameters.Get("w")))
	}
	if !slices.Contains(graph.ModelNames(), "logistic") || !slices.IsSorted(graph.ModelNames()) {
		t.Errorf("models %v", graph.ModelNames())
	}
}

func TestNewModelRefuses(t *testing.T) {
	_, err := graph.NewModel("logit", 3)
	if !errors.Is(err, graph.ErrUnknownModel) || !strings.Contains(err.Error(), "logistic") {
		t.Errorf("an unknown model: %v", err)
	}
	for _, features := range []int{0, -1} {
		if _, err := graph.NewModel("logistic", features); err == nil {
			t.Errorf("a model of %d features", features)
		}
	}
}

func TestAModelIsRegisteredOnce(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a second model took the name")
		}
	}()
	graph.RegisterModel("logistic", graph.Logistic)
}

func TestTheModelsGraphsHaveWhatItSays(t *testing.T) {
	for _, name := range graph.ModelNames() {
		model, err := graph.NewModel(name, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range constructions(model) {
			g := c.derived(t, 3)
			for _, p := range model.Parameters {
				if d := g.Derivative(p.Name); d == nil || !slices.Equal(d.Shape(), p.Shape) {
					t.Errorf("%s: the %s graph has no derivative of shape %v by %s", name, c.name, p.Shape, p.Name)
				}
			}
			for _, letter := range model.Inner {
				if g.Derivative(letter) == nil {
					t.Errorf("%s: the %s graph has no derivative by %s", name, c.name, letter)
				}
			}
		}
	}
}

package mutants_test

import (
	"slices"
	"testing"

	"surefoot/graph"
	"surefoot/ops/arith"
	"surefoot/verify"
	"surefoot/verify/mutants"
)

// A mutant leaves the values as they are: what goes wrong is the derivative alone.
func TestMutantsChangeNoValue(t *testing.T) {
	m := arith.Over[float64]{A: arith.Float64{}}
	model, block := graph.Logistic(3), verify.RandomBlock(5, 3, 1)
	theta := verify.RandomParameters(model, block, 1)
	for _, build := range []mutants.Build{model.Document, model.Training} {
		value := func(build mutants.Build) float64 {
			g, err := build(5)
			if err != nil {
				t.Fatal(err)
			}
			values, err := graph.Interpret(m, graph.InputsOver(m, block, theta).Values(g), g.Cost)
			if err != nil {
				t.Fatal(err)
			}
			return m.Float64s(values[0])[0]
		}
		g, err := build(5)
		if err != nil {
			t.Fatal(err)
		}
		want := value(build)
		on, _ := mutants.Sites(g, model.Parameters)
		for _, site := range on {
			for _, mutant := range mutants.All() {
				if mutant.Applies(g, site) && value(mutants.Plant(build, site, mutant)) != want {
					t.Errorf("%v: %s changes S", site, mutant.Name)
				}
			}
		}
	}
}

func TestSitesAreTheOperandsThatMove(t *testing.T) {
	model := graph.Logistic(2)
	g, err := model.Document(5)
	if err != nil {
		t.Fatal(err)
	}
	on, off := mutants.Sites(g, model.Parameters)
	if len(on) != 14 {
		t.Errorf("%d operands move: %v", len(on), on)
	}
	for _, site := range []mutants.Site{{Letter: "y log a", Operand: 0}, {Letter: "cL", Operand: 0}, {Letter: "X", Operand: 0}} {
		if !slices.Contains(off, site) || slices.Contains(on, site) {
			t.Errorf("%v moves", site)
		}
	}
}

func TestMutantsHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range mutants.All() {
		if m.Name == "" || seen[m.Name] {
			t.Errorf("%q is not a name, or there twice", m.Name)
		}
		seen[m.Name] = true
	}
}

package graph_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops/arith"
)

func TestSymbolicGradientIsTheHandDerived(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, n := range features {
		model := graph.Logistic(n)
		for _, c := range constructions(model) {
			for _, m := range examples {
				t.Run(fmt.Sprintf("%s, m=%d, n=%d", c.name, m, n), func(t *testing.T) {
					g, block := c.derived(t, m), randomBlock(r, m, n)
					theta := randomTheta(r, block, 6)
					if d := differing(t, g, model, block, theta); len(d) > 0 {
						t.Errorf("formulas differ: %v", d)
					}
				})
			}
		}
	}
}

func TestFormulasThatTheGraphsClaim(t *testing.T) {
	model := graph.Logistic(2)
	r := rand.New(rand.NewPCG(2, 1))
	block := randomBlock(r, 5, 2)
	in := graph.InputsOver(truth, block, randomTheta(r, block, 6))
	for i, want := range []int{5, 3} { // the training graph has no node a
		c := constructions(model)[i]
		if got := claims(t, truth, c.derived(t, 5), model, in); len(got) != want {
			t.Errorf("the %s graph claims %d formulas, not %d", c.name, len(got), want)
		}
	}
	hand := model.ByHand(truth, in)
	for _, f := range model.Formulas {
		if hand[f.Quantity] == nil {
			t.Errorf("nobody derived %s by hand", f.Quantity)
		}
	}
}

func TestCostAndInnerQuantitiesAreTheHandDerived(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	model := graph.Logistic(3)
	block := randomBlock(r, 7, 3)
	in := graph.InputsOver(truth, block, randomTheta(r, block, 6))
	hand := model.ByHand(truth, in)
	for _, c := range constructions(model) {
		g := c.built(t, 7)
		for _, letter := range []string{"z", "a", "L", "S"} {
			if g.Node(letter) == nil {
				continue
			}
			got, err := graph.Interpret(truth, in.Values(g), g.Node(letter))
			if err != nil {
				t.Fatal(err)
			}
			if d := apart(got[0], hand[letter]); d > agreed {
				t.Errorf("%s graph: %s differs by %g", c.name, letter, d)
			}
		}
	}
}

// The next two tests corrupt each side of the comparison alone.

func TestErrorInTheHandDerivationIsSeen(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	block := randomBlock(r, 5, 2)
	theta := randomTheta(r, block, 6)
	for _, f := range graph.Logistic(2).Formulas {
		for _, factor := range []float64{2, -1, 1 + 1e-6} {
			model := graph.Logistic(2)
			right := model.ByHand
			model.ByHand = func(m arith.Machine, in graph.Inputs) graph.Quantities {
				hand := right(m, in)
				hand[f.Quantity] = m.Mul(m.Floats([]float64{factor}), hand[f.Quantity])
				return hand
			}
			c := constructions(model)[0]
			d := differing(t, c.derived(t, 5), model, block, theta)
			if len(d) != 1 || d[f.Quantity] == 0 {
				t.Errorf("%s by hand times %v: seen in %v", f.Quantity, factor, d)
			}
		}
	}
}

func TestErrorInTheGraphsDerivativeIsSeen(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	model := graph.Logistic(2)
	block := randomBlock(r, 5, 2)
	theta := randomTheta(r, block, 6)
	for i, want := range []int{14, 5} {
		c := constructions(model)[i]
		all := places(c.built(t, 5))
		if len(all) != want {
			t.Errorf("%s graph: errors have %d places, not %d: %v", c.name, len(all), want, all)
		}
		for _, p := range all {
			for _, factor := range []float64{2, -1, 1 + 1e-6} {
				wrong := derive(t, plant(t, c.built(t, 5), p.letter, func(op gorgonia.Op) gorgonia.Op {
					return scaled(op, factor, func(operand int) bool { return operand == p.operand })
				}))
				if d := differing(t, wrong, model, block, theta); len(d) == 0 {
					t.Errorf("%s graph: derivative of %s by operand %d times %v is not seen", c.name, p.letter, p.operand, factor)
				}
			}
		}
	}
}

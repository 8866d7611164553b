package graph_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/arith"
)

var floats = arith.Over[float64]{A: arith.Float64{}}

// byHand is a problem whose numbers are known without a computer: at w = log 3
// and x = ±1, a is ¾ and ¼.
func byHand() (graph.Block, graph.Parameters) {
	block := graph.NewBlock([]float64{1, -1}, []float64{1, 0}, 1)
	block.C = []float64{1, 2}
	theta := graph.Parameters{graph.Zero("w", 1), graph.Zero("b")}
	theta.Get("w")[0] = math.Log(3)
	return block, theta
}

// closeTo says whether numbers agree to 16 units in the last place, which covers
// the fewer than eight ops, of 2 ulp at most, that any of these tests' go through.
func closeTo(got, want []float64) bool {
	return slices.EqualFunc(got, want, func(a, b float64) bool { return math.Abs(a-b) <= 16*arith.ULP(b) })
}

func TestInterpretComputesKnownNumbers(t *testing.T) {
	block, theta := byHand()
	want := map[string][]float64{
		"X": {1, -1}, "z": {math.Log(3), -math.Log(3)}, "a": {0.75, 0.25},
		"L": {-math.Log(0.75), -math.Log(0.75)}, "S": {-3 * math.Log(0.75)},
		"∂z": {-0.25, 0.5}, "∂w": {-0.75}, "∂b": {0.25}, "∂a": {-4. / 3, 8. / 3},
	}
	for _, c := range constructions(graph.Logistic(1)) {
		g := c.derived(t, 2)
		values := graph.InputsOver(floats, block, theta).Values(g)
		for name, numbers := range want {
			letter, isDerivative := strings.CutPrefix(name, "∂")
			node := g.Node(letter)
			if isDerivative {
				node = g.Derivative(letter)
			}
			if node == nil { // the training graph has no node a
				continue
			}
			got, err := graph.Interpret(floats, values, node)
			if err != nil {
				t.Fatal(err)
			}
			if x := floats.Float64s(got[0]); !closeTo(x, numbers) {
				t.Errorf("%s graph: %s = %v, not %v", c.name, name, x, numbers)
			}
			if !slices.Equal(got[0].Shape(), node.Shape()) {
				t.Errorf("%s graph: %s has shape %v, not %v", c.name, name, got[0].Shape(), node.Shape())
			}
		}
	}
}

func TestInterpretTakesAValueForAnyNode(t *testing.T) {
	g := constructions(graph.Logistic(1))[0].derived(t, 2)
	z, dz, a, da := g.Node("z"), g.Derivative("z"), g.Node("a"), g.Derivative("a")
	// Nothing below z is given, and nothing below z is asked for.
	values := graph.Values{z: floats.Floats([]float64{0, math.Log(3)}, 2), da: floats.Floats([]float64{1, 1}, 2)}
	got, err := graph.Interpret(floats, values, a, dz)
	if err != nil {
		t.Fatal(err)
	}
	if x := floats.Float64s(got[0]); !closeTo(x, []float64{0.5, 0.75}) {
		t.Errorf("a = %v", x)
	}
	if x := floats.Float64s(got[1]); !closeTo(x, []float64{0.25, 0.1875}) {
		t.Errorf("da/dz = %v", x)
	}
	if len(values) != 2 {
		t.Error("Interpret wrote into what it was given")
	}
}

func TestInterpretRefusesWrongInputs(t *testing.T) {
	block, theta := byHand()
	g := constructions(graph.Logistic(1))[0].built(t, 2)
	values := graph.InputsOver(floats, block, theta).Values(g)
	values[g.Node("y")] = floats.Floats([]float64{1, 0, 1}, 3)
	if _, err := graph.Interpret(floats, values, g.Cost); !errors.Is(err, graph.ErrShape) {
		t.Errorf("labels of length 3 where 2 belong: %v", err)
	}
	delete(values, g.Node("y"))
	_, err := graph.Interpret(floats, values, g.Cost)
	if err == nil || err.Error() != "input y has no value" {
		t.Errorf("no labels: %v", err)
	}
}

func TestInterpretRefusesWrongOps(t *testing.T) {
	x := gorgonia.NewVector(gorgonia.NewGraph(), gorgonia.Float64, gorgonia.WithName("x"), gorgonia.WithShape(2))
	liar := &ops.Op{
		Name: "liar", Args: []string{"x"}, Formula: "Σ x",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value { return m.Sum(in[0]) },
	}
	for _, c := range []struct {
		name  string
		build func() (*gorgonia.Node, error)
		is    error
		says  string
	}{
		{"no dossier", func() (*gorgonia.Node, error) { return gorgonia.Ceil(x) }, ops.ErrNoDossier, "ceil"},
		{"a shape not its own", func() (*gorgonia.Node, error) { return ops.Apply(liar, x) }, graph.ErrShape, "claims (2)"},
	} {
		node, err := c.build()
		if err != nil {
			t.Fatal(err)
		}
		_, err = graph.Interpret(floats, graph.Values{x: floats.Floats([]float64{1, 2}, 2)}, node)
		if !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("an op with %s: %v", c.name, err)
		}
	}
}

func TestOperandsAreInOrderWithMultiplicity(t *testing.T) {
	g := graph.New()
	x, y := g.Input("x", 2), g.Input("y", 2)
	difference := g.Let("y − x", "y − x", func() (*gorgonia.Node, error) { return gorgonia.Sub(y, x) })
	square := g.Let("x ⊙ x", "x ⊙ x", func() (*gorgonia.Node, error) { return gorgonia.HadamardProd(x, x) })
	if !slices.Equal(graph.Operands(difference), []*gorgonia.Node{y, x}) {
		t.Error("operands of y − x are not y, x")
	}
	if !slices.Equal(graph.Operands(square), []*gorgonia.Node{x, x}) {
		t.Error("operands of x ⊙ x are not x, x")
	}
	if len(graph.Operands(x)) != 0 {
		t.Error("an input has operands")
	}
}

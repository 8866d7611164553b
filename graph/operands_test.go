package graph_test

import (
	"math"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
)

// In Gorgonia's cross-entropy its stabilisation removes a node, whereupon its
// graph gives other nodes' operands; the interpreter must not ask it.
func TestInterpretsAGraphFromWhichGorgoniaRemovedANode(t *testing.T) {
	g := graph.New()
	a, y := g.Input("a", 2), g.Input("y", 2)
	loss, err := gorgonia.BinaryXent(a, y)
	if err != nil {
		t.Fatal(err)
	}
	out, err := graph.Interpret(floats, graph.Values{a: floats.Floats([]float64{0.75, 0.25}, 2), y: floats.Floats([]float64{1, 0.5}, 2)}, loss)
	if err != nil {
		t.Fatal(err)
	}
	want := []float64{-math.Log(0.75), -0.5 * (math.Log(0.25) + math.Log(0.75))}
	if got := floats.Float64s(out[0]); !closeTo(got, want) {
		t.Errorf("the cross-entropy is %v, not %v", got, want)
	}
}

package verify

import (
	"context"
	"slices"
	"testing"

	"surefoot/graph"
)

// bent is an engine whose numbers are changed.
type bent struct {
	graph.Engine
	change func(e *graph.Evaluation)
}

func (b bent) Evaluate(theta graph.Parameters) (*graph.Evaluation, error) {
	e, err := b.Engine.Evaluate(theta)
	if err == nil {
		b.change(e)
	}
	return e, err
}

// The comparison with the interpreter finds what an engine computes wrong by itself,
// whatever the comparison with the derivation finds.
func TestTheInterpreterIsAWitness(t *testing.T) {
	for quantity, change := range map[string]func(e *graph.Evaluation){
		"S":     func(e *graph.Evaluation) { e.S *= 1 + 1e-9 },
		"dL/dz": func(e *graph.Evaluation) { e.Inner["z"][3] *= 1 + 1e-9 },
		"dL/dw": func(e *graph.Evaluation) { e.Gradient.Get("w")[1] *= 1 - 1e-9 },
		"dL/db": func(e *graph.Evaluation) { e.Gradient[1].Values = e.Gradient[1].Values[:0] },
	} {
		s := subject(graph.Logistic(2), weighted(40, 2, 3), "program")
		build := s.Engine
		s.Engine = func(g *graph.Graph, source graph.Source) (graph.Engine, error) {
			engine, err := build(g, source)
			return bent{engine, change}, err
		}
		started, err := Start(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		accused := func(f Finding) bool { return f.Check == "engines" && f.Quantity == quantity && f.Verdict == Fail }
		if !slices.ContainsFunc(started.Report.Checks, accused) {
			t.Errorf("%s: the interpreter has no objection", quantity)
		}
		for _, f := range started.Report.Checks {
			if f.Check == "engines" && f.Quantity != quantity && f.Verdict != Pass {
				t.Errorf("%s is changed, and accused is %s", quantity, f.Witness())
			}
		}
	}
}

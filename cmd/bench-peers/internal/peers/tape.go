package peers

import (
	"context"

	"surefoot/graph"
)

// tapePeer is Gorgonia's TapeMachine on Surefoot's graph. The engine binds a copy of
// the table before every run, as the machine may overwrite its inputs; that is part of
// the time.
func tapePeer() peer {
	return peer{
		name: "TapeMachine", threads: []int{1},
		prepare: inGo("Gorgonia " + moduleVersion("gorgonia.org/gorgonia") + ", its TapeMachine on Surefoot's graph, with a copy of the table each run"),
		leftOut: fitsTape,
		run: func(ctx context.Context, _ *workshop, t task) (measured, error) {
			d, err := read[float64](ctx, t)
			if err != nil {
				return measured{}, err
			}
			run, err := newDescent("tape", d)
			if err != nil {
				return measured{}, err
			}
			return measure(ctx, run.step)
		},
	}
}

// A descent is gradient descent of logistic regression on an engine of Surefoot's.
type descent struct {
	model  *graph.Model
	m      int
	engine graph.Engine
	theta  graph.Parameters
}

// startDescent is a descent without an engine, and the graph for one.
func startDescent(m, n int) (*descent, *graph.Graph, error) {
	r := &descent{model: graph.Logistic(n), m: m}
	r.theta = r.model.Parameters.Clone()
	g, err := r.model.Training(m)
	if err == nil {
		err = g.Derive()
	}
	return r, g, err
}

func newDescent(engine string, d table[float64]) (*descent, error) {
	r, g, err := startDescent(d.m, d.n)
	if err != nil {
		return nil, err
	}
	r.engine, err = graph.NewEngine(engine, r.model, g, graph.NewBlock(d.x, d.y, d.n))
	return r, err
}

// step is an [iteration].
func (r *descent) step() (float64, error) {
	e, err := r.engine.Evaluate(r.theta)
	if err != nil {
		return 0, err
	}
	m := float64(r.m)
	for i, p := range r.theta {
		for j, d := range e.Gradient[i].Values {
			p.Values[j] -= rate / m * d
		}
	}
	return e.S / m, nil
}

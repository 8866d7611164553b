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
			run, err := newDescent("tape", d, 1)
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
	block  graph.Block
	engine graph.Engine
	theta  graph.Parameters
}

func newDescent(engine string, d table[float64], workers int) (*descent, error) {
	r := &descent{model: graph.Logistic(d.n), block: graph.NewBlock(d.x, d.y, d.n)}
	g, err := r.model.Training(d.m)
	if err != nil {
		return nil, err
	}
	if err := g.Derive(); err != nil {
		return nil, err
	}
	r.theta = r.model.Parameters.Clone()
	r.engine, err = graph.NewEngineOn(engine, r.model, g, r.block.Source(), graph.EngineOptions{Workers: workers})
	return r, err
}

// step is an [iteration].
func (r *descent) step() (float64, error) {
	e, err := r.engine.Evaluate(r.theta)
	if err != nil {
		return 0, err
	}
	m := float64(r.block.M)
	for i, p := range r.theta {
		for j, d := range e.Gradient[i].Values {
			p.Values[j] -= rate / m * d
		}
	}
	return e.S / m, nil
}

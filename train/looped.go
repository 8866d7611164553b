package train

import (
	"fmt"
	"math"

	"surefoot/graph"
	"surefoot/train/metrics"
)

// looped is the derivation's first algorithm: one pass over the m examples, in
// scalars. It is the readable reference, and it shares nothing with the graph:
//
//	J = 0, dw = 0, db = 0
//	for i = 1 … m:
//	    z = wᵀxᵢ + b
//	    a = σ(z)
//	    J += −(yᵢ log a + (1−yᵢ) log(1−a))
//	    dz = a − yᵢ
//	    dw += xᵢ dz
//	    db += dz
//	J /= m, dw /= m, db /= m
//
// Like every engine it returns the sums; the division by m is the caller's.
type looped struct {
	block      graph.Block
	evaluation graph.Evaluation
}

func newLooped(model *graph.Model, source graph.Source) (graph.Engine, error) {
	if model.Name != "logistic" {
		return nil, fmt.Errorf("%w: the looped algorithm is for the logistic model, not %s", ErrSettings, model.Name)
	}
	m, _, _ := source.Size()
	block, err := graph.Copied(source, 0, m)
	if err != nil {
		return nil, err
	}
	return &looped{block, graph.Evaluation{
		Inner:    map[string][]float64{"z": make([]float64, block.M)},
		Gradient: model.Parameters.Clone(),
	}}, nil
}

func (l *looped) Evaluate(theta graph.Parameters) (*graph.Evaluation, error) {
	w, b := theta.Get("w"), theta.Get("b")[0]
	e := &l.evaluation
	dz, dw, db := e.Inner["z"], e.Gradient.Get("w"), e.Gradient.Get("b")
	clear(dw)
	e.S, db[0] = 0, 0
	for i, y := range l.block.Y {
		x, c := l.block.Table[i*l.block.N:(i+1)*l.block.N], l.block.C[i]
		z := 0.0
		for j := range x {
			z += w[j] * x[j]
		}
		z += b                      // last: first, it would be rounded with every product
		a := metrics.Probability(z) // σ(z)
		// −(y log a + (1−y) log(1−a)) from z, so that no logarithm is of 0.
		e.S += c * (math.Max(z, 0) - y*z + math.Log1p(math.Exp(-math.Abs(z))))
		dz[i] = c * (a - y)
		for j := range x {
			dw[j] += x[j] * dz[i]
		}
		db[0] += dz[i]
	}
	return e, nil
}

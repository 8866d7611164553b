package verify

import "surefoot/graph"

// engines compares an engine's numbers with the interpreter's: two ways to run one
// graph that share the meaning of its ops, but not how they are computed, nor in which
// order. Each lies within what the gate allows an engine, so that the two are at most
// twice that apart.
func (s *setting) engines(report *Report, training *graph.Graph, gate *Gate, claimed *graph.Evaluation) error {
	interpreter, err := graph.NewEngine("interpreter", s.model, training, s.block)
	if err != nil {
		return err
	}
	interpreted, err := interpreter.Evaluate(s.theta)
	if err != nil {
		return err
	}
	j, err := gate.collect(s.theta, interpreted, true)
	if err != nil {
		return err
	}
	j.report()
	compare := func(quantity string, got, by []float64) {
		allowed := j.total[quantity]
		for i := range min(len(allowed), len(by)) {
			allowed[i].expected.V, allowed[i].expected.E = by[i], allowed[i].claimed
		}
		f := judgeNumbers(quantity, "the interpreter's", got, allowed)
		if len(by) != len(allowed) {
			f = judgeLength(f, by, allowed)
		}
		f.Check = "engines"
		report.add(f)
	}
	compare("S", []float64{claimed.S}, []float64{interpreted.S})
	for _, f := range s.model.Formulas {
		switch {
		case !j.judged(f, s.theta):
		case j.inner(f):
			compare(f.Quantity, claimed.Inner[f.By], interpreted.Inner[f.By])
		default:
			compare(f.Quantity, claimed.Gradient.Get(f.By), interpreted.Gradient.Get(f.By))
		}
	}
	return nil
}

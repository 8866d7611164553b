package verify

import (
	"slices"

	"surefoot/graph"
	"surefoot/ops/arith"
)

// judged says whether the gate judges a formula: those of the inner quantities that
// engines report, and of the parameters.
func (g *Gate) judged(f graph.Formula, theta graph.Parameters) bool {
	return f.Of == "" && (g.inner(f) || theta.Get(f.By) != nil)
}

// inner says whether a formula is of an inner quantity: numbers of each example.
func (g *Gate) inner(f graph.Formula) bool { return slices.Contains(g.model.Inner, f.By) }

// judge evaluates the formulas a block of rows at a time. S and the parameters'
// derivatives are added up and judged at the end. Those of inner quantities are judged
// block by block, or kept and judged whole.
func (g *Gate) judge(theta graph.Parameters, e *graph.Evaluation, whole bool) (*Report, error) {
	j, err := g.collect(theta, e, whole)
	if err != nil {
		return nil, err
	}
	return j.report(), nil
}

func (g *Gate) collect(theta graph.Parameters, e *graph.Evaluation, whole bool) (*stepJudgement, error) {
	j := &stepJudgement{
		Gate: g, theta: theta, claimed: e, whole: whole,
		moving: graph.InputsOver(g.machine(), graph.Block{}, theta).Parameters,
		total:  map[string][]allowance{}, found: map[string]Finding{}, coarse: map[string]*coarseness{},
	}
	rows := g.rows()
	for lo := 0; lo < g.m; lo += rows {
		err := graph.Guard(g.source, func() error { return j.block(lo, min(lo+rows, g.m)) })
		if err != nil {
			return nil, err
		}
	}
	return j, nil
}

// A stepJudgement is what the gate knows of one evaluation so far.
type stepJudgement struct {
	*Gate
	theta   graph.Parameters
	claimed *graph.Evaluation
	moving  graph.Quantities // theta with error bounds
	whole   bool
	total   map[string][]allowance // by quantity
	found   map[string]Finding     // of inner quantities, unless whole
	coarse  map[string]*coarseness // of inner quantities
}

// given are the examples from lo up to hi with error bounds, kept while they are small.
func (g *Gate) given(lo, hi int) (graph.Inputs, error) {
	kept := lo / g.rows()
	if g.inputs != nil && g.inputs[kept].Table != nil {
		return g.inputs[kept], nil
	}
	block, err := g.source.Rows(lo, hi, &g.scratch)
	if err != nil {
		return graph.Inputs{}, err
	}
	in := graph.InputsOver(g.machine(), block, nil)
	if g.inputs != nil {
		g.inputs[kept] = in
	}
	return in, nil
}

// block evaluates the formulas on the examples from lo up to hi.
func (j *stepJudgement) block(lo, hi int) error {
	in, err := j.given(lo, hi)
	if err != nil {
		return err
	}
	in.Parameters = j.moving
	quantities := j.model.ByHand(j.machine(), in)
	j.total["S"] = j.addUp(j.total["S"], bounded.Elements(quantities["S"]), hi-lo)
	for _, f := range j.model.Formulas {
		values := bounded.Elements(quantities[f.Quantity])
		switch {
		case !j.judged(f, j.theta):
		case !j.inner(f):
			j.total[f.Quantity] = j.addUp(j.total[f.Quantity], values, hi-lo)
		default:
			j.innerBlock(f, bounded.Elements(in.C), lo, j.allow(values))
		}
	}
	return nil
}

// innerBlock judges, or keeps, the numbers of one block's examples, the first of which
// is example lo.
func (j *stepJudgement) innerBlock(f graph.Formula, weights []arith.Bounded, lo int, expected []allowance) {
	each := len(expected) / len(weights)
	if j.coarse[f.Quantity] == nil {
		j.coarse[f.Quantity] = &coarseness{}
	}
	j.coarse[f.Quantity].add(weights, lo*each, expected)
	got := j.claimed.Inner[f.By]
	if j.whole || len(got) != j.m*each { // what is missing, or too much, shows in all of them
		j.total[f.Quantity] = append(j.total[f.Quantity], expected...)
		return
	}
	part := judgeNumbers(f.Quantity, f.Text, got[lo*each:lo*each+len(expected)], expected)
	part.Worst.Index += lo * each
	part.Entries = len(got)
	if before, is := j.found[f.Quantity]; is && (before.Verdict > part.Verdict || before.Verdict == part.Verdict && before.MaxAbs >= part.MaxAbs) {
		part = before
	}
	j.found[f.Quantity] = part
}

// report has a finding for each quantity, in the order of the derivation.
func (j *stepJudgement) report() *Report {
	report := &Report{Model: j.model.Name, Features: j.model.Features, Examples: j.m}
	for _, numbers := range j.total {
		for i, a := range numbers {
			numbers[i].claimed += arith.Gamma(j.m) * a.expected.Terms // 0 for what is no sum
		}
	}
	judge := func(quantity, text string, got []float64) {
		report.add(judgeNumbers(quantity, text, got, j.total[quantity]))
	}
	judge("S", "Σ cL", []float64{j.claimed.S})
	known := map[string]bool{}
	for _, f := range j.model.Formulas {
		known[f.By] = known[f.By] || f.Of == ""
		switch {
		case !j.judged(f, j.theta):
			continue
		case !j.inner(f):
			judge(f.Quantity, f.Text, j.claimed.Gradient.Get(f.By))
			continue
		case j.total[f.Quantity] != nil:
			judge(f.Quantity, f.Text, j.claimed.Inner[f.By])
		default:
			report.add(j.found[f.Quantity])
		}
		if too := j.tooCoarse(f); too != nil {
			report.add(*too)
		}
	}
	for _, p := range j.theta {
		if !known[p.Name] {
			report.add(Finding{
				Check: "gate", Quantity: "dL/d" + p.Name, Verdict: Inconclusive,
				Diagnosis: "there is no hand-derived formula to check it against",
			})
		}
	}
	return report
}

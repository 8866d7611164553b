package verify

import (
	"errors"
	"fmt"
	"math"
	"math/big"

	"surefoot/graph"
	"surefoot/ops/arith"
)

// ErrRefused is what a [Refusal] wraps: a gradient is not what the hand-derived
// formulas say, and the step was not taken.
var ErrRefused = errors.New("gradient refused")

// Refusal says which gradient was refused and why.
type Refusal struct {
	// Step is the number of the refused update, from 1; 0 is the start check.
	Step   int
	Report *Report
}

// Error is one line with the witness.
func (r *Refusal) Error() string {
	at := fmt.Sprintf("step %d", r.Step)
	if r.Step == 0 {
		at = "start check"
	}
	finding, _ := r.Report.Failed()
	return fmt.Sprintf("%v at the %s: %s", ErrRefused, at, finding.Witness())
}

// Unwrap is [ErrRefused].
func (r *Refusal) Unwrap() error { return ErrRefused }

// Gate stands between the gradient and the step. It computes every quantity that
// an engine reports from the inputs alone, by the hand-derived formulas, in
// float64 with an error bound beside every number.
type Gate struct {
	model  *graph.Model
	blocks []graph.Block
	inputs []graph.Inputs // of each block, kept while they are small
}

const (
	// gateRows is the number of examples that the gate evaluates at a time.
	gateRows = 512
	// gateKeeps is the largest table, in numbers, whose copy with error bounds
	// (twice its size) the gate keeps between steps.
	gateKeeps = 1 << 21
)

// claimedRounding bounds the claimed rounding error in units of the derivation's
// own: every elementary step of a training graph stands in the derivation too,
// where it is charged at least one unit roundoff; in the graph it is a kernel
// that is right to 4 ulp, which is 8 units, or a sum in another order, whose
// bound is the same.
const claimedRounding = 8

// NewGate is a gate for a model on a block of examples.
func NewGate(model *graph.Model, block graph.Block) *Gate {
	g := &Gate{model: model}
	for lo := 0; lo < block.M; lo += gateRows {
		rows := block.Rows(lo, min(lo+gateRows, block.M))
		g.blocks = append(g.blocks, rows)
		if block.M*block.N <= gateKeeps {
			g.inputs = append(g.inputs, graph.InputsOver(bounded, rows, nil))
		}
	}
	return g
}

// Judge compares an engine's numbers at theta, all of them in full: S, the
// derivatives of the inner quantities, the derivatives of the parameters.
func (g *Gate) Judge(theta graph.Parameters, e *graph.Evaluation) *Report {
	expected := g.expect(theta)
	report := &Report{Model: g.model.Name, Features: g.model.Features}
	judge := func(quantity, text string, got []float64) {
		report.add(judgeNumbers(quantity, text, got, expected[quantity]))
	}
	judge("S", "Σ cL", []float64{e.S})
	for _, f := range g.model.Formulas {
		if f.Of != "" {
			continue
		}
		if got, ok := e.Inner[f.By]; ok {
			judge(f.Quantity, f.Text, got)
		} else if got := e.Gradient.Get(f.By); got != nil {
			judge(f.Quantity, f.Text, got)
		}
	}
	if len(g.blocks) > 0 {
		last := g.blocks[len(g.blocks)-1]
		report.Examples = (len(g.blocks)-1)*gateRows + last.M
	}
	return report
}

// expect evaluates the formulas block by block: inner quantities side by side, S
// and the parameters' derivatives added up.
func (g *Gate) expect(theta graph.Parameters) map[string][]arith.Bounded {
	parameters := graph.InputsOver(bounded, graph.Block{}, theta).Parameters
	total := map[string][]arith.Bounded{}
	for k, block := range g.blocks {
		var in graph.Inputs
		if g.inputs != nil {
			in = g.inputs[k]
		} else {
			in = graph.InputsOver(bounded, block, nil)
		}
		in.Parameters = parameters
		quantities := g.model.ByHand(bounded, in)
		g.gather(total, "S", quantities, false)
		for _, f := range g.model.Formulas {
			if f.Of == "" {
				g.gather(total, f.Quantity, quantities, theta.Get(f.By) == nil)
			}
		}
	}
	return total
}

func (g *Gate) gather(total map[string][]arith.Bounded, quantity string, from graph.Quantities, inner bool) {
	values := bounded.Elements(from[quantity])
	if inner || total[quantity] == nil {
		total[quantity] = append(total[quantity], values...)
		return
	}
	for i, v := range values {
		total[quantity][i] = bounded.A.Add(total[quantity][i], v)
	}
}

// judgeNumbers compares float64 numbers with expected ones whose error is
// bounded. The usual case, all within, costs one pass.
func judgeNumbers(quantity, text string, got []float64, expected []arith.Bounded) Finding {
	f := Finding{Check: "gate", Quantity: quantity, Formula: text}
	if len(got) != len(expected) {
		f.Verdict = Fail
		f.Diagnosis = fmt.Sprintf("%d numbers where %d are due", len(got), len(expected))
		return f
	}
	worst, at := -1.0, 0
	for i, x := range expected {
		bound := (1 + claimedRounding) * x.E * arith.Slack
		distance := math.Abs(got[i] - x.V)
		if !(distance <= bound) || math.IsInf(bound, 0) {
			return judgeExactly(f, got, expected)
		}
		f.MaxAbs = max(f.MaxAbs, Number(distance))
		if distance >= worst*bound {
			worst, at = distance/max(bound, math.SmallestNonzeroFloat64), i
		}
	}
	if len(got) > 0 {
		f.Bound = Number((1 + claimedRounding) * expected[at].E)
		f.Worst = Worst{Index: at, Expected: Number(expected[at].V), Got: Number(got[at])}
	}
	return f
}

// judgeExactly finds the witness.
func judgeExactly(f Finding, got []float64, expected []arith.Bounded) Finding {
	c := comparison{got: exactlyThese(got), exact: make([]*big.Float, len(got)), bound: make([]float64, len(got))}
	for i, x := range expected {
		c.exact[i], c.bound[i] = truth.Float(x.V), (1+claimedRounding)*x.E
	}
	return c.judge(f)
}

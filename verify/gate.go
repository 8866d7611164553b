package verify

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"

	"surefoot/graph"
	"surefoot/ops/arith"
)

// ErrRefused is what a [Refusal] wraps: a gradient is not what the hand-derived
// formulas say, and the step was not taken.
var ErrRefused = errors.New("gradient refused")

// Refusal says which gradient was refused and why.
type Refusal struct {
	// Step is the number of the refused update, from 1; 0 is the start check, and
	// one more than there are updates the numbers that a run ends with.
	Step   int
	Report *Report
}

// Error is one line with the witness.
func (r *Refusal) Error() string {
	at := fmt.Sprintf("step %d", r.Step)
	if r.Step == 0 {
		at = "the start check"
	}
	finding, _ := r.Report.Failed()
	return fmt.Sprintf("%v at %s: %s", ErrRefused, at, finding.Witness())
}

// Unwrap is [ErrRefused].
func (r *Refusal) Unwrap() error { return ErrRefused }

// Gate stands between the gradient and the step. It computes every quantity that
// an engine reports from the inputs alone, by the hand-derived formulas, in
// float64 with an error bound beside every number.
type Gate struct {
	model  *graph.Model
	m      int // examples
	blocks []graph.Block
	inputs []graph.Inputs // of each block, kept while they are small
}

const (
	// gateRows is the number of examples that the gate evaluates at a time.
	gateRows = 512
	// gateKeeps is the largest table, in numbers, whose copy with error bounds
	// (three times its size) the gate keeps between steps.
	gateKeeps = 1 << 21
)

// claimedRounding bounds an engine's rounding error in units of the derivation's
// own: every elementary step of a training graph stands in the derivation too,
// each sum with the same terms, where it is charged at least one unit roundoff;
// in the graph it is a kernel that is right to 4 ulp, which is 8 units. To that a
// sum over all m examples in one go adds γₘ Σ|terms|, where the derivation's are
// over one block of rows.
const claimedRounding = 8

// An allowance is a number that the derivation expects, and how far an engine's
// may lie from it: the rounding of both.
type allowance struct {
	expected arith.Bounded
	claimed  float64 // bound on the engine's rounding
}

func (a allowance) bound() float64 { return (a.expected.E + a.claimed) * arith.Slack }

// NewGate is a gate for a model on a block of examples.
func NewGate(model *graph.Model, block graph.Block) *Gate { return newGate(model, block, gateKeeps) }

func newGate(model *graph.Model, block graph.Block, keeps int) *Gate {
	g := &Gate{model: model, m: block.M}
	for lo := 0; lo < block.M; lo += gateRows {
		rows := block.Rows(lo, min(lo+gateRows, block.M))
		g.blocks = append(g.blocks, rows)
		if block.M*block.N <= keeps {
			g.inputs = append(g.inputs, graph.InputsOver(bounded, rows, nil))
		}
	}
	return g
}

// Judge compares an engine's numbers at theta, all of them in full: S, the
// derivatives of the inner quantities, the derivatives of the parameters.
//
// It is inconclusive where the numbers are so large that they overflow, or that
// rounding may reach a sizeable part of them.
func (g *Gate) Judge(theta graph.Parameters, e *graph.Evaluation) *Report {
	expected := g.expect(theta)
	report := &Report{Model: g.model.Name, Features: g.model.Features, Examples: g.m}
	judge := func(quantity, text string, got []float64) {
		report.add(judgeNumbers(quantity, text, got, expected[quantity]))
	}
	judge("S", "Σ cL", []float64{e.S})
	known := map[string]bool{}
	for _, f := range g.model.Formulas {
		switch {
		case f.Of != "":
			continue
		case slices.Contains(g.model.Inner, f.By):
			judge(f.Quantity, f.Text, e.Inner[f.By])
			report.add(g.tooCoarse(f, expected[f.Quantity])...)
		case theta.Get(f.By) != nil:
			judge(f.Quantity, f.Text, e.Gradient.Get(f.By))
		}
		known[f.By] = true
	}
	for _, p := range theta {
		if !known[p.Name] {
			report.add(Finding{
				Check: "gate", Quantity: "dL/d" + p.Name, Verdict: Inconclusive,
				Diagnosis: "there is no hand-derived formula to check it against",
			})
		}
	}
	return report
}

// coarsest is the largest rounding error of ∂S/∂z, beside the weight c of its
// example or its own size, that a step is taken on: three digits.
const coarsest = 0x1p-10

// smallestNormal is the size of what has weight 0.
const smallestNormal = 0x1p-1022

// tooCoarse is a finding if rounding in z is so large that its derivative is
// hardly known: then a wrong one would pass, and so would the sums made of it.
// Each example has as many of them as the others.
func (g *Gate) tooCoarse(f graph.Formula, expected []allowance) []Finding {
	each := len(expected) / g.m
	first := 0 // example of the block
	for _, block := range g.blocks {
		for at, x := range expected[first*each : (first+block.M)*each] {
			bound := x.bound()
			size := max(math.Abs(block.C[at/each]), math.Abs(x.expected.V), smallestNormal)
			if bound > coarsest*size && !math.IsInf(bound, 0) {
				return []Finding{{
					Check: "gate", Quantity: f.Quantity, Formula: f.Text, Verdict: Inconclusive, Entries: len(expected),
					Diagnosis: fmt.Sprintf("rounding may reach %.2g at %s[%d], which is too large", bound, f.By, first*each+at),
				}}
			}
		}
		first += block.M
	}
	return nil
}

// judged says whether the gate judges a formula: those of the inner quantities that
// engines report, and of the parameters.
func (g *Gate) judged(f graph.Formula, theta graph.Parameters) bool {
	return f.Of == "" && (slices.Contains(g.model.Inner, f.By) || theta.Get(f.By) != nil)
}

// expect evaluates the formulas block by block: inner quantities side by side, S
// and the parameters' derivatives added up.
func (g *Gate) expect(theta graph.Parameters) map[string][]allowance {
	parameters := graph.InputsOver(bounded, graph.Block{}, theta).Parameters
	total := map[string][]allowance{}
	for k, block := range g.blocks {
		var in graph.Inputs
		if g.inputs != nil {
			in = g.inputs[k]
		} else {
			in = graph.InputsOver(bounded, block, nil)
		}
		in.Parameters = parameters
		quantities := g.model.ByHand(bounded, in)
		total["S"] = addUp(total["S"], bounded.Elements(quantities["S"]))
		for _, f := range g.model.Formulas {
			values := bounded.Elements(quantities[f.Quantity])
			switch {
			case !g.judged(f, theta):
			case theta.Get(f.By) == nil: // an inner quantity: numbers of each example
				total[f.Quantity] = append(total[f.Quantity], allow(values)...)
			default:
				total[f.Quantity] = addUp(total[f.Quantity], values)
			}
		}
	}
	for _, numbers := range total {
		for i, a := range numbers {
			numbers[i].claimed += arith.Gamma(g.m) * a.expected.Terms // 0 for what is no sum
		}
	}
	return total
}

// allow gives an engine claimedRounding times the derivation's rounding.
func allow(values []arith.Bounded) []allowance {
	out := make([]allowance, len(values))
	for i, v := range values {
		out[i] = allowance{v, claimedRounding * v.E}
	}
	return out
}

// addUp adds a block's values to the total.
func addUp(total []allowance, values []arith.Bounded) []allowance {
	block := allow(values)
	if total == nil {
		return block
	}
	for i, a := range block {
		total[i].expected = bounded.A.Add(total[i].expected, a.expected)
		total[i].claimed += a.claimed
	}
	return total
}

// judgeNumbers compares float64 numbers with expected ones whose error is
// bounded. The usual case, all within, costs one pass.
func judgeNumbers(quantity, text string, got []float64, expected []allowance) Finding {
	f := Finding{Check: "gate", Quantity: quantity, Formula: text, Entries: len(expected)}
	if len(got) != len(expected) {
		return judgeLength(f, got, expected)
	}
	at := 0
	for i, x := range expected {
		bound := x.bound()
		distance := math.Abs(got[i] - x.expected.V)
		if !(distance <= bound) || math.IsInf(bound, 0) {
			return judgeExactly(f, got, expected)
		}
		if Number(distance) > f.MaxAbs {
			f.MaxAbs, at = Number(distance), i
		}
	}
	if len(got) > 0 {
		f.Bound = Number(expected[at].bound())
		f.Worst = Worst{Index: at, Expected: Number(expected[at].expected.V), Got: Number(got[at])}
	}
	return f
}

// judgeLength fails, with the first entry that is missing or too many, and NaN
// for what is not there.
func judgeLength(f Finding, got []float64, expected []allowance) Finding {
	at := min(len(got), len(expected))
	f.Verdict, f.MaxAbs = Fail, Number(math.Inf(1))
	f.Diagnosis = fmt.Sprintf("%d numbers where %d are due", len(got), len(expected))
	f.Worst = Worst{Index: at, Expected: Number(math.NaN()), Got: Number(math.NaN())}
	if at < len(got) {
		f.Worst.Got = Number(got[at])
	} else {
		f.Worst.Expected = Number(expected[at].expected.V)
	}
	return f
}

// judgeExactly finds the witness.
func judgeExactly(f Finding, got []float64, expected []allowance) Finding {
	c := comparison{got: exactlyThese(got), exact: make([]*big.Float, len(got)), bound: make([]float64, len(got))}
	for i, x := range expected {
		c.exact[i], c.bound[i] = truth.Float(x.expected.V), x.bound()
	}
	return c.judge(f)
}

package verify

import (
	"errors"
	"fmt"
	"math"
	"math/big"

	"surefoot/graph"
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
	model   *graph.Model
	source  graph.Source
	options GateOptions
	m       int            // examples
	inputs  []graph.Inputs // of each block, kept while they are small
	scratch graph.Block
}

const (
	// gateRows is the number of examples that the gate evaluates at a time.
	gateRows = 512
	// gateKeeps is the largest table, in numbers, whose copy with error bounds
	// (three times its size) the gate keeps between steps.
	gateKeeps = 1 << 21
)

// GateOptions say what the engine is whose numbers a gate judges.
type GateOptions struct {
	// Single says that it computes in float32, on the float32 numbers that are nearest to
	// the source's and to theta, and adds over blocks of examples in float64, as with
	// [graph.EngineOptions].
	Single bool
	// Rows is the most examples whose numbers it adds in float32, from
	// [graph.BlockRows]; 0 is [graph.MostRows].
	Rows int
}

// claimedRounding bounds an engine's rounding error in units of the derivation's
// own: every elementary step of a training graph stands in the derivation too,
// each sum with the same terms, where it is charged at least one unit roundoff;
// in the graph it is a kernel that is right to 4 ulp, which is 8 units. To that a
// sum over all m examples in one go adds γₘ Σ|terms|, where the derivation's are
// over one block of rows. In float32, it is charged at each step: see singleBound.
const claimedRounding = 8

// NewGate is a gate for a model on the examples of a source.
func NewGate(model *graph.Model, source graph.Source) *Gate {
	return NewGateFor(model, source, GateOptions{})
}

// NewGateFor is [NewGate] for the numbers of the engine that the options describe.
func NewGateFor(model *graph.Model, source graph.Source, options GateOptions) *Gate {
	return newGate(model, source, options, gateKeeps)
}

func newGate(model *graph.Model, source graph.Source, options GateOptions, keeps int) *Gate {
	g := &Gate{model: model, source: source, options: options}
	var n int
	if g.m, n, _ = source.Size(); g.m*n <= keeps {
		g.inputs = make([]graph.Inputs, (g.m+g.rows()-1)/g.rows())
	}
	return g
}

// Judge compares an engine's numbers at theta, all of them in full: S, the
// derivatives of the inner quantities, the derivatives of the parameters.
//
// It is inconclusive where the numbers are so large that they overflow, or that
// rounding may reach a sizeable part of them. The error is the source's.
func (g *Gate) Judge(theta graph.Parameters, e *graph.Evaluation) (*Report, error) {
	report, err := g.judge(theta, e, false)
	if err != nil || report.Verdict == Pass {
		return report, err
	}
	// What is wrong, if anything, shows in all the numbers side by side.
	return g.judge(theta, e, true)
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

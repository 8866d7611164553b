package verify

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"surefoot/graph"
	"surefoot/ops/arith"
)

// quantitiesOf are the numbers of an evaluation by quantity, to be changed.
func quantitiesOf(e *graph.Evaluation) map[string][]float64 {
	return map[string][]float64{"dL/dz": e.Inner["z"], "dL/dw": e.Gradient.Get("w"), "dL/db": e.Gradient.Get("b")}
}

// The printed bound is what decides: half of it passes, twice fails, at every
// entry of every quantity, and the witness names it.
func TestTheGateFailsBeyondItsBound(t *testing.T) {
	model, block := graph.Logistic(4), weighted(30, 4, 3)
	theta := RandomParameters(model, block, 3)
	gate := NewGate(model, block.Source())
	expected := gate.mustExpect(theta)
	right := evaluated(t, model, block, theta, "program")
	right.S = expected["S"][0].expected.V
	for quantity, numbers := range quantitiesOf(right) {
		for i := range numbers {
			numbers[i] = expected[quantity][i].expected.V
		}
	}
	for quantity := range quantitiesOf(right) {
		for i, allowed := range expected[quantity] {
			for _, times := range []float64{-0.5, 0.5, -2, 2, 1e3} {
				e := copied(right)
				quantitiesOf(e)[quantity][i] += times * allowed.bound()
				report := gate.mustJudge(theta, e)
				if want := math.Abs(times) > 1; want != (report.Verdict == Fail) {
					t.Errorf("%s[%d] %g bounds off: %v", quantity, i, times, report.Verdict)
				} else if f, _ := report.Failed(); want && (f.Quantity != quantity || f.Worst.Index != i) {
					t.Errorf("%s[%d] is wrong, and the witness is %s", quantity, i, f.Witness())
				}
			}
		}
	}
	for times, want := range map[float64]Verdict{0.5: Pass, 2: Fail} {
		e := copied(right)
		if e.S += times * expected["S"][0].bound(); gate.mustJudge(theta, e).Verdict != want {
			t.Errorf("S %g bounds off is not a %v", times, want)
		}
	}
}

// A bound must exclude something. Here 30 terms below 8 in size are added, each of
// them some 40 roundings off, and an engine may be 9 times as far off: 10⁻¹¹.
func TestTheGatesBoundIsSharp(t *testing.T) {
	model, block := graph.Logistic(4), weighted(30, 4, 3)
	for quantity, allowed := range NewGate(model, block.Source()).mustExpect(RandomParameters(model, block, 3)) {
		for i, a := range allowed {
			if a.bound() > 1e-11 {
				t.Errorf("%s[%d] = %g may be %g off", quantity, i, a.expected.V, a.bound())
			}
		}
	}
}

// corruptions are wrong numbers that an engine may report, with the quantity and
// the entry that the witness must name.
var corruptions = []struct {
	name, quantity string
	index          int
	change         func(e, stale *graph.Evaluation)
}{
	{"dz, 1e-9 off", "dL/dz", 3, func(e, _ *graph.Evaluation) { e.Inner["z"][3] *= 1 + 1e-9 }},
	{"dw, 1e-9 off", "dL/dw", 2, func(e, _ *graph.Evaluation) { e.Gradient.Get("w")[2] *= 1 - 1e-9 }},
	{"db, 1e-9 off", "dL/db", 0, func(e, _ *graph.Evaluation) { e.Gradient.Get("b")[0] *= 1 + 1e-9 }},
	{"S, 1e-9 off", "S", 0, func(e, _ *graph.Evaluation) { e.S *= 1 + 1e-9 }},
	{"dz is NaN", "dL/dz", 1, func(e, _ *graph.Evaluation) { e.Inner["z"][1] = math.NaN() }},
	{"dw is NaN", "dL/dw", 0, func(e, _ *graph.Evaluation) { e.Gradient.Get("w")[0] = math.NaN() }},
	{"db is NaN", "dL/db", 0, func(e, _ *graph.Evaluation) { e.Gradient.Get("b")[0] = math.NaN() }},
	{"S is NaN", "S", 0, func(e, _ *graph.Evaluation) { e.S = math.NaN() }},
	{"dz is infinite", "dL/dz", 4, func(e, _ *graph.Evaluation) { e.Inner["z"][4] = math.Inf(1) }},
	{"dw is infinite", "dL/dw", 1, func(e, _ *graph.Evaluation) { e.Gradient.Get("w")[1] = math.Inf(-1) }},
	{"S is infinite", "S", 0, func(e, _ *graph.Evaluation) { e.S = math.Inf(1) }},
	{"dz swapped", "dL/dz", -1, func(e, _ *graph.Evaluation) { swap(e.Inner["z"], 0, 1) }},
	{"dw swapped", "dL/dw", -1, func(e, _ *graph.Evaluation) { swap(e.Gradient.Get("w"), 0, 1) }},
	{"dz is the last step's", "dL/dz", -1, func(e, stale *graph.Evaluation) { copy(e.Inner["z"], stale.Inner["z"]) }},
	{"dw is the last step's", "dL/dw", -1, func(e, stale *graph.Evaluation) { copy(e.Gradient[0].Values, stale.Gradient[0].Values) }},
	{"db is the last step's", "dL/db", 0, func(e, stale *graph.Evaluation) { copy(e.Gradient[1].Values, stale.Gradient[1].Values) }},
	{"S is the last step's", "S", 0, func(e, stale *graph.Evaluation) { e.S = stale.S }},
	{"dz is short", "dL/dz", 4, func(e, _ *graph.Evaluation) { e.Inner["z"] = e.Inner["z"][:4] }},
	{"dz is long", "dL/dz", 5, func(e, _ *graph.Evaluation) { e.Inner["z"] = append(e.Inner["z"], 0) }},
	{"dz is missing", "dL/dz", 0, func(e, _ *graph.Evaluation) { delete(e.Inner, "z") }},
	{"dw is short", "dL/dw", 2, func(e, _ *graph.Evaluation) { e.Gradient[0].Values = e.Gradient[0].Values[:2] }},
	{"dw is long", "dL/dw", 3, func(e, _ *graph.Evaluation) { e.Gradient[0].Values = append(e.Gradient[0].Values, 1) }},
	{"dw is missing", "dL/dw", 0, func(e, _ *graph.Evaluation) { e.Gradient = e.Gradient[1:] }},
	{"db is missing", "dL/db", 0, func(e, _ *graph.Evaluation) { e.Gradient = e.Gradient[:1] }},
	{"there is no gradient", "dL/dw", 0, func(e, _ *graph.Evaluation) { e.Gradient = nil }},
	{"dw has another name", "dL/dw", 0, func(e, _ *graph.Evaluation) { e.Gradient[0].Name = "v" }},
}

// mustJudge judges numbers of a source that cannot fail.
func (g *Gate) mustJudge(theta graph.Parameters, e *graph.Evaluation) *Report {
	report, err := g.Judge(theta, e)
	if err != nil {
		panic(err)
	}
	return report
}

// mustExpect is what the gate expects of each quantity.
func (g *Gate) mustExpect(theta graph.Parameters) map[string][]allowance {
	j, err := g.collect(theta, &graph.Evaluation{}, true)
	if err != nil {
		panic(err)
	}
	j.report()
	return j.total
}

func swap(x []float64, i, j int) { x[i], x[j] = x[j], x[i] }

func TestTheGateFindsEveryCorruption(t *testing.T) {
	model, block := graph.Logistic(3), weighted(5, 3, 2)
	before, now := RandomParameters(model, block, 1), RandomParameters(model, block, 2)
	gate := NewGate(model, block.Source())
	for _, c := range corruptions {
		stale := evaluated(t, model, block, before, "program")
		e := evaluated(t, model, block, now, "program")
		requirePass(t, c.name, gate.mustJudge(now, e).Checks...)
		c.change(e, stale)
		report := gate.mustJudge(now, e)
		f, _ := report.Failed()
		if report.Verdict != Fail || f.Quantity != c.quantity || c.index >= 0 && f.Worst.Index != c.index {
			t.Errorf("%s: %v, %s", c.name, report.Verdict, f.Witness())
		}
		place := c.quantity
		if f.Entries > 1 {
			place += fmt.Sprintf("[%d]", f.Worst.Index)
		}
		if !strings.HasPrefix(f.Witness(), place+": expected ") {
			t.Errorf("%s: the witness is %s", c.name, f.Witness())
		}
	}
}

// Sums over all examples go through several blocks here, the last of them with
// any number of rows; and whether inputs are kept makes no difference.
func TestTheGatePassesRightNumbersOfManyRows(t *testing.T) {
	for _, m := range []int{gateRows - 1, gateRows, gateRows + 1, gateRows + 2, 2*gateRows + 200} {
		model, block := graph.Logistic(3), weighted(m, 3, int64(m))
		theta := RandomParameters(model, block, 1)
		keeping, not := newGate(model, block.Source(), GateOptions{}, m*3), newGate(model, block.Source(), GateOptions{}, m*3-1)
		if keeping.inputs == nil || not.inputs != nil {
			t.Fatal("the limit does not decide what is kept")
		}
		for _, engine := range graph.EngineNames() {
			e := evaluated(t, model, block, theta, engine)
			report := keeping.mustJudge(theta, e)
			requirePass(t, fmt.Sprintf("%s, m = %d", engine, m), report.Checks...)
			if report.Examples != m || len(report.Checks) != 4 {
				t.Errorf("%d examples and %d quantities", report.Examples, len(report.Checks))
			}
			if diff := cmp.Diff(report, not.mustJudge(theta, e)); diff != "" {
				t.Errorf("m = %d: what is kept changes the check: %s", m, diff)
			}
		}
		e := evaluated(t, model, block, theta, "program")
		if e.Inner["z"][m-1] *= 1 + 1e-9; keeping.mustJudge(theta, e).Verdict != Fail || not.mustJudge(theta, e).Verdict != Fail {
			t.Errorf("m = %d: an error in the last row is not found", m)
		}
	}
}

// Tables that were not standardised: logits in the thousands, where a is 0 or 1
// and its tail a subnormal number.
func TestTheGatePassesRightNumbersAtHugeLogits(t *testing.T) {
	for seed := range int64(20) {
		model, block := graph.Logistic(3), weighted(40, 3, seed)
		theta := RandomParameters(model, block, seed)
		for _, size := range []float64{5, 37, 100, 350, 1000, 1e6, 1e9} {
			for _, p := range theta {
				for i := range p.Values {
					p.Values[i] *= size / largestInner(model, block, theta)
				}
			}
			for _, engine := range graph.EngineNames() {
				e := evaluated(t, model, block, theta, engine)
				requirePass(t, fmt.Sprintf("%s, |z| ≤ %g", engine, size), NewGate(model, block.Source()).mustJudge(theta, e).Checks...)
			}
		}
	}
}

// Numbers that cannot be told from others are no ground for a step, and no ground
// for an accusation: overflow, and rounding as large as the numbers.
func TestTheGateDoesNotDecideWhatItCannotSee(t *testing.T) {
	model, block := graph.Logistic(2), weighted(6, 2, 1)
	for _, size := range []float64{1e14, 1e18, 1e300, math.MaxFloat64} {
		theta := RandomParameters(model, block, 1)
		for i, x := range theta.Get("w") {
			theta.Get("w")[i] = size * x / math.Abs(x)
		}
		// z = 0 but for its rounding in the first row.
		block.Table[0], block.Table[1] = theta.Get("w")[1]/size, -theta.Get("w")[0]/size
		theta.Get("b")[0] = 0.5
		report := NewGate(model, block.Source()).mustJudge(theta, evaluated(t, model, block, theta, "program"))
		if report.Verdict != Inconclusive {
			f, _ := report.Failed()
			t.Errorf("w = %g: %v: %s", size, report.Verdict, f.Witness())
		}
	}
	for _, x := range []float64{math.NaN(), math.Inf(1)} {
		theta := model.Parameters.Clone()
		theta.Get("b")[0] = x
		if v := NewGate(model, block.Source()).mustJudge(theta, evaluated(t, model, block, theta, "program")).Verdict; v != Inconclusive {
			t.Errorf("b = %v: %v", x, v)
		}
	}
}

func TestTheGateDoesNotPassWhatHasNoFormula(t *testing.T) {
	model, block := graph.Logistic(2), weighted(6, 2, 1)
	e := evaluated(t, model, block, model.Parameters, "program")
	without := *model
	without.Formulas = slices.DeleteFunc(slices.Clone(model.Formulas), func(f graph.Formula) bool { return f.By == "b" })
	report := NewGate(&without, block.Source()).mustJudge(model.Parameters, e)
	if f, _ := report.Failed(); report.Verdict != Inconclusive || f.Quantity != "dL/db" {
		t.Errorf("db has no formula: %v, %s", report.Verdict, f.Witness())
	}
}

func TestWeightsOfZeroAreNotTooLarge(t *testing.T) {
	model, block := graph.Logistic(2), weighted(6, 2, 1)
	clear(block.C)
	theta := RandomParameters(model, block, 1)
	e := evaluated(t, model, block, theta, "program")
	requirePass(t, "all weights 0", NewGate(model, block.Source()).mustJudge(theta, e).Checks...)
}

// The gate's truth is the derivation in 160 bits: the two lie within the bound.
func TestTheGatesExpectationIsRight(t *testing.T) {
	for _, m := range []int{5, gateRows + 9} {
		model, block := graph.Logistic(3), weighted(m, 3, 4)
		theta := RandomParameters(model, block, 4)
		exactly := exactFor(0)
		exact := model.ByHand(exactly, graph.InputsOver(exactly, block, theta))
		for quantity, allowed := range NewGate(model, block.Source()).mustExpect(theta) {
			for i, x := range exactly.Elements(exact[quantity]) {
				off := math.Abs(truth.Float64(truth.Sub(x, truth.Float(allowed[i].expected.V))))
				if off > allowed[i].expected.E*arith.Slack {
					t.Errorf("%s[%d] is %g off with a bound of %g", quantity, i, off, allowed[i].expected.E)
				}
			}
		}
	}
}

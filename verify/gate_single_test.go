package verify

import (
	"fmt"
	"math"
	"testing"

	"surefoot/graph"
	"surefoot/ops/arith"
)

// singles are the models that the checks of float32 run over.
var singles = []string{"logistic", "mlp:8tanh,5relu", "mlp:4,3softmax"}

// A singleStep is what a program in float32 computes at one place, and the gate before it.
type singleStep struct {
	model *graph.Model
	theta graph.Parameters
	got   *graph.Evaluation
	gate  *Gate
}

// stepSingly evaluates a model in float32.
func stepSingly(t testing.TB, model *graph.Model, block graph.Block, theta graph.Parameters) singleStep {
	t.Helper()
	g, err := derived(model.Training, block.M)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := graph.NewEngineOn("program", model, g, block.Source(), graph.EngineOptions{Single: true})
	if err != nil {
		t.Fatal(err)
	}
	got, err := engine.Evaluate(theta)
	if err != nil {
		t.Fatal(err)
	}
	options := GateOptions{Single: true, Rows: graph.BlockRows(engine)}
	return singleStep{model, theta, copied(got), NewGateFor(model, block.Source(), options)}
}

// judge is the gate's report of changed numbers.
func (s singleStep) judge(change func(e *graph.Evaluation)) *Report {
	e := copied(s.got)
	change(e)
	return s.gate.mustJudge(s.theta, e)
}

func unchanged(*graph.Evaluation) {}

// numbers are those of an evaluation by quantity, to be changed, without S.
func (s singleStep) numbers(e *graph.Evaluation) map[string][]float64 {
	all := map[string][]float64{}
	for letter, x := range e.Inner {
		all["dL/d"+letter] = x
	}
	for _, p := range e.Gradient {
		all["dL/d"+p.Name] = p.Values
	}
	return all
}

// spreadOut gives the features scales from 1e-6 to 1e6, and the weights that meet them
// the inverse where those are to be of one size.
func spreadOut(block graph.Block, theta graph.Parameters, inverse bool) {
	for j := range block.N {
		scale := math.Pow(10, float64(j*12/max(block.N-1, 1)-6))
		for i := range block.M {
			block.Table[i*block.N+j] *= scale
		}
		for at := j; inverse && at < len(theta[0].Values); at += block.N {
			theta[0].Values[at] /= scale
		}
	}
}

func TestTheGatePassesRightNumbersInFloat32(t *testing.T) {
	sizes := [][2]int{{1, 1}, {30, 4}, {1000, 20}, {1000, 784}, {20000, 100}}
	if testing.Short() {
		sizes = sizes[:3]
	}
	for _, name := range singles {
		for k, size := range sizes {
			model := newModel(t, name, size[1])
			for _, factor := range []float64{0, 1e-30, 1e-3, 1, 3} {
				if k == len(sizes)-1 && factor != 1 {
					continue // of the largest table, one
				}
				for _, spread := range []bool{false, true} {
					block, theta := weightedFor(model, size[0], 3), scaledStart(model, 3, factor)
					if spread {
						spreadOut(block, theta, true)
					}
					report := stepSingly(t, model, block, theta).judge(unchanged)
					requirePass(t, fmt.Sprintf("%s, %v, theta × %g, spread %v", name, size, factor, spread), report.Checks...)
				}
			}
		}
	}
}

// Where numbers are so large that rounding, or overflow, reaches all of them, there may
// be no verdict, but no accusation either.
func TestTheGateDoesNotAccuseHugeNumbersInFloat32(t *testing.T) {
	verdicts := map[Verdict]int{}
	for _, name := range singles {
		model := newModel(t, name, 4)
		for _, factor := range []float64{1e2, 1e4, 1e8, 1e20, 1e36, 1e300} {
			for seed := range int64(8) {
				block, theta := weightedFor(model, 50, seed), scaledStart(model, seed, factor)
				spreadOut(block, theta, seed%2 == 0)
				report := stepSingly(t, model, block, theta).judge(unchanged)
				if f, _ := report.Failed(); report.Verdict == Fail {
					t.Errorf("%s, theta × %g, seed %d: %s", name, factor, seed, f.Witness())
				}
				verdicts[report.Verdict]++
			}
		}
	}
	if verdicts[Pass] < 20 || verdicts[Inconclusive] < 20 {
		t.Errorf("the verdicts are %v", verdicts)
	}
}

// largestAt is the place of the largest number in size.
func largestAt(x []float64) int {
	at := 0
	for i := range x {
		if math.Abs(x[i]) > math.Abs(x[at]) {
			at = i
		}
	}
	return at
}

// Wrong numbers in the largest entry of every quantity, which rounding in float32 hides
// least: from 1e-3 of it on in a small table, where sums have few terms.
func TestTheGateFindsErrorsInFloat32(t *testing.T) {
	for _, name := range singles {
		for _, size := range [][3]float64{{30, 4, 1e-3}, {1000, 20, 1e-2}, {20000, 100, 1e-2}} {
			if testing.Short() && size[0] > 1000 {
				continue
			}
			model := newModel(t, name, int(size[1]))
			block := weightedFor(model, int(size[0]), 2)
			leadBy(block)
			step := stepSingly(t, model, block, scaledStart(model, 2, 1))
			for quantity, right := range step.numbers(step.got) {
				at := largestAt(right)
				mistakes := map[string]float64{
					"too large": right[at] * (1 + size[2]), "too small": right[at] * (1 - size[2]),
					"the other sign": -right[at], "0": 0, "NaN": math.NaN(), "infinite": math.Inf(1),
				}
				if block.M > 1000 { // one, for the time that it takes
					mistakes = map[string]float64{"too small": mistakes["too small"]}
				}
				for what, wrong := range mistakes {
					report := step.judge(func(e *graph.Evaluation) { step.numbers(e)[quantity][at] = wrong })
					if f, _ := report.Failed(); report.Verdict != Fail || f.Quantity != quantity || f.Worst.Index != at {
						t.Errorf("%s, %v: %s[%d] is %s, and the gate says %v: %s", name, size, quantity, at, what, report.Verdict, f.Witness())
					}
				}
			}
			for _, factor := range []float64{1 + size[2], math.NaN()} {
				if f, _ := step.judge(func(e *graph.Evaluation) { e.S *= factor }).Failed(); f.Quantity != "S" || f.Verdict != Fail {
					t.Errorf("%s, %v: S × %g passes", name, size, factor)
				}
			}
		}
	}
}

// leadBy makes the first feature larger in the examples of the last label, so that the
// gradient is no sum of noise that cancels.
func leadBy(block graph.Block) {
	k := block.Labels()
	for i := range block.M {
		if block.Y[i*k+k-1] == 1 {
			block.Table[i*block.N]++
		}
	}
}

func TestTheGateFindsMixedUpNumbersInFloat32(t *testing.T) {
	for _, name := range singles {
		model := newModel(t, name, 4)
		block := weightedFor(model, 30, 5)
		step := stepSingly(t, model, block, scaledStart(model, 5, 1))
		stale := stepSingly(t, model, block, scaledStart(model, 6, 1)).got
		for quantity, right := range step.numbers(step.got) {
			at := largestAt(right)
			for what, change := range map[string]func(x []float64){
				"stale": func(x []float64) { copy(x, step.numbers(stale)[quantity]) },
				"swapped": func(x []float64) {
					for j := range x {
						if math.Abs(x[j]) < 0.9*math.Abs(x[at]) {
							swap(x, at, j)
							return
						}
					}
					x[at] = 0 // there is one
				},
			} {
				report := step.judge(func(e *graph.Evaluation) { change(step.numbers(e)[quantity]) })
				if f, _ := report.Failed(); report.Verdict != Fail || f.Quantity != quantity {
					t.Errorf("%s: %s is %s: %v, %s", name, quantity, what, report.Verdict, f.Witness())
				}
			}
		}
		if step.judge(func(e *graph.Evaluation) { delete(e.Inner, model.Inner[0]) }).Verdict != Fail {
			t.Errorf("%s: numbers that are missing pass", name)
		}
	}
}

// What is printed decides: half a bound off passes, twice as much fails.
func TestTheBoundDecidesInFloat32(t *testing.T) {
	for _, name := range singles {
		model := newModel(t, name, 4)
		step := stepSingly(t, model, weightedFor(model, 30, 7), scaledStart(model, 7, 1))
		expected := step.gate.mustExpect(step.theta)
		step.got.S = expected["S"][0].expected.V
		for quantity, x := range step.numbers(step.got) {
			for i := range x {
				x[i] = expected[quantity][i].expected.V
			}
		}
		for quantity, x := range step.numbers(step.got) {
			for i := range x {
				for times, want := range map[float64]Verdict{-0.5: Pass, 0.5: Pass, -2: Fail, 2: Fail} {
					report := step.judge(func(e *graph.Evaluation) {
						step.numbers(e)[quantity][i] += times * expected[quantity][i].bound()
					})
					if expected[quantity][i].bound() > 0 && report.Verdict != want {
						t.Errorf("%s: %s[%d] %g bounds off: %v", name, quantity, i, times, report.Verdict)
					}
				}
			}
		}
	}
}

// Here 30 terms below 8 in size are added, and the rounding of each is below 10⁻⁵.
func TestTheBoundIsSharpInFloat32(t *testing.T) {
	model, block := graph.Logistic(4), weighted(30, 4, 3)
	step := stepSingly(t, model, block, RandomParameters(model, block, 3))
	for quantity, allowed := range step.gate.mustExpect(step.theta) {
		for i, a := range allowed {
			if a.bound() > 3e-4 || quantity == "dL/dz" && a.bound() > 1e-5 {
				t.Errorf("%s[%d] = %g may be %g off", quantity, i, a.expected.V, a.bound())
			}
		}
	}
}

// The gate's own rounding is the part of its bound that it says: against 160 bits, on
// the numbers of float32.
func TestTheGatesExpectationIsRightInFloat32(t *testing.T) {
	for _, name := range singles {
		model := newModel(t, name, 3)
		block, theta := weightedFor(model, gateRows+9, 4), scaledStart(model, 4, 1)
		at := place{block, theta, false}
		if err := at.narrow(); err != nil {
			t.Fatal(err)
		}
		exactly := exactFor(0)
		exact := model.ByHand(exactly, graph.InputsOver(exactly, at.block, at.theta))
		for quantity, allowed := range NewGateFor(model, block.Source(), GateOptions{Single: true}).mustExpect(theta) {
			for i, x := range exactly.Elements(exact[quantity]) {
				off := math.Abs(truth.Float64(truth.Sub(x, truth.Float(allowed[i].expected.V))))
				if off > allowed[i].expected.E*arith.Slack {
					t.Errorf("%s: %s[%d] is %g off with a bound of %g", name, quantity, i, off, allowed[i].expected.E)
				}
			}
		}
	}
}

// A sum of equal numbers in float32, one after the other, may be rounded the same way for
// long: in a block of 4096 by more than the 512 of the gate's own could be, and in blocks
// of 64 it may not.
func TestASumIsAllowedTheRoundingOfItsBlock(t *testing.T) {
	const m = 4096
	model, weight := graph.Logistic(1), float32(0)
	var sum float32
	for c := float32(1); math.Abs(float64(sum)-m*float64(weight)/2) <= 600*singleUnit*m*float64(weight)/2; c += 0x1p-12 {
		if weight, sum = c, 0; c >= 2 {
			t.Fatal("there is no such number")
		}
		for range m {
			sum += c / 2
		}
	}
	block := graph.NewBlock(make([]float64, m), make([]float64, m), 1)
	for i := range block.C {
		block.C[i] = float64(weight)
	}
	theta := model.Parameters // 0, so that dz is c/2
	step := stepSingly(t, model, block, theta)
	step.got.Gradient.Get("b")[0] = float64(sum)
	for rows, want := range map[int]Verdict{0: Pass, m: Pass, 64: Fail} {
		gate := NewGateFor(model, block.Source(), GateOptions{Single: true, Rows: rows})
		if got := gate.mustJudge(theta, step.got).Verdict; got != want {
			t.Errorf("in blocks of %d: %v", rows, got)
		}
	}
}

// A logit of which rounding leaves anything: in float32 some are below 0 that are not in
// float64, and relu takes its other branch. Of a few of them nothing is said; where all
// are so, there is no verdict.
func TestTheGateAllowsTheOtherBranchInFloat32(t *testing.T) {
	model := newModel(t, "mlp:2relu", 5)
	flipped := 0
	for seed := range int64(20) {
		for every, want := range map[int]Verdict{40: Pass, 1: Inconclusive} {
			block, theta := weightedFor(model, 80, seed), scaledStart(model, seed, 1)
			theta.Narrow()
			for j := range theta[0].Values[:10] { // both units are alike
				theta[0].Values[j] = theta[0].Values[j%5]
			}
			theta[1].Values[1] = theta[1].Values[0]
			cancelled(block, theta, every)
			step := stepSingly(t, model, block, theta)
			report := step.judge(unchanged)
			if f, _ := report.Failed(); report.Verdict != want {
				t.Errorf("seed %d, 1 of %d: %v: %s", seed, every, report.Verdict, f.Witness())
			}
			q := model.ByHand(singly, graph.InputsOver(singly, block, theta))
			for i, dz := range singly.Elements(q["dL/dz1"]) {
				if (dz.V == 0) != (step.got.Inner["z1"][i] == 0) {
					flipped++
				}
			}
		}
	}
	if flipped < 20 {
		t.Errorf("%d numbers are of the other branch", flipped)
	}
}

// Where rounding in float32 reaches z itself, all of its derivative is unknown.
func TestTheGateDoesNotDecideWhatFloat32CannotSee(t *testing.T) {
	model := graph.Logistic(3)
	block, theta := weighted(40, 3, 1), RandomParameters(model, weighted(40, 3, 1), 1)
	for i := range theta.Get("w") {
		theta.Get("w")[i] *= 1e8
	}
	cancelled(block, theta, 1)
	if v := stepSingly(t, model, block, theta).judge(unchanged).Verdict; v != Inconclusive {
		t.Errorf("%v", v)
	}
	requirePass(t, "in float64", NewGate(model, block.Source()).mustJudge(theta, evaluated(t, model, block, theta, "program")).Checks...)
}

package train

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"surefoot/graph"
	"surefoot/verify"
)

// every are settings of the default policy.
func every(rate float64, iterations int) Settings {
	s := settings(Program, rate, iterations)
	s.Verify = VerifyEvery
	return s
}

// What is checked changes nothing of what is trained, in either type of numbers.
func TestPoliciesTrainToTheSameBits(t *testing.T) {
	for _, name := range []string{"logistic", "mlp:6tanh,5relu", "mlp:4sigmoid", "mlp:4,3softmax"} {
		model := network(t, name, 8)
		block := verify.RandomExamples(model, 2500, 3)
		for _, single := range []bool{false, true} {
			var first *Result
			for _, policy := range []Policy{VerifyOff, VerifyStart, VerifyEvery, VerifyFull} {
				s := every(0.1, 6)
				s.Verify, s.Single = policy, single
				r, err := Fit(context.Background(), model, block, s)
				if err != nil {
					t.Fatalf("%s, %s: %v", name, policy, err)
				}
				if first == nil {
					first = r
				}
				requireSame(t, fmt.Sprintf("%s with --verify %s", name, policy), r.Parameters, first.Parameters)
				started, checked := r.StartReport != nil, r.Verify.StepsChecked == 6
				if started != policy.starts() || checked != policy.checksSteps() {
					t.Errorf("%s: started %v, %+v", policy, started, r.Verify)
				}
			}
		}
	}
}

// Training in float32 has parameters of float32, close to those of float64.
func TestSingleTrainsInFloat32(t *testing.T) {
	block := verify.RandomBlock(3000, 10, 3)
	double, s := mustFit(t, block, every(0.1, 50)), every(0.1, 50)
	s.Single = true
	single := mustFit(t, block, s)
	for i, p := range single.Parameters {
		for j, x := range p.Values {
			if float64(float32(x)) != x {
				t.Errorf("%s[%d] = %v is no float32", p.Name, j, x)
			}
			// Each of 50 steps rounds θ, of size below 1, to float32, and has a gradient that
			// is off by about as much.
			if y := double.Parameters[i].Values[j]; x == y || math.Abs(x-y) > 50*4*0x1p-24 {
				t.Errorf("%s[%d] = %v, in float64 %v", p.Name, j, x, y)
			}
		}
	}
	block.Table[3] = 1e39
	if _, err := Fit(context.Background(), graph.Logistic(10), block, s); !errors.Is(err, graph.ErrRange) {
		t.Errorf("a number beyond float32: %v", err)
	}
	s.Engine = Looped
	if _, err := Fit(context.Background(), graph.Logistic(10), block, s); !errors.Is(err, ErrSettings) {
		t.Errorf("the loop in float32: %v", err)
	}
}

func TestEveryStepIsCheckedAndFewInFull(t *testing.T) {
	for _, c := range []struct {
		engine string
		m, n   int
		inFull int
	}{
		{Program, 100, 2, 30}, {Program, 2000, 2, firstInFull}, {Program, firstNumbers/4 + 1, 4, 0}, {"tape", 2000, 2, 30}, {Looped, 2000, 2, 30},
	} {
		s := every(0.1, 30)
		s.Engine = c.engine
		r := mustFit(t, verify.RandomBlock(c.m, c.n, 1), s)
		v := r.Verify
		if v.StepsChecked != 30 || v.InFull != c.inFull || v.Failures != 0 || len(v.Faults) != 0 || v.SecondLooks != 0 {
			t.Errorf("%+v: %+v", c, v)
		}
		if projected := c.engine == Program; projected != (v.Resolution > 0) || projected != (v.SetupTime > 0) {
			t.Errorf("%+v: resolution %g, set up in %v", c, v.Resolution, v.SetupTime)
		}
		for k, p := range r.History {
			want := "projection"
			if c.inFull == 30 || k < c.inFull {
				want = "full"
			}
			if p.Checked != want {
				t.Errorf("%+v: after %d updates: %+v", c, k, p)
			}
		}
	}
	f := &fit{size: 1 << 30, projected: &verify.ProjectedProgram[float64]{}, settings: every(0.1, 1)}
	for k := range 2*everyInFull + 2 {
		if f.inFull(k) != (k > 0 && k%everyInFull == 0) {
			t.Errorf("after %d updates of a large table: in full %v", k, f.inFull(k))
		}
	}
}

// interfered is a run of the default policy with a program that is interfered with.
func interfered(model *graph.Model, block graph.Block, s Settings, interfere func(*verify.ProjectedProgram[float64])) (*Result, error) {
	f, err := newFit(context.Background(), model, block.Source(), s)
	if err != nil {
		return nil, err
	}
	build := f.newProjected
	f.newProjected = func() (verify.Projected, error) {
		p, err := build()
		if err == nil {
			interfere(p.(*verify.ProjectedProgram[float64]))
		}
		return p, err
	}
	return f.fit(context.Background())
}

// A kernel that goes wrong once is a fault that passed.
func TestATransientFaultInAKernel(t *testing.T) {
	for _, name := range []string{"logistic", "mlp:5tanh"} {
		model := network(t, name, 4)
		block := verify.RandomExamples(model, 1500, 3)
		s := every(0.1, 20)
		want, err := Fit(context.Background(), model, block, s)
		if err != nil {
			t.Fatal(err)
		}
		calls := 0
		r, err := interfered(model, block, s, func(p *verify.ProjectedProgram[float64]) {
			p.Interfere(&graph.Interference[float64]{Step: func(m graph.Moment[float64]) {
				if m.Step == 1 && m.Block == 0 { // z of the first stage is there
					if calls++; calls == 8 {
						m.Watched[0][17] += 0.25
					}
				}
			}})
		})
		if err != nil {
			t.Fatal(err)
		}
		requireSame(t, name, r.Parameters, want.Parameters)
		if v := r.Verify; len(v.Faults) != 1 || v.Faults[0].Step != 8 || !strings.HasPrefix(v.Faults[0].Quantity, "z") || v.Faults[0].Size <= 0 || v.StepsChecked != 20 {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

// hasty is an engine whose parameters change just before it evaluates for the eighth time.
type hasty struct {
	verify.Projected
	calls  *int
	change func()
}

func (h hasty) Evaluate(theta graph.Parameters) (*graph.Evaluation, error) {
	if *h.calls++; *h.calls == 8 {
		h.change()
	}
	return h.Projected.Evaluate(theta)
}

// So are parameters, or the copy of them, that change before or while a step is computed from
// them: they are put back, and the step is computed again. That is one fault, not two.
func TestParametersThatChangeDuringAStep(t *testing.T) {
	for _, name := range []string{"logistic", "mlp:5tanh"} {
		model := network(t, name, 4)
		block := verify.RandomExamples(model, 1500, 3)
		want, err := Fit(context.Background(), model, block, unchecked(Program, 0.1, 20))
		if err != nil {
			t.Fatal(err)
		}
		for k := range 4 {
			before, inCopy := k%2 == 0, k/2 == 1
			f, err := newFit(context.Background(), model, block.Source(), every(0.1, 20))
			if err != nil {
				t.Fatal(err)
			}
			f.newProjected = changing(f, before, func() {
				if inCopy {
					f.kept[0].Values[2] += 0.25
				} else {
					f.theta[0].Values[2] += 0.25
				}
			})
			r, err := f.fit(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			requireSame(t, name, r.Parameters, want.Parameters)
			if v := r.Verify; len(v.Faults) != 1 || v.Faults[0].Step != 8 || !strings.EqualFold(v.Faults[0].Quantity[:1], "w") || v.StepsChecked != 20 {
				t.Errorf("%s, before %v, in the copy %v: %+v", name, before, inCopy, v)
			}
		}
	}
}

// changing makes engines of the run's that call change before they evaluate for the eighth
// time, or while they do.
func changing(f *fit, before bool, change func()) func() (verify.Projected, error) {
	build, calls := f.newProjected, 0
	return func() (verify.Projected, error) {
		p, err := build()
		if err != nil || before {
			return hasty{p, &calls, change}, err
		}
		p.(*verify.ProjectedProgram[float64]).Interfere(&graph.Interference[float64]{Step: func(m graph.Moment[float64]) {
			if m.Step == 0 && m.Block == 0 {
				if calls++; calls == 8 {
					change()
				}
			}
		}})
		return p, nil
	}
}

// One that stays wrong is refused, in the start check's block too or not, and the
// parameters are as they were.
func TestAKernelThatStaysWrongIsRefused(t *testing.T) {
	model, block := graph.Logistic(4), verify.RandomBlock(1500, 4, 3)
	for _, from := range []int{0, 7} {
		calls := 0
		r, err := interfered(model, block, every(0.1, 20), func(p *verify.ProjectedProgram[float64]) {
			p.Interfere(&graph.Interference[float64]{Kernel: func(m graph.Moment[float64], compute func()) {
				if m.Step == 0 {
					calls++
				}
				if compute(); calls > from && m.Op == "affine" {
					m.Out[0][1200] += 1e-6
				}
			}})
		})
		var refusal *verify.Refusal
		if !errors.As(err, &refusal) || refusal.Step != from+1 || r.Updates != from || r.Status != "refused" || r.Verify.Failures != 1 {
			t.Fatalf("wrong from call %d on: %v, %+v", from+1, err, r)
		}
		if !slices.ContainsFunc(refusal.Report.Checks, func(f verify.Finding) bool {
			return f.Verdict == verify.Fail && f.Quantity == "dL/dz" && f.Worst.Index == 1200
		}) {
			t.Errorf("no witness for z[1200]: %v", err)
		}
		if from == 0 {
			requireSame(t, "parameters", r.Parameters, model.Parameters)
		} else {
			requireSame(t, "parameters", r.Parameters, mustFit(t, block, unchecked(Program, 0.1, from)).Parameters)
		}
	}
}

// doubtful is a projected engine that finds each step wrong.
type doubtful struct{ verify.Projected }

func (doubtful) Passes(*graph.Evaluation) bool { return false }
func (doubtful) Report() *verify.Report {
	return &verify.Report{Verdict: verify.Fail, Checks: []verify.Finding{{Check: "projection", Quantity: "z", Verdict: verify.Fail}}}
}

// What a projection finds is no accusation where the gate, with its rigorous bounds, finds
// the step right.
func TestASecondLookClearsAStep(t *testing.T) {
	block := verify.RandomBlock(1500, 4, 3)
	f, err := newFit(context.Background(), graph.Logistic(4), block.Source(), every(0.1, 5))
	if err != nil {
		t.Fatal(err)
	}
	build := f.newProjected
	f.newProjected = func() (verify.Projected, error) {
		p, err := build()
		return doubtful{p}, err
	}
	r, err := f.fit(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	requireSame(t, "parameters", r.Parameters, mustFit(t, block, unchecked(Program, 0.1, 5)).Parameters)
	if v := r.Verify; v.SecondLooks != 6 || v.StepsChecked != 5 || len(v.Faults) != 0 {
		t.Errorf("%+v", v) // the last numbers are looked at too
	}
}

// bereft is a projected engine that finds each step wrong, and other data than at the start
// just when it is interrupted.
type bereft struct {
	doubtful
	interrupt func()
}

func (b bereft) SameData() (bool, error) {
	b.interrupt()
	return false, nil
}

// What is known to have changed is told, also to somebody who has had enough.
func TestChangedDataOfAnInterruptedRun(t *testing.T) {
	ctx, interrupt := context.WithCancel(context.Background())
	f, err := newFit(ctx, graph.Logistic(4), verify.RandomBlock(1500, 4, 3).Source(), every(0.1, 5))
	if err != nil {
		t.Fatal(err)
	}
	build := f.newProjected
	f.newProjected = func() (verify.Projected, error) {
		p, err := build()
		return bereft{doubtful{p}, interrupt}, err
	}
	if r, err := f.fit(ctx); !errors.Is(err, ErrChanged) || r.Status != "refused" || r.Verify.Failures != 1 {
		t.Errorf("%v, %+v", err, r)
	}
}

// A table that changes in memory, so large that the gate has no copy of it, is seen.
func TestATableThatChangesInMemory(t *testing.T) {
	block := verify.RandomBlock(1<<20+7, 3, 3)
	s := every(0.1, 20)
	s.Progress = func(p Point) {
		if p.Iteration == 2 {
			block.Table[1<<20] += 1e-3
		}
	}
	r, err := Fit(context.Background(), graph.Logistic(3), block, s)
	if !errors.Is(err, ErrChanged) || r.Updates != 3 || !strings.Contains(err.Error(), "table") {
		t.Errorf("%v after %d updates", err, r.Updates)
	}
}

// So are labels and weights, also where two have changed places.
func TestLabelsThatChangeInMemory(t *testing.T) {
	for name, c := range map[string]struct {
		model   string
		prepare func(graph.Block)
		change  func(graph.Block)
	}{
		"hard labels swapped": {"logistic", func(graph.Block) {}, func(b graph.Block) {
			i, j := slices.Index(b.Y, 0), slices.Index(b.Y, 1)
			b.Y[i], b.Y[j] = b.Y[j], b.Y[i]
		}},
		"soft labels swapped": {
			"logistic", func(b graph.Block) { b.Y[7], b.Y[8] = 0.25, 0.75 },
			func(b graph.Block) { b.Y[7], b.Y[8] = b.Y[8], b.Y[7] },
		},
		"a weight of many ones": {"logistic", func(graph.Block) {}, func(b graph.Block) { b.C[3] = 2 }},
		"weights swapped": {
			"logistic", func(b graph.Block) { b.C[7], b.C[8] = 0.25, 0.75 },
			func(b graph.Block) { b.C[7], b.C[8] = b.C[8], b.C[7] },
		},
		"classes swapped": {"mlp:3,3softmax", func(graph.Block) {}, func(b graph.Block) {
			if b.Y[0] == b.Y[3] && b.Y[1] == b.Y[4] {
				b.Y[3], b.Y[4], b.Y[5] = b.Y[4], b.Y[5], b.Y[3]
				return
			}
			for k := range 3 {
				b.Y[k], b.Y[3+k] = b.Y[3+k], b.Y[k]
			}
		}},
	} {
		model := network(t, c.model, 3)
		block := verify.RandomExamples(model, 45_000, 3) // so large that the gate looks late
		c.prepare(block)
		s := every(0.1, 20)
		s.Progress = func(p Point) {
			if p.Iteration == 2 {
				c.change(block)
			}
		}
		r, err := FitSource(context.Background(), model, copying{block.Source()}, s)
		if !errors.Is(err, verify.ErrRefused) || r.Updates != 3 {
			t.Errorf("%s: %v after %d updates, %+v", name, err, r.Updates, r.Verify)
		}
	}
}

// A model with a part that there is no projection for is checked in full.
func TestAModelWithoutProjectionsIsCheckedInFull(t *testing.T) {
	model := *graph.Logistic(3)
	model.Stages = nil
	r, err := Fit(context.Background(), &model, verify.RandomBlock(2000, 3, 1), every(0.1, 10))
	if err != nil || r.Verify.InFull != 10 || r.Verify.StepsChecked != 10 {
		t.Errorf("%v, %+v", err, r.Verify)
	}
}

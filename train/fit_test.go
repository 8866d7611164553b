package train

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"surefoot/graph"
	"surefoot/verify"
)

// plainDescent is gradient descent on J in plain Go, without any of this module.
func plainDescent(block graph.Block, rate float64, iterations int) (w []float64, b float64, history []float64) {
	m, w := float64(block.M), make([]float64, block.N)
	for k := 0; ; k++ {
		j, db, dw := 0.0, 0.0, make([]float64, block.N)
		for i, y := range block.Y {
			x := block.Table[i*block.N : (i+1)*block.N]
			z := b
			for f := range x {
				z += w[f] * x[f]
			}
			a := 1 / (1 + math.Exp(-z))
			j -= block.C[i] * (y*math.Log(a) + (1-y)*math.Log(1-a)) / m
			dz := block.C[i] * (a - y)
			for f := range x {
				dw[f] += x[f] * dz / m
			}
			db += dz / m
		}
		history = append(history, j)
		if k == iterations {
			return w, b, history
		}
		for f := range w {
			w[f] -= rate * dw[f]
		}
		b -= rate * db
	}
}

// descentBound is how far two evaluations in float64 of the same descent may end
// apart. With α below 8/λ a step brings no two points further apart (the Hessian
// of J lies between 0 and λ/4), so the errors of the steps add up. A step's error
// is α times that of the gradient, whose entries are means of m products |x dz|
// ≤ cX, each of some 40 roundings and that of z magnified by at most ¼, and the
// rounding of θ itself; in the 2-norm over n + 1 entries; for each of the two.
func descentBound(block graph.Block, rate float64, iterations int, w []float64, b float64) float64 {
	x, c, size := 1.0, 0.0, math.Abs(b)
	for _, v := range block.Table {
		x = math.Max(x, math.Abs(v))
	}
	for _, v := range block.C {
		c = math.Max(c, v)
	}
	for _, v := range w {
		size = math.Max(size, math.Abs(v))
	}
	n, m, u := float64(block.N), float64(block.M), 0x1p-53
	// Descent from 0 on a convex cost: |θ| grows, the last is the largest.
	z := (n + 1) * x * size
	gradient := c * x * (m + 40 + (n+2)*z/4) * u
	return 2 * float64(iterations) * math.Sqrt(n+1) * (rate*gradient + 2*size*u)
}

func TestFitIsPlainGradientDescent(t *testing.T) {
	for _, engine := range EngineNames() {
		for _, size := range [][2]int{{1, 1}, {40, 3}, {600, 30}} {
			block := weighted(size[0], size[1], 1)
			rate, iterations := StableRate(block)/2, 1000
			if block.M > 500 {
				iterations = 100
			}
			result := mustFit(t, block, settings(engine, rate, iterations))
			w, b, history := plainDescent(block, rate, iterations)
			bound := descentBound(block, rate, iterations, w, b)
			if bound > 1e-8 {
				t.Errorf("a bound of %g says nothing", bound)
			}
			got := append(result.Parameters.Get("w"), result.Parameters.Get("b")...)
			for j, want := range append(w, b) {
				if !(math.Abs(got[j]-want) <= bound) {
					t.Errorf("%s, %v: entry %d of θ is %v, plainly %v: more than %g apart", engine, size, j, got[j], want, bound)
				}
			}
			for k, want := range history { // |∇J| ≤ cX√(n+1), and so is J's distance
				if !(math.Abs(result.History[k].J-want) <= 100*bound) {
					t.Errorf("%s, %v: J after %d steps is %v, plainly %v", engine, size, k, result.History[k].J, want)
				}
			}
		}
	}
}

func TestTheResultOfARun(t *testing.T) {
	for _, engine := range EngineNames() {
		block := verify.RandomBlock(20, 2, 1)
		var seen []Point
		s := settings(engine, 0.1, 25)
		s.Progress = func(p Point) { seen = append(seen, p) }
		r := mustFit(t, block, s)
		if r.Status != "done" || len(r.History) != 26 || r.Updates != 25 || r.Last().Iteration != 25 || r.Elapsed <= 0 {
			t.Errorf("%s: %s, %d updates, %d points", engine, r.Status, r.Updates, len(r.History))
		}
		// log 2 is what 20 terms of log 2 are the mean of, but for their rounding.
		if j := r.History[0].J; math.Abs(j-math.Ln2) > 20*0x1p-52 {
			t.Errorf("%s: J starts at %v", engine, j)
		}
		for k, p := range r.History {
			if p.Iteration != k || k > 0 && p.J >= r.History[k-1].J {
				t.Errorf("%s: point %d is %+v", engine, k, p)
			}
		}
		if diff := cmp.Diff(r.History, seen); diff != "" {
			t.Errorf("%s: progress saw another history: %s", engine, diff)
		}
		v := r.Verify
		if v.Policy != VerifyFull || v.StepsChecked != 25 || v.Failures != 0 || v.StartTime <= 0 || v.StepTime <= 0 {
			t.Errorf("%s: %+v", engine, v)
		}
		g, err := graph.Logistic(2).Training(20)
		if err != nil || g.Derive() != nil || g.Fingerprint() != r.Fingerprint || r.StartReport.Verdict != verify.Pass {
			t.Errorf("%s: what was checked is %s: %v", engine, r.Fingerprint, err)
		}
	}
}

func TestNormIsTheLargestEntryOfTheMeanGradient(t *testing.T) {
	block := graph.NewBlock([]float64{2, -6, 4, 10}, []float64{1, 0}, 2)
	r := mustFit(t, block, settings("program", 0.1, 0))
	// a = ½: dw = (1/2)(−½·(2,−6) + ½·(4,10)) = (½, 4), db = 0.
	if got := r.History[0].Norm; got != 4 {
		t.Errorf("|∇J|∞ = %v", got)
	}
}

func TestNoIterationsTakeNoStep(t *testing.T) {
	r := mustFit(t, verify.RandomBlock(20, 2, 1), settings("program", 0.1, 0))
	requireSame(t, "parameters", r.Parameters, graph.Logistic(2).Parameters)
	if len(r.History) != 1 || r.Updates != 0 || r.Verify.StepsChecked != 0 || r.Status != "done" {
		t.Errorf("%+v", r)
	}
}

func TestVerifyOffChecksNothingAndStepsAlike(t *testing.T) {
	block := weighted(20, 2, 1)
	off, full := mustFit(t, block, unchecked("program", 0.1, 30)), mustFit(t, block, settings("program", 0.1, 30))
	requireSame(t, "parameters", off.Parameters, full.Parameters)
	if v := off.Verify; off.StartReport != nil || v.StepsChecked != 0 || v.StartTime != 0 || v.StepTime != 0 || v.Policy != VerifyOff {
		t.Errorf("%+v", v)
	}
	for _, p := range full.History {
		if p.Checked != "full" || p.CheckTime <= 0 {
			t.Errorf("a step that was checked in full: %+v", p)
		}
	}
	if diff := cmp.Diff(off.History, full.History, cmpopts.IgnoreFields(Point{}, "Checked", "CheckTime")); diff != "" {
		t.Error(diff)
	}
}

// Ten steps and then twenty are thirty, and Start is the caller's.
func TestStartIsWhereTrainingGoesOn(t *testing.T) {
	block := weighted(20, 2, 1)
	whole, first := mustFit(t, block, settings("program", 0.1, 30)), mustFit(t, block, settings("program", 0.1, 10))
	s, before := settings("program", 0.1, 20), first.Parameters.Clone()
	s.Start = first.Parameters
	second := mustFit(t, block, s)
	requireSame(t, "parameters", second.Parameters, whole.Parameters)
	requireSame(t, "Settings.Start", s.Start, before)
	model := graph.Logistic(2)
	if _, err := Fit(context.Background(), model, block, settings("program", 0.1, 5)); err != nil {
		t.Fatal(err)
	}
	requireSame(t, "the model's own parameters", model.Parameters, graph.Logistic(2).Parameters)
}

func TestAnEndedContextInterrupts(t *testing.T) {
	block := weighted(20, 2, 1)
	for _, policy := range []Policy{VerifyFull, VerifyOff} {
		ctx, cancel := context.WithCancel(context.Background())
		s := settings("program", 0.1, 1000)
		s.Verify = policy
		s.Progress = func(p Point) {
			if p.Iteration == 7 {
				cancel()
			}
		}
		r, err := Fit(ctx, graph.Logistic(2), block, s)
		if !errors.Is(err, ErrInterrupted) || r.Status != "interrupted" || len(r.History) != 8 || r.Updates != 7 {
			t.Fatalf("%v: %s with %d points", err, r.Status, len(r.History))
		}
		requireSame(t, "parameters", r.Parameters, mustFit(t, block, unchecked("program", 0.1, 7)).Parameters)
		// An ended context ends a run before its first step.
		r, err = Fit(ctx, graph.Logistic(2), block, s)
		if !errors.Is(err, ErrInterrupted) || r.Updates != 0 {
			t.Errorf("%v after %d updates", err, r.Updates)
		}
	}
}

func TestBadSettings(t *testing.T) {
	block := verify.RandomBlock(4, 2, 1)
	for name, change := range map[string]func(*Settings, *graph.Block){
		"a negative number of iterations": func(s *Settings, _ *graph.Block) { s.Iterations = -1 },
		"an unknown policy":               func(s *Settings, _ *graph.Block) { s.Verify = "some" },
		"no policy":                       func(s *Settings, _ *graph.Block) { s.Verify = "" },
		"no solver":                       func(s *Settings, _ *graph.Block) { s.Solver = nil },
		"an unknown engine":               func(s *Settings, _ *graph.Block) { s.Engine = "steam" },
		"no examples":                     func(_ *Settings, b *graph.Block) { *b = b.Rows(0, 0) },
		"a negative number of examples":   func(_ *Settings, b *graph.Block) { b.M = -1 },
		"other features":                  func(_ *Settings, b *graph.Block) { b.N = 1 },
		"a short table":                   func(_ *Settings, b *graph.Block) { b.Table = b.Table[1:] },
		"a label too few":                 func(_ *Settings, b *graph.Block) { b.Y = b.Y[1:] },
		"a weight too many":               func(_ *Settings, b *graph.Block) { b.C = append(b.C, 1) },
		"NaN in the table":                func(_ *Settings, b *graph.Block) { b.Table[3] = math.NaN() },
		"an infinite label":               func(_ *Settings, b *graph.Block) { b.Y[3] = math.Inf(1) },
		"NaN for a weight":                func(_ *Settings, b *graph.Block) { b.C[0] = math.NaN() },
		"no parameters to start from":     func(s *Settings, _ *graph.Block) { s.Start = graph.Parameters{} },
		"parameters of another model":     func(s *Settings, _ *graph.Block) { s.Start = graph.Logistic(3).Parameters },
		"parameters in another order": func(s *Settings, _ *graph.Block) {
			s.Start = graph.Parameters{graph.Zero("b"), graph.Zero("w", 2)}
		},
		"NaN to start from": func(s *Settings, _ *graph.Block) {
			s.Start = graph.Logistic(2).Parameters
			s.Start.Get("w")[1] = math.NaN()
		},
	} {
		s, b := settings("program", 0.1, 3), verify.RandomBlock(4, 2, 1)
		change(&s, &b)
		if r, err := Fit(context.Background(), graph.Logistic(2), b, s); !errors.Is(err, ErrSettings) || r != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	other := *graph.Logistic(2)
	other.Name = "other"
	if _, err := Fit(context.Background(), &other, block, settings(Looped, 0.1, 3)); !errors.Is(err, ErrSettings) {
		t.Errorf("the loop for another model: %v", err)
	}
}

// A rate far too large ends in divergence, in every engine and however large it
// is; the gradient was right, and is not accused.
func TestTooLargeARateDiverges(t *testing.T) {
	for _, engine := range EngineNames() {
		for _, policy := range []Policy{VerifyFull, VerifyOff} {
			for _, rate := range []float64{1e2, 1e5, 1e10, 1e14, 1e16, 1e100, 1e300, math.MaxFloat64} {
				for seed := range int64(4) {
					block := weighted(60, 2, seed)
					s := settings(engine, rate, 50)
					s.Verify = policy
					r, err := Fit(context.Background(), graph.Logistic(2), block, s)
					if !errors.Is(err, ErrDiverged) || errors.Is(err, verify.ErrRefused) || r.Status != "diverged" || r.Verify.Failures != 0 {
						t.Errorf("%s, --verify %s, α = %g, seed %d: %v", engine, policy, rate, seed, err)
					}
					if last := r.Last(); last.Iteration != r.Updates && last.Iteration != r.Updates-1 {
						t.Errorf("%d updates, and the last point is %+v", r.Updates, last)
					}
				}
			}
		}
	}
}

// jump is a solver that goes where no check can follow: w so large that z is
// nothing but rounding.
type jump struct{}

func (jump) Step(theta, _ graph.Parameters) { copy(theta.Get("w"), []float64{1e15, -1e15}) }
func (jump) Witness() StepWitness           { return jump{} }

func (jump) Check(_, _, _ graph.Parameters, _ int, _ float64) error { return nil }

func TestNoStepIsTakenThatCannotBeChecked(t *testing.T) {
	block := graph.NewBlock([]float64{0.1, 0.1, 0.3, 0.2, 0.1, 0.4}, []float64{1, 1, 0}, 2)
	s := settings("program", 0.1, 9)
	s.Solver = jump{}
	r, err := Fit(context.Background(), graph.Logistic(2), block, s)
	if !errors.Is(err, ErrDiverged) || r.Updates != 1 || r.Verify.StepsChecked != 1 || !strings.Contains(err.Error(), "too large to be checked") {
		t.Errorf("%v after %d updates", err, r.Updates)
	}
}

func TestStatus(t *testing.T) {
	for want, err := range map[string]error{
		"done": nil, "refused": fmt.Errorf("x: %w", &verify.Refusal{Report: &verify.Report{}}), "interrupted": ErrInterrupted,
		"diverged": fmt.Errorf("x: %w", ErrDiverged), "failed": errors.New("x"),
	} {
		if got := status(err); got != want {
			t.Errorf("%v is %s", err, got)
		}
	}
	if p := (&Result{}).Last(); !math.IsNaN(p.J) || !math.IsNaN(p.Norm) {
		t.Errorf("the last point of nothing is %+v", p)
	}
}

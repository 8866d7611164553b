package train

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"surefoot/graph"
	"surefoot/verify"
)

// Parameters that change in memory between steps are put back.
func TestParametersThatChangeInMemory(t *testing.T) {
	block := verify.RandomBlock(1500, 4, 3)
	want := mustFit(t, block, unchecked(Program, 0.1, 20))
	for _, both := range []bool{false, true} {
		s := every(0.1, 20)
		var f *fit
		s.Progress = func(p Point) {
			if p.Iteration == 9 {
				f.theta[0].Values[2] += 1e-9
				if both {
					f.kept[0].Values[1] += 1e-9
				}
			}
		}
		f, err := newFit(context.Background(), graph.Logistic(4), block.Source(), s)
		if err != nil {
			t.Fatal(err)
		}
		r, err := f.fit(context.Background())
		if both {
			if !errors.Is(err, ErrChanged) || !errors.Is(err, verify.ErrRefused) || r.Status != "refused" || r.Updates != 9 {
				t.Errorf("the copy has changed too: %v, %+v", err, r)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		requireSame(t, "parameters", r.Parameters, want.Parameters)
		if v := r.Verify; len(v.Faults) != 1 || v.Faults[0].Step != 10 || v.Faults[0].Quantity != "θ" || !strings.HasPrefix(v.Faults[0].Witness, "w[2]") {
			t.Errorf("%+v", v)
		}
	}
}

// Between a step and the next gradient they are put back too, and named.
func TestIntact(t *testing.T) {
	f := &fit{witness: jump{}, result: &Result{}}
	f.hold(graph.Parameters{{Name: "w", Shape: []int{3}, Values: []float64{1, 2, 3}}, {Name: "b", Values: []float64{4}}})
	theta := f.theta
	f.keep()
	if restored, err := f.intact(5); restored || err != nil || len(f.result.Verify.Faults) != 0 {
		t.Errorf("untouched: %v, %v", err, f.result.Verify.Faults)
	}
	theta[0].Values[1] += 1e-9
	restored, err := f.intact(5)
	if faults := f.result.Verify.Faults; !restored || err != nil || theta[0].Values[1] != 2 || len(faults) != 1 || faults[0].Step != 5 || faults[0].Quantity != "w" || !(math.Abs(faults[0].Size-1e-9) < 1e-15) {
		t.Errorf("%v, %v, %v", err, theta, faults)
	}
	f.kept[0].Values[2] = -3 // what is kept is put right too, as it is what is gone back to
	restored, err = f.intact(6)
	if faults := f.result.Verify.Faults; restored || err != nil || f.kept[0].Values[2] != 3 || theta[0].Values[2] != 3 ||
		len(faults) != 2 || faults[1].Size != 6 || faults[1].Witness != "w[2]: 3 became -3 in memory" {
		t.Errorf("the copy: %v, %v, %v", err, f.kept, faults)
	}
	theta[1].Values[0], f.kept[0].Values[0] = 5, 6
	if _, err := f.intact(6); !errors.Is(err, ErrChanged) {
		t.Errorf("both have changed: %v", err)
	}
}

// straying is a solver that takes a wrong step, once or from then on.
type straying struct {
	GradientDescent
	steps *int
	once  bool
}

func (s straying) Step(theta, gradient graph.Parameters) {
	s.GradientDescent.Step(theta, gradient)
	if *s.steps++; *s.steps == 6 || *s.steps > 6 && !s.once {
		theta[0].Values[1] *= 1 + 1e-12
	}
}

func TestAWrongStepIsTakenBack(t *testing.T) {
	block := verify.RandomBlock(1500, 4, 3)
	for _, once := range []bool{true, false} {
		s := every(0.1, 20)
		s.Solver = straying{GradientDescent{0.1}, new(int), once}
		r, err := Fit(context.Background(), graph.Logistic(4), block, s)
		if !once {
			if !errors.Is(err, ErrChanged) || r.Updates != 5 || !strings.Contains(err.Error(), "w[1]") {
				t.Errorf("%v after %d updates", err, r.Updates)
			}
			requireSame(t, "parameters", r.Parameters, mustFit(t, block, unchecked(Program, 0.1, 5)).Parameters)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		requireSame(t, "parameters", r.Parameters, mustFit(t, block, unchecked(Program, 0.1, 20)).Parameters)
		if v := r.Verify; len(v.Faults) != 1 || v.Faults[0].Step != 6 || !strings.Contains(v.Faults[0].Witness, "w[1]") {
			t.Errorf("%+v", v)
		}
	}
}

// Every solver has a witness that finds its steps right, and any that is changed wrong.
func TestWitnessesOfSolvers(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	random := func(scale float64) graph.Parameters {
		p := graph.Parameters{graph.Zero("W", 2, 3), graph.Zero("b")}
		for _, q := range p {
			for j := range q.Values {
				q.Values[j] = scale * r.NormFloat64()
			}
		}
		return p
	}
	for _, name := range SolverNames() {
		for k := range 200 {
			scale := math.Pow(10, float64(k%40-20))
			solver, err := NewSolver(name, math.Pow(10, float64(k%7-3)))
			if err != nil {
				t.Fatal(err)
			}
			size := 1.0
			if k%10 == 9 { // whose square is too large
				size = 1e170
			}
			witness, before, sums, m := solver.Witness(), random(size), random(scale), 1+r.IntN(1000)
			mean := sums.Clone()
			for _, p := range mean {
				for j := range p.Values {
					p.Values[j] /= float64(m)
				}
			}
			after := before.Clone()
			solver.Step(after, mean)
			if err := witness.Check(before, after, sums, m, 0); err != nil {
				t.Errorf("%s: a right step: %v", name, err)
			}
			narrow := after.Clone()
			if narrow.Narrow(); size > 1 {
				narrow = after
			}
			if err := witness.Check(before, narrow, sums, m, 0x1p-24); err != nil {
				t.Errorf("%s: a right step in float32: %v", name, err)
			}
			for i, p := range after {
				for j, x := range p.Values {
					size := max(math.Abs(x), math.Abs(before[i].Values[j]))
					p.Values[j] = x + size*0x1p-46
					if err := witness.Check(before, after, sums, m, 0); err == nil || !strings.Contains(err.Error(), p.Name) {
						t.Errorf("%s: %s[%d] is wrong: %v", name, p.Name, j, err)
					}
					p.Values[j] = math.NaN()
					if witness.Check(before, after, sums, m, 0) == nil {
						t.Errorf("%s: %s[%d] is NaN", name, p.Name, j)
					}
					p.Values[j] = x
				}
			}
			if witness.Check(before, after, sums[:1], m, 0) == nil {
				t.Errorf("%s: a derivative is missing", name)
			}
		}
	}
}

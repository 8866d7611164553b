package train

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"surefoot/graph"
	"surefoot/ops/arith"
	"surefoot/verify"
	"surefoot/verify/mutants"
)

// tampered is an engine whose numbers are changed from one evaluation on, or at that one
// alone.
type tampered struct {
	graph.Engine
	at, calls int
	once      bool
	change    func(e, stale *graph.Evaluation)
	stale     *graph.Evaluation // copy of the evaluation before the first that is changed
}

func (e *tampered) Evaluate(theta graph.Parameters) (*graph.Evaluation, error) {
	right, err := e.Engine.Evaluate(theta)
	if err != nil {
		return nil, err
	}
	now := &graph.Evaluation{S: right.S, Inner: map[string][]float64{}, Gradient: right.Gradient.Clone()}
	for letter, numbers := range right.Inner {
		now.Inner[letter] = append([]float64(nil), numbers...)
	}
	e.calls++
	switch {
	case e.calls <= e.at:
		e.stale = copyOf(now)
	case !e.once || e.calls == e.at+1:
		e.change(now, copyOf(e.stale))
	}
	return now, nil
}

func copyOf(e *graph.Evaluation) *graph.Evaluation {
	if e == nil {
		return nil
	}
	return &graph.Evaluation{S: e.S, Inner: map[string][]float64{"z": append([]float64(nil), e.Inner["z"]...)}, Gradient: e.Gradient.Clone()}
}

var corruptions = []struct {
	name, quantity string
	change         func(e, stale *graph.Evaluation)
}{
	{"an entry of dz, 1e-9 off", "dL/dz", func(e, _ *graph.Evaluation) { e.Inner["z"][3] *= 1 + 1e-9 }},
	{"an entry of dw, 1e-9 off", "dL/dw", func(e, _ *graph.Evaluation) { e.Gradient.Get("w")[1] *= 1 + 1e-9 }},
	{"db, 1e-9 off", "dL/db", func(e, _ *graph.Evaluation) { e.Gradient.Get("b")[0] *= 1 - 1e-9 }},
	{"S, 1e-9 off", "S", func(e, _ *graph.Evaluation) { e.S *= 1 + 1e-9 }},
	{"dz with NaN", "dL/dz", func(e, _ *graph.Evaluation) { e.Inner["z"][0] = math.NaN() }},
	{"dw with NaN", "dL/dw", func(e, _ *graph.Evaluation) { e.Gradient.Get("w")[0] = math.NaN() }},
	{"infinite db", "dL/db", func(e, _ *graph.Evaluation) { e.Gradient.Get("b")[0] = math.Inf(1) }},
	{"S is NaN", "S", func(e, _ *graph.Evaluation) { e.S = math.NaN() }},
	{"infinite S", "S", func(e, _ *graph.Evaluation) { e.S = math.Inf(-1) }},
	{"dw swapped", "dL/dw", func(e, _ *graph.Evaluation) { w := e.Gradient.Get("w"); w[0], w[1] = w[1], w[0] }},
	{"dz swapped", "dL/dz", func(e, _ *graph.Evaluation) { z := e.Inner["z"]; z[0], z[1] = z[1], z[0] }},
	{"dw of the last step", "dL/dw", func(e, stale *graph.Evaluation) { e.Gradient[0] = stale.Gradient[0] }},
	{"db of the last step", "dL/db", func(e, stale *graph.Evaluation) { e.Gradient[1] = stale.Gradient[1] }},
	{"everything of the last step", "S", func(e, stale *graph.Evaluation) { *e = *stale }},
	{"dw too short", "dL/dw", func(e, _ *graph.Evaluation) { e.Gradient[0].Values = e.Gradient[0].Values[:1] }},
	{"dw too long", "dL/dw", func(e, _ *graph.Evaluation) { e.Gradient[0].Values = append(e.Gradient[0].Values, 0) }},
	{"dw missing", "dL/dw", func(e, _ *graph.Evaluation) { e.Gradient = e.Gradient[1:] }},
	{"dz missing", "dL/dz", func(e, _ *graph.Evaluation) { e.Inner = nil }},
}

// An engine that goes wrong at step k is refused at step k: the k steps before
// were taken, and no other.
func TestACorruptedEngineIsRefusedAtItsStep(t *testing.T) {
	block, model := weighted(20, 2, 1), graph.Logistic(2)
	for _, engine := range EngineNames() {
		for _, k := range []int{1, 6} {
			want := mustFit(t, block, unchecked(engine, 0.1, k))
			for _, c := range corruptions {
				name := fmt.Sprintf("%s, %s, after %d steps", engine, c.name, k)
				r, err := fitWith(model, block, settings(engine, 0.1, 20), func(e graph.Engine) graph.Engine {
					return &tampered{Engine: e, at: k, change: c.change}
				})
				var refusal *verify.Refusal
				if !errors.As(err, &refusal) || !errors.Is(err, verify.ErrRefused) || refusal.Step != k+1 {
					t.Errorf("%s: %v", name, err)
					continue
				}
				requireSame(t, name, r.Parameters, want.Parameters)
				if f, _ := refusal.Report.Failed(); f.Quantity != c.quantity || f.Verdict != verify.Fail {
					t.Errorf("%s: %s", name, f.Witness())
				}
				if r.Status != "refused" || r.Updates != k || r.Verify.Failures != 1 || r.Verify.StepsChecked != k+1 || r.Last().Iteration != k {
					t.Errorf("%s: %s after %d updates, %+v", name, r.Status, r.Updates, r.Verify)
				}
			}
		}
	}
}

// An engine that goes wrong once is a fault that passed: it is recorded, and the step is
// taken from the numbers of the second evaluation.
func TestATransientFaultIsRecordedAndTheStepTaken(t *testing.T) {
	block, model := weighted(20, 2, 1), graph.Logistic(2)
	for _, engine := range EngineNames() {
		want := mustFit(t, block, unchecked(engine, 0.1, 20))
		for _, c := range corruptions {
			name := fmt.Sprintf("%s, %s", engine, c.name)
			r, err := fitWith(model, block, settings(engine, 0.1, 20), func(e graph.Engine) graph.Engine {
				return &tampered{Engine: e, at: 6, once: true, change: c.change}
			})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			requireSame(t, name, r.Parameters, want.Parameters)
			v := r.Verify
			if len(v.Faults) != 1 || v.Failures != 0 || v.StepsChecked != 20 || r.Status != "done" {
				t.Errorf("%s: %+v", name, v)
				continue
			}
			if f := v.Faults[0]; f.Step != 7 || f.Quantity != c.quantity || f.Witness == "" {
				t.Errorf("%s: %+v", name, f)
			}
		}
	}
}

// What stands in another place and has the right name is right.
func TestParametersAreFoundByName(t *testing.T) {
	block := weighted(20, 1, 1) // w and b of one number each
	want := mustFit(t, block, settings("program", 0.1, 9))
	r, err := fitWith(graph.Logistic(1), block, settings("program", 0.1, 9), func(e graph.Engine) graph.Engine {
		return &tampered{Engine: e, at: 3, change: func(e, _ *graph.Evaluation) {
			e.Gradient[0], e.Gradient[1] = e.Gradient[1], e.Gradient[0]
		}}
	})
	if err != nil {
		t.Fatal(err)
	}
	requireSame(t, "parameters", r.Parameters, want.Parameters)
}

func TestAnEngineOfTheWrongShapeIsAnErrorWithoutChecksToo(t *testing.T) {
	block := weighted(20, 2, 1)
	for _, change := range []func(e, _ *graph.Evaluation){
		func(e, _ *graph.Evaluation) { e.Gradient = nil },
		func(e, _ *graph.Evaluation) { e.Gradient[0].Values = e.Gradient[0].Values[:1] },
	} {
		r, err := fitWith(graph.Logistic(2), block, unchecked("program", 0.1, 9), func(e graph.Engine) graph.Engine {
			return &tampered{Engine: e, at: 3, change: change}
		})
		if !errors.Is(err, graph.ErrShape) || r.Status != "failed" || r.Updates != 3 {
			t.Errorf("%v after %d updates", err, r.Updates)
		}
	}
}

// requireRefused requires of a run that it took no step.
func requireRefused(t *testing.T, name string, model *graph.Model, block graph.Block, engine string) {
	t.Helper()
	s := settings(engine, 0.1, 5)
	s.Start = graph.Logistic(block.N).Parameters
	s.Start.Get("w")[0], s.Start.Get("b")[0] = 0.25, -0.5
	before := s.Start.Clone()
	r, err := Fit(context.Background(), model, block, s)
	if !errors.Is(err, verify.ErrRefused) || strings.Contains(err.Error(), "\n") {
		t.Errorf("%s: %v", name, err)
		return
	}
	requireSame(t, name, r.Parameters, before)
	if r.Status != "refused" || r.Updates != 0 || len(r.History) != 0 || r.Verify.Failures != 1 || r.Verify.StepsChecked != 0 {
		t.Errorf("%s: %s, %+v", name, r.Status, r)
	}
}

// Every mutant of mutants, in every op of both graphs: those that leave the
// gradient as it was are listed in verify's tests, and are let through here.
func TestFitRefusesEveryMutant(t *testing.T) {
	right, block := graph.Logistic(3), weighted(5, 3, 1)
	for which, build := range []mutants.Build{right.Document, right.Training} {
		g, err := build(block.M)
		if err != nil {
			t.Fatal(err)
		}
		on, _ := mutants.Sites(g, right.Parameters)
		for _, site := range on {
			for _, mutant := range mutants.All() {
				if !mutant.Applies(g, site) {
					continue
				}
				wrong, planted := *right, mutants.Plant(build, site, mutant)
				if which == 0 {
					wrong.Document = planted
				} else {
					wrong.Training = planted
				}
				if !same(t, &wrong, block) {
					requireRefused(t, fmt.Sprintf("%v: %s", site, mutant.Name), &wrong, block, "program")
				}
			}
		}
	}
}

// same says whether a model's graphs both have the hand-derived gradient.
func same(t *testing.T, model *graph.Model, block graph.Block) bool {
	t.Helper()
	started, err := verify.Start(context.Background(), verify.Subject{
		Model: model, Engine: engineFor("interpreter", model, graph.EngineOptions{}), Block: block, Theta: model.Parameters, Seed: 7,
	})
	return err == nil && started.Report.Verdict == verify.Pass
}

func TestEveryEngineIsRefusedAWrongGraph(t *testing.T) {
	block := weighted(5, 3, 1)
	for _, engine := range EngineNames() {
		requireRefused(t, engine, verify.PlantedSum(graph.Logistic(3)), block, engine)
		wrong := *graph.Logistic(3)
		wrong.Training = mutants.Plant(wrong.Training, mutants.Site{Letter: "L"}, mutants.Times("more", 1+1e-9))
		requireRefused(t, engine, &wrong, block, engine)
	}
}

func TestAnErrorOfTheExpectedSideAloneIsRefused(t *testing.T) {
	right, block := graph.Logistic(3), weighted(5, 3, 1)
	for _, quantity := range []string{"da/dz", "dL/da", "dL/dz", "dL/dw", "dL/db", "S"} {
		wrong := *right
		wrong.ByHand = func(m arith.Machine, in graph.Inputs) graph.Quantities {
			q := right.ByHand(m, in)
			q[quantity] = m.Mul(q[quantity], m.Floats([]float64{1 + 1e-9}))
			return q
		}
		requireRefused(t, quantity, &wrong, block, "program")
	}
}

// A graph that is wrong only where no start check looks: the gate sees it at the
// step where it shows.
func TestTheGateSeesWhatTheStartCheckCannot(t *testing.T) {
	model, block := graph.Logistic(1), graph.NewBlock([]float64{3, 4, -3, -1}, []float64{1, 1, 0, 0}, 1)
	model.Training = mutants.Plant(model.Training, mutants.Site{Letter: "L"}, mutants.Above(14))
	s := settings("program", 1, 1000)
	r, err := Fit(context.Background(), model, block, s)
	var refusal *verify.Refusal
	if !errors.As(err, &refusal) || refusal.Step < 2 {
		t.Fatalf("%v", err)
	}
	if r.Updates != refusal.Step-1 || r.Verify.StepsChecked != refusal.Step {
		t.Errorf("refused at step %d after %d updates", refusal.Step, r.Updates)
	}
	want, err := Fit(context.Background(), model, block, unchecked("program", 1, r.Updates))
	if err != nil {
		t.Fatal(err)
	}
	requireSame(t, "parameters", r.Parameters, want.Parameters)
}

// A model that builds one graph for the block of the start check and another for
// the whole table.
func TestTheGraphThatWasCheckedIsTheOneThatIsTrained(t *testing.T) {
	right, block := graph.Logistic(2), weighted(verify.StartExamples+1, 2, 1)
	two := *right
	two.Training = func(m int) (*graph.Graph, error) {
		if m > verify.StartExamples {
			return right.Document(m)
		}
		return right.Training(m)
	}
	requireRefused(t, "two graphs", &two, block, "program")
	if r := mustFit(t, block.Rows(0, verify.StartExamples), settings("program", 0.1, 1)); r.Status != "done" {
		t.Error(r.Status)
	}
}

func TestGraphsThatCannotBeBuiltAreErrors(t *testing.T) {
	wrong, block := errors.New("wrong"), weighted(4, 2, 1)
	fails := func(int) (*graph.Graph, error) { return nil, wrong }
	for name, change := range map[string]func(*graph.Model){
		"training": func(m *graph.Model) { m.Training = fails }, "document": func(m *graph.Model) { m.Document = fails },
	} {
		model := graph.Logistic(2)
		change(model)
		r, err := Fit(context.Background(), model, block, settings("program", 0.1, 5))
		if !errors.Is(err, wrong) || errors.Is(err, verify.ErrRefused) || r.Status != "failed" {
			t.Errorf("%s: %v", name, err)
		}
	}
	r, err := fitWith(graph.Logistic(2), block, settings("program", 0.1, 5), func(graph.Engine) graph.Engine { return broken{wrong} })
	if !errors.Is(err, wrong) || r.Status != "failed" {
		t.Errorf("an engine that fails: %v", err)
	}
}

type broken struct{ err error }

func (b broken) Evaluate(graph.Parameters) (*graph.Evaluation, error) { return nil, b.err }

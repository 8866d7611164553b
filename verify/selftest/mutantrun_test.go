package selftest

import (
	"fmt"
	"strings"
	"testing"

	"surefoot/graph"
	"surefoot/verify"
)

// A mutantRun plants every mutant and asks the identity check about each.
type mutantRun struct {
	seed  int64
	lines []string
}

// model plants in both graphs of a model.
func (run *mutantRun) model(t *testing.T, model *graph.Model, m int) {
	t.Helper()
	for _, which := range []string{"document", "training"} {
		_, claims, err := claimsOf(model, which == "document", m)
		if err != nil {
			t.Fatal(err)
		}
		run.claims(t, fmt.Sprintf("%s %s, %d × %d", model.Name, which, m, model.Features), claims)
	}
}

// claims requires that the identity check passes no wrong mutant and accuses no right
// gradient.
func (run *mutantRun) claims(t *testing.T, name string, claims []verify.Claim) {
	t.Helper()
	result, err := Run(t.Context(), claims, Options{Seed: run.seed, Detectors: []Detector{IdentityDetector(run.seed)}, Alone: true})
	if err != nil {
		t.Fatal(err)
	}
	wrong, equivalent, caught := 0, 0, 0
	for _, c := range result.Classes {
		wrong, equivalent, caught = wrong+c.Wrong, equivalent+c.Equivalent, caught+c.Caught[0]
	}
	for _, m := range result.Missed {
		t.Errorf("%s: %v is passed", name, m.Mutant)
	}
	for _, m := range result.FalseAlarms {
		t.Errorf("%s: %v is accused: %s", name, m.Mutant, m.Reason)
	}
	for _, m := range result.Unplanted {
		t.Errorf("%s: %v: %s", name, m.Mutant, m.Reason)
	}
	run.lines = append(run.lines, fmt.Sprintf("%-44s %5d wrong: %5d failed, %d not decided, %d passed; %d equivalent, %d unjudged",
		name, wrong, caught, len(result.Undecided), len(result.Missed), equivalent, len(result.Unjudged)))
	t.Log(run.lines[len(run.lines)-1])
}

func (run *mutantRun) String() string { return strings.Join(run.lines, "\n") }

// A small campaign: see campaign_test.go for the long one.
func TestNoWrongMutantIsPassed(t *testing.T) {
	run := &mutantRun{seed: 2}
	run.model(t, graph.Logistic(2), 4)
}

// Package selftest tests the checkers of gradients: it plants wrong gradients of
// every class in the graph at hand, and counts who finds them.
package selftest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"surefoot/verify"
)

// A Detector is a checker of claims that the self-test is run over. [Fail] is a
// mutant caught; [Pass] one missed.
type Detector struct {
	Name   string
	Detect func(ctx context.Context, claims []verify.Claim) (verify.Verdict, error)
}

// FiniteDifferenceDetector is [FiniteDifferences] at the bound inputs, or random ones.
func FiniteDifferenceDetector(seed int64) Detector {
	return detectorOf("finite differences", seed, verify.FiniteDifferences)
}

// NumericDetector is [Numeric] at the bound inputs, or random ones.
func NumericDetector(seed int64) Detector { return detectorOf("numeric", seed, verify.Numeric) }

func detectorOf(
	name string, seed int64, check func(context.Context, []verify.Claim, verify.Point, int64) ([]verify.Finding, error),
) Detector {
	return Detector{name, func(ctx context.Context, claims []verify.Claim) (verify.Verdict, error) {
		findings, err := check(ctx, claims, nil, seed)
		verdict := verify.Pass
		for _, f := range findings {
			verdict = max(verdict, f.Verdict)
		}
		return verdict, err
	}}
}

// Options says how the checkers are tested.
type Options struct {
	Seed int64
	// Detectors are tested beside [NumericDetector] and [FiniteDifferenceDetector], or
	// Alone.
	Detectors []Detector
	Alone     bool
	// PerClass is how many mutants of each class are planted, drawn by the seed; 0
	// is all of them.
	PerClass int
	// Progress, where set, is told how many mutants of how many are done.
	Progress func(done, of int)
}

// Result is what the checkers made of the mutants.
type Result struct {
	Seed      int64    `json:"seed"`
	Detectors []string `json:"detectors"`
	Classes   []Tally  `json:"classes"`
	// Missed are the mutants that a detector passed though they are wrong, and
	// Undecided those that it did not decide, each with the reason if there is one.
	Missed    []MutantVerdict `json:"missed"`
	Undecided []MutantVerdict `json:"undecided"`
	// FalseAlarms are the detectors that accused the right claims, or a mutant that
	// is equivalent to them; RightChecks is how often they were asked about such.
	FalseAlarms []MutantVerdict `json:"false_alarms"`
	RightChecks int             `json:"right_checks"`
	// Unjudged are mutants of which it is not known whether they are wrong, and
	// Unplanted those that could not be built; they count nowhere else.
	Unjudged  []MutantVerdict `json:"unjudged"`
	Unplanted []MutantVerdict `json:"unplanted"`
}

// Tally is how the detectors did on one class of mutants.
type Tally struct {
	Class    string `json:"class"`
	Imitates string `json:"imitates"`
	// Wrong are the mutants whose gradient is wrong, and Equivalent those whose
	// gradient is the right one after all.
	Wrong      int `json:"wrong"`
	Equivalent int `json:"equivalent"`
	// Caught is how many of Wrong each detector failed, in the order of Detectors.
	Caught []int `json:"caught"`
}

// MutantVerdict is what a detector said of a mutant, or why there is nothing to
// say; without a detector it is about the mutant itself, and without a class about
// the right claims.
type MutantVerdict struct {
	Mutant
	Detector string `json:"detector,omitempty"`
	Reason   string `json:"reason,omitempty"`
}

// Run plants wrong gradients of every class in the graph of the claims, which
// are taken to be right, one after the other, and asks each checker about each
// one. Whether a mutant is wrong at all is decided by evaluating both gradient
// graphs in high precision at random points, and not by any checker; equivalent
// ones are counted apart. The same seed gives the same result.
//
// What it cannot see: a mistake that the claims have already. An error of a
// detector on a mutant leaves it undecided; on the right claims it is returned.
func Run(ctx context.Context, claims []verify.Claim, options Options) (*Result, error) {
	equal, err := newEquivalence(ctx, claims, options.Seed)
	if err != nil {
		return nil, fmt.Errorf("self-test: %w", err)
	}
	detectors := slices.Clone(options.Detectors)
	if !options.Alone {
		detectors = append(detectors, NumericDetector(options.Seed), FiniteDifferenceDetector(options.Seed))
	}
	t := &selfTest{Result: Result{Seed: options.Seed}, detectors: detectors, equal: equal}
	for _, d := range detectors {
		t.Detectors = append(t.Detectors, d.Name)
	}
	for _, c := range mutantClasses {
		t.Classes = append(t.Classes, Tally{Class: c.name, Imitates: c.imitates, Caught: make([]int, len(detectors))})
	}
	if err := t.right(ctx, claims); err != nil {
		return nil, fmt.Errorf("self-test: %w", err)
	}
	mutants := drawn(Mutants(claims), options)
	for i := range mutants {
		if err := t.test(ctx, &mutants[i]); err != nil {
			return nil, fmt.Errorf("self-test: %w", err)
		}
		if options.Progress != nil {
			options.Progress(i+1, len(mutants))
		}
	}
	return &t.Result, nil
}

// drawn are at most PerClass mutants of each class, in their order.
func drawn(mutants []Mutant, options Options) []Mutant {
	if options.PerClass <= 0 {
		return mutants
	}
	r := rand.New(rand.NewPCG(uint64(options.Seed), 17))
	var out []Mutant
	for _, class := range MutantClasses() {
		var places []int
		for i, m := range mutants {
			if m.Class == class {
				places = append(places, i)
			}
		}
		r.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
		places = places[:min(len(places), options.PerClass)]
		slices.Sort(places)
		for _, i := range places {
			out = append(out, mutants[i])
		}
	}
	return out
}

// selfTest is a self-test on its way.
type selfTest struct {
	Result
	detectors []Detector
	equal     *equivalence
}

// right asks the detectors about the claims themselves and about a plain copy.
func (t *selfTest) right(ctx context.Context, claims []verify.Claim) error {
	copied, _, err := copyClaims(claims, nil)
	if err != nil {
		return err
	}
	for _, these := range [][]verify.Claim{claims, copied} {
		for _, d := range t.detectors {
			verdict, err := d.Detect(ctx, these)
			if err != nil {
				return fmt.Errorf("%s of the right claims: %w", d.Name, err)
			}
			t.RightChecks++
			if verdict == verify.Fail {
				t.FalseAlarms = append(t.FalseAlarms, MutantVerdict{Detector: d.Name, Reason: "the right claims"})
			}
		}
	}
	return nil
}

// test plants one mutant, and asks what it is and what the detectors say.
func (t *selfTest) test(ctx context.Context, m *Mutant) error {
	planted, copies, err := m.Plant()
	if err != nil {
		t.Unplanted = append(t.Unplanted, MutantVerdict{Mutant: *m, Reason: err.Error()})
		return nil //nolint:nilerr // it is in the result
	}
	equivalent, err := t.equal.same(ctx, planted, copies)
	if errors.Is(err, ErrUndecided) {
		t.Unjudged = append(t.Unjudged, MutantVerdict{Mutant: *m, Reason: err.Error()})
		return nil
	} else if err != nil {
		return err
	}
	tally := &t.Classes[slices.IndexFunc(t.Classes, func(c Tally) bool { return c.Class == m.Class })]
	if equivalent {
		tally.Equivalent++
	} else {
		tally.Wrong++
	}
	for i, d := range t.detectors {
		verdict, err := d.Detect(ctx, planted)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		said := MutantVerdict{Mutant: *m, Detector: d.Name}
		if err != nil {
			said.Reason, verdict = err.Error(), verify.Inconclusive
		}
		t.count(tally, i, equivalent, verdict, said)
	}
	return nil
}

func (t *selfTest) count(tally *Tally, detector int, equivalent bool, verdict verify.Verdict, said MutantVerdict) {
	switch {
	case equivalent:
		t.RightChecks++
		if verdict == verify.Fail {
			said.Reason = "equivalent"
			t.FalseAlarms = append(t.FalseAlarms, said)
		}
	case verdict == verify.Fail:
		tally.Caught[detector]++
	case verdict == verify.Pass:
		t.Missed = append(t.Missed, said)
	default:
		t.Undecided = append(t.Undecided, said)
	}
}

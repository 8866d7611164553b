package verify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"surefoot/graph"
	"surefoot/ops/arith"
)

// ErrUnknownCheck is returned by [Check] for a name in [Only] that nobody
// registered.
var ErrUnknownCheck = errors.New("unknown check")

// A ClaimCheck is one way to check claims about any graph.
type ClaimCheck struct {
	Name   string
	Sees   string // in a sentence, what it finds
	Misses string // and what it cannot
	// Always is set for the checks that run where none is named.
	Always bool

	run func(ctx context.Context, c *claimed, o options, report *Report) error
}

var claimChecks = map[string]ClaimCheck{}

func registerCheck(check ClaimCheck) {
	if _, taken := claimChecks[check.Name]; taken {
		panic(fmt.Sprintf("verify: check %q is registered twice", check.Name))
	}
	claimChecks[check.Name] = check
}

// ClaimChecks are the registered checks of claims, by name.
func ClaimChecks() []ClaimCheck {
	var all []ClaimCheck
	for _, check := range claimChecks {
		all = append(all, check)
	}
	slices.SortFunc(all, func(a, b ClaimCheck) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// options of a check of claims.
type options struct {
	seed int64
	only []string
}

// An Option changes how [Check] works.
type Option func(*options)

// Seed makes the random numbers depend on the seed; it is 1 by default. The same
// seed gives the same report.
func Seed(seed int64) Option { return func(o *options) { o.seed = seed } }

// Only runs the checks of the given names; see [ClaimChecks]. By default
// the identity check runs, and the numeric one where an op has no dossier.
func Only(checks ...string) Option { return func(o *options) { o.only = checks } }

// Check checks claims about any Gorgonia graph, made of Surefoot's ops or
// Gorgonia's own. Inputs that have values bound to them are looked at there too.
//
// The report's verdict judges the gradient graph: [Pass] if every claim is what
// forward mode says, to the probability or the precision that the report gives;
// [Fail] with a witness; [Inconclusive] with the reason. An error is for claims
// that make no sense (an [ErrClaim]), a graph that cannot be evaluated, and a
// context that ended.
func Check(ctx context.Context, claims []Claim, opts ...Option) (*Report, error) {
	o := options{seed: 1}
	for _, option := range opts {
		option(&o)
	}
	if err := sensible(claims); err != nil {
		return nil, err
	}
	chosen, err := o.checks()
	if err != nil {
		return nil, err
	}
	report := &Report{Seed: o.seed}
	c := newClaimed(claims)
	if wrong := c.shapes(); len(wrong) > 0 {
		report.add(wrong...) // nothing can be said of numbers in other places
		return report, nil
	}
	for _, check := range chosen {
		if err := check.run(ctx, c, o, report); err != nil {
			return nil, fmt.Errorf("%s check: %w", check.Name, err)
		}
	}
	return report, nil
}

// checks are those that were asked for.
func (o options) checks() ([]ClaimCheck, error) {
	var chosen []ClaimCheck
	for _, name := range o.only {
		check, ok := claimChecks[name]
		if !ok {
			var known []string
			for _, c := range ClaimChecks() {
				known = append(known, c.Name)
			}
			return nil, fmt.Errorf("%w %q; known: %s", ErrUnknownCheck, name, strings.Join(known, ", "))
		}
		chosen = append(chosen, check)
	}
	if o.only == nil {
		for _, check := range ClaimChecks() {
			if check.Always {
				chosen = append(chosen, check)
			}
		}
	}
	return chosen, nil
}

// shapes are the findings of gradients that have not the shape of what they are
// the gradient by; axes of length 1 do not count, which Gorgonia loses at times.
func (c *claimed) shapes() []Finding {
	var wrong []Finding
	for i, claim := range c.claims {
		if graph.Fits(claim.Gradient.Shape(), claim.Wrt.Shape()) {
			continue
		}
		f := c.finding(i)
		f.Check, f.Verdict = "shape", Fail
		f.Entries = arith.Size(claim.Wrt.Shape())
		f.Diagnosis = fmt.Sprintf("the gradient has shape %v, and %s has %v", claim.Gradient.Shape(), name(claim.Wrt), claim.Wrt.Shape())
		wrong = append(wrong, f)
	}
	return wrong
}

// GraphClaims are the claims of a differentiated graph: for each parameter, that
// Gorgonia's derivative is ∂S/∂parameter.
func GraphClaims(g *graph.Graph) ([]Claim, error) {
	var claims []Claim
	for _, q := range g.Quantities() {
		if !g.IsParameter(q.Letter) {
			continue
		}
		d := g.Derivative(q.Letter)
		if d == nil {
			return nil, fmt.Errorf("%w: %w by %s", ErrClaim, graph.ErrNotDerived, q.Letter)
		}
		claims = append(claims, Claim{g.Cost, q.Node, d})
	}
	return claims, sensible(claims)
}

package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"surefoot/verify"
	"surefoot/verify/selftest"
)

// usualChecks run where --check names none.
var usualChecks = []string{"formula", "identity", "graphs"}

// A modelCheck is a check that --check knows.
type modelCheck struct{ name, sees, misses string }

// modelChecks are the checks of a model, and then whatever others are registered for
// claims.
func modelChecks() []modelCheck {
	known := []modelCheck{
		{
			"formula", "a derivative of the document graph that is not the hand-derived formula, entry by entry, in numbers",
			"what shows at other inputs only, and what is smaller than the rounding of the graph (the bound of each row)",
		},
		{name: "identity"},
		{
			"graphs", "a trained graph whose gradient is not the document graph's, as an identity",
			"what both graphs have wrong",
		},
		{name: "numeric"},
		{
			"precision", "kernels of the trained graph that are farther from high precision than they declare, node by node",
			"whether the gradient is right: this verdict stands apart",
		},
	}
	for _, claim := range verify.ClaimChecks() {
		check := modelCheck{claim.Name, claim.Sees, claim.Misses}
		if i := slices.IndexFunc(known, func(k modelCheck) bool { return k.name == claim.Name }); i >= 0 {
			known[i] = check
		} else {
			known = append(known, check)
		}
	}
	return known
}

func checkNames() (names []string) {
	for _, check := range modelChecks() {
		names = append(names, check.name)
	}
	return names
}

// chosenChecks are those that --check names, each once, in the order of the table.
func chosenChecks(list string) ([]string, error) {
	if list == "" {
		return usualChecks, nil
	}
	asked := strings.Split(list, ",")
	for i, name := range asked {
		asked[i] = strings.TrimSpace(name)
	}
	return knownChecks(asked)
}

func knownChecks(asked []string) ([]string, error) {
	known := checkNames()
	for _, name := range asked {
		if !slices.Contains(known, name) {
			return nil, usage("there is no check %q; the checks are %s", name, strings.Join(known, ", "))
		}
	}
	return slices.DeleteFunc(known, func(name string) bool { return !slices.Contains(asked, name) }), nil
}

// precisionReport is what the precision check says of the trained graph. It does not
// count in the gradient's verdict.
type precisionReport struct {
	Verdict verify.Verdict   `json:"verdict"`
	Nodes   []verify.Finding `json:"nodes"`
	Outputs []verify.Finding `json:"outputs"`
}

// check runs the checks. There is no report where only precision is asked for.
func (s subject) check(ctx context.Context, names []string) (*verify.Report, *precisionReport, error) {
	var report *verify.Report
	asked := func(name string) bool { return slices.Contains(names, name) }
	if slices.ContainsFunc(usualChecks, asked) {
		whole, err := verify.Document(ctx, s.model, s.block, s.seed)
		if err != nil {
			return nil, nil, err
		}
		report = only(whole, asked)
	}
	others := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(usualChecks, name) })
	if len(others) == 0 {
		return report, nil, nil
	}
	claims, err := selftest.ModelClaims(s.model, s.block, verify.RandomParameters(s.model, s.block, s.seed))
	if err != nil {
		return nil, nil, err
	}
	var precision *precisionReport
	for _, name := range others {
		if name == "precision" {
			precision, err = precisionOf(ctx, claims)
		} else {
			report, err = s.claimed(ctx, report, claims, name)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return report, precision, nil
}

// only is the part of a report of the usual checks that was asked for.
func only(whole *verify.Report, asked func(name string) bool) *verify.Report {
	part := *whole
	part.Checks, part.Verdict = nil, verify.Pass
	for _, f := range whole.Checks {
		name := f.Check
		if !slices.Contains(usualChecks, name) {
			name = "identity" // which may find a wrong shape, or fall back on numbers
		}
		if asked(name) {
			part.Checks, part.Verdict = append(part.Checks, f), max(part.Verdict, f.Verdict)
		}
	}
	if !asked("identity") && !asked("graphs") {
		part.Identity = nil
	}
	return &part
}

// claimed adds a check of the trained graph's claims to a report, which may be nil.
func (s subject) claimed(ctx context.Context, report *verify.Report, claims []verify.Claim, name string) (*verify.Report, error) {
	if report == nil {
		report = &verify.Report{Model: s.model.Name, Features: s.model.Features, Examples: s.block.M, Seed: s.seed}
	}
	checked, err := verify.Check(ctx, claims, verify.Only(name), verify.Seed(s.seed))
	if err != nil {
		return nil, err
	}
	for _, f := range checked.Checks {
		f.Graph = "training"
		report.Checks, report.Verdict = append(report.Checks, f), max(report.Verdict, f.Verdict)
	}
	return report, nil
}

func precisionOf(ctx context.Context, claims []verify.Claim) (*precisionReport, error) {
	at, err := verify.Complete(ctx, claims, nil, 0) // all inputs are bound
	if err != nil {
		return nil, err
	}
	outputs, names := append(verify.Inputs(nil), claims[0].Cost), []string{"cost"}
	for _, c := range claims {
		outputs, names = append(outputs, c.Gradient), append(names, "∂cost/∂"+c.Wrt.Name())
	}
	p, err := verify.Nodes(ctx, at, outputs...)
	if err != nil {
		return nil, fmt.Errorf("precision: %w", err)
	}
	for i := range p.Outputs {
		p.Outputs[i].Quantity = names[i]
	}
	return &precisionReport{p.Verdict(), p.Nodes, p.Outputs}, nil
}

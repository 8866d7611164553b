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

func init() {
	registerCheck(ClaimCheck{
		Name: "identity", Always: true,
		Sees: "any gradient that is not the derivative of its cost, however little it differs: forward mode and the" +
			" gradient graph are evaluated over a random prime field, where they are equal or not",
		Misses: "errors in kernels and hardware; what happens exactly at a kink; branches that were not drawn;" +
			" a wrong gradient with the probability that the report gives",
		run: checkIdentity,
	})
}

func checkIdentity(ctx context.Context, c *claimed, o options, report *Report) error {
	record := &Identity{}
	for _, constant := range c.constants {
		for _, text := range constant.guessed() {
			if !slices.Contains(record.Constants, text) {
				record.Constants = append(record.Constants, text)
			}
		}
	}
	report.Identity = record
	for _, which := range c.bySameCost() {
		one := &identity{claimed: c, which: which, seed: o.seed, record: record}
		findings, err := one.findings(ctx)
		one.memory.release()
		if err != nil {
			return err
		}
		report.add(findings...)
	}
	return nil
}

// findings are one for each claim about the cost.
func (c *identity) findings(ctx context.Context) ([]Finding, error) {
	if strange := c.strangers(); strange != "" {
		return c.each(func(i int) (Finding, error) { return c.byNumbers(ctx, i, strange) })
	}
	found, err := c.search(ctx)
	if wrong := new(gradientError); errors.As(err, &wrong) {
		return c.withoutTheWrong(ctx, wrong)
	}
	if err != nil {
		return nil, err
	}
	return c.each(func(i int) (Finding, error) {
		d := doubt{entry: -1, piecewise: c.piecewise}
		switch at := slices.Index(found.wrong, i); {
		case found.undecided != "":
			d.reason, d.elsewhere = found.undecided, found.elsewhere
		case at >= 0:
			d.accused, d.entry, d.certain = found.at, found.entries[at], found.certain
			d.reason = "over the field the two differ, where e^(u+v) and e^u e^v are different things"
		case found.confirm != "":
			d.reason, d.elsewhere = found.confirm, found.elsewhere
		default:
			return c.finding(i), nil
		}
		f, err := c.decide(ctx, i, c.seed, d)
		if f.Verdict == Pass && found.domain && found.undecided == "" && found.wrong == nil {
			return c.finding(i), err // that it is equal, the fields have found
		}
		return f, err
	})
}

// withoutTheWrong fails a claim whose gradient cannot be evaluated, and judges the
// others.
func (c *identity) withoutTheWrong(ctx context.Context, wrong *gradientError) ([]Finding, error) {
	f := c.finding(wrong.claim)
	f.Check, f.Verdict, f.Diagnosis = "shape", Fail, wrong.Error()
	f.Entries = arith.Size(c.claims[wrong.claim].Wrt.Shape())
	at := slices.Index(c.which, wrong.claim)
	c.which = slices.Delete(slices.Clone(c.which), at, at+1)
	if len(c.which) == 0 {
		return []Finding{f}, nil
	}
	others, err := c.findings(ctx)
	return slices.Insert(others, min(at, len(others)), f), err
}

func (c *identity) each(find func(i int) (Finding, error)) ([]Finding, error) {
	var findings []Finding
	for _, i := range c.which {
		f, err := find(i)
		if err != nil {
			return nil, err
		}
		findings = append(findings, f)
	}
	return findings, nil
}

// strangers names the ops without a dossier that the claims depend on, if any do.
func (c *identity) strangers() string {
	if len(c.unknown) == 0 {
		return ""
	}
	var about []node
	for _, i := range c.which {
		about = append(about, c.claims[i].Cost, c.claims[i].Gradient)
	}
	var names []string
	for _, n := range graph.Below(about...) {
		if text := fmt.Sprint(n.Op()); slices.Contains(c.unknown, n) && !slices.Contains(names, text) {
			names = append(names, text)
		}
	}
	return strings.Join(names, ", ")
}

// byNumbers judges a claim whose graph has ops that only their own Do knows: in
// float64, near the inputs' own numbers.
func (c *identity) byNumbers(ctx context.Context, i int, strange string) (Finding, error) {
	findings, err := Numeric(ctx, c.claims[i:i+1], nil, c.seed)
	if err != nil {
		return c.finding(i), err
	}
	f := findings[0]
	f.Diagnosis = fmt.Sprintf("in numbers, since no dossier says what %s means: %s", strange, f.Diagnosis)
	return f, nil
}

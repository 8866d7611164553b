package verifytest

import (
	"fmt"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/verify"
)

// Seeds are those that [Gradients] and [Op] check with; with -short, the first
// alone.
var Seeds = []int64{1, 2, 3}

// Gradients lets Gorgonia differentiate the cost by the given inputs and checks
// the result; see [verify.Check]. The test fails, and goes on, where a gradient is
// wrong or cannot be decided. The cost is a scalar of a graph that was not
// differentiated before.
//
// Inputs that have values bound to them are looked at there too, which matters for
// piecewise functions; no values are needed.
func Gradients(t testing.TB, cost *gorgonia.Node, wrt ...*gorgonia.Node) {
	t.Helper()
	claims, err := verify.Claims(cost, wrt...)
	if err != nil {
		t.Errorf("gradients: %v", err)
		return
	}
	Claims(t, claims)
}

// Claims checks claims about gradients that were derived already, by Gorgonia or by
// hand.
func Claims(t testing.TB, claims []verify.Claim) {
	t.Helper()
	for _, seed := range seeds() {
		report, err := verify.Check(t.Context(), claims, verify.Seed(seed))
		if err != nil {
			t.Errorf("gradients, seed %d: %v", seed, err)
			return
		}
		if report.Verdict != verify.Pass {
			t.Error(Failure(report))
			return
		}
		if seed == Seeds[0] {
			t.Logf("%d gradients checked, seeds %v: %s", len(claims), seeds(), report.Assurance())
		}
	}
}

func seeds() []int64 {
	if testing.Short() {
		return Seeds[:1]
	}
	return Seeds
}

// Failure says what a report found wrong, as the text of a failed test.
func Failure(report *verify.Report) string {
	var text strings.Builder
	for _, f := range report.Checks {
		switch f.Verdict {
		case verify.Pass:
			continue
		case verify.Inconclusive:
			fmt.Fprintf(&text, "%s could not be decided\n", f.Quantity)
		default:
			fmt.Fprintf(&text, "%s is wrong\n", f.Quantity)
		}
		line := func(label, format string, args ...any) {
			fmt.Fprintf(&text, "    %-8s %s\n", label, fmt.Sprintf(format, args...))
		}
		if f.Verdict == verify.Fail && f.Entries > 0 && f.Check != "shape" {
			line("entry", "%s", strings.TrimPrefix(f.Place(), f.Quantity))
			line("true", "%.17g", float64(f.Worst.Expected))
			line("claimed", "%.17g", float64(f.Worst.Got))
		}
		if f.Diagnosis != "" {
			line(label(f), "%s", f.Diagnosis)
		}
		if f.Point != "" {
			line("where", "%s", f.Point)
		}
		line("check", "%s, seed %d", f.Check, report.Seed)
	}
	return strings.TrimSuffix(text.String(), "\n")
}

// label says what a diagnosis is: what kind of mistake it looks like, or the
// reason for the verdict.
func label(f verify.Finding) string {
	if f.Verdict == verify.Fail && f.Check != "shape" {
		return "mistake"
	}
	return "because"
}

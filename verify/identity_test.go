package verify

import (
	"context"
	"fmt"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/verify/mutants"
)

// claimsOf are the claims of a build, differentiated.
func claimsOf(t testing.TB, build mutants.Build, m int) ([]Claim, error) {
	t.Helper()
	g, err := build(m)
	if err != nil {
		return nil, err
	}
	if err := g.Derive(); err != nil {
		return nil, err
	}
	return GraphClaims(g)
}

func check(t *testing.T, claims []Claim, opts ...Option) *Report {
	t.Helper()
	report, err := Check(context.Background(), claims, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// Right gradients of both graphs, over sizes and seeds, are the derivatives over
// the field: none needs high precision.
func TestIdentityAccusesNoRightGradient(t *testing.T) {
	for _, n := range []int{1, 2, 7, 100} {
		for _, m := range []int{1, 2, 9} {
			for _, which := range []string{"document", "training"} {
				claims, err := claimsOf(t, buildOf(graph.Logistic(n), which), m)
				if err != nil {
					t.Fatal(err)
				}
				for seed := range int64(20) {
					report := check(t, claims, Seed(seed))
					for _, f := range report.Checks {
						if f.Verdict != Pass || f.Bits != 0 {
							t.Errorf("%s graph, %d × %d, seed %d: %v: %s", which, m, n, seed, f.Verdict, f.Witness())
						}
					}
					if log2 := *report.Identity.WrongPass; log2 > certainty {
						t.Errorf("%s graph, %d × %d: a wrong gradient passes with probability 2^%.1f", which, m, n, log2)
					}
				}
			}
		}
	}
}

// Each wrong derivative in each op of both graphs is found but for those that
// change nothing, at sizes with and without square shapes; factors down to
// 1 + 2⁻⁵² among them. The identity check sees no formula: it has not the model.
func TestIdentityFindsEveryMutant(t *testing.T) {
	for _, size := range [][2]int{{5, 3}, {3, 3}, {8, 2}} {
		model := graph.Logistic(size[1])
		everyMutant(t, model, size[0], func(which string, site mutants.Site, mutant mutants.Mutant) {
			name := fmt.Sprintf("%s %v: %s", which, site, mutant.Name)
			claims, err := claimsOf(t, mutants.Plant(buildOf(model, which), site, mutant), size[0])
			if err != nil {
				if !mutant.NoNumbers {
					t.Errorf("%s: %v", name, err)
				}
				return
			}
			report := check(t, claims)
			switch _, same := equivalents[name]; {
			case same && report.Verdict != Pass:
				t.Errorf("%s: it is the right gradient, and is accused: %s", name, report.Checks[0].Witness())
			case !same && report.Verdict == Pass, !same && report.Verdict != Fail && !mutant.NoNumbers:
				t.Errorf("%s: %v", name, report.Verdict)
			}
		})
	}
}

// Factors next to 1 are found, and said as what they are.
func TestIdentityFindsTinyFactors(t *testing.T) {
	for _, k := range []int{20, 30, 40, 52} {
		factor := 1 + 1/float64(uint64(1)<<k)
		claims, err := claimsOf(t, mutants.Plant(graph.Logistic(3).Training, mutants.Site{Letter: "L"}, mutants.Times("tiny", factor)), 5)
		if err != nil {
			t.Fatal(err)
		}
		f, failed := check(t, claims).Failed()
		want := fmt.Sprintf("1 + 2^−%d times as large", k)
		if !failed || f.Verdict != Fail || f.Diagnosis != want {
			t.Errorf("1 + 2^−%d: %v, %q, want %q", k, f.Verdict, f.Diagnosis, want)
		}
	}
}

// vector is an input of n numbers.
func vector(g *gorgonia.ExprGraph, name string, n int) *gorgonia.Node {
	return gorgonia.NewVector(g, gorgonia.Float64, gorgonia.WithShape(n), gorgonia.WithName(name))
}

var must = gorgonia.Must

// A constant that is a rounded fraction is read as the fraction, and the report
// says so: x/10 has the derivative 1/10, whichever way it is written.
func TestConstantsAreReadAsFractions(t *testing.T) {
	g := gorgonia.NewGraph()
	x := vector(g, "x", 3)
	cost := must(gorgonia.Sum(must(gorgonia.HadamardProd(x, gorgonia.NewConstant(0.1)))))
	ones := must(gorgonia.HadamardDiv(x, x))
	tenth := must(gorgonia.HadamardDiv(ones, gorgonia.NewConstant(10.0)))
	report := check(t, []Claim{{cost, x, tenth}})
	if report.Verdict != Pass || len(report.Identity.Constants) != 1 || report.Identity.Constants[0] != "0.1 as 1/10" {
		t.Errorf("%v, constants %v: %s", report.Verdict, report.Identity.Constants, report.Checks[0].Witness())
	}
}

// What the rounding of a constant explains is no failure: log 2 to 53 bits is not
// log 2, and only its last bit is in doubt.
func TestRoundingOfConstantsIsInconclusive(t *testing.T) {
	build := func(ln2 float64) []Claim {
		g := gorgonia.NewGraph()
		x := vector(g, "x", 3)
		ones := must(gorgonia.HadamardDiv(x, x))
		scale := must(gorgonia.Log(must(gorgonia.Add(ones, ones))))
		cost := must(gorgonia.Sum(must(gorgonia.HadamardProd(x, scale))))
		return []Claim{{cost, x, must(gorgonia.HadamardProd(ones, gorgonia.NewConstant(ln2)))}}
	}
	const ln2 = 0.6931471805599453
	if report := check(t, build(ln2)); report.Verdict != Inconclusive {
		t.Errorf("the nearest float: %v: %s", report.Verdict, report.Checks[0].Witness())
	}
	if report := check(t, build(ln2+0x1p-53)); report.Verdict != Fail {
		t.Errorf("the next float: %v: %s", report.Verdict, report.Checks[0].Witness())
	}
}

// e^(2u) and (eᵘ)² are two things over the field and one over the reals: they pass
// to a number of bits, and no right gradient fails.
func TestWhatOnlyTheFieldTellsApartPasses(t *testing.T) {
	g := gorgonia.NewGraph()
	x := vector(g, "x", 3)
	e := must(gorgonia.Exp(x))
	cost := must(gorgonia.Sum(must(gorgonia.HadamardProd(e, e))))
	double := must(gorgonia.Exp(must(gorgonia.Add(x, x))))
	report := check(t, []Claim{{cost, x, must(gorgonia.Add(double, double))}})
	if f := report.Checks[0]; f.Verdict != Pass || f.Bits < leastBits {
		t.Errorf("%v, to %d bits: %s", f.Verdict, f.Bits, f.Witness())
	}
	wrong := must(gorgonia.HadamardProd(gorgonia.NewConstant(2+0x1p-40), double))
	if report := check(t, []Claim{{cost, x, wrong}}); report.Verdict != Fail {
		t.Errorf("2 + 2^−40: %v", report.Verdict)
	}
}

// A gradient that is not a number is wrong, and is never equal to anything.
func TestNotANumberFails(t *testing.T) {
	g := gorgonia.NewGraph()
	x := vector(g, "x", 3)
	cost := must(gorgonia.Sum(must(gorgonia.HadamardProd(x, x))))
	zero := must(gorgonia.Sub(x, x))
	f := check(t, []Claim{{cost, x, must(gorgonia.HadamardDiv(zero, zero))}}).Checks[0]
	if f.Verdict != Fail || f.Diagnosis != "not a finite number" {
		t.Errorf("%v: %s", f.Verdict, f.Witness())
	}
}

// Halving finds the wrong entry of a gradient too long to be looked at entry by
// entry.
func TestOneWrongEntryOfThousandsIsFound(t *testing.T) {
	g := gorgonia.NewGraph()
	const n, wrong = 5000, 3217
	x := vector(g, "x", n)
	cost := must(gorgonia.Sum(must(gorgonia.HadamardProd(x, x))))
	nudge := make([]float64, n)
	nudge[wrong] = 0x1p-30
	gradient := must(gorgonia.Add(must(gorgonia.Add(x, x)), constantVector(g, nudge)))
	f := check(t, []Claim{{cost, x, gradient}}).Checks[0]
	if f.Verdict != Fail || f.Worst.Index != wrong {
		t.Errorf("%v at %d: %s", f.Verdict, f.Worst.Index, f.Witness())
	}
}

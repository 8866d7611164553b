package verify

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// An op that nobody has a dossier for is run, on the gradient's side too, and the
// pass says that it rests on numbers and to how many bits.
func TestCheckOfBlackBoxes(t *testing.T) {
	claims, _ := boxed(t, &box{})
	f := check(t, claims).Checks[0]
	if f.Verdict != Pass || f.Check != "numeric" || f.Bits < 20 || !strings.Contains(f.Diagnosis, "no dossier says what box means") {
		t.Errorf("%v to %d bits by %s: %s", f.Verdict, f.Bits, f.Check, f.Diagnosis)
	}
	claims, _ = boxed(t, &box{factor: 1.1})
	if f := check(t, claims).Checks[0]; f.Verdict != Fail {
		t.Errorf("a derivative 1.1 times as large: %v: %s", f.Verdict, f.Witness())
	}
}

// A panic in a stranger's op is that op's failure and no crash of the caller's.
func TestCheckSurvivesAPanic(t *testing.T) {
	claims, _ := boxed(t, &box{do: func(gorgonia.Value) (gorgonia.Value, error) { panic("index out of range") }})
	f := check(t, claims).Checks[0]
	if f.Verdict != Inconclusive || !strings.Contains(f.Diagnosis, "box") || !strings.Contains(f.Diagnosis, "index out of range") {
		t.Errorf("%v: %s", f.Verdict, f.Diagnosis)
	}
}

// A report depends on the seed alone, and survives JSON.
func TestReportsRepeat(t *testing.T) {
	claims := logisticClaims(t, true, 4, 3)
	text := func(seed int64) string {
		out, err := json.Marshal(check(t, claims, Seed(seed)))
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	if first, again := text(5), text(5); first != again || first == text(6) {
		t.Error("a report does not depend on its seed, or on more than that")
	}
	var back Report
	if err := json.Unmarshal([]byte(text(5)), &back); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(&back)
	if err != nil || string(again) != text(5) {
		t.Errorf("a report does not survive JSON: %v %s", err, again)
	}
}

func TestCheckRefusesWhatMakesNoSense(t *testing.T) {
	claims := logisticClaims(t, false, 4, 3)
	other := logisticClaims(t, false, 4, 3)
	vectorCost := claims[0]
	vectorCost.Cost = claims[0].Wrt
	crossed := claims[0]
	crossed.Gradient = other[0].Gradient
	computed := claims[0]
	computed.Wrt = claims[0].Cost
	for name, wrong := range map[string][]Claim{
		"none": nil, "no nodes": {{}}, "a vector cost": {vectorCost}, "two graphs": {crossed}, "by a computed node": {computed},
		"twice": {claims[0], claims[0]},
	} {
		if _, err := Check(t.Context(), wrong); !errors.Is(err, ErrClaim) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Check(t.Context(), claims, Only("identity", "nonsense")); !errors.Is(err, ErrUnknownCheck) ||
		!strings.Contains(err.Error(), "identity, numeric") {
		t.Errorf("an unknown check: %v", err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := Check(ended, claims); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
}

// Every check says what it sees and what it misses.
func TestChecksSayWhatTheySee(t *testing.T) {
	var names []string
	for _, c := range ClaimChecks() {
		names = append(names, c.Name)
		if c.Sees == "" || c.Misses == "" {
			t.Errorf("%s does not say what it sees and misses", c.Name)
		}
	}
	if diff := cmp.Diff([]string{"identity", "numeric"}, names); diff != "" {
		t.Errorf("−want +got:\n%s", diff)
	}
	for _, name := range names {
		report := check(t, logisticClaims(t, false, 4, 3), Only(name))
		if report.Verdict != Pass || report.Checks[0].Check != name {
			t.Errorf("%s alone: %v by %s", name, report.Verdict, report.Checks[0].Check)
		}
	}
}

// Branches are taken at the inputs' own numbers too, where they may lie on a kink:
// that is counted, and not judged.
func TestTiesAreCountedAndNotJudged(t *testing.T) {
	build := func(convention float64) ([]Claim, node) {
		g := gorgonia.NewGraph()
		x := vector(g, "x", 3)
		if err := gorgonia.Let(x, tensor.New(tensor.WithShape(3), tensor.WithBacking([]float64{1, 0, -2}))); err != nil {
			t.Fatal(err)
		}
		// |x|, with the sign of 0 as the convention.
		zero := must(gorgonia.Sub(x, x))
		sign := must(gorgonia.Sub(must(gorgonia.Gt(x, zero, true)), must(gorgonia.Lt(x, zero, true))))
		kink := must(gorgonia.HadamardProd(gorgonia.NewConstant(convention), must(gorgonia.Eq(x, zero, true))))
		return []Claim{{must(gorgonia.Sum(must(gorgonia.Abs(x)))), x, must(gorgonia.Add(sign, kink))}}, x
	}
	for _, convention := range []float64{0, 1, -1} {
		claims, _ := build(convention)
		report := check(t, claims)
		// Forward mode takes 1 for the sign of 0.
		if report.Verdict != Pass || (report.Identity.Ties > 0) != (convention != 1) {
			t.Errorf("sign 0 = %v: %v with %d ties: %s", convention, report.Verdict, report.Identity.Ties, report.Checks[0].Witness())
		}
	}
}

// What differs only on a branch far out is found there: a gradient of e^min(x,100)
// that knows nothing of the minimum.
func TestBranchesFarOutAreSeen(t *testing.T) {
	g := gorgonia.NewGraph()
	x := vector(g, "x", 3)
	limit := must(gorgonia.Add(must(gorgonia.Sub(x, x)), gorgonia.NewConstant(100.0)))
	e := must(gorgonia.Exp(must(gorgonia.MinBetween(x, limit))))
	f := check(t, []Claim{{must(gorgonia.Sum(e)), x, e}}).Checks[0]
	if f.Verdict != Fail {
		t.Errorf("%v: %s", f.Verdict, f.Witness())
	}
}

// float32 graphs are checked as any other: their constants are read as float32.
func TestCheckOfFloat32(t *testing.T) {
	build := func(tenth float32) []Claim {
		g := gorgonia.NewGraph()
		x := gorgonia.NewVector(g, gorgonia.Float32, gorgonia.WithShape(3), gorgonia.WithName("x"))
		cost := must(gorgonia.Sum(must(gorgonia.HadamardProd(x, gorgonia.NewConstant(float32(0.1))))))
		ones := must(gorgonia.HadamardDiv(x, x))
		return []Claim{{cost, x, must(gorgonia.HadamardProd(ones, gorgonia.NewConstant(tenth, gorgonia.WithName("tenth"))))}}
	}
	if report := check(t, build(0.1)); report.Verdict != Pass || len(report.Identity.Constants) != 1 {
		t.Errorf("%v, constants %v", report.Verdict, report.Identity.Constants)
	}
	if report := check(t, build(0.1000001)); report.Verdict != Fail {
		t.Errorf("0.1000001: %v", report.Verdict)
	}
}

// A wrong gradient behind a maximum is judged although x − max x is 0 at the largest
// x whatever the inputs, and one that is right only where a shadow has no value (the
// root of a negative number) is not taken for right.
func TestStructuralTiesHideNothing(t *testing.T) {
	for name, build := range map[string]func(x node) node{
		"1/√ wrong before max":  func(x node) node { return must(gorgonia.Max(must(gorgonia.InverseSqrt(x)))) },
		"log₂ wrong before max": func(x node) node { return must(gorgonia.Max(must(gorgonia.Log2(x)))) },
		"log₂ wrong after max":  func(x node) node { return must(gorgonia.Log2(must(gorgonia.Max(x)))) },
		"log₂ wrong where x > 0": func(x node) node {
			return must(gorgonia.Sum(must(gorgonia.Log2(must(gorgonia.Add(must(gorgonia.Rectify(x)), gorgonia.NewConstant(1.0)))))))
		},
	} {
		x := vector(gorgonia.NewGraph(), "x", 3)
		claims := claimsBy(t, build(x), []node{x})
		for seed := range int64(8) {
			if report := check(t, claims, Seed(seed)); report.Verdict != Fail {
				t.Errorf("%s, seed %d: %v", name, seed, report.Verdict)
			}
		}
	}
	x := vector(gorgonia.NewGraph(), "x", 3)
	right := claimsBy(t, must(gorgonia.Max(must(gorgonia.Sqrt(x)))), []node{x})
	if report := check(t, right); report.Verdict != Pass {
		t.Errorf("√ before max: %v: %s", report.Verdict, report.Checks[0].Witness())
	}
}

package verify

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"surefoot/graph"
)

// pass is one iteration of the right loop, in plain Go, and what a slip makes of
// it: the sums of the one before stay in dw where they are not reset.
type pass struct {
	dz, dw []float64
	db, j  float64
}

func rightPass(block graph.Block, w []float64, b float64) pass {
	p := pass{dw: []float64{0, 0}}
	m := float64(block.M)
	for i, y := range block.Y {
		x := block.Table[2*i : 2*i+2]
		a := 1 / (1 + math.Exp(-(w[0]*x[0] + w[1]*x[1] + b)))
		p.dz = append(p.dz, a-y)
		p.dw[0] += x[0] * (a - y) / m
		p.dw[1] += x[1] * (a - y) / m
		p.db += (a - y) / m
		p.j -= (y*math.Log(a) + (1-y)*math.Log(1-a)) / m
	}
	return p
}

// wanted is what the verifier must say of a slip.
type wanted struct {
	quantity      string
	expected, got []float64
}

// byHand computes what each slip gives and should give, independently of the
// package: the loops written out once more.
func byHand(name string, block graph.Block, theta graph.Parameters) wanted {
	w, b := theta.Get("w"), theta.Get("b")[0]
	p, m := rightPass(block, w, b), float64(block.M)
	mixed := func(feature int) float64 {
		sum := 0.0
		for i, dz := range p.dz {
			sum += block.Table[2*i+feature] * dz / m
		}
		return sum
	}
	switch name {
	case "dz is a running sum":
		got, sum := []float64(nil), 0.0
		for _, dz := range p.dz {
			sum += dz
			got = append(got, sum)
		}
		return wanted{"dL/dz", p.dz, got}
	case "no index i on x and y":
		got := make([]float64, block.M)
		for i := range got {
			got[i] = p.dz[0]
		}
		return wanted{"dL/dz", p.dz, got}
	case "wrong feature, x counted from 1":
		return wanted{"dL/dw", p.dw, []float64{mixed(0), mixed(0)}}
	case "wrong feature, x counted from 0":
		return wanted{"dL/dw", p.dw, []float64{mixed(1), mixed(1)}}
	case "db is not divided by m":
		return wanted{"dL/db", []float64{p.db}, []float64{p.db * m}}
	case "b steps by itself":
		return wanted{"b", []float64{b - 0.1*p.db}, []float64{b - 0.1*b}}
	case "accumulators are not reset":
		next := rightPass(block, []float64{w[0] - 0.1*p.dw[0], w[1] - 0.1*p.dw[1]}, b-0.1*p.db)
		return wanted{"dL/dw", next.dw, []float64{next.dw[0] + p.dw[0]/m, next.dw[1] + p.dw[1]/m}}
	case "J is never computed (its updates are right)":
		return wanted{"J", []float64{p.j}, []float64{nan}}
	}
	return wanted{}
}

// near: two plain float64 evaluations of one formula, |z| ≤ 8, at most 50 terms,
// where log(1−a) magnifies a rounding by up to e⁸: 10⁻¹⁰ in all.
func near(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-10*math.Max(1, math.Abs(b))
}

func TestEverySlipIsFound(t *testing.T) {
	for _, m := range []int{2, 5, 50} {
		for seed := range int64(20) {
			report, err := AsPrinted(m, seed)
			if err != nil {
				t.Fatal(err)
			}
			if report.Verdict != Fail || report.Examples != m || report.Features != 2 || len(report.Checks) != len(Slips()) {
				t.Errorf("%+v", report)
			}
			block := RandomBlock(m, 2, seed)
			theta := RandomParameters(graph.Logistic(2), block, seed)
			for i, slip := range Slips() {
				checkSlip(t, fmt.Sprintf("m=%d, seed=%d: %s", m, seed, slip.Name), slip, report.Checks[i], byHand(slip.Name, block, theta))
			}
		}
	}
}

func checkSlip(t *testing.T, name string, slip Slip, f Finding, want wanted) {
	t.Helper()
	if slip.CannotRun != "" {
		if f.Verdict != Inconclusive || !strings.Contains(f.Diagnosis, slip.CannotRun) || f.Quantity != slip.Quantity {
			t.Errorf("%s: %+v", name, f)
		}
		return
	}
	if want.quantity == "" {
		t.Fatalf("%s: the test does not know it", name)
	}
	if f.Verdict != Fail || f.Quantity != want.quantity || f.Quantity != slip.Quantity || !strings.HasPrefix(f.Diagnosis, slip.Name) {
		t.Errorf("%s: %v at %s: %s", name, f.Verdict, f.Quantity, f.Diagnosis)
		return
	}
	i := f.Worst.Index
	if !near(float64(f.Worst.Expected), want.expected[i]) || !near(float64(f.Worst.Got), want.got[i]) {
		t.Errorf("%s: entry %d is %g and should be %g; it is said to be %g and to have to be %g",
			name, i, want.got[i], want.expected[i], float64(f.Worst.Got), float64(f.Worst.Expected))
	}
	if near(want.expected[i], want.got[i]) {
		t.Errorf("%s: entry %d is not wrong", name, i)
	}
}

func TestTheDiagnosisOfASlipSaysWhatItLooksLike(t *testing.T) {
	report, err := AsPrinted(5, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i, slip := range Slips() {
		want := map[string]string{
			"dz is a running sum":                         "a running sum",
			"no index i on x and y":                       "every entry is the first one's",
			"db is not divided by m":                      "5 times as large",
			"wrong feature, x counted from 1":             "entry 1 has the value of entry 0",
			"wrong feature, x counted from 0":             "entry 0 has the value of entry 1",
			"J is never computed (its updates are right)": "not a finite number",
		}[slip.Name]
		if !strings.Contains(report.Checks[i].Diagnosis, want) {
			t.Errorf("%s: %s", slip.Name, report.Checks[i].Diagnosis)
		}
	}
}

// The loop without a slip passes, also where 1 − a is as small as it gets.
func TestTheRightLoopIsNotAccused(t *testing.T) {
	right := Slip{Name: "none", plant: func(*printedLoop) {}}
	for _, m := range []int{2, 5, 50} {
		for seed := range int64(100) {
			for _, scale := range []float64{1, 6} { // so that |z| reaches 8
				block := RandomBlock(m, 2, seed)
				for i := range block.Table {
					block.Table[i] *= scale
				}
				model := graph.Logistic(2)
				if f := right.find(model, block, RandomParameters(model, block, seed)); f.Verdict != Pass {
					t.Errorf("m=%d, seed=%d, features of %g: %s", m, seed, scale, f.Witness())
				}
			}
		}
	}
}

func TestTheSlipsAreCompleteAndDistinct(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Slips() {
		if seen[s.Name] || s.Printed == "" || s.Meant == "" || s.Quantity == "" || (s.CannotRun == "") != (s.plant != nil) {
			t.Errorf("%+v", s)
		}
		seen[s.Name] = true
	}
	if len(seen) != 11 {
		t.Errorf("there are %d slips", len(seen))
	}
}

func TestOneExampleIsTooFewForTheSlips(t *testing.T) {
	if _, err := AsPrinted(1, 1); err == nil {
		t.Error("a running sum of one term is the term")
	}
}

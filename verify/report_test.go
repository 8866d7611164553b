package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// passed and failed are reports of every form that a finding may take, with
// numbers that are the same on every machine.
func passed() *Report {
	ulp := 0.5
	r := &Report{Model: "logistic", Features: 2, Examples: 5, Seed: 1}
	r.add(Finding{
		Check: "formula", Quantity: "dL/dz", Formula: "a−y", MaxULP: &ulp, MaxAbs: 0x1p-54, Bound: 0x1p-51, Entries: 5,
		Worst: Worst{Index: 3, Expected: -0.375, Got: -0.375},
	}, Finding{Check: "engine", Quantity: "S", Formula: "Σ cL", Bound: 0x1p-50, Entries: 1, Worst: Worst{Expected: 3.5, Got: 3.5}})
	return r
}

func failed() *Report {
	ulp := 0x1p52
	r := passed()
	r.add(Finding{
		Check: "formula", Quantity: "dL/dw", Formula: "(a−y)x", Verdict: Fail, MaxULP: &ulp, MaxAbs: 0.375, Bound: 0x1p-51, Entries: 2,
		Worst: Worst{Index: 1, Expected: 0.1875, Got: -0.1875}, Diagnosis: "the sign is wrong",
	}, Finding{
		Check: "gate", Quantity: "dL/db", Formula: "a−y", Verdict: Fail, MaxAbs: Number(inf), Bound: 0x1p-51, Entries: 1,
		Worst: Worst{Expected: 0.25, Got: Number(nan)}, Diagnosis: "not a finite number",
	}, Finding{
		Check: "gate", Quantity: "S", Formula: "Σ cL", Verdict: Inconclusive, Bound: Number(inf), Entries: 1,
		Worst: Worst{Expected: Number(-inf), Got: Number(-inf)}, Diagnosis: "the true value is not a finite number",
	})
	return r
}

// golden compares with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s, − as it was, + as it is:\n%s", path, diff)
	}
}

func sameNumber(a, b Number) bool { return a == b || a != a && b != b }

func TestReportsAreJSON(t *testing.T) {
	for name, report := range map[string]*Report{"pass.json": passed(), "fail.json": failed()} {
		text, err := json.MarshalIndent(report, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name, append(text, '\n'))
		var back Report
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(report, &back, cmp.Comparer(sameNumber), cmpopts.IgnoreFields(Finding{}, "Entries")); diff != "" {
			t.Errorf("%s comes back as another report: %s", name, diff)
		}
	}
}

func TestNumbersInJSON(t *testing.T) {
	for x, want := range map[Number]string{
		1.5: "1.5", 0: "0", Number(inf): `"+Inf"`, Number(-inf): `"-Inf"`, 5e-324: "5e-324", -2.5e300: "-2.5e+300",
	} {
		text, err := json.Marshal(x)
		var back Number
		if err != nil || string(text) != want || json.Unmarshal(text, &back) != nil || back != x {
			t.Errorf("%v is written as %s and read as %v: %v", float64(x), text, float64(back), err)
		}
	}
	if text, err := json.Marshal(Number(nan)); err != nil || string(text) != `"NaN"` {
		t.Errorf("NaN is written as %s: %v", text, err)
	}
	var n Number
	for _, text := range []string{`"one"`, `true`, `{}`, `""`} {
		if err := json.Unmarshal([]byte(text), &n); err == nil {
			t.Errorf("%s is the number %v", text, float64(n))
		}
	}
}

func TestAReportsVerdictIsItsWorst(t *testing.T) {
	for _, c := range []struct {
		verdicts []Verdict
		want     Verdict
		index    int // of the finding that Failed returns, −1 for none
	}{
		{nil, Pass, -1},
		{[]Verdict{Pass, Pass}, Pass, -1},
		{[]Verdict{Pass, Inconclusive, Pass, Inconclusive}, Inconclusive, 1},
		{[]Verdict{Inconclusive, Fail, Fail}, Fail, 1},
		{[]Verdict{Fail, Pass}, Fail, 0},
	} {
		r := &Report{}
		for i, v := range c.verdicts {
			r.add(Finding{Verdict: v, Worst: Worst{Index: i}})
		}
		f, ok := r.Failed()
		if r.Verdict != c.want || ok != (c.index >= 0) || ok && f.Worst.Index != c.index {
			t.Errorf("%v: %v, finding %d", c.verdicts, r.Verdict, f.Worst.Index)
		}
	}
}

func TestARefusalIsOneReadableLine(t *testing.T) {
	undecided := passed()
	undecided.add(Finding{Quantity: "dL/da", Verdict: Inconclusive, Diagnosis: "rounding in the graph may reach 3 in [0], 2e+16 times that of the formula: too much to tell"})
	var lines []string
	for _, r := range []*Refusal{{Step: 7, Report: failed()}, {Report: failed()}, {Report: undecided}} {
		if !errors.Is(r, ErrRefused) || strings.Contains(r.Error(), "\n") {
			t.Errorf("%q", r.Error())
		}
		lines = append(lines, r.Error())
	}
	wrapped := fmt.Errorf("patients.csv: %w", &Refusal{Step: 7, Report: failed()})
	var refusal *Refusal
	if !errors.As(wrapped, &refusal) || refusal.Step != 7 {
		t.Errorf("%v is no refusal", wrapped)
	}
	golden(t, "refusals.txt", []byte(strings.Join(lines, "\n")+"\n"))
}

package cli

import (
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"surefoot/train/data"
)

// The JSON that scripts rely on, written down once more here: a field that is
// renamed, missing or of another type fails these tests. A pointer is a field
// that must be there.

type trainContract struct {
	Status       *string      `json:"status"`
	Iterations   *int         `json:"iterations"`
	Cost         *number      `json:"cost"`
	GradientNorm *number      `json:"gradient_norm"`
	Parameters   *parameters  `json:"parameters"`
	Features     []string     `json:"features"`
	Classes      []string     `json:"classes"`
	Fingerprint  *string      `json:"fingerprint"`
	Dtype        *string      `json:"dtype"`
	Verify       *counted     `json:"verify"`
	Metrics      *bothMetrics `json:"metrics"`
}

type parameters struct {
	W []number `json:"w"`
	B *number  `json:"b"`
}

type counted struct {
	Policy       *string `json:"policy"`
	StepsChecked *int    `json:"steps_checked"`
	InFull       *int    `json:"in_full"`
	Failures     *int    `json:"failures"`
	SecondLooks  *int    `json:"second_looks"`
	Resolution   *number `json:"resolution"`
	Faults       []fault `json:"faults"` // a list, if an empty one
}

type fault struct {
	Step     *int    `json:"step"`
	Quantity *string `json:"quantity"`
	Size     *number `json:"size"`
	Witness  *string `json:"witness"`
}

type bothMetrics struct {
	Train *score `json:"train"`
	Test  *score `json:"test"`
}

type score struct {
	Accuracy *number `json:"accuracy"`
	LogLoss  *number `json:"log_loss"`
}

// verifyContract is a record of checks, or of the slips.
type verifyContract struct {
	Format   *string          `json:"format"`
	Version  *int             `json:"version"`
	Command  *commandContract `json:"command"`
	Versions *struct {
		Surefoot *string `json:"surefoot"`
		Go       *string `json:"go"`
		Platform *string `json:"platform"`
		Gorgonia *string `json:"gorgonia"`
		Tensor   *string `json:"tensor"`
	} `json:"versions"`
	Verdict  *string `json:"verdict"`
	Model    *string `json:"model"`
	Features *int    `json:"features"`
	Examples *int    `json:"examples"`
	Seed     *int64  `json:"seed"`
	Identity *struct {
		Primes    []string `json:"primes"`
		Degree    *int     `json:"degree"`
		WrongPass *float64 `json:"log2_wrong_pass"`
		Branches  *int     `json:"branch_sets"`
		Ties      *int     `json:"ties"`
		Constants []string `json:"constants"`
	} `json:"identity"` // where identities were checked
	Checks    []checkContract `json:"checks"`
	Precision *struct {
		Verdict *string         `json:"verdict"`
		Nodes   []checkContract `json:"nodes"`
		Outputs []checkContract `json:"outputs"`
	} `json:"precision"` // where it was asked for
}

type commandContract struct {
	Model     *string  `json:"model"`
	Features  *int     `json:"features"`
	Examples  *int     `json:"examples"`
	Seed      *int64   `json:"seed"`
	Checks    []string `json:"checks"`
	AsPrinted bool     `json:"as_printed"`
	Data      *struct {
		File     *string `json:"file"`
		Target   string  `json:"target"`
		Positive string  `json:"positive"`
		SHA256   *string `json:"sha256"`
	} `json:"data"`
	SelfTest *struct {
		PerClass int `json:"per_class"`
	} `json:"self_test"`
}

type checkContract struct {
	Check    *string  `json:"check"`
	Quantity *string  `json:"quantity"`
	Formula  *string  `json:"formula"`
	Graph    string   `json:"graph"` // where there are two
	Verdict  *string  `json:"verdict"`
	MaxULP   *float64 `json:"max_ulp"` // or null
	MaxAbs   *number  `json:"max_abs"`
	Bound    *number  `json:"bound"`
	Worst    *struct {
		Index    *int    `json:"index"`
		At       []int   `json:"at"`
		Expected *number `json:"expected"`
		Got      *number `json:"got"`
	} `json:"worst"`
	Diagnosis *string `json:"diagnosis"`
	Point     string  `json:"point"`
	Bits      int     `json:"bits"`
}

// number is a JSON number, or a string where it is not finite.
type number float64

func (n *number) UnmarshalJSON(text []byte) error {
	var x float64
	if json.Unmarshal(text, &x) == nil {
		*n = number(x)
		return nil
	}
	var word string
	if err := json.Unmarshal(text, &word); err != nil {
		return err
	}
	x, err := strconv.ParseFloat(word, 64)
	if err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) {
		return fmt.Errorf("%s is finite, and should be no string", word)
	}
	*n = number(x)
	return err
}

func trained(t *testing.T, o outcome) trainContract {
	t.Helper()
	var got trainContract
	o.decode(t, &got)
	if got.Status == nil || got.Iterations == nil || got.Cost == nil || got.GradientNorm == nil || got.Parameters == nil ||
		got.Parameters.B == nil || got.Verify == nil || got.Verify.Policy == nil || got.Verify.StepsChecked == nil ||
		got.Verify.Failures == nil || got.Verify.InFull == nil || got.Verify.SecondLooks == nil || got.Verify.Resolution == nil ||
		got.Verify.Faults == nil || got.Dtype == nil || got.Metrics == nil || len(got.Classes) != 2 || len(got.Features) != len(got.Parameters.W) {
		t.Fatalf("something is missing in:\n%s", o.out)
	}
	return got
}

func TestTrainJSON(t *testing.T) {
	got := trained(t, surefoot(t, "train", "--demo", "two-features", "--iterations", "50", "--format", "json").done(t))
	want := map[string]any{
		"status": "done", "iterations": 50, "features": []string{"x1", "x2"}, "classes": []string{"0", "1"},
		"policy": "every", "steps_checked": 50, "in_full": 50, "failures": 0, "second_looks": 0, "faults": 0,
		"resolution": number(0), "dtype": "float64",
	}
	have := map[string]any{
		"status": *got.Status, "iterations": *got.Iterations, "features": got.Features, "classes": got.Classes,
		"policy": *got.Verify.Policy, "steps_checked": *got.Verify.StepsChecked, "in_full": *got.Verify.InFull, "failures": *got.Verify.Failures,
		"second_looks": *got.Verify.SecondLooks, "faults": len(got.Verify.Faults), "resolution": *got.Verify.Resolution,
		"dtype": *got.Dtype,
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Error(diff)
	}
	for name, s := range map[string]*score{"train": got.Metrics.Train, "test": got.Metrics.Test} {
		if s == nil || s.Accuracy == nil || s.LogLoss == nil || !(*s.Accuracy > 0.5 && *s.Accuracy <= 1) || !(*s.LogLoss > 0) {
			t.Errorf("metrics of %s: %+v", name, s)
		}
	}
	if !(*got.Cost > 0 && *got.Cost < math.Ln2) || !(*got.GradientNorm > 0) {
		t.Errorf("cost %v, gradient norm %v", *got.Cost, *got.GradientNorm)
	}
}

func TestTrainOnAllRowsHasNoTestMetrics(t *testing.T) {
	o := surefoot(t, "train", "--demo", "two-features", "--iterations", "5", "--test", "0", "--verify", "off", "--format", "json").done(t)
	got := trained(t, o)
	if got.Metrics.Test != nil || got.Metrics.Train == nil || *got.Verify.Policy != "off" || *got.Verify.StepsChecked != 0 {
		t.Errorf("got:\n%s", o.out)
	}
	var raw struct{ Metrics map[string]json.RawMessage }
	if err := json.Unmarshal([]byte(o.out), &raw); err != nil || string(raw.Metrics["test"]) != "null" {
		t.Errorf("metrics.test is %s, want null (%v)", raw.Metrics["test"], err)
	}
}

// A run that diverges to infinity says so in strings, which JSON can hold.
func TestNumbersThatAreNotFiniteAreStrings(t *testing.T) {
	inFolder(t, map[string]string{"table.csv": "x,y\n1,0\n2,1\n3,0\n4,1\n"})
	o := surefoot(t, "train", "table.csv", "--rate", "1.5e308", "--standardize=false", "--test", "0", "--format", "json").oneLineOn(t, exitDiverged)
	got := trained(t, o)
	if *got.Status != "diverged" || !math.IsInf(float64(*got.Cost), 1) || got.Metrics.Train != nil {
		t.Errorf("got:\n%s", o.out)
	}
}

func verified(t *testing.T, o outcome) verifyContract {
	t.Helper()
	var got verifyContract
	o.decode(t, &got)
	c, v := got.Command, got.Versions
	if got.Verdict == nil || got.Model == nil || got.Features == nil || got.Examples == nil || got.Seed == nil ||
		got.Format == nil || *got.Format != "surefoot-record" || got.Version == nil || *got.Version != 1 ||
		c == nil || c.Model == nil || c.Features == nil || c.Examples == nil || c.Seed == nil ||
		v == nil || v.Surefoot == nil || v.Go == nil || v.Platform == nil || v.Gorgonia == nil || v.Tensor == nil {
		t.Fatalf("something is missing in:\n%s", o.out)
	}
	if *c.Model != *got.Model || *c.Features != *got.Features || *c.Examples != *got.Examples || *c.Seed != *got.Seed {
		t.Errorf("the report is not of what was asked:\n%s", o.out)
	}
	for _, c := range got.Checks {
		if c.Check == nil || c.Quantity == nil || c.Formula == nil || c.Verdict == nil || c.MaxAbs == nil || c.Bound == nil ||
			c.Worst == nil || c.Worst.Index == nil || c.Worst.Expected == nil || c.Worst.Got == nil {
			t.Fatalf("something is missing in a check of:\n%s", o.out)
		}
	}
	return got
}

// passes checks that a report is of a pass of the usual checks, of all quantities.
func passes(t *testing.T, got verifyContract) {
	t.Helper()
	quantities := map[string][]string{}
	for _, c := range got.Checks {
		if *c.Verdict != "pass" {
			t.Errorf("%s of %s: %s", *c.Check, *c.Quantity, *c.Verdict)
		}
		key := strings.TrimSpace(*c.Check + " " + c.Graph)
		quantities[key] = append(quantities[key], *c.Quantity)
		if *c.Check != "formula" {
			continue
		}
		// The distance of the worst entry is from the exact value, which expected
		// is rounded from.
		apart := math.Abs(float64(*c.Worst.Expected - *c.Worst.Got))
		if !(apart <= 2*float64(*c.Bound)) || c.MaxULP == nil {
			t.Errorf("%s: %v apart, bound %v", *c.Quantity, apart, *c.Bound)
		}
	}
	want := map[string][]string{
		"formula":           {"da/dz", "dL/da", "dL/dz", "dL/dw", "dL/db"},
		"identity document": {"da/dz", "dL/da", "dL/dz", "dL/dw", "dL/db", "∂cost/∂w", "∂cost/∂b"},
		"identity training": {"dL/dz", "dL/dw", "dL/db", "∂cost/∂w", "∂cost/∂b"},
		"graphs":            {"dL/dz", "dL/dw", "dL/db"},
	}
	if diff := cmp.Diff(want, quantities); diff != "" {
		t.Error(diff)
	}
	if id := got.Identity; id == nil || len(id.Primes) == 0 || id.Degree == nil || id.WrongPass == nil || !(*id.WrongPass < -40) {
		t.Errorf("the identities rest on %+v", id)
	}
	if *got.Verdict != "pass" {
		t.Errorf("verdict %s", *got.Verdict)
	}
}

func TestVerifyGradientsPasses(t *testing.T) {
	for _, n := range []int{1, 2, 30, 1000} {
		for _, m := range []int{1, 2, 500} {
			t.Run(fmt.Sprintf("%d features, %d examples", n, m), func(t *testing.T) {
				t.Parallel()
				o := surefoot(t, "verify-gradients", "--features", strconv.Itoa(n), "--examples", strconv.Itoa(m), "--seed", "3", "--format", "json").done(t)
				got := verified(t, o)
				passes(t, got)
				if *got.Features != n || *got.Examples != m || *got.Seed != 3 || *got.Model != "logistic" {
					t.Errorf("%d features, %d examples, seed %d, model %s", *got.Features, *got.Examples, *got.Seed, *got.Model)
				}
			})
		}
	}
}

func TestVerifyGradientsOnTables(t *testing.T) {
	tables, err := filepath.Abs(filepath.Join("..", "..", "..", "..", "train", "data", "tables"))
	if err != nil {
		t.Fatal(err)
	}
	table, err := data.Demo("two-features")
	if err != nil {
		t.Fatal(err)
	}
	inFolder(t, map[string]string{"two.csv": csvOf(table)})
	for _, c := range []struct {
		args []string
		n, m int
	}{
		{[]string{filepath.Join(tables, "breast_cancer.csv")}, 30, 256},
		{[]string{filepath.Join(tables, "breast_cancer.csv"), "--examples", "500"}, 30, 500},
		{[]string{filepath.Join(tables, "iris.csv"), "--target", "species", "--positive", "setosa"}, 4, 150},
		{[]string{"two.csv"}, 2, 100},
	} {
		got := verified(t, surefoot(t, append([]string{"verify-gradients", "--format", "json", "--data"}, c.args...)...).done(t))
		passes(t, got)
		if *got.Features != c.n || *got.Examples != c.m {
			t.Errorf("%v: %d features, %d examples", c.args, *got.Features, *got.Examples)
		}
	}
}

// Every slip that runs is found, with the formula that it breaks and the values
// that it gives and should give; those that cannot run are listed as such.
func TestAsPrintedNamesTheSlips(t *testing.T) {
	for _, seed := range []string{"1", "2", "3"} {
		got := verified(t, surefoot(t, "verify-gradients", "--as-printed", "--seed", seed, "--format", "json").oneLineOn(t, exitWrong))
		if *got.Verdict != "fail" || len(got.Checks) != 11 {
			t.Fatalf("verdict %s of %d slips", *got.Verdict, len(got.Checks))
		}
		cannotRun := 0
		for _, c := range got.Checks {
			switch {
			case *c.Verdict == "inconclusive":
				cannotRun++
			case *c.Verdict != "fail" || *c.Worst.Expected == *c.Worst.Got || *c.Formula == "":
				t.Errorf("seed %s: %s: %+v", seed, *c.Diagnosis, c)
			}
		}
		if cannotRun != 3 {
			t.Errorf("%d slips cannot run, want 3", cannotRun)
		}
	}
}

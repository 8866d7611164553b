//go:build interop

package interop

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"surefoot/graph"
	"surefoot/train"
	"surefoot/train/data"
	"surefoot/verify"
)

// python is Debian's, for which Debian's NumPy is.
const python = "/usr/bin/python3"

func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "surefoot")
	if out, err := exec.Command("go", "build", "-o", binary, "surefoot/cmd/surefoot").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return binary
}

func output(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	var out, complaint bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, complaint.String())
	}
	return out.Bytes()
}

func TestGraphvizDrawsTheGraphs(t *testing.T) {
	if _, err := exec.LookPath("dot"); err != nil {
		t.Skip("Graphviz is not installed")
	}
	binary := build(t)
	for _, flags := range [][]string{{}, {"--gradient"}, {"--training"}, {"--training", "--gradient"}} {
		svg := output(t, binary, append([]string{"graph", "--format", "svg"}, flags...)...)
		for _, word := range []string{"<svg", "wᵀX + b", "Σ cL"} {
			if !strings.Contains(string(svg), word) {
				t.Errorf("graph %v: the picture does not contain %q", flags, word)
			}
		}
		wellFormed(t, svg)
	}
}

func wellFormed(t *testing.T, text []byte) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(text))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("the picture is not well-formed: %v", err)
		}
	}
}

// NumPy sums in other orders, so the two runs differ by rounding: by O(n u) a step,
// which is 3e-15 for n = 30, and every later step of a stable rate contracts that.
// Some 300 steps would have to add up uncontracted, all at their worst, for 1e-12.
const agreement = 1e-12

func TestNumPyReachesTheSameParameters(t *testing.T) {
	if exec.Command(python, "-c", "import numpy").Run() != nil {
		t.Skip("NumPy is not installed for " + python)
	}
	binary := build(t)
	for _, name := range data.Demos() {
		path, rate := numbersOnly(t, name)
		var want, got parameters
		text := output(t, python, "descent.py", path, rate, "1000")
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatal(err)
		}
		for _, engine := range train.EngineNames() {
			flag := "--engine=" + engine
			if engine == train.Looped {
				flag = "--algorithm=looped"
			}
			run := struct{ Parameters *parameters }{&got}
			text := output(t, binary, "train", path, "--standardize=false", "--test=0", "--rate="+rate, flag, "--format=json")
			if err := json.Unmarshal(text, &run); err != nil {
				t.Fatal(err)
			}
			if d := got.distance(want); !(d <= agreement) {
				t.Errorf("%s, %s: the parameters are %.3g apart, relative to their norm", name, engine, d)
			} else {
				t.Logf("%s, %s: %.2g apart", name, engine, d)
			}
		}
	}
}

type parameters struct {
	W []float64 `json:"w"`
	B float64   `json:"b"`
}

// distance is ‖θ − θ'‖ / ‖θ'‖.
func (p parameters) distance(q parameters) float64 {
	d, norm := math.Hypot(0, p.B-q.B), math.Hypot(0, q.B)
	for j := range q.W {
		d, norm = math.Hypot(d, p.W[j]-q.W[j]), math.Hypot(norm, q.W[j])
	}
	return d / norm
}

// numbersOnly writes a demonstration table with labels 0 and 1, and finds a rate
// at which descent on it is stable.
func numbersOnly(t *testing.T, name string) (path, rate string) {
	t.Helper()
	table, err := data.Demo(name)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s,label\n", strings.Join(table.Features, ","))
	for i := range table.M {
		for _, x := range table.Row(i) {
			fmt.Fprintf(&text, "%s,", strconv.FormatFloat(x, 'g', -1, 64))
		}
		fmt.Fprintf(&text, "%.0f\n", table.Y[i])
	}
	path = filepath.Join(t.TempDir(), name+".csv")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	block := graph.NewBlock(table.X, table.Y, table.N)
	return path, strconv.FormatFloat(train.StableRate(block)/2, 'g', -1, 64)
}

// A report that says what it checked is only as good as what it says of a right
// gradient on numbers from elsewhere: NumPy's random ones.
func TestVerifierPassesNumPysTables(t *testing.T) {
	if exec.Command(python, "-c", "import numpy").Run() != nil {
		t.Skip("NumPy is not installed for " + python)
	}
	script := `import numpy as np, sys
r = np.random.default_rng(7)
X = r.standard_cauchy((200, 6)); y = r.integers(0, 2, 200)
np.savetxt(sys.stdout, np.c_[X, y], delimiter=",", header="a,b,c,d,e,f,y", comments="", fmt="%.17g")`
	path := filepath.Join(t.TempDir(), "cauchy.csv")
	if err := os.WriteFile(path, output(t, python, "-c", script), 0o600); err != nil {
		t.Fatal(err)
	}
	var report verify.Report
	text := output(t, build(t), "verify-gradients", "--data", path, "--format", "json")
	if err := json.Unmarshal(text, &report); err != nil {
		t.Fatal(err)
	}
	formulas := 0
	for _, f := range report.Checks {
		if f.Check == "formula" {
			formulas++
		}
	}
	if report.Verdict != verify.Pass || formulas != 5 || report.Examples != 200 {
		t.Errorf("verdict %v of %d formulas on %d examples", report.Verdict, formulas, report.Examples)
	}
}

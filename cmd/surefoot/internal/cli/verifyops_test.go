package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"regexp"
	"strings"
	"testing"

	"surefoot/ops"
	"surefoot/ops/arith"
	"surefoot/train"
)

// What depends on how a CPU rounds: the errors, the inputs that are worst, and with
// their widths the columns.
var (
	opError   = regexp.MustCompile(`[\d.]+(e[+−]\d+)? of `)
	opBound   = regexp.MustCompile(`of \d\.\d\d+`) // of an op without a kernel, at its worst input
	opInput   = regexp.MustCompile(`\b([a-zA-Z]) = (\[.*?\]|[−\d.e-]+)`)
	opDetail  = regexp.MustCompile(`(?m)^(  float\d\d  [A-Z]+).*$`)
	opWitness = regexp.MustCompile(`(= |got |explains |is |, )-?\d[\d.]*(e[+-]\d+)?([, ])`)
	opSpaces  = regexp.MustCompile(`(\S) {2,}`)
	opJSON    = regexp.MustCompile(`("(max_ulp|max_abs|bound|bound_ulp|expected|got|judged|unjudged|index)": )[^,\n]*`)
	opList    = regexp.MustCompile(`(?s)("input": \[).*?\]`)
	opAgreed  = regexp.MustCompile(`("bits": )\d+`)
)

func steadyOps(text string) string {
	text = opBound.ReplaceAllString(opError.ReplaceAllString(text, "N of "), "of N")
	text = opInput.ReplaceAllString(text, "$1 = N")
	text = opWitness.ReplaceAllString(text, "${1}N$3")
	text = opDetail.ReplaceAllString(text, "$1  …")
	text = opJSON.ReplaceAllString(text, "${1}N")
	text = opList.ReplaceAllString(text, "${1}N]")
	return opSpaces.ReplaceAllString(text, "$1  ")
}

func TestGoldenOps(t *testing.T) {
	for name, args := range map[string][]string{
		"verify_ops.txt":             {"--ops"},
		"verify_op_sigmoid.txt":      {"--op", "sigmoid"},
		"verify_op_crossentropy.txt": {"--op", "cross-entropy"},
		"verify_op_affine.txt":       {"--op", "affine"},
		"verify_op.json":             {"--op", "residual", "--format", "json"},
	} {
		t.Run(name, func(t *testing.T) {
			golden(t, name, steadyOps(surefoot(t, append([]string{"verify-gradients"}, args...)...).done(t).out))
		})
	}
}

// opContract is the JSON that scripts rely on.
type opContract struct {
	Verdict *string `json:"verdict"`
	Seed    *int64  `json:"seed"`
	Ops     []struct {
		Name    *string  `json:"name"`
		Args    []string `json:"args"`
		Formula *string  `json:"formula"`
		Source  *string  `json:"source"`
		Verdict *string  `json:"verdict"`
		// The derivatives' report first, then the precision in each type.
		Checks []json.RawMessage `json:"checks"`
	} `json:"ops"`
}

// opPrecisionContract is what it says of the precision in one type.
type opPrecisionContract struct {
	checkContract
	Bits     *int     `json:"bits"`
	BoundULP *number  `json:"bound_ulp"`
	Kernel   *bool    `json:"kernel"`
	Input    []number `json:"input"`
	At       *string  `json:"at"`
	Judged   *int     `json:"judged"`
	Unjudged *int     `json:"unjudged"`
}

// part reads one of an op's checks.
func part(t *testing.T, text json.RawMessage, target any) {
	t.Helper()
	outcome{out: string(text)}.decode(t, target)
}

func TestOpsJSON(t *testing.T) {
	o := surefoot(t, "verify-gradients", "--ops", "--seed", "3", "--format", "json").done(t)
	var got opContract
	o.decode(t, &got)
	if got.Verdict == nil || *got.Verdict != "pass" || got.Seed == nil || *got.Seed != 3 || len(got.Ops) != len(ops.All()) {
		t.Fatalf("got:\n%s", o.out)
	}
	for i, op := range ops.All() {
		entry := got.Ops[i]
		if *entry.Name != op.Name || *entry.Formula != op.Formula || *entry.Source != op.Source || len(entry.Args) != len(op.Args) ||
			*entry.Verdict != "pass" || len(entry.Checks) != 3 {
			t.Errorf("op %d is %+v", i, entry)
			continue
		}
		var derivatives verifyContract
		part(t, entry.Checks[0], &derivatives)
		if *derivatives.Verdict != "pass" || len(derivatives.Checks) < 1 || *derivatives.Checks[0].Check != "identity" {
			t.Errorf("%s: %s", op.Name, entry.Checks[0])
		}
		for k, bits := range []int{64, 32} {
			var c opPrecisionContract
			part(t, entry.Checks[1+k], &c)
			if *c.Check != "precision" || *c.Bits != bits || c.MaxULP == nil || !(*c.MaxULP <= float64(*c.BoundULP)) ||
				*c.Kernel != (op.Kernel != nil) || len(c.Input) < len(op.Args) || *c.At == "" || *c.Judged < 100 || *c.Unjudged < 0 {
				t.Errorf("%s in %d bits: %+v", op.Name, bits, c)
			}
		}
	}
	if again := surefoot(t, "verify-gradients", "--ops", "--seed", "3", "--format", "json").done(t); again.out != o.out {
		t.Error("the same seed gives another report")
	}
}

// badOps are ops whose kernels are not what they declare.
func badOps(t *testing.T) []*ops.Op {
	t.Helper()
	var out []*ops.Op
	for _, op := range ops.All() {
		if op.Name != "sigmoid" {
			continue
		}
		naive, nan := *op, *op
		naive.Name = "naive"
		naive.Kernel = &arith.Kernel{ULP: 2, Unary: func(z float64) float64 { return 1 / (1 + math.Exp(-z)) }}
		nan.Name = "lost"
		nan.Kernel = &arith.Kernel{ULP: 2, Unary: op.Kernel.Unary, Single: &arith.Single{ULP: 1, Unary: func(z float32) float32 {
			if z > 16 {
				return float32(math.NaN())
			}
			return op.Kernel.Apply32(z)
		}}}
		out = append(out, op, &naive, &nan)
	}
	return out
}

func TestOpsThatAreOff(t *testing.T) {
	for name, o := range map[string]verifyOptions{
		"verify_ops_fail.txt": {seed: 1, ops: true, format: "table"},
		"verify_op_fail.txt":  {seed: 1, op: "lost", format: "table"},
	} {
		var out bytes.Buffer
		a := &app{Streams: Streams{Out: &out}}
		list := badOps(t)
		if o.op != "" {
			list = list[2:]
		}
		err := a.verifyOps(t.Context(), list, o)
		if exitCode(err) != exitWrong || !strings.HasPrefix(err.Error(), "not what the dossier says: ") || !strings.HasSuffix(err.Error(), "lost") {
			t.Errorf("%s: %v, exit code %d", name, err, exitCode(err))
		}
		golden(t, name, steadyOps(out.String()))
	}
	var out bytes.Buffer
	a := &app{Streams: Streams{Out: &out}}
	if err := a.verifyOps(t.Context(), badOps(t), verifyOptions{seed: 1, ops: true, format: "json"}); exitCode(err) != exitWrong || !json.Valid(out.Bytes()) {
		t.Errorf("%v:\n%s", err, out.String())
	}
}

func TestOpsInterrupted(t *testing.T) {
	done, cancel := context.WithCancel(t.Context())
	cancel()
	a := &app{Streams: Streams{Out: &bytes.Buffer{}}}
	if err := a.verifyOps(done, ops.All(), verifyOptions{seed: 1, ops: true}); !errors.Is(err, train.ErrInterrupted) {
		t.Errorf("interrupted: %v", err)
	}
}

func TestLetters(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"sigmoid", "sigmoid", 0}, {"sigmod", "sigmoid", 1}, {"kitten", "sitting", 3}, {"σz", "z", 1}, {"", "abc", 3}} {
		if got, back := letters(c.a, c.b), letters(c.b, c.a); got != c.want || back != c.want {
			t.Errorf("from %q to %q: %d and back %d, want %d", c.a, c.b, got, back, c.want)
		}
	}
}

package verify

import (
	"context"
	"slices"
	"testing"

	"surefoot/ops"
	"surefoot/ops/arith"
)

// Every op in the table is an identity: none needs high precision.
func TestEveryOpIsAnIdentity(t *testing.T) {
	for _, op := range ops.All() {
		report, err := CheckOp(context.Background(), op)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, f := range report.Checks {
			if f.Verdict != Pass || f.Bits != 0 {
				t.Errorf("%s: %v: %s", op.Name, f.Verdict, f.Witness())
			}
		}
	}
}

// Each side of an op's dossier corrupted alone is found: the meaning, the
// derivative by hand, the symbolic one.
func TestEveryCorruptedDossierIsFound(t *testing.T) {
	// Times a factor, and more: a step's derivative is 0, whatever its factor.
	double := func(meaning ops.Meaning) ops.Meaning {
		return func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
			out := m.Mul(meaning(m, in, shape), m.Floats([]float64{1 + 0x1p-40}))
			if slices.Equal(in[0].Shape(), out.Shape()) {
				out = m.Add(out, m.Mul(m.Floats([]float64{0x1p-40}), in[0]))
			}
			return out
		}
	}
	for _, op := range ops.All() {
		corrupt := map[string]func(wrong *ops.Op){
			"meaning": func(wrong *ops.Op) { wrong.Meaning = double(op.Meaning) },
		}
		if op.Derivatives != nil {
			corrupt["by hand"] = func(wrong *ops.Op) {
				wrong.Derivatives = append([]ops.Meaning{double(op.Derivatives[0])}, op.Derivatives[1:]...)
			}
		}
		for side, change := range corrupt {
			wrong := *op
			wrong.Name += " with its " + side + " corrupted"
			change(&wrong)
			report, err := CheckOp(context.Background(), &wrong)
			if err != nil {
				t.Error(err)
			} else if report.Verdict != Fail {
				t.Errorf("%s: %v", wrong.Name, report.Verdict)
			}
		}
	}
}

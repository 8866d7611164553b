package verifytest

import (
	"fmt"
	"testing"

	"surefoot/ops"
	"surefoot/verify"
)

// Op checks the dossier of an op, registered or not: that its symbolic derivatives
// and those derived by hand are the derivatives of its meaning, and that its
// kernels, in float64 and float32, are as accurate as it declares at all inputs that
// are tried.
func Op(t testing.TB, op *ops.Op) {
	t.Helper()
	for _, seed := range seeds() {
		report, err := verify.CheckOp(t.Context(), op, verify.Seed(seed))
		if err != nil {
			t.Errorf("op: %v", err)
			return
		}
		if report.Verdict != verify.Pass {
			t.Error(Failure(report))
			return
		}
	}
	for _, format := range []verify.Format{verify.Float64, verify.Float32} {
		p := verify.PrecisionOf(op, format, Seeds[0], precisionSamples)
		if p.Verdict == verify.Fail {
			t.Error(imprecise(op, p))
		}
	}
}

// precisionSamples is how many random inputs of an op are tried, beside those that
// always are.
const precisionSamples = 200

// imprecise says where a kernel is off, as the text of a failed test.
func imprecise(op *ops.Op, p verify.Precision) string {
	off := "no number"
	if p.MaxULP != nil {
		off = fmt.Sprintf("%.3g ulp off", *p.MaxULP)
	}
	return fmt.Sprintf("%s in %v is %s, and may be %.3g\n    at       %s\n    true     %.17g\n    computed %.17g",
		op.Name, p.Format, off, float64(p.Declared), p.At, float64(p.Worst.Expected), float64(p.Worst.Got))
}

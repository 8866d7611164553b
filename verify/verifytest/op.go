package verifytest

import (
	"testing"

	"surefoot/ops"
	"surefoot/verify"
)

// Op checks the dossier of an op, registered or not: that its symbolic derivatives
// and those derived by hand are the derivatives of its meaning, and that its
// kernels are as accurate as it declares.
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
}

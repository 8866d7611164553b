package verify

import (
	"testing"
	"time"

	"surefoot/ops"
)

// Every op of the table keeps the bound that it declares, in both formats.
func TestEveryOpIsPrecise(t *testing.T) {
	for _, op := range ops.All() {
		for _, format := range []Format{Float64, Float32} {
			start := time.Now()
			p := PrecisionOf(op, format, 1, 1000)
			took := time.Since(start)
			worst := -1.0
			if p.MaxULP != nil {
				worst = *p.MaxULP
			}
			t.Logf("%-14s %v: %.4f of %.9g ulp at %v; %d judged, %d not; %v", op.Name, format, worst, p.Declared, p.Input, p.Judged, p.Unjudged, took)
			if p.Verdict != Pass {
				t.Errorf("%s: %v %s", op.Name, p.Verdict, p.Witness())
			}
		}
	}
}

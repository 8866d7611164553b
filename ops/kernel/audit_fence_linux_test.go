package kernel_test

import (
	"testing"

	"surefoot/ops/kernel"
)

// Nothing is read or written beyond the slices; the process would die of it.
func TestAuditStaysInside(t *testing.T) {
	eachAudit(t, testAuditStaysInside[float64], testAuditStaysInside[float32])
	each(t, func(t *testing.T) {
		stays(t, of(func(out, z []float64) { kernel.Decays(out, z, 1) }))
		stays(t, of(func(out, z []float32) { kernel.Decays32(out, z, 1) }))
	})
}

func testAuditStaysInside[T number](t *testing.T, k auditor[T]) {
	var memory [6]fences
	for i := range memory {
		memory[i] = newFences(t)
	}
	for _, atEnd := range []bool{true, false} {
		for n := range 150 {
			var x [6][]T
			for i := range x {
				x[i] = slice[T](memory[i], n, atEnd)
			}
			var sums kernel.Audit
			k.audit(&sums, x[0], x[1], x[2], x[3], x[4], x[5])
			k.audit(&sums, x[0], x[1], nil, x[3], x[4], x[5])
		}
	}
}

package kernel_test

import (
	"testing"

	"surefoot/ops/kernel"
)

// No operand is read beyond its end, the bytes of labels neither; the process would die of it.
func TestAuditHardStaysInside(t *testing.T) {
	eachHard(t, testAuditHardStaysInside[float64], testAuditHardStaysInside[float32])
}

func testAuditHardStaysInside[T number](t *testing.T, k hardAuditor[T]) {
	var memory [5]fences
	for i := range memory {
		memory[i] = newFences(t)
	}
	for _, atEnd := range []bool{true, false} {
		for n := range 150 {
			var x [4][]T
			for i := range x {
				x[i] = slice[T](memory[i], n, atEnd)
			}
			hard := memory[4].memory
			if atEnd {
				hard = hard[len(hard)-(n+7)/8:]
			}
			hard = hard[:(n+7)/8]
			var sums kernel.Audit
			k.hard(&sums, x[0], hard, x[1], x[2], x[3])
		}
	}
}

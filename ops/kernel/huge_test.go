package kernel_test

import (
	"testing"

	"surefoot/ops/kernel"
)

// A table is all 0 and all its own, whether it is large enough for huge pages or not.
func TestNewTable(t *testing.T) {
	for _, numbers := range []int{0, 1, 1000, 1<<20 - 1, 1 << 20, 3<<20 + 5} {
		x, y := kernel.NewTable[float64](numbers), kernel.NewTable[float32](numbers)
		if len(x) != numbers || len(y) != numbers {
			t.Fatalf("%d and %d numbers, not %d", len(x), len(y), numbers)
		}
		for i := range x {
			if x[i] != 0 || y[i] != 0 {
				t.Fatalf("number %d of %d is %v and %v", i, numbers, x[i], y[i])
			}
			x[i], y[i] = float64(i), float32(i)
		}
		for i := range x {
			if x[i] != float64(i) || y[i] != float32(i) {
				t.Fatalf("number %d of %d became %v and %v", i, numbers, x[i], y[i])
			}
		}
	}
}

package arith_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"
	"surefoot/ops/arith"
)

// From the definition: the distance from |x| to the next larger float32.
func TestULP32(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float32().Draw(t, "x")
		if math.IsInf(float64(x), 0) || math.Abs(float64(x)) == math.MaxFloat32 {
			return
		}
		size := float32(math.Abs(float64(x)))
		want := float64(math.Nextafter32(size, math.MaxFloat32)) - float64(size)
		if got := arith.ULP32(float64(x)); got != want {
			t.Errorf("ULP32(%v) = %g, not %g", x, got, want)
		}
	})
	for x, want := range map[float64]float64{
		0: 0x1p-149, 0x1p-1074: 0x1p-149, 0x1p-126: 0x1p-149, 1: 0x1p-23, 1 - 0x1p-53: 0x1p-24, -3.5: 0x1p-22,
		math.MaxFloat32: 0x1p104, math.MaxFloat64: 0x1p104,
	} {
		if got := arith.ULP32(x); got != want {
			t.Errorf("ULP32(%v) = %g, not %g", x, got, want)
		}
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if got := arith.ULP32(x); !math.IsNaN(got) {
			t.Errorf("ULP32(%v) = %g", x, got)
		}
	}
}

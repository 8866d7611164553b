package arith_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"
	"surefoot/ops/arith"
)

func TestULP(t *testing.T) {
	for _, c := range []struct{ x, want float64 }{
		{0, 0x1p-1074},
		{math.Copysign(0, -1), 0x1p-1074},
		{0x1p-1074, 0x1p-1074},
		{0x1p-1023, 0x1p-1074}, // subnormal
		{0x1p-1022, 0x1p-1074},
		{math.Nextafter(0x1p-1021, 0), 0x1p-1074},
		{0x1p-1021, 0x1p-1073},
		{1, 0x1p-52},
		{math.Nextafter(1, 0), 0x1p-53},
		{-1, 0x1p-52},
		{1.5, 0x1p-52},
		{2, 0x1p-51},
		{-8, 0x1p-49},
		{0x1p1023, 0x1p971},
		{math.MaxFloat64, 0x1p971},
		{-math.MaxFloat64, 0x1p971},
	} {
		if got := arith.ULP(c.x); got != c.want {
			t.Errorf("ULP(%v) = %g, not %g", c.x, got, c.want)
		}
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if got := arith.ULP(x); !math.IsNaN(got) {
			t.Errorf("ULP(%v) = %g", x, got)
		}
	}
}

// From the definition: x = m·2ᵉ with ½ ≤ m < 1 has the unit 2^(e−53), and none
// is smaller than 2^−1074.
func TestULPByExponent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64).Draw(t, "x")
		_, e := math.Frexp(x)
		if x == 0 {
			e = -9999
		}
		if got, want := arith.ULP(x), math.Ldexp(1, max(e-53, -1074)); got != want {
			t.Errorf("ULP(%v) = %g, not %g", x, got, want)
		}
	})
}

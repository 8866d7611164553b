package kernel_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"surefoot/ops/kernel"
)

func TestLog(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	x := []float64{0x1p-1074, 0x1p-1022, math.Nextafter(0x1p-1022, 0), 0x1p-1023, 1, 2, math.MaxFloat64}
	for range 3000 {
		x = append(x, math.Ldexp(1+random.Float64(), random.IntN(2097)-1074), 2*random.Float64())
	}
	worst, at := 0.0, 0.0
	for _, v := range x {
		bound := 1.0 // the Go library's promise
		if v < 0x1p-1022 {
			bound = 1.5 // plus the rounding of the difference
		}
		u := units(kernel.Log(v), high.Log(high.Float(v)))
		if !(u <= bound) {
			t.Errorf("Log(%v) = %v is %.3f ulp off", v, kernel.Log(v), u)
		}
		if u > worst {
			worst, at = u, v
		}
	}
	t.Logf("worst: %.4f ulp at %v", worst, at)
}

func TestLogSpecialValues(t *testing.T) {
	for x, want := range map[float64]float64{0: math.Inf(-1), 1: 0, math.Inf(1): math.Inf(1)} {
		if got := kernel.Log(x); got != want {
			t.Errorf("Log(%v) = %v, not %v", x, got, want)
		}
	}
	for _, x := range []float64{-1, -0x1p-1074, math.NaN(), math.Inf(-1)} {
		if got := kernel.Log(x); !math.IsNaN(got) {
			t.Errorf("Log(%v) = %v", x, got)
		}
	}
}

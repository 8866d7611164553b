package ops_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// exactTanh is tanh z to 200 bits at least, from e^−2|z| − 1, which cancels nowhere.
func exactTanh(z float64) *big.Float {
	e := high.Expm1(high.Float(-2 * math.Abs(z)))
	h := high.Div(high.Neg(e), high.Add(e, high.Float(2)))
	if z < 0 {
		return high.Neg(h)
	}
	return h
}

// exactTanhSlope is 4e/(1+e)² with e = e^−2|z|.
func exactTanhSlope(z float64) *big.Float {
	e := high.Exp(high.Float(-2 * math.Abs(z)))
	d := high.Add(high.Float(1), e)
	return high.Div(high.Mul(high.Float(4), e), high.Mul(d, d))
}

// Both kernels keep the bound they declare, near 0, where the series ends, where
// tanh is 1 to the last bit, and where its derivative vanishes.
func TestPrecisionOfOurTanh(t *testing.T) {
	z := logits(1500)
	random := rand.New(rand.NewPCG(25, 26))
	for range 3000 {
		near := 1./16 + 1e-3*(2*random.Float64()-1)
		z = append(z, near, -near, math.Ldexp(random.Float64(), -random.IntN(6)), -370-5*random.Float64())
	}
	for _, c := range []struct {
		op    string
		exact func(float64) *big.Float
	}{{"tanh", exactTanh}, {"tanh-slope", exactTanhSlope}} {
		kernel := named(t, c.op).Kernel
		worst, at := 0.0, 0.0
		for _, x := range z {
			if math.IsInf(2*x, 0) {
				continue // the reference doubles x
			}
			if off := units(kernel.Apply(x), c.exact(x), 0); !(off <= worst) {
				worst, at = off, x
			}
		}
		if t.Logf("%-10s worst %.3f ulp at z = %v", c.op, worst, at); !(worst <= kernel.ULP) {
			t.Errorf("%s(%v) is %.3f ulp off; it declares %v", c.op, at, worst, kernel.ULP)
		}
	}
}

func TestActivationsOfSpecialValues(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		op      string
		z, want float64
	}{
		{"tanh", inf, 1},
		{"tanh", -inf, -1},
		{"tanh", math.MaxFloat64, 1},
		{"tanh", nan, nan},
		{"tanh", 0, 0},
		{"tanh-slope", inf, 0},
		{"tanh-slope", -math.MaxFloat64, 0},
		{"tanh-slope", 0, 1},
		{"tanh-slope", nan, nan},
		{"relu", inf, inf},
		{"relu", -inf, 0},
		{"relu", 0, 0},
		{"relu", nan, nan},
		{"relu-step", 0x1p-1074, 1},
		{"relu-step", 0, 0},
		{"relu-step", -inf, 0},
		{"relu-step", nan, nan},
	} {
		if got := named(t, c.op).Kernel.Apply(c.z); got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("%s(%v) = %v, not %v", c.op, c.z, got, c.want)
		}
	}
}

package kernel_test

import (
	"math"
	"math/big"
	"testing"

	"surefoot/ops/kernel"
)

// apart is |got − exact| in units in the last place of exact, or of scale if that is
// larger, for numbers of the given bits whose smallest is 2^least.
func apart(got float64, exact *big.Float, scale float64, bits, least int) float64 {
	exponent := least
	if exact.Sign() != 0 {
		exponent = max(exponent, exact.MantExp(nil)-bits)
	}
	if _, e := math.Frexp(scale); scale != 0 {
		exponent = max(exponent, e-bits)
	}
	distance := high.Sub(high.Float(got), exact)
	u, _ := distance.SetMantExp(distance, -exponent).Float64()
	return math.Abs(u)
}

// Every function over slices keeps the bound that the dossiers declare, for every
// finite logit and for hard and soft labels, in every variant.
func TestMapsArePrecise(t *testing.T) {
	z, y := points(700)
	for _, m := range logistics {
		exact, scale := make([]*big.Float, len(z)), make([]float64, len(z))
		for i := range z {
			exact[i] = m.exact(z[i], y[i])
			if m.limit == 4 && m.labelled {
				scale[i] = residualScale(y[i])
			}
		}
		for _, v := range kernel.Variants() {
			v.Use(t)
			out := make([]float64, len(z))
			m.double(out, z, y)
			worst, at := 0.0, 0
			for i := range out {
				if near, _ := exact[i].Float64(); math.IsInf(near, 1) { // an exponential overflows
					if !math.IsInf(out[i], 1) {
						t.Errorf("%s %s(%v) = %v", v.Name, m.name, z[i], out[i])
					}
					continue
				}
				if off := apart(out[i], exact[i], scale[i], 53, -1074); !(off <= worst) {
					worst, at = off, i
				}
			}
			if t.Logf("%-7s %-36s worst %.3f ulp at %v, %v", v.Name, m.name, worst, z[at], y[at]); !(worst <= m.limit) {
				t.Errorf("%s %s(%v, %v) = %v is %.3f ulp off, more than %v", v.Name, m.name, z[at], y[at], out[at], worst, m.limit)
			}
		}
	}
}

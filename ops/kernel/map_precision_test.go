package kernel_test

import (
	"math"
	"math/big"
	"math/rand/v2"
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
			limit := m.limit
			if v.Name != "scalar" {
				limit = m.sharp
			}
			if t.Logf("%-7s %-36s worst %.3f ulp at %v, %v", v.Name, m.name, worst, z[at], y[at]); !(worst <= limit) {
				t.Errorf("%s %s(%v, %v) = %v is %.3f ulp off, more than %v", v.Name, m.name, z[at], y[at], out[at], worst, limit)
			}
		}
	}
}

// A function over float32 is the nearest float32 to a result with a relative error
// below 2⁻³⁵, a 2048th of a unit: half a unit and that.
func TestSingleMapsArePrecise(t *testing.T) {
	const limit = 0.5 + 0x1p-11
	z, y := singlePoints(600)
	wideZ, wideY := widened(z), widened(y)
	for _, m := range logistics {
		exact, scale := make([]*big.Float, len(z)), make([]float64, len(z))
		for i := range z {
			exact[i] = m.exact(wideZ[i], wideY[i])
			if m.limit == 4 && m.labelled {
				scale[i] = residualScale(wideY[i])
			}
		}
		for _, v := range kernel.Variants() {
			v.Use(t)
			out := make([]float32, len(z))
			m.single(out, z, y)
			worst, at := 0.0, 0
			for i := range out {
				if near, _ := exact[i].Float32(); math.IsInf(float64(near), 1) {
					if !math.IsInf(float64(out[i]), 1) {
						t.Errorf("%s %s32(%v) = %v", v.Name, m.name, z[i], out[i])
					}
					continue
				}
				if off := apart(float64(out[i]), exact[i], scale[i], 24, -149); !(off <= worst) {
					worst, at = off, i
				}
			}
			if t.Logf("%-7s %-36s worst %.5f ulp at %v, %v", v.Name, m.name, worst, z[at], y[at]); !(worst <= limit) {
				t.Errorf("%s %s32(%v, %v) = %v is %.5f ulp off, more than %v", v.Name, m.name, z[at], y[at], out[at], worst, limit)
			}
		}
	}
}

// singlePoints are points in float32, and more of them where its exponentials end.
func singlePoints(count int) (z, y []float32) {
	double, labels := points(count)
	random := rand.New(rand.NewPCG(61, 62))
	for i, v := range double {
		if v = float64(float32(v)); !math.IsInf(v, 0) {
			z, y = append(z, float32(v)), append(y, float32(labels[i]))
		}
		if i%4 == 0 {
			z, y = append(z, 208*(random.Float32()-0.5)), append(y, float32(labels[i]))
		}
	}
	return z, y
}

func widened(x []float32) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}

package kernel_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"surefoot/ops/kernel"
)

// rates are those of decays, the ends of what is allowed among them.
var rates = []float64{1, 2, 0.5, 1. / 3, 7.3, 0x1p-60, 0x1p60}

// decaying are arguments of every size, and around where a decay at the given rate ends.
func decaying[T number](rate, limit float64) []T {
	random := rand.New(rand.NewPCG(81, 82))
	points, _ := points(300)
	out := narrowedTo[T](points)
	for range 1500 {
		out = append(out, T(2.2*limit/rate*(random.Float64()-0.5)), T(limit/rate*(1+1e-6*random.NormFloat64())))
	}
	for i := range out {
		if math.IsInf(float64(out[i]), 0) { // too large for float32
			out[i] = T(limit / rate)
		}
	}
	return out
}

func narrowedTo[T number](x []float64) []T {
	out := make([]T, len(x))
	for i, v := range x {
		out[i] = T(v)
	}
	return out
}

func TestDecays(t *testing.T) {
	t.Run("float64", func(t *testing.T) { testDecays(t, kernel.Decays, 700, 0x1p-39) })
	t.Run("float32", func(t *testing.T) { testDecays(t, kernel.Decays32, 69, 0x1p-20) })
}

// testDecays compares with 128 bits; the bound is what Decays says.
func testDecays[T number](t *testing.T, decays func(out, z []T, a T), limit, bound float64) {
	worst := map[string]float64{}
	for _, rate := range rates {
		a := T(rate)
		z := decaying[T](rate, limit)
		exact := make([]float64, len(z))
		out := make([]T, len(z))
		for _, v := range kernel.Variants() {
			v.Use(t)
			decays(out, z, a)
			for i, got := range out {
				if exact[i] == 0 {
					x := min(math.Abs(float64(z[i])), float64(T(limit)/a))
					// Rounding the reference to 53 bits is a 2⁻¹³ of the bound.
					exact[i], _ = high.Exp(high.Neg(high.Mul(high.Float(float64(a)), high.Float(x)))).Float64()
				}
				off := math.Abs(float64(got)-exact[i]) / exact[i]
				if !(off <= bound) {
					t.Fatalf("%s: e^(−%v·|%v|) is %v, not %v", v.Name, a, z[i], got, exact[i])
				}
				worst[v.Name] = max(worst[v.Name], off)
			}
		}
	}
	for name, off := range worst {
		t.Logf("%-7s worst relative error 2^%.2f", name, math.Log2(off))
		if off < bound/64 {
			t.Errorf("%s: a worst error of %v has not been near anything", name, off)
		}
	}
}

func TestDecaysOfSpecialValues(t *testing.T) {
	each(t, func(t *testing.T) {
		t.Run("float64", func(t *testing.T) { testDecaysOfSpecialValues(t, kernel.Decays, 0x1p-39) })
		t.Run("float32", func(t *testing.T) { testDecaysOfSpecialValues(t, kernel.Decays32, 0x1p-20) })
	})
}

func testDecaysOfSpecialValues[T number](t *testing.T, decays func(out, z []T, a T), bound float64) {
	inf, nan := math.Inf(1), math.NaN()
	// A NaN of other low bits must not be taken for a number.
	loud := T(math.Float64frombits(0x7ff80123456789ab))
	z := []T{T(inf), T(-inf), 1e30, T(nan), T(-nan), loud, -loud, 0, T(math.Copysign(0, -1))}
	for n := range 40 {
		in, out := make([]T, n), make([]T, n)
		for i := range in {
			in[i] = z[(n+i)%len(z)]
		}
		decays(out, in, 1)
		var end [1]T
		decays(end[:], []T{1000}, 1)
		for i, got := range out {
			switch k := (n + i) % len(z); {
			case k < 3 && got != end[0]:
				t.Errorf("%v decays to %v, not to %v", in[i], got, end[0])
			case k >= 3 && k < 7 && got == got:
				t.Errorf("NaN decays to %v", got)
			case k >= 7 && !(math.Abs(float64(got)-1) <= bound):
				t.Errorf("%v decays to %v", in[i], got)
			}
		}
	}
}

func TestDecaysLieAnywhere(t *testing.T) {
	z, y := specials()
	more, labels := points(100)
	z, y = append(z, more...), append(y, labels...)
	each(t, func(t *testing.T) {
		lies(t, "Decays", of(func(out, z []float64) { kernel.Decays(out, z, 0.7) }), z, y)
		lies(t, "Decays32", of(func(out, z []float32) { kernel.Decays32(out, z, 0.7) }), narrowed(z), narrowed(y))
	})
}

func TestDecaysRefuse(t *testing.T) {
	two, three := make([]float64, 2), make([]float64, 3)
	for name, call := range map[string]func(){
		"two lengths":     func() { kernel.Decays(two, three, 1) },
		"growth":          func() { kernel.Decays(two, two, -1) },
		"no decay":        func() { kernel.Decays(two, two, 0) },
		"an infinite one": func() { kernel.Decays(two, two, math.Inf(1)) },
		"NaN":             func() { kernel.Decays(two, two, math.NaN()) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Decays takes %s", name)
				}
			}()
			call()
		}()
	}
}

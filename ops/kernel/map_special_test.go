package kernel_test

import (
	"math"
	"testing"

	"surefoot/ops/kernel"
)

// Plain functions are the scalar ones to the bit, and the others are the same where
// a result is zero, infinite or not a number.
func TestMapsOfSpecialValues(t *testing.T) {
	z, y := specials()
	z32, y32 := narrowed(z), narrowed(y)
	each(t, func(t *testing.T) {
		for k, m := range append(logistics, plain...) {
			out, out32 := make([]float64, len(z)), make([]float32, len(z))
			m.double(out, z, y)
			m.single(out32, z32, y32)
			for i := range z {
				want := m.scalar(z[i], y[i])
				special := want != want || want == 0 || math.IsInf(want, 0)
				if (special || k >= len(logistics)) && bits(out[i]) != bits(want) {
					t.Errorf("%s(%v, %v) = %v, not %v", m.name, z[i], y[i], out[i], want)
				}
				want = float64(float32(m.scalar(float64(z32[i]), float64(y32[i]))))
				if m.name == "Scales" {
					want = float64(z32[i] * -0.25)
				}
				special = want != want || want == 0 || math.IsInf(want, 0)
				if (special || k >= len(logistics)) && bits(out32[i]) != bits(want) {
					t.Errorf("%s32(%v, %v) = %v, not %v", m.name, z32[i], y32[i], out32[i], want)
				}
			}
		}
	})
}

func TestMapsOfPoints(t *testing.T) {
	z, y := points(2000)
	z32, y32 := narrowed(z), narrowed(y)
	each(t, func(t *testing.T) {
		for _, m := range plain {
			out, out32 := make([]float64, len(z)), make([]float32, len(z))
			m.double(out, z, y)
			m.single(out32, z32, y32)
			for i := range z {
				if want := m.scalar(z[i], y[i]); bits(out[i]) != bits(want) {
					t.Fatalf("%s(%v, %v) = %v, not %v", m.name, z[i], y[i], out[i], want)
				}
				want := float32(m.scalar(float64(z32[i]), float64(y32[i])))
				if m.name == "Scales" {
					want = z32[i] * -0.25
				}
				if bits(out32[i]) != bits(want) {
					t.Fatalf("%s32(%v, %v) = %v, not %v", m.name, z32[i], y32[i], out32[i], want)
				}
			}
		}
	})
}

func TestMapsDoNotAllocate(t *testing.T) {
	z, y := examples[float64]()
	loss, residual := make([]float64, length), make([]float64, length)
	each(t, func(t *testing.T) {
		if n := testing.AllocsPerRun(10, func() {
			kernel.CrossEntropiesAndResiduals(loss, residual, z, y)
			kernel.Sigmoids(loss, z)
			kernel.Muls(loss, z, y)
			kernel.Scales(loss, z, 2)
		}); n != 0 {
			t.Errorf("%v allocations", n)
		}
	})
}

func TestMapsRefuseOtherLengths(t *testing.T) {
	two, three := make([]float64, 2), make([]float64, 3)
	for name, call := range map[string]func(){
		"Sigmoids": func() { kernel.Sigmoids(three, two) },
		"Muls":     func() { kernel.Muls(two, two, three) },
		"Scales":   func() { kernel.Scales(two, three, 1) },
		"joint":    func() { kernel.CrossEntropiesAndResiduals(two, three, two, two) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s takes slices of two lengths", name)
				}
			}()
			call()
		}()
	}
}

package kernel_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"surefoot/ops/kernel"
)

// bits are those of a number, all that are not numbers being alike.
func bits[T float32 | float64](x T) uint64 {
	if x != x {
		return math.Float64bits(math.NaN())
	}
	return math.Float64bits(float64(x))
}

// guarded is a slice of n elements at an offset, with guards on both sides.
func guarded[T float32 | float64](n, offset int) (all, inside []T) {
	all = make([]T, n+offset+8)
	for i := range all {
		all[i] = T(1234 + i)
	}
	return all, all[offset : offset+n : offset+n]
}

// lies checks that f gives every element the bits that it has alone, wherever it
// lies, in whatever company, in place or not, and that it writes nothing else.
func lies[T float32 | float64](t *testing.T, name string, f func(out, z, y []T), z, y []T) {
	t.Helper()
	alone := make([]T, len(z))
	for i := range z {
		f(alone[i:i+1], z[i:i+1], y[i:i+1])
	}
	random := rand.New(rand.NewPCG(51, 52))
	for n := range 258 {
		from, offset := random.IntN(len(z)-n), n%8
		all, out := guarded[T](n, offset)
		f(out, z[from:from+n], y[from:from+n])
		for i, v := range all {
			if j := i - offset; j < 0 || j >= n {
				if v != T(1234+i) {
					t.Fatalf("%s of %d elements at offset %d writes at %d", name, n, offset, j)
				}
			} else if want := alone[from+j]; bits(v) != bits(want) {
				t.Fatalf("%s(%v, %v) = %v as element %d of %d and %v alone", name, z[from+j], y[from+j], v, j, n, want)
			}
		}
		_, inZ := guarded[T](n, offset)
		copy(inZ, z[from:])
		f(inZ, inZ, y[from:from+n])
		_, inY := guarded[T](n, offset)
		copy(inY, y[from:])
		f(inY, z[from:from+n], inY)
		for i, v := range out {
			if bits(inZ[i]) != bits(v) || bits(inY[i]) != bits(v) {
				t.Fatalf("%s(%v, %v) = %v, in place %v or %v", name, z[from+i], y[from+i], v, inZ[i], inY[i])
			}
		}
	}
}

// narrowed are the nearest float32 numbers.
func narrowed(x []float64) []float32 {
	out := make([]float32, len(x))
	for i, v := range x {
		out[i] = float32(v)
	}
	return out
}

// specials are pairs of what is special, among ordinary numbers.
func specials() (z, y []float64) {
	inf := math.Inf(1)
	values := []float64{
		0, math.Copysign(0, -1), 1, -1, 0.5, 2, inf, -inf, math.NaN(), -math.NaN(), 0x1p-1074, -0x1p-1074, 0x1p-1030, 0x1p-149,
		-0x1p-140, 709.8, -709.8, -745.2, 88.8, -104, 800, -800, math.MaxFloat64, -math.MaxFloat64, math.MaxFloat32,
	}
	for _, a := range values {
		for _, b := range values {
			z, y = append(z, a, a/3), append(y, b, b)
		}
	}
	return z, y
}

func TestMapsLieAnywhere(t *testing.T) {
	z, y := specials()
	more, labels := points(100)
	z, y = append(z, more...), append(y, labels...)
	random := rand.New(rand.NewPCG(53, 54))
	random.Shuffle(len(z), func(i, j int) { z[i], z[j], y[i], y[j] = z[j], z[i], y[j], y[i] })
	each(t, func(t *testing.T) {
		for _, m := range append(logistics, plain...) {
			lies(t, m.name, m.double, z, y)
			lies(t, m.name+"32", m.single, narrowed(z), narrowed(y))
		}
	})
}

// Results do not depend on which vectors a processor has.
func TestVectorsAgree(t *testing.T) {
	variants := kernel.Variants()[1:]
	if len(variants) < 2 {
		t.Skip("this processor has fewer than two kinds of vectors")
	}
	z, y := specials()
	more, labels := points(20000)
	z, y = append(z, more...), append(y, labels...)
	z32, y32 := narrowed(z), narrowed(y)
	for _, m := range append(logistics, plain...) {
		var first []float64
		var first32 []float32
		for _, v := range variants {
			v.Use(t)
			out, out32 := make([]float64, len(z)), make([]float32, len(z))
			m.double(out, z, y)
			m.single(out32, z32, y32)
			if first == nil {
				first, first32 = out, out32
				continue
			}
			for i := range out {
				if bits(out[i]) != bits(first[i]) || bits(out32[i]) != bits(first32[i]) {
					t.Fatalf("%s(%v, %v) is %v (float32: %v) with %s and %v (%v) with %s", m.name, z[i], y[i],
						out[i], out32[i], v.Name, first[i], first32[i], variants[0].Name)
				}
			}
		}
	}
}

// The joint function is the two that it joins, and its results may take the places of
// the labels and the logits.
func TestJoint(t *testing.T) {
	z, y := points(30)
	each(t, func(t *testing.T) {
		loss, residual := make([]float64, len(z)), make([]float64, len(z))
		kernel.CrossEntropies(loss, z, y)
		kernel.Residuals(residual, z, y)
		zs, ys := append([]float64{}, z...), append([]float64{}, y...)
		kernel.CrossEntropiesAndResiduals(ys, zs, zs, ys)
		for i := range z {
			if bits(ys[i]) != bits(loss[i]) || bits(zs[i]) != bits(residual[i]) {
				t.Fatalf("(%v, %v): %v, %v together, %v, %v apart", z[i], y[i], ys[i], zs[i], loss[i], residual[i])
			}
		}
	})
}

package kernel_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"surefoot/ops/kernel"
)

// sprinkle replaces some elements of x by values that are no usual numbers: one in
// rare of them.
func sprinkle[T number](random *rand.Rand, x []T, rare int, values []float64) {
	for i := range x {
		if random.IntN(rare) == 0 {
			x[i] = T(values[random.IntN(len(values))])
		}
	}
}

// sameKind says whether both are NaN, or the same infinity, or finite.
func sameKind[T number](a, b T) bool {
	x, y := float64(a), float64(b)
	return math.IsNaN(x) == math.IsNaN(y) && math.IsInf(x, 1) == math.IsInf(y, 1) && math.IsInf(x, -1) == math.IsInf(y, -1)
}

// NaN, the infinities and their products with zero come out as of the portable code,
// in the same elements: an element beyond the end that took part in a sum would show.
func TestRowsOfNoNumbers(t *testing.T) {
	forAll(t, func(t *testing.T) {
		t.Run("float64", func(t *testing.T) { testRowsOfNoNumbers(t, doubles) })
		t.Run("float32", func(t *testing.T) { testRowsOfNoNumbers(t, singles) })
	})
}

func testRowsOfNoNumbers[T number](t *testing.T, k rowKernels[T]) {
	random := rand.New(rand.NewPCG(9, 10))
	odd := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, math.Copysign(0, -1)}
	seen := map[string]int{}
	for range 3000 {
		rows, n := random.IntN(60), random.IntN(40)
		x, w, d := normals[T](random, rows*n), normals[T](random, n), normals[T](random, rows)
		sprinkle(random, x, 200, odd)
		sprinkle(random, w, 200, odd)
		sprinkle(random, d, 200, odd)
		z, dw := make([]T, rows), append([]T{}, w...)
		k.dotRows(z, x, w)
		k.addRows(dw, x, d, 1, rows)
		sums := []T{k.sum(x), k.dot(z, d)}
		restore := kernel.Variants()[0].Set()
		wantZ, wantDW := make([]T, rows), append([]T{}, w...)
		k.dotRows(wantZ, x, w)
		k.addRows(wantDW, x, d, 1, rows)
		wantSums := []T{k.sum(x), k.dot(z, d)}
		restore()
		got, want := append(append(z, dw...), sums...), append(append(wantZ, wantDW...), wantSums...)
		for i, v := range got {
			if !sameKind(v, want[i]) {
				t.Fatalf("%d rows, %d columns: element %d is %v, want %v", rows, n, i, v, want[i])
			}
			switch x := float64(v); {
			case math.IsNaN(x):
				seen["NaN"]++
			case math.IsInf(x, 0):
				seen["infinite"]++
			default:
				seen["finite"]++
			}
		}
	}
	if seen["NaN"] < 1000 || seen["infinite"] < 1000 || seen["finite"] < 1000 {
		t.Errorf("too few of some kind: %v", seen)
	}
}

// Subnormal numbers are neither taken for zero nor made zero.
func TestRowsOfSubnormals(t *testing.T) {
	forAll(t, func(t *testing.T) {
		t.Run("float64", func(t *testing.T) { testRowsOfSubnormals(t, doubles) })
		t.Run("float32", func(t *testing.T) { testRowsOfSubnormals(t, singles) })
	})
}

func testRowsOfSubnormals[T number](t *testing.T, k rowKernels[T]) {
	random := rand.New(rand.NewPCG(11, 12))
	for n := 1; n < 70; n++ {
		x, w := make([]T, n), make([]T, n)
		for i := range x {
			x[i], w[i] = T(float64(random.IntN(1000)-500)*k.tiniest), T(random.IntN(9))
		}
		z, dw, e := make([]T, 1), make([]T, 1), exact{}
		k.dotRows(z, x, w)
		k.addRows(dw, x, w, 1, n)
		for i, v := range x {
			e.add(float64(v), float64(w[i]))
		}
		for _, got := range []T{z[0], dw[0], k.dot(x, w)} {
			if float64(got) != e.sum { // nothing to round: a multiple below 2²⁴ of the tiniest number
				t.Fatalf("n = %d: %v, want %v", n, got, e.sum)
			}
		}
	}
}

// What is fetched ahead changes nothing.
func TestRowsAhead(t *testing.T) {
	forAll(t, func(t *testing.T) {
		t.Run("float64", func(t *testing.T) { testRowsAhead(t, doubles) })
		t.Run("float32", func(t *testing.T) { testRowsAhead(t, singles) })
	})
}

func testRowsAhead[T number](t *testing.T, k rowKernels[T]) {
	random := rand.New(rand.NewPCG(13, 14))
	for _, n := range []int{1, 2, 7, 8, 20, 100, 255, 256, 257, 512, 513, 784} {
		for _, rows := range []int{1, 8, 24, 31} {
			table := normals[T](random, 2*rows*n)
			before := append([]T{}, table...)
			x, w, d := table[:rows*n], normals[T](random, n), normals[T](random, rows)
			for _, next := range [][]T{nil, table[rows*n:][:1], table[rows*n:], table} {
				z, wantZ := make([]T, rows), make([]T, rows)
				k.dotRows(wantZ, x, w)
				k.dotRowsAhead(z, x, w, next)
				dw, wantDW := append([]T{}, w...), append([]T{}, w...)
				k.addRows(wantDW, x, d, 1, rows)
				k.addRowsAhead(dw, x, d, 1, rows, next)
				if !sameBits(z, wantZ) || !sameBits(dw, wantDW) || !sameBits(table, before) {
					t.Errorf("%d rows of %d, %d elements ahead: other results than without", rows, n, len(next))
				}
			}
		}
	}
}

func TestRowsAllocateNothing(t *testing.T) {
	forAll(t, func(t *testing.T) {
		x, w, z := make([]float64, 900), make([]float64, 30), make([]float64, 30)
		if got := testing.AllocsPerRun(100, func() {
			kernel.DotRowsAhead(z, x, w, x)
			kernel.AddRowsAhead(w, x, z, 1, 30, x)
			w[0] = kernel.Sum(z) + kernel.Dot(z, w)
		}); got != 0 {
			t.Errorf("%v allocations", got)
		}
	})
}

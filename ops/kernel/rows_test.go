package kernel_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"surefoot/ops/kernel"
)

// number is what the kernels of rows compute with.
type number interface{ float32 | float64 }

// rowKernels are the kernels of one width.
type rowKernels[T number] struct {
	unit         float64 // u: half the distance from 1 to the next number
	tiniest      float64 // the smallest subnormal
	dotRows      func(out, x, w []T)
	addRows      func(out, x, d []T, step, rows int)
	dotRowsAhead func(out, x, w, next []T)
	addRowsAhead func(out, x, d []T, step, rows int, next []T)
	dot          func(x, y []T) T
	sum          func(x []T) T
}

var (
	doubles = rowKernels[float64]{
		0x1p-53, 0x1p-1074, kernel.DotRows, kernel.AddRows, kernel.DotRowsAhead, kernel.AddRowsAhead,
		kernel.Dot, kernel.Sum,
	}
	singles = rowKernels[float32]{
		0x1p-24, 0x1p-149, kernel.DotRows32, kernel.AddRows32, kernel.DotRowsAhead32, kernel.AddRowsAhead32,
		kernel.Dot32, kernel.Sum32,
	}
)

// forAll runs a test for every variant that the processor has.
func forAll(t *testing.T, test func(t *testing.T)) {
	for _, v := range kernel.Variants() {
		t.Run(v.Name, func(t *testing.T) {
			v.Use(t)
			test(t)
		})
	}
}

// shape is of a table: the test visits all numbers of columns up to past four
// vectors of the widest with few rows, and all numbers of rows with few columns.
type shape struct{ rows, n int }

func shapes() []shape {
	var all []shape
	for n := range 258 {
		for _, rows := range []int{1, 3, 8, 13} {
			all = append(all, shape{rows, n})
		}
	}
	for rows := range 71 {
		for _, n := range []int{0, 1, 2, 3, 4, 5, 8, 9, 16, 20, 33} {
			all = append(all, shape{rows, n})
		}
	}
	return append(all, shape{9, 784}, shape{300, 7}, shape{513, 20})
}

// normals are numbers of mixed size and sign.
func normals[T number](random *rand.Rand, n int) []T {
	x := make([]T, n)
	for i := range x {
		x[i] = T(math.Ldexp(random.NormFloat64(), random.IntN(20)-10))
	}
	return x
}

// walled is a copy of x at an offset inside a larger slice, surrounded by a number
// that no kernel makes, and a function that says whether the surroundings are as
// they were.
func walled[T number](x []T, offset int) (inside []T, untouched func() bool) {
	const guard = 1234.5
	whole := make([]T, offset+len(x)+24)
	for i := range whole {
		whole[i] = guard
	}
	inside = whole[offset:][:len(x):len(x)]
	copy(inside, x)
	return inside, func() bool {
		for i, v := range whole {
			if (i < offset || i >= offset+len(x)) && v != guard {
				return false
			}
		}
		return true
	}
}

// exact is a sum of products in twice the precision of float64, what the rounding of
// products and sums lost being summed apart: its own error, n²·2⁻¹⁰⁶ of the sum of
// sizes (T. Ogita, S. M. Rump and S. Oishi, Accurate sum and dot product, SIAM J. Sci.
// Comput. 26, 2005), is a 2⁻⁴⁰ of any bound here.
type exact struct{ sum, lost, size float64 }

func (e *exact) add(a, b float64) {
	product := float64(a * b)
	sum := e.sum + product
	added := sum - e.sum
	e.lost += (e.sum - (sum - added)) + (product - added) + math.FMA(a, b, -product)
	e.sum = sum
	e.size += math.Abs(product)
}

// admits says whether got is the sum to within γₙ·Σ|terms|, γₙ = nu/(1−nu), and the
// 2⁻³⁰ of it that the computation of both sides may be off.
func (e *exact) admits(got float64, n int, unit float64) bool {
	nu := float64(n) * unit
	return math.Abs(got-e.sum-e.lost) <= nu/(1-nu)*e.size*(1+0x1p-30)
}

// sameBits says whether two slices hold the same bits, NaNs all being one.
func sameBits[T number](a, b []T) bool {
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		if math.Float64bits(x) != math.Float64bits(y) && (x == x || y == y) {
			return false
		}
	}
	return len(a) == len(b)
}

func TestDotRows(t *testing.T) {
	forAll(t, func(t *testing.T) {
		t.Run("float64", func(t *testing.T) { testDotRows(t, doubles) })
		t.Run("float32", func(t *testing.T) { testDotRows(t, singles) })
	})
}

func testDotRows[T number](t *testing.T, k rowKernels[T]) {
	random := rand.New(rand.NewPCG(3, 4))
	for i, s := range shapes() {
		table, weights := normals[T](random, s.rows*s.n), normals[T](random, s.n)
		x, _ := walled(table, i%8)
		w, _ := walled(weights, i/8%8)
		out, untouched := walled(normals[T](random, s.rows), i/64%8)
		k.dotRows(out, x, w)
		if !untouched() {
			t.Fatalf("%+v: written outside of out", s)
		}
		aligned := make([]T, s.rows)
		k.dotRows(aligned, table, weights)
		if !sameBits(out, aligned) {
			t.Errorf("%+v: %v at one place, %v at another", s, out, aligned)
		}
		for i, got := range out {
			row, e := x[i*s.n:][:s.n], exact{}
			for j, v := range row {
				e.add(float64(v), float64(w[j]))
			}
			if !e.admits(float64(got), s.n, k.unit) {
				t.Fatalf("%+v: row %d gives %v, not %v", s, i, got, e.sum)
			}
			alone := make([]T, 1)
			if k.dotRows(alone, row, w); !sameBits(alone, out[i:i+1]) {
				t.Fatalf("%+v: row %d gives %v among others and %v alone", s, i, got, alone[0])
			}
		}
	}
}

func TestAddRows(t *testing.T) {
	forAll(t, func(t *testing.T) {
		t.Run("float64", func(t *testing.T) { testAddRows(t, doubles) })
		t.Run("float32", func(t *testing.T) { testAddRows(t, singles) })
	})
}

func testAddRows[T number](t *testing.T, k rowKernels[T]) {
	random := rand.New(rand.NewPCG(5, 6))
	for i, s := range shapes() {
		step := 1 + i%3
		table, factors, start := normals[T](random, s.rows*s.n), normals[T](random, max(0, (s.rows-1)*step+1)), normals[T](random, s.n)
		x, _ := walled(table, i%8)
		d, _ := walled(factors, i/8%8)
		out, untouched := walled(start, i/64%8)
		k.addRows(out, x, d, step, s.rows)
		if !untouched() {
			t.Fatalf("%+v: written outside of out", s)
		}
		aligned := append([]T{}, start...)
		k.addRows(aligned, table, factors, step, s.rows)
		if !sameBits(out, aligned) {
			t.Errorf("%+v: %v at one place, %v at another", s, out, aligned)
		}
		for j, got := range out {
			e := exact{}
			e.add(1, float64(start[j]))
			for i := range s.rows {
				e.add(float64(d[i*step]), float64(x[i*s.n+j]))
			}
			if !e.admits(float64(got), s.rows+1, k.unit) {
				t.Fatalf("%+v in steps of %d: column %d gives %v, not %v", s, step, j, got, e.sum)
			}
		}
	}
}

func TestDotAndSum(t *testing.T) {
	forAll(t, func(t *testing.T) {
		t.Run("float64", func(t *testing.T) { testDotAndSum(t, doubles) })
		t.Run("float32", func(t *testing.T) { testDotAndSum(t, singles) })
	})
}

func testDotAndSum[T number](t *testing.T, k rowKernels[T]) {
	random := rand.New(rand.NewPCG(7, 8))
	for n := range 1100 {
		alignedX, alignedY := normals[T](random, n), normals[T](random, n)
		x, _ := walled(alignedX, n%8)
		y, _ := walled(alignedY, n/8%8)
		dot, sum := k.dot(x, y), k.sum(x)
		if !sameBits([]T{dot, sum}, []T{k.dot(alignedX, alignedY), k.sum(alignedX)}) {
			t.Errorf("n = %d: other bits at another place", n)
		}
		var ofDot, ofSum exact
		for i, v := range x {
			ofDot.add(float64(v), float64(y[i]))
			ofSum.add(float64(v), 1)
		}
		if !ofDot.admits(float64(dot), n, k.unit) || !ofSum.admits(float64(sum), max(0, n-1), k.unit) {
			t.Fatalf("n = %d: dot product %v, not %v; sum %v, not %v", n, dot, ofDot.sum, sum, ofSum.sum)
		}
	}
}

func TestRowsThatDoNotFit(t *testing.T) {
	five := make([]float64, 5)
	for name, call := range map[string]func(){
		"kernel: 5 elements are no table of 2 rows and 3 columns":                           func() { kernel.DotRows(five[:2], five, five[:3]) },
		"kernel: 5 elements are no table of 5 rows and 0 columns":                           func() { kernel.DotRows(five, five, nil) },
		"kernel: 5 elements are no table of 3 rows and 2 columns":                           func() { kernel.AddRows(five[:2], five, five, 1, 3) },
		"kernel: a step of 0 over 1 rows":                                                   func() { kernel.AddRows(five, five, five, 0, 1) },
		"kernel: a step of 1 over -1 rows":                                                  func() { kernel.AddRows(nil, nil, five, 1, -1) },
		"kernel: 5 factors are too few for 3 rows in steps of 3":                            func() { kernel.AddRows(five[:1], five[:3], five, 3, 3) },
		"kernel: 0 factors are too few for 1 rows in steps of 1":                            func() { kernel.AddRows(five, five, nil, 1, 1) },
		fmt.Sprintf("kernel: 5 factors are too few for 3 rows in steps of %d", math.MaxInt): func() { kernel.AddRows(five[:1], five[:3], five, math.MaxInt, 3) },
		"kernel: the dot product of 5 and 4 elements":                                       func() { kernel.Dot(five, five[:4]) },
	} {
		func() {
			defer func() {
				if got := recover(); got != name {
					t.Errorf("got %v, want %s", got, name)
				}
			}()
			call()
		}()
	}
}

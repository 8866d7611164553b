package arith_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"surefoot/ops/arith"
)

// machine is the machine of these tests. Their numbers are small integers, on
// which float64 is exact, so that every comparison is equality.
var machine = arith.Over[float64]{A: arith.Float64{}}

var dice = rand.New(rand.NewPCG(11, 12))

func integers(shape ...int) arith.Value {
	x := make([]float64, arith.Size(shape))
	for i := range x {
		x[i] = float64(dice.IntN(19) - 9)
	}
	return machine.Floats(x, shape...)
}

// at is an element by its index, read by the row-major order of Float64s.
func at(a arith.Value, index ...int) float64 {
	offset := 0
	for k, i := range index {
		offset = offset*a.Shape()[k] + i
	}
	return machine.Float64s(a)[offset]
}

func equal(t *testing.T, what string, got arith.Value, want []float64, shape ...int) {
	t.Helper()
	if !slices.Equal(got.Shape(), shape) {
		t.Errorf("%s has shape %v, not %v", what, got.Shape(), shape)
	}
	if diff := cmp.Diff(want, machine.Float64s(got)); diff != "" {
		t.Errorf("%s (−want +got):\n%s", what, diff)
	}
}

// misfits requires a panic with a ShapeError.
func misfits(t *testing.T, what string, f func()) {
	t.Helper()
	defer func() {
		p := recover()
		if err, ok := p.(error); !ok || !errors.As(err, new(arith.ShapeError)) || err.Error() == "" {
			t.Errorf("%s: %v is no ShapeError with a message", what, p)
		}
	}()
	f()
}

func TestElementwise(t *testing.T) {
	a, b := machine.Floats([]float64{1, -2, 3, 4, 5, 6}, 2, 3), machine.Floats([]float64{2, 4, 8, 1, -1, 3}, 2, 3)
	equal(t, "a+b", machine.Add(a, b), []float64{3, 2, 11, 5, 4, 9}, 2, 3)
	equal(t, "a−b", machine.Sub(a, b), []float64{-1, -6, -5, 3, 6, 3}, 2, 3)
	equal(t, "ab", machine.Mul(a, b), []float64{2, -8, 24, 4, -5, 18}, 2, 3)
	equal(t, "a/b", machine.Div(a, b), []float64{0.5, -0.5, 0.375, 4, -5, 2}, 2, 3)
	equal(t, "−a", machine.Neg(a), []float64{-1, 2, -3, -4, -5, -6}, 2, 3)
	var f arith.Float64
	x := machine.Floats([]float64{0.5, 2}, 2)
	for name, c := range map[string]struct {
		got arith.Value
		f   func(float64) float64
	}{
		"exp": {machine.Exp(x), f.Exp}, "log": {machine.Log(x), f.Log}, "log1p": {machine.Log1p(x), f.Log1p}, "expm1": {machine.Expm1(x), f.Expm1},
		"sqrt": {machine.Sqrt(x), f.Sqrt}, "sin": {machine.Sin(x), f.Sin}, "cos": {machine.Cos(x), f.Cos},
	} {
		equal(t, name, c.got, []float64{c.f(0.5), c.f(2)}, 2)
	}
	view := machine.Transpose(a, 1, 0)
	equal(t, "aᵀ+aᵀ", machine.Add(view, view), []float64{2, 8, -4, 10, 6, 12}, 3, 2)
	equal(t, "−aᵀ", machine.Neg(view), []float64{-1, -4, 2, -5, -3, -6}, 3, 2)
}

func TestBroadcast(t *testing.T) {
	scalar, one, oneByOne := machine.Floats([]float64{10}), machine.Floats([]float64{10}, 1), machine.Floats([]float64{10}, 1, 1)
	v, none := machine.Floats([]float64{1, 2, 3}, 3), machine.Floats(nil, 0, 2)
	for _, ten := range []arith.Value{scalar, one, oneByOne} {
		equal(t, "10−v", machine.Sub(ten, v), []float64{9, 8, 7}, 3)
		equal(t, "v−10", machine.Sub(v, ten), []float64{-9, -8, -7}, 3)
		equal(t, "10+∅", machine.Add(ten, none), []float64{}, 0, 2)
		equal(t, "∅+10", machine.Add(none, ten), []float64{}, 0, 2)
		for _, other := range []arith.Value{scalar, one, oneByOne} { // the higher rank stays
			rank := max(len(ten.Shape()), len(other.Shape()))
			equal(t, "10+10", machine.Add(ten, other), []float64{20}, []int{1, 1}[:rank]...)
		}
	}
	misfits(t, "(3)+(2)", func() { machine.Add(v, machine.Floats([]float64{1, 2}, 2)) })
	misfits(t, "(3)+(1,3)", func() { machine.Add(v, machine.Floats([]float64{1, 2, 3}, 1, 3)) })
	misfits(t, "(3)+∅", func() { machine.Add(v, none) })
}

func TestSelect(t *testing.T) {
	negativeZero := math.Copysign(0, -1)
	sign := machine.Floats([]float64{-1, 0, 2, negativeZero, math.Inf(-1), 0x1p-1074}, 6)
	a, b := machine.Floats([]float64{1, 2, 3, 4, 5, 6}, 6), machine.Floats([]float64{-7})
	equal(t, "select", machine.Select(sign, a, b), []float64{-7, 2, 3, 4, -7, 6}, 6)
	equal(t, "select by a scalar", machine.Select(b, b, a), []float64{1, 2, 3, 4, 5, 6}, 6)
	misfits(t, "select (6), (), (2)", func() { machine.Select(sign, b, machine.Floats([]float64{1, 2}, 2)) })
}

func TestMap(t *testing.T) {
	hypot := arith.Kernel{Binary: math.Hypot, ULP: 1}
	double := arith.Kernel{Unary: func(x float64) float64 { return 2 * x }}
	x, y := machine.Floats([]float64{3, 5}, 2), machine.Floats([]float64{4, 12}, 2)
	got, ok := machine.Map(hypot, x, y)
	if !ok {
		t.Fatal("float64 runs no kernels")
	}
	equal(t, "hypot", got, []float64{5, 13}, 2)
	got, _ = machine.Map(double, x)
	equal(t, "double", got, []float64{6, 10}, 2)
	bounds := arith.Over[arith.Bounded]{A: arith.Bound{}}
	if got, ok := bounds.Map(double, bounds.Floats([]float64{3})); !ok || bounds.Float64s(got)[0] != 6 {
		t.Error("running error analysis runs no kernels")
	}
	exact := arith.Over[*big.Float]{A: truth}
	if _, ok := exact.Map(double, exact.Floats([]float64{3})); ok {
		t.Error("exact arithmetic runs a float64 kernel")
	}
}

// naive is the matrix product by its definition.
func naive(a, b arith.Value) (out []float64, shape []int) {
	rowAt := func(_, k int) float64 { return at(a, k) }
	columnAt := func(k, _ int) float64 { return at(b, k) }
	p, r := 1, 1
	if len(a.Shape()) == 2 {
		p, rowAt = a.Shape()[0], func(i, k int) float64 { return at(a, i, k) }
		shape = append(shape, p)
	}
	if len(b.Shape()) == 2 {
		r, columnAt = b.Shape()[1], func(k, j int) float64 { return at(b, k, j) }
		shape = append(shape, r)
	}
	out = make([]float64, 0, p*r)
	for i := range p {
		for j := range r {
			sum := 0.0
			for k := range b.Shape()[0] {
				sum += rowAt(i, k) * columnAt(k, j)
			}
			out = append(out, sum)
		}
	}
	return out, shape
}

func TestMatMul(t *testing.T) {
	for _, d := range [][3]int{{1, 1, 1}, {2, 3, 4}, {4, 5, 1}, {1, 7, 3}, {3, 1, 2}, {0, 3, 2}, {2, 0, 3}, {2, 3, 0}, {0, 0, 0}} {
		p, q, r := d[0], d[1], d[2]
		lefts := []arith.Value{integers(q), integers(p, q), machine.Transpose(integers(q, p), 1, 0)}
		rights := []arith.Value{integers(q), integers(q, r), machine.Transpose(integers(r, q), 1, 0)}
		for i, a := range lefts {
			for j, b := range rights {
				want, shape := naive(a, b)
				equal(t, fmt.Sprintf("%v·%v (%d,%d)", a.Shape(), b.Shape(), i, j), machine.MatMul(a, b), want, shape...)
			}
		}
	}
	misfits(t, "(2,3)·(2,3)", func() { machine.MatMul(integers(2, 3), integers(2, 3)) })
	misfits(t, "(3)·(2)", func() { machine.MatMul(integers(3), integers(2)) })
	misfits(t, "()·(2)", func() { machine.MatMul(integers(), integers(2)) })
	misfits(t, "(2)·()", func() { machine.MatMul(integers(2), integers()) })
	misfits(t, "(1,1,2)·(2)", func() { machine.MatMul(integers(1, 1, 2), integers(2)) })
	misfits(t, "(2)·(2,1,1)", func() { machine.MatMul(integers(2), integers(2, 1, 1)) })
}

func TestOuter(t *testing.T) {
	a, b := machine.Floats([]float64{1, 2}, 2), machine.Floats([]float64{3, 4, 5}, 3)
	equal(t, "outer", arith.Outer(machine, a, b), []float64{3, 4, 5, 6, 8, 10}, 2, 3)
	equal(t, "outer with nothing", arith.Outer(machine, machine.Floats(nil, 0), b), []float64{}, 0, 3)
}

package arith_test

import (
	"fmt"
	"slices"
	"testing"

	"surefoot/ops/arith"
)

// every index of a shape, in row-major order.
func indices(shape []int) [][]int {
	all := [][]int{{}}
	for _, d := range shape {
		var longer [][]int
		for _, index := range all {
			for i := range d {
				longer = append(longer, append(slices.Clone(index), i))
			}
		}
		all = longer
	}
	return all
}

func TestSum(t *testing.T) {
	a := integers(2, 3, 4)
	for _, axes := range [][]int{{}, {0}, {1}, {2}, {0, 1}, {1, 2}, {2, 0}, {0, 1, 2}} {
		gone := axes
		if len(gone) == 0 {
			gone = []int{0, 1, 2}
		}
		var shape []int
		for k, d := range a.Shape() {
			if !slices.Contains(gone, k) {
				shape = append(shape, d)
			}
		}
		want := make([]float64, arith.Size(shape))
		for _, index := range indices(a.Shape()) {
			to := 0
			for k, i := range index {
				if !slices.Contains(gone, k) {
					to = to*a.Shape()[k] + i
				}
			}
			want[to] += at(a, index...)
		}
		equal(t, fmt.Sprintf("sum over %v", axes), machine.Sum(a, axes...), want, shape...)
		view := machine.Transpose(machine.Transpose(a, 2, 0, 1), 1, 2, 0) // there and back
		equal(t, fmt.Sprintf("sum of a view over %v", axes), machine.Sum(view, axes...), want, shape...)
	}
	equal(t, "sum of a scalar", machine.Sum(machine.Floats([]float64{7})), []float64{7})
	equal(t, "sum of (0,2)", machine.Sum(integers(0, 2)), []float64{0})
	equal(t, "sum of (0,2) over 0", machine.Sum(integers(0, 2), 0), []float64{0, 0}, 2)
	equal(t, "sum of (0,2) over 1", machine.Sum(integers(0, 2), 1), []float64{}, 0)
	misfits(t, "sum over axis 3", func() { machine.Sum(a, 3) })
	misfits(t, "sum over axis −1", func() { machine.Sum(a, -1) })
	misfits(t, "sum over axes 1, 1", func() { machine.Sum(a, 1, 1) })
}

func TestTranspose(t *testing.T) {
	a := integers(2, 3, 4)
	for _, axes := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		got := machine.Transpose(a, axes...)
		for k, axis := range axes {
			if got.Shape()[k] != a.Shape()[axis] {
				t.Errorf("transpose %v has shape %v", axes, got.Shape())
			}
		}
		for _, index := range indices(got.Shape()) {
			from := make([]int, 3)
			for k, axis := range axes {
				from[axis] = index[k]
			}
			if x, want := at(got, index...), at(a, from...); x != want {
				t.Errorf("transpose %v: element %v is %v, not %v", axes, index, x, want)
			}
		}
	}
	equal(t, "transpose of ()", machine.Transpose(machine.Floats([]float64{5})), []float64{5})
	equal(t, "transpose of (0,2)", machine.Transpose(integers(0, 2), 1, 0), []float64{}, 2, 0)
	for _, axes := range [][]int{{}, {0, 1}, {0, 1, 1}, {0, 1, 3}, {-1, 0, 1}, {0, 1, 2, 3}} {
		misfits(t, fmt.Sprintf("transpose %v", axes), func() { machine.Transpose(a, axes...) })
	}
}

func TestTransposeCopiesNothing(t *testing.T) {
	data := []float64{1, 2, 3, 4, 5, 6}
	view := machine.Transpose(arith.NewArray(data, 2, 3), 1, 0)
	data[1] = 20
	equal(t, "view", view, []float64{1, 4, 20, 5, 3, 6}, 3, 2)
}

func TestGather(t *testing.T) {
	a := machine.Floats([]float64{1, 2, 3, 4}, 2, 2)
	pick := []int{3, -1, 0, 0, 2, -5}
	got := machine.Gather(a, []int{3, 2}, func(i int) int { return pick[i] })
	equal(t, "gather", got, []float64{4, 0, 1, 1, 3, 0}, 3, 2)
	view := machine.Transpose(a, 1, 0)
	equal(t, "gather of a view", machine.Gather(view, []int{2}, func(i int) int { return i + 1 }), []float64{3, 2}, 2)
	equal(t, "gather of nothing", machine.Gather(a, []int{0}, func(int) int { panic("asked") }), []float64{}, 0)
	misfits(t, "gather element 4", func() { machine.Gather(a, []int{1}, func(int) int { return 4 }) })
}

func TestReshape(t *testing.T) {
	a := machine.Floats([]float64{1, 2, 3, 4, 5, 6}, 2, 3)
	equal(t, "(2,3) as (3,2)", machine.Reshape(a, 3, 2), []float64{1, 2, 3, 4, 5, 6}, 3, 2)
	equal(t, "view as (6)", machine.Reshape(machine.Transpose(a, 1, 0), 6), []float64{1, 4, 2, 5, 3, 6}, 6)
	equal(t, "(1) as ()", machine.Reshape(machine.Floats([]float64{9}, 1)), []float64{9})
	equal(t, "() as (1,1)", machine.Reshape(machine.Floats([]float64{9}), 1, 1), []float64{9}, 1, 1)
	equal(t, "(0,3) as (2,0)", machine.Reshape(integers(0, 3), 2, 0), []float64{}, 2, 0)
	misfits(t, "(2,3) as (4)", func() { machine.Reshape(a, 4) })
	misfits(t, "(2,3) as (−2,−3)", func() { machine.Reshape(a, -2, -3) })
}

// Repeat is numpy.repeat: numpy.repeat([[1,2],[3,4]], 2, axis=0) is
// [[1,2],[1,2],[3,4],[3,4]], not a tiling.
func TestRepeat(t *testing.T) {
	a := machine.Floats([]float64{1, 2, 3, 4}, 2, 2)
	equal(t, "repeat axis 0", arith.Repeat(machine, a, 0, 4), []float64{1, 2, 1, 2, 3, 4, 3, 4}, 4, 2)
	equal(t, "repeat axis 1", arith.Repeat(machine, a, 1, 4), []float64{1, 1, 2, 2, 3, 3, 4, 4}, 2, 4)
	equal(t, "repeat once", arith.Repeat(machine, a, 1, 2), []float64{1, 2, 3, 4}, 2, 2)
	equal(t, "repeat a view", arith.Repeat(machine, machine.Transpose(a, 1, 0), 0, 4), []float64{1, 3, 1, 3, 2, 4, 2, 4}, 4, 2)
	equal(t, "repeat no times", arith.Repeat(machine, a, 0, 0), []float64{}, 0, 2)
	cube := integers(2, 3, 2)
	got := arith.Repeat(machine, cube, 1, 9)
	for _, index := range indices(got.Shape()) {
		if x, want := at(got, index...), at(cube, index[0], index[1]/3, index[2]); x != want {
			t.Errorf("repeat of (2,3,2): element %v is %v, not %v", index, x, want)
		}
	}
	for _, c := range [][2]int{{2, 4}, {-1, 4}, {0, 3}, {0, -2}} {
		misfits(t, fmt.Sprintf("repeat axis %d to %d", c[0], c[1]), func() { arith.Repeat(machine, a, c[0], c[1]) })
	}
	misfits(t, "repeat of (0)", func() { arith.Repeat(machine, integers(0), 0, 2) })
}

func TestArrays(t *testing.T) {
	if size := arith.Size(nil); size != 1 {
		t.Errorf("a scalar has %d elements", size)
	}
	misfits(t, "three numbers in (2)", func() { machine.Floats([]float64{1, 2, 3}, 2) })
	misfits(t, "no number in ()", func() { machine.Floats(nil) })
	shape := []int{2, 1}
	a := machine.Floats([]float64{1, 2}, shape...)
	shape[0] = 7
	equal(t, "an array whose maker changed the shape", a, []float64{1, 2}, 2, 1)
	equal(t, "Int", arith.Int(machine, -3), []float64{-3})
}

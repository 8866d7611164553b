package arith

import (
	"fmt"
	"slices"
)

// A Value is an array over some arithmetic. Its machine knows its numbers.
type Value interface {
	// Shape is the length of each axis; a scalar's is empty.
	Shape() []int
}

// ShapeError is what a [Machine] panics with when it is given arrays that do
// not fit together. Whoever evaluates a graph of unknown origin recovers it.
type ShapeError struct{ Message string }

func (e ShapeError) Error() string { return e.Message }

func misfit(format string, args ...any) { panic(ShapeError{fmt.Sprintf(format, args...)}) }

// Array is a dense array of T with any strides, so that a transpose is a view.
type Array[T any] struct {
	shape, strides []int
	data           []T
}

// NewArray is an array of the given shape over data in row-major order, which
// it keeps and never writes to.
func NewArray[T any](data []T, shape ...int) *Array[T] {
	for _, d := range shape {
		if d < 0 {
			misfit("shape %v has a negative length", shape)
		}
	}
	if Size(shape) != len(data) {
		misfit("%d numbers do not fill the shape %v", len(data), shape)
	}
	return &Array[T]{shape: slices.Clone(shape), strides: rowMajor(shape), data: data}
}

// Shape is the length of each axis.
func (a *Array[T]) Shape() []int { return a.shape }

// Elements are the numbers in row-major order; the caller must not change them.
func (a *Array[T]) Elements() []T {
	if a.contiguous() {
		return a.data
	}
	if len(a.shape) == 2 {
		return a.packed().data
	}
	out := make([]T, 0, Size(a.shape))
	walk(a.shape, func(at []int) { out = append(out, a.data[a.offset(at)]) })
	return out
}

// Size is the number of elements of an array of the given shape.
func Size(shape []int) int {
	size := 1
	for _, d := range shape {
		size *= d
	}
	return size
}

func (a *Array[T]) offset(at []int) int {
	o := 0
	for k, i := range at {
		o += i * a.strides[k]
	}
	return o
}

func (a *Array[T]) contiguous() bool {
	stride := 1
	for k := len(a.shape) - 1; k >= 0; k-- {
		if a.shape[k] != 1 && a.strides[k] != stride {
			return false
		}
		stride *= a.shape[k]
	}
	return true
}

// line is the elements along the given axis from offset o, copied into scratch
// unless they lie side by side.
func (a *Array[T]) line(o, axis int, scratch []T) []T {
	length, stride := a.shape[axis], a.strides[axis]
	if stride == 1 || length == 1 {
		return a.data[o : o+length]
	}
	scratch = scratch[:0]
	for range length {
		scratch = append(scratch, a.data[o])
		o += stride
	}
	return scratch
}

// packed is a matrix with its rows side by side in memory of its own.
func (a *Array[T]) packed() *Array[T] {
	rows, columns := a.shape[0], a.shape[1]
	data := make([]T, 0, rows*columns)
	for i := range rows {
		at := i * a.strides[0]
		for range columns {
			data = append(data, a.data[at])
			at += a.strides[1]
		}
	}
	return NewArray(data, rows, columns)
}

func rowMajor(shape []int) []int {
	strides := make([]int, len(shape))
	stride := 1
	for k := len(shape) - 1; k >= 0; k-- {
		strides[k] = stride
		stride *= shape[k]
	}
	return strides
}

// walk calls visit at every index of the shape in row-major order; visit must
// not keep its argument.
func walk(shape []int, visit func(at []int)) {
	if Size(shape) == 0 {
		return
	}
	at := make([]int, len(shape))
	for {
		visit(at)
		k := len(shape) - 1
		for ; k >= 0; k-- {
			if at[k]++; at[k] < shape[k] {
				break
			}
			at[k] = 0
		}
		if k < 0 {
			return
		}
	}
}

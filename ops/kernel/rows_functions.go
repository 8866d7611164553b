package kernel

import "unsafe"

// rowFunctions are the assembly over rows, that start where the pointers point, of n
// numbers each; nil where the processor has none. What lies from next up to end is
// fetched.
type rowFunctions[T number] struct {
	dotRows func(out, x, w *T, n, rows int, next *T, end uintptr)
	addRows func(out, x, d *T, n, rows, step int, next *T, end uintptr)
	dot     func(x, y *T, n int) T
	sum     func(x *T, n int) T
}

// end is the address after the last element of x.
func end[T any](x []T) uintptr {
	return uintptr(unsafe.Pointer(unsafe.SliceData(x))) + uintptr(len(x))*unsafe.Sizeof(*new(T))
}

func (f *rowFunctions[T]) dotAll(out, x, w, next []T) {
	switch {
	case len(out) == 0:
	case len(w) == 0:
		clear(out)
	case f.dotRows == nil:
		portableDotRows(out, x, w)
	case len(w) == 1:
		clear(out) // a column is a row to addRows
		f.addAll(out, x, w, 1, 1, nil)
	default:
		f.dotRows(&out[0], &x[0], &w[0], len(w), len(out), unsafe.SliceData(next), end(next))
	}
}

func (f *rowFunctions[T]) addAll(out, x, d []T, step, rows int, next []T) {
	switch {
	case len(out) == 0 || rows == 0:
	case f.addRows == nil:
		portableAddRows(out, x, d, step, rows)
	case len(out) == 1 && step == 1:
		out[0] += f.dotOf(x, d[:rows])
	default:
		f.addRows(&out[0], &x[0], &d[0], len(out), rows, step, unsafe.SliceData(next), end(next))
	}
}

func (f *rowFunctions[T]) dotOf(x, y []T) T {
	switch {
	case len(x) == 0:
		return 0
	case f.dot == nil:
		return portableDot(x, y)
	}
	return f.dot(&x[0], &y[0], len(x))
}

func (f *rowFunctions[T]) sumOf(x []T) T {
	switch {
	case len(x) == 0:
		return 0
	case f.sum == nil:
		return portableSum(x)
	}
	return f.sum(&x[0], len(x))
}

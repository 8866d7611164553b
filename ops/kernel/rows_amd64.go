package kernel

import "unsafe"

// assembly says which code runs: the widest that the processor has. Tests set it to
// run the others.
var assembly = widest()

type instructions int

const (
	none instructions = iota
	avx2
	avx512
)

func widest() instructions {
	switch {
	case hasAVX512:
		return avx512
	case hasAVX2:
		return avx2
	}
	return none
}

// end is the address after the last element of x.
func end[T any](x []T) uintptr {
	return uintptr(unsafe.Pointer(unsafe.SliceData(x))) + uintptr(len(x))*unsafe.Sizeof(*new(T))
}

func dotRows64(out, x, w, next []float64) {
	switch {
	case len(out) == 0:
	case len(w) == 0:
		clear(out)
	case len(w) == 1 && assembly != none:
		clear(out) // a column is a row to AddRows
		addRows64(out, x, w, 1, 1, nil)
	case assembly == avx512:
		dotRows64AVX512(&out[0], &x[0], &w[0], len(w), len(out), unsafe.SliceData(next), end(next))
	case assembly == avx2:
		dotRows64AVX2(&out[0], &x[0], &w[0], len(w), len(out), unsafe.SliceData(next), end(next))
	default:
		portableDotRows(out, x, w)
	}
}

func addRows64(out, x, d []float64, step, rows int, next []float64) {
	switch {
	case len(out) == 0 || rows == 0:
	case len(out) == 1 && step == 1 && assembly != none:
		out[0] += dot64(x, d[:rows])
	case assembly == avx512:
		addRows64AVX512(&out[0], &x[0], &d[0], len(out), rows, step, unsafe.SliceData(next), end(next))
	case assembly == avx2:
		addRows64AVX2(&out[0], &x[0], &d[0], len(out), rows, step, unsafe.SliceData(next), end(next))
	default:
		portableAddRows(out, x, d, step, rows)
	}
}

func dot64(x, y []float64) float64 {
	switch {
	case len(x) == 0:
		return 0
	case assembly == avx512:
		return dot64AVX512(&x[0], &y[0], len(x))
	case assembly == avx2:
		return dot64AVX2(&x[0], &y[0], len(x))
	}
	return portableDot(x, y)
}

func sum64(x []float64) float64 {
	switch {
	case len(x) == 0:
		return 0
	case assembly == avx512:
		return sum64AVX512(&x[0], len(x))
	case assembly == avx2:
		return sum64AVX2(&x[0], len(x))
	}
	return portableSum(x)
}

func dotRows32(out, x, w, next []float32) {
	switch {
	case len(out) == 0:
	case len(w) == 0:
		clear(out)
	case len(w) == 1 && assembly != none:
		clear(out) // a column is a row to AddRows
		addRows32(out, x, w, 1, 1, nil)
	case assembly == avx512:
		dotRows32AVX512(&out[0], &x[0], &w[0], len(w), len(out), unsafe.SliceData(next), end(next))
	case assembly == avx2:
		dotRows32AVX2(&out[0], &x[0], &w[0], len(w), len(out), unsafe.SliceData(next), end(next))
	default:
		portableDotRows(out, x, w)
	}
}

func addRows32(out, x, d []float32, step, rows int, next []float32) {
	switch {
	case len(out) == 0 || rows == 0:
	case len(out) == 1 && step == 1 && assembly != none:
		out[0] += dot32(x, d[:rows])
	case assembly == avx512:
		addRows32AVX512(&out[0], &x[0], &d[0], len(out), rows, step, unsafe.SliceData(next), end(next))
	case assembly == avx2:
		addRows32AVX2(&out[0], &x[0], &d[0], len(out), rows, step, unsafe.SliceData(next), end(next))
	default:
		portableAddRows(out, x, d, step, rows)
	}
}

func dot32(x, y []float32) float32 {
	switch {
	case len(x) == 0:
		return 0
	case assembly == avx512:
		return dot32AVX512(&x[0], &y[0], len(x))
	case assembly == avx2:
		return dot32AVX2(&x[0], &y[0], len(x))
	}
	return portableDot(x, y)
}

func sum32(x []float32) float32 {
	switch {
	case len(x) == 0:
		return 0
	case assembly == avx512:
		return sum32AVX512(&x[0], len(x))
	case assembly == avx2:
		return sum32AVX2(&x[0], len(x))
	}
	return portableSum(x)
}

//go:noescape
func dotRows64AVX512(out, x, w *float64, n, rows int, next *float64, end uintptr)

//go:noescape
func addRows64AVX512(out, x, d *float64, n, rows, step int, next *float64, end uintptr)

//go:noescape
func dot64AVX512(x, y *float64, n int) float64

//go:noescape
func sum64AVX512(x *float64, n int) float64

//go:noescape
func dotRows64AVX2(out, x, w *float64, n, rows int, next *float64, end uintptr)

//go:noescape
func addRows64AVX2(out, x, d *float64, n, rows, step int, next *float64, end uintptr)

//go:noescape
func dot64AVX2(x, y *float64, n int) float64

//go:noescape
func sum64AVX2(x *float64, n int) float64

//go:noescape
func dotRows32AVX512(out, x, w *float32, n, rows int, next *float32, end uintptr)

//go:noescape
func addRows32AVX512(out, x, d *float32, n, rows, step int, next *float32, end uintptr)

//go:noescape
func dot32AVX512(x, y *float32, n int) float32

//go:noescape
func sum32AVX512(x *float32, n int) float32

//go:noescape
func dotRows32AVX2(out, x, w *float32, n, rows int, next *float32, end uintptr)

//go:noescape
func addRows32AVX2(out, x, d *float32, n, rows, step int, next *float32, end uintptr)

//go:noescape
func dot32AVX2(x, y *float32, n int) float32

//go:noescape
func sum32AVX2(x *float32, n int) float32

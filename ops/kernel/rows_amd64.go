package kernel

// The assembly of rows, by the width of its registers and of its numbers.

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

var (
	avx512Rows   = rowFunctions[float64]{dotRows64AVX512, addRows64AVX512, dot64AVX512, sum64AVX512}
	avx512Rows32 = rowFunctions[float32]{dotRows32AVX512, addRows32AVX512, dot32AVX512, sum32AVX512}
	avx2Rows     = rowFunctions[float64]{dotRows64AVX2, addRows64AVX2, dot64AVX2, sum64AVX2}
	avx2Rows32   = rowFunctions[float32]{dotRows32AVX2, addRows32AVX2, dot32AVX2, sum32AVX2}
)

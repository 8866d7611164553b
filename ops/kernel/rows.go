package kernel

import (
	"fmt"
	"math/bits"
)

// DotRows makes out[i] the dot product Σⱼ x[i·n+j]·w[j] of row i of a table of
// len(out) rows and n = len(w) columns. It panics unless x has as many elements.
//
// The bits of out[i] depend on the row, w and the kind of processor alone, not on
// the other rows or on where the slices lie. The error is at most
// γₙ·Σⱼ|x[i·n+j]·w[j]| with γₙ = nu/(1−nu) and u = 2⁻⁵³, whatever the order of the
// additions (N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed.,
// 2002, section 3.1), where nothing overflows or underflows.
func DotRows(out, x, w []float64) {
	checkDotRows(len(out), len(x), len(w))
	vectors.dotAll(out, x, w, nil)
}

// DotRows32 is [DotRows] in float32, additions included: u = 2⁻²⁴.
func DotRows32(out, x, w []float32) {
	checkDotRows(len(out), len(x), len(w))
	vectors32.dotAll(out, x, w, nil)
}

// AddRows adds Σᵢ d[i·step]·x[i·n+j] to out[j], for the rows rows of a table x of
// n = len(out) columns. It panics unless x has rows·n elements, d has one for each
// row, and step ≥ 1.
//
// The bits of out depend on the values and the kind of processor alone, not on
// where the slices lie. The error is at most γ·(|out[j]| + Σᵢ|d[i·step]·x[i·n+j]|),
// γ for rows + 1 terms as of [DotRows].
func AddRows(out, x, d []float64, step, rows int) {
	checkAddRows(len(out), len(x), len(d), step, rows)
	vectors.addAll(out, x, d, step, rows, nil)
}

// AddRows32 is [AddRows] in float32, additions included.
func AddRows32(out, x, d []float32, step, rows int) {
	checkAddRows(len(out), len(x), len(d), step, rows)
	vectors32.addAll(out, x, d, step, rows, nil)
}

// RowsTogether is how many rows [AddRows] adds up before it adds them to what is there: how
// often a sum is rounded depends on it.
func RowsTogether() int {
	if vectors.addRows == nil {
		return 2
	}
	return 8
}

// Dot is Σᵢ x[i]·y[i], to the error of a row of [DotRows]. It panics unless both
// have the same length.
func Dot(x, y []float64) float64 {
	checkDot(len(x), len(y))
	return vectors.dotOf(x, y)
}

// Dot32 is [Dot] in float32, additions included.
func Dot32(x, y []float32) float32 {
	checkDot(len(x), len(y))
	return vectors32.dotOf(x, y)
}

// Sum is Σᵢ x[i]. Its bits depend on the values and the kind of processor alone,
// and its error is at most γ·Σ|x[i]|, γ for n − 1 terms as of [DotRows].
func Sum(x []float64) float64 { return vectors.sumOf(x) }

// Sum32 is [Sum] in float32, additions included.
func Sum32(x []float32) float32 { return vectors32.sumOf(x) }

func checkDotRows(rows, cells, n int) {
	if !fits(rows, n, cells) {
		panic(fmt.Sprintf("kernel: %d elements are no table of %d rows and %d columns", cells, rows, n))
	}
}

func checkAddRows(n, cells, factors, step, rows int) {
	switch {
	case step < 1 || rows < 0:
		panic(fmt.Sprintf("kernel: a step of %d over %d rows", step, rows))
	case !fits(rows, n, cells):
		panic(fmt.Sprintf("kernel: %d elements are no table of %d rows and %d columns", cells, rows, n))
	case rows > 0 && !reaches(factors-1, step, rows-1):
		panic(fmt.Sprintf("kernel: %d factors are too few for %d rows in steps of %d", factors, rows, step))
	}
}

func checkDot(x, y int) {
	if x != y {
		panic(fmt.Sprintf("kernel: the dot product of %d and %d elements", x, y))
	}
}

// fits says whether rows·n = cells, without overflow.
func fits(rows, n, cells int) bool {
	high, low := bits.Mul64(uint64(rows), uint64(n))
	return high == 0 && low == uint64(cells)
}

// reaches says whether last ≥ step·steps, without overflow.
func reaches(last, step, steps int) bool {
	high, low := bits.Mul64(uint64(step), uint64(steps))
	return last >= 0 && high == 0 && low <= uint64(last)
}

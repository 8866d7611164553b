package ops

import "surefoot/ops/kernel"

// rows are the kernels that work on rows of numbers, in one type of numbers.
type rows[T Float] struct {
	// dot is out[i] = Σⱼ x[i·len(w)+j]·w[j], while next is fetched.
	dot func(out, x, w, next []T)
	// add is out[j] += Σᵢ d[i·step]·x[i·len(out)+j], over so many rows.
	add func(out, x, d []T, step, rows int, next []T)
	sum func(x []T) T
	mul func(out, x, y []T)
	plus,
	minus func(out, x, y []T)
	// scale is out[i] = a·x[i].
	scale func(out, x []T, a T)
}

var (
	rows64 = &rows[float64]{
		dot: kernel.DotRowsAhead, add: kernel.AddRowsAhead, sum: kernel.Sum,
		mul: kernel.Muls, plus: kernel.Adds, minus: kernel.Subs, scale: kernel.Scales,
	}
	rows32 = &rows[float32]{
		dot: kernel.DotRowsAhead32, add: kernel.AddRowsAhead32, sum: kernel.Sum32,
		mul: kernel.Muls32, plus: kernel.Adds32, minus: kernel.Subs32, scale: kernel.Scales32,
	}
)

// multiply adds to out the product of two matrices, either of them transposed; a
// vector is one row on the left and one column on the right, whatever its transpose.
func (k *rows[T]) multiply(out []T, a, b Operand[T], transA, transB bool) {
	p, inner, aRow, aCol := layout(a, transA, true)
	_, r, bRow, bCol := layout(b, transB, false)
	switch {
	case r == 1 && aRow == 1: // Aᵀb, A row by row
		k.add(out, a.Data, b.Data, bRow, inner, a.Next)
	case bCol == 1: // rows of B, weighted by each row of A
		for i := range p {
			k.add(out[i*r:(i+1)*r], b.Data, a.Data[i*aRow:], aCol, inner, once(b.Next, i))
		}
	default:
		for i := range p {
			for j := range r {
				var sum T
				for l := range inner {
					sum += a.Data[i*aRow+l*aCol] * b.Data[l*bRow+j*bCol]
				}
				out[i*r+j] += sum
			}
		}
	}
}

// product overwrites out with the product: by dots where rows meet rows.
func (k *rows[T]) product(out []T, a, b Operand[T], transA, transB bool) {
	p, inner, aRow, aCol := layout(a, transA, true)
	_, r, bRow, bCol := layout(b, transB, false)
	switch {
	case aCol != 1 || bRow != 1 || inner == 0:
		clear(out)
		k.multiply(out, a, b, transA, transB)
	case r == 1 && aRow == inner:
		k.dot(out, a.Data, b.Data, a.Next)
	case bCol == inner:
		for i := range p {
			k.dot(out[i*r:(i+1)*r], b.Data, a.Data[i*aRow:i*aRow+inner], once(b.Next, i))
		}
	default:
		clear(out)
		k.multiply(out, a, b, transA, transB)
	}
}

// once is next the first time, and then nothing: it is fetched already.
func once[T Float](next []T, time int) []T {
	if time == 0 {
		return next
	}
	return nil
}

// layout is an operand's rows, columns and the strides between them.
func layout[T Float](o Operand[T], transposed, left bool) (rows, columns, row, column int) {
	if len(o.Shape) != 2 {
		if left {
			return 1, len(o.Data), len(o.Data), 1
		}
		return len(o.Data), 1, 1, len(o.Data)
	}
	rows, columns = o.Shape[0], o.Shape[1]
	row, column = columns, 1
	if o.Transposed {
		row, column = 1, rows
	}
	if transposed {
		return columns, rows, column, row
	}
	return rows, columns, row, column
}

// products are the runs of a product of matrices.
func products(transA, transB bool) Runs {
	return Runs{
		Float64: func(out []float64, in []Operand[float64]) { rows64.product(out, in[0], in[1], transA, transB) },
		Float32: func(out []float32, in []Operand[float32]) { rows32.product(out, in[0], in[1], transA, transB) },
		Add64:   func(out []float64, in []Operand[float64]) { rows64.multiply(out, in[0], in[1], transA, transB) },
		Add32:   func(out []float32, in []Operand[float32]) { rows32.multiply(out, in[0], in[1], transA, transB) },
		Views:   true,
	}
}

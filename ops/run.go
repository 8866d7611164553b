package ops

import (
	"slices"

	"surefoot/ops/arith"
)

// Operand is a float64 array in row-major order.
type Operand struct {
	Data  []float64
	Shape []int
}

// A Run computes an op on whole float64 arrays into out, which it overwrites; it
// allocates nothing and keeps nothing.
type Run func(out []float64, in []Operand)

// Runner is how to compute the op on whole arrays: its Run, its kernel element
// by element, or nil if it has neither.
func (op *Op) Runner() Run {
	switch {
	case op.Run != nil:
		return op.Run
	case op.Kernel == nil:
		return nil
	case op.Kernel.Unary != nil:
		return each(op.Kernel.Unary)
	}
	return eachPair(op.Kernel.Binary)
}

func each(f func(x float64) float64) Run {
	return func(out []float64, in []Operand) {
		for i, x := range in[0].Data {
			out[i] = f(x)
		}
	}
}

// eachPair broadcasts an operand of one element.
func eachPair(f func(x, y float64) float64) Run {
	return func(out []float64, in []Operand) {
		x, y := in[0].Data, in[1].Data
		switch {
		case len(x) == len(out) && len(y) == len(out):
			for i := range out {
				out[i] = f(x[i], y[i])
			}
		case len(x) == 1:
			for i := range out {
				out[i] = f(x[0], y[i])
			}
		default:
			for i := range out {
				out[i] = f(x[i], y[0])
			}
		}
	}
}

func fill(out []float64, x float64) {
	for i := range out {
		out[i] = x
	}
}

// axpy is out += a·x.
func axpy(out []float64, a float64, x []float64) {
	x = x[:len(out)]
	for i := range out {
		out[i] += a * x[i]
	}
}

// multiply is the product of two matrices, either of them transposed; a vector
// is one row on the left and one column on the right, whatever its transpose.
func multiply(out []float64, a, b Operand, transA, transB bool) {
	p, inner, aRow, aCol := layout(a, transA, true)
	_, r, bRow, bCol := layout(b, transB, false)
	if aCol == 1 && bRow == 1 {
		for i := range p {
			for j := range r {
				out[i*r+j] = arith.Float64{}.Dot(a.Data[i*aRow:i*aRow+inner], b.Data[j*bCol:j*bCol+inner])
			}
		}
		return
	}
	fill(out, 0)
	for i := range p {
		for k := range inner {
			x := a.Data[i*aRow+k*aCol]
			for j := range r {
				out[i*r+j] += x * b.Data[k*bRow+j*bCol]
			}
		}
	}
}

// layout is an operand's rows, columns and the strides between them.
func layout(o Operand, transposed, left bool) (rows, columns, row, column int) {
	switch {
	case len(o.Shape) == 2 && transposed:
		return o.Shape[1], o.Shape[0], 1, o.Shape[1]
	case len(o.Shape) == 2:
		return o.Shape[0], o.Shape[1], o.Shape[1], 1
	case left:
		return 1, len(o.Data), len(o.Data), 1
	}
	return len(o.Data), 1, 1, len(o.Data)
}

// sumAlong adds over the axes; along all of them in interleaved partial sums.
func sumAlong(out []float64, x Operand, axes []int) {
	if len(axes) == 0 || len(out) == 1 {
		out[0] = arith.Float64{}.Sum(x.Data)
		return
	}
	fill(out, 0)
	for i, v := range x.Data {
		at, rest, stride := 0, i, 1
		for k := len(x.Shape) - 1; k >= 0; k-- {
			index := rest % x.Shape[k]
			rest /= x.Shape[k]
			if !slices.Contains(axes, k) {
				at += index * stride
				stride *= x.Shape[k]
			}
		}
		out[at] += v
	}
}

// repeatAlong repeats each slice along an axis in place.
func repeatAlong(out []float64, x Operand, axis int) {
	if len(x.Data) == 1 {
		fill(out, x.Data[0])
		return
	}
	inner := arith.Size(x.Shape[axis+1:])
	times := len(out) / len(x.Data)
	for i := range out {
		slice := i / inner / times
		out[i] = x.Data[slice*inner+i%inner]
	}
}

package arith

import (
	"math/big"
	"slices"
)

// Over is the machine of an arithmetic.
type Over[T any] struct{ A Arith[T] }

var _ Machine = Over[float64]{}

// Const is the scalar q.
func (o Over[T]) Const(q *big.Rat) Value { return NewArray([]T{o.A.Const(q)}) }

// Floats is an array of the given shape over x.
func (o Over[T]) Floats(x []float64, shape ...int) Value {
	data := make([]T, len(x))
	for i, v := range x {
		data[i] = o.A.Float(v)
	}
	return NewArray(data, shape...)
}

// Float64s are the numbers of a, rounded.
func (o Over[T]) Float64s(a Value) []float64 {
	elements := a.(*Array[T]).Elements()
	out := make([]float64, len(elements))
	for i, v := range elements {
		out[i] = o.A.Float64(v)
	}
	return out
}

// Elements are the numbers of a in row-major order; not to be changed.
func (o Over[T]) Elements(a Value) []T { return a.(*Array[T]).Elements() }

// Add is a + b, element by element.
func (o Over[T]) Add(a, b Value) Value { return o.zip(a, b, o.A.Add) }

// Sub is a − b, element by element.
func (o Over[T]) Sub(a, b Value) Value { return o.zip(a, b, o.A.Sub) }

// Mul is a ⊙ b.
func (o Over[T]) Mul(a, b Value) Value { return o.zip(a, b, o.A.Mul) }

// Div is a ÷ b, element by element.
func (o Over[T]) Div(a, b Value) Value {
	many, ok := o.A.(manyArith[T])
	if !ok {
		return o.zip(a, b, o.A.Div)
	}
	shape := broadcast(a, b)
	out := make([]T, Size(shape))
	many.divideAll(out, o.Elements(a), o.Elements(b))
	return NewArray(out, shape...)
}

// Neg is −a.
func (o Over[T]) Neg(a Value) Value { return o.each(a, o.A.Neg) }

// Exp is eᵃ.
func (o Over[T]) Exp(a Value) Value {
	many, ok := o.A.(manyArith[T])
	if !ok {
		return o.each(a, o.A.Exp)
	}
	out := make([]T, Size(a.Shape()))
	many.expAll(out, o.Elements(a))
	return NewArray(out, a.Shape()...)
}

// Log is log a.
func (o Over[T]) Log(a Value) Value { return o.each(a, o.A.Log) }

// Log1p is log(1+a).
func (o Over[T]) Log1p(a Value) Value { return o.each(a, o.A.Log1p) }

// Expm1 is eᵃ − 1.
func (o Over[T]) Expm1(a Value) Value {
	if _, ok := o.A.(manyArith[T]); ok {
		return o.Sub(o.Exp(a), Int(o, 1))
	}
	return o.each(a, o.A.Expm1)
}

// Sqrt is √a.
func (o Over[T]) Sqrt(a Value) Value { return o.each(a, o.A.Sqrt) }

// Sin is sin a.
func (o Over[T]) Sin(a Value) Value { return o.each(a, o.A.Sin) }

// Cos is cos a.
func (o Over[T]) Cos(a Value) Value { return o.each(a, o.A.Cos) }

// Select is a where sign ≥ 0 and b elsewhere.
func (o Over[T]) Select(sign, a, b Value) Value {
	if c, ok := o.A.(choosing[T]); ok {
		return o.merge([]Value{sign, a, b}, func(x []T) T { return c.choose(x[0], x[1], x[2]) })
	}
	return o.merge([]Value{sign, a, b}, func(x []T) T {
		if o.A.Sign(x[0]) >= 0 {
			return x[1]
		}
		return x[2]
	})
}

// Map applies a kernel where the arithmetic is one of floating point.
func (o Over[T]) Map(k Kernel, in ...Value) (Value, bool) {
	runner, ok := o.A.(kernelArith[T])
	if !ok {
		return nil, false
	}
	return o.merge(in, func(x []T) T { return runner.applyKernel(k, x) }), true
}

func (o Over[T]) each(a Value, f func(T) T) Value {
	elements := a.(*Array[T]).Elements()
	out := make([]T, len(elements))
	for i, v := range elements {
		out[i] = f(v)
	}
	return NewArray(out, a.Shape()...)
}

func (o Over[T]) zip(a, b Value, f func(T, T) T) Value {
	shape := broadcast(a, b)
	x, y := a.(*Array[T]).Elements(), b.(*Array[T]).Elements()
	out := make([]T, Size(shape))
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
	return NewArray(out, shape...)
}

// merge is zip for any number of operands.
func (o Over[T]) merge(in []Value, f func([]T) T) Value {
	shape := broadcast(in...)
	columns := make([][]T, len(in))
	for k, v := range in {
		columns[k] = v.(*Array[T]).Elements()
	}
	out, x := make([]T, Size(shape)), make([]T, len(in))
	for i := range out {
		for k, column := range columns {
			x[k] = column[min(i, len(column)-1)]
		}
		out[i] = f(x)
	}
	return NewArray(out, shape...)
}

// broadcast is the common shape of operands of an elementwise operation: they
// agree, or have one element.
func broadcast(in ...Value) []int {
	shape := in[0].Shape()
	for _, v := range in[1:] {
		s := v.Shape()
		switch {
		case slices.Equal(s, shape) || Size(s) == 1 && (Size(shape) != 1 || len(s) <= len(shape)):
		case Size(shape) == 1:
			shape = s
		default:
			misfit("shapes %v and %v do not fit together", shape, s)
		}
	}
	return shape
}

// productShape is the shape of a matrix product, of vectors and matrices whose
// lengths fit.
func productShape(a, b []int) []int {
	for _, shape := range [][]int{a, b} {
		if len(shape) != 1 && len(shape) != 2 {
			misfit("a matrix product takes vectors and matrices, not shape %v", shape)
		}
	}
	if b[0] != a[len(a)-1] {
		misfit("the matrix product of shapes %v and %v does not exist", a, b)
	}
	return slices.Concat(a[:len(a)-1], b[1:])
}

// MatMul is the matrix product.
func (o Over[T]) MatMul(a, b Value) Value {
	x, y := a.(*Array[T]), b.(*Array[T])
	shape := productShape(x.shape, y.shape)
	p, r := 1, 1
	var xRow, yCol int // strides from row to row of a, from column to column of b
	if len(x.shape) == 2 {
		p, xRow = x.shape[0], x.strides[0]
	}
	if len(y.shape) == 2 {
		r, yCol = y.shape[1], y.strides[1]
	}
	inner := y.shape[0]
	if len(x.shape) == 2 && x.strides[1] != 1 && r > 1 { // each row is used r times
		x, xRow = x.packed(), inner
	}
	out := make([]T, p*r)
	// The side with more lines is the one that is shared among cores.
	product := func(rowLow, rowHigh, columnLow, columnHigh int) {
		rowScratch, columnScratch := make([]T, 0, inner), make([]T, 0, inner)
		for j := columnLow; j < columnHigh; j++ {
			column := y.line(j*yCol, 0, columnScratch)
			for i := rowLow; i < rowHigh; i++ {
				out[i*r+j] = o.A.Dot(x.line(i*xRow, len(x.shape)-1, rowScratch), column)
			}
		}
	}
	if p > r {
		share(p, p*r*inner, func(lo, hi int) { product(lo, hi, 0, r) })
	} else {
		share(r, p*r*inner, func(lo, hi int) { product(0, p, lo, hi) })
	}
	return NewArray(out, shape...)
}

// Sum adds along axes.
func (o Over[T]) Sum(a Value, axes ...int) Value {
	in := a.(*Array[T])
	var kept, gone []int
	for k := range in.shape {
		if len(axes) == 0 || slices.Contains(axes, k) {
			gone = append(gone, k)
		} else {
			kept = append(kept, k)
		}
	}
	if len(axes) > 0 && len(gone) != len(axes) {
		misfit("shape %v has no axes %v", in.shape, axes)
	}
	moved := o.Transpose(in, append(kept, gone...)...).(*Array[T])
	shape := moved.shape[:len(kept)]
	elements, length := moved.Elements(), Size(moved.shape[len(kept):])
	out := make([]T, Size(shape))
	for i := range out {
		out[i] = o.A.Sum(elements[i*length : (i+1)*length])
	}
	return NewArray(out, shape...)
}

// Transpose permutes the axes; it copies nothing.
func (o Over[T]) Transpose(a Value, axes ...int) Value {
	in := a.(*Array[T])
	if sorted := slices.Sorted(slices.Values(axes)); !slices.Equal(sorted, axesOf(in.shape)) {
		misfit("axes %v are no permutation of those of shape %v", axes, in.shape)
	}
	out := &Array[T]{shape: make([]int, len(axes)), strides: make([]int, len(axes)), data: in.data}
	for k, axis := range axes {
		out.shape[k], out.strides[k] = in.shape[axis], in.strides[axis]
	}
	return out
}

// axesOf are the numbers of a shape's axes, 0, 1, …
func axesOf(shape []int) []int {
	var axes []int
	for k := range shape {
		axes = append(axes, k)
	}
	return axes
}

// Gather picks elements of a by index.
func (o Over[T]) Gather(a Value, shape []int, index func(i int) int) Value {
	in := a.(*Array[T]).Elements()
	out := make([]T, Size(shape))
	for i := range out {
		switch at := index(i); {
		case at < 0:
			out[i] = o.A.Float(0)
		case at < len(in):
			out[i] = in[at]
		default:
			misfit("shape %v has no element %d", a.Shape(), at)
		}
	}
	return NewArray(out, shape...)
}

// Reshape puts a's elements into another shape; it copies nothing if it can.
func (o Over[T]) Reshape(a Value, shape ...int) Value {
	return NewArray(a.(*Array[T]).Elements(), shape...)
}

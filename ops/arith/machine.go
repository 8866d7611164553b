package arith

import (
	"math/big"
	"slices"
)

// A Machine computes with whole arrays over one arithmetic. The meaning of
// every op is written against it, so that one text serves every arithmetic.
//
// Elementwise operations broadcast an operand that has one element; all other
// disagreements of shape panic with a [ShapeError].
type Machine interface {
	// Const is the scalar q.
	Const(q *big.Rat) Value
	// Floats is an array of the given shape over x, exactly, in row-major order.
	Floats(x []float64, shape ...int) Value
	// Float64s are the numbers of a in row-major order, rounded to float64.
	Float64s(a Value) []float64

	Add(a, b Value) Value
	Sub(a, b Value) Value
	Mul(a, b Value) Value
	Div(a, b Value) Value
	Neg(a Value) Value
	Exp(a Value) Value
	Log(a Value) Value
	Log1p(a Value) Value
	Expm1(a Value) Value
	Sqrt(a Value) Value
	Sin(a Value) Value
	Cos(a Value) Value

	// Select is a where sign ≥ 0 and b elsewhere.
	Select(sign, a, b Value) Value
	// Map applies the kernel to each element, or says that this machine's
	// arithmetic has no use for kernels and wants the meaning.
	Map(k Kernel, in ...Value) (Value, bool)

	// Anchor is constants near the largest numbers of a along an axis, which the
	// result loses. They are for formulas in which they cancel, as e^(z−g)/Σe^(z−g),
	// to keep them from overflowing: which constants is nobody's business, and they
	// are 0 where nothing overflows.
	Anchor(a Value, axis int) Value

	// MatMul is the matrix product of (p,q) and (q,r); a left operand (q) is a
	// row, a right operand (q) is a column, and the result loses that axis.
	MatMul(a, b Value) Value
	// Sum adds along the given axes, which the result loses; along all of them
	// when none is given.
	Sum(a Value, axes ...int) Value
	// Transpose permutes the axes: axis k of the result is axes[k] of a.
	Transpose(a Value, axes ...int) Value
	// Gather is the array of the given shape whose i-th element (row-major) is
	// element index(i) of a, or 0 where index(i) is negative.
	Gather(a Value, shape []int, index func(i int) int) Value
	// Reshape is a's elements in row-major order in another shape.
	Reshape(a Value, shape ...int) Value
}

// Int is the scalar k.
func Int(m Machine, k int64) Value { return m.Const(big.NewRat(k, 1)) }

// Outer is the matrix aᵢbⱼ of two vectors.
func Outer(m Machine, a, b Value) Value {
	return m.MatMul(m.Reshape(a, Size(a.Shape()), 1), m.Reshape(b, 1, Size(b.Shape())))
}

// Repeat stretches axis of a to the given length by repeating each slice
// length/(old length) times in place, as numpy.repeat does.
func Repeat(m Machine, a Value, axis, length int) Value {
	shape := a.Shape()
	if axis < 0 || axis >= len(shape) || length < 0 || shape[axis] == 0 || length%shape[axis] != 0 {
		misfit("axis %d of shape %v cannot be repeated to length %d", axis, shape, length)
	}
	to := slices.Clone(shape)
	to[axis] = length
	inner, times := Size(shape[axis+1:]), length/shape[axis]
	return m.Gather(a, to, func(i int) int {
		outer, rest := i/(inner*length), i%(inner*length)
		return (outer*shape[axis]+rest/inner/times)*inner + rest%inner
	})
}

// Along repeats a, which has the given shape without the axis or with length 1 on
// it, along the axis: a sum beside what it is the sum of.
func Along(m Machine, a Value, shape []int, axis int) Value {
	kept := slices.Clone(shape)
	kept[axis] = 1
	return Repeat(m, m.Reshape(a, kept...), axis, shape[axis])
}

package arith

import "math"

// unlimited is an arithmetic in which nothing overflows, and which has no use for
// an anchor.
type unlimited interface{ neverOverflows() }

func (Field) neverOverflows() {}

// Anchor is, for each line along the axis, which the result loses, a constant near
// the line's largest number: the number itself, rounded to float64 and without
// error; 0 where that is not finite, and where nothing overflows.
func (o Over[T]) Anchor(a Value, axis int) Value {
	in := a.(*Array[T])
	shape := anchorShape(in.shape, axis)
	out := make([]T, Size(shape))
	zero := o.A.Float(0)
	for i := range out {
		out[i] = zero
	}
	if _, ok := o.A.(unlimited); ok || in.shape[axis] == 0 {
		return NewArray(out, shape...)
	}
	elements, length, inner := in.Elements(), in.shape[axis], Size(in.shape[axis+1:])
	for i := range out {
		largest := math.Inf(-1)
		for k := range length {
			largest = math.Max(largest, o.A.Float64(elements[(i/inner*length+k)*inner+i%inner]))
		}
		if !math.IsInf(largest, 0) && !math.IsNaN(largest) {
			out[i] = o.A.Float(largest)
		}
	}
	return NewArray(out, shape...)
}

// anchorShape is the shape without the axis.
func anchorShape(shape []int, axis int) []int {
	if axis < 0 || axis >= len(shape) {
		misfit("shape %v has no axis %d", shape, axis)
	}
	out := make([]int, 0, len(shape)-1)
	return append(append(out, shape[:axis]...), shape[axis+1:]...)
}

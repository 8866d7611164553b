package arith

import (
	"math"
	"slices"
)

// anchorShape is a's shape with length 1 on the axis.
func anchorShape(shape []int, axis int) []int {
	if axis < 0 || axis >= len(shape) {
		misfit("shape %v has no axis %d", shape, axis)
	}
	out := slices.Clone(shape)
	out[axis] = 1
	return out
}

// limitless is an arithmetic that may have no sizes, so that nothing overflows and
// nothing is the largest: the integers modulo a prime.
type limitless interface{ neverOverflows() bool }

// neverOverflows is true: residues have no size.
func (Field) neverOverflows() bool { return true }

// neverOverflows is the arithmetic's.
func (d DualOf[T]) neverOverflows() bool { return neverOverflows(d.A) }

func neverOverflows(arithmetic any) bool {
	a, ok := arithmetic.(limitless)
	return ok && a.neverOverflows()
}

// Anchor is the float64 nearest to the largest number of a along the axis, whose
// length becomes 1. Each is an exact constant: with no error, over an arithmetic
// that bounds errors, and no derivative. It is 0 over an arithmetic that never
// overflows, and where the largest is not finite.
func (o Over[T]) Anchor(a Value, axis int) Value {
	shape := a.Shape()
	kept := anchorShape(shape, axis)
	largest := make([]float64, Size(kept))
	if !neverOverflows(o.A) {
		o.largest(a, axis, largest)
	}
	return o.Floats(largest, kept...)
}

// largest finds the largest float64 along the axis, 0 where that is not finite.
func (o Over[T]) largest(a Value, axis int, out []float64) {
	shape := a.Shape()
	inner, length := Size(shape[axis+1:]), shape[axis]
	for i := range out {
		out[i] = math.Inf(-1)
	}
	for i, x := range o.Float64s(a) {
		at := i/(inner*length)*inner + i%inner
		out[at] = math.Max(out[at], x)
	}
	for i, x := range out {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			out[i] = 0
		}
	}
}

// Along repeats a, whose axis has length 1 or which lacks the axis, along it to the
// given length.
func Along(m Machine, a Value, shape []int, axis int) Value {
	return Repeat(m, m.Reshape(a, anchorShape(shape, axis)...), axis, shape[axis])
}

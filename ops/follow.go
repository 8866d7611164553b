package ops

import (
	"slices"

	"surefoot/ops/arith"
)

// Where the examples of a block are in an array, if not along one of its axes.
const (
	// Nowhere: the array is the same whatever the examples.
	Nowhere = -1
	// Summed: the array is a sum over the examples, each having its own term.
	Summed = -2
	// Count: the one number is how many examples there are.
	Count = -3
)

// Extent is the shape of an operand, and the axis that the examples are along: each
// slice across it depends on its own example alone.
type Extent struct {
	Shape []int
	Axis  int // or Nowhere, or Count
}

// A Follow says where the examples are in a result of the given shape: along an axis,
// or Summed, or Count. At least one operand has them along an axis, or is their Count.
// It is false where the result of an example depends on the others, or on how many
// there are.
type Follow func(in []Extent, shape []int) (axis int, ok bool)

// Follows is the op's Follow, and for an elementwise op the axis that its operands
// have in common.
func (op *Op) Follows(in []Extent, shape []int) (axis int, ok bool) {
	switch {
	case op.Follow != nil:
		return op.Follow(in, shape)
	case op.Elementwise():
		return followElements(in, shape)
	}
	return Nowhere, false
}

func followElements(in []Extent, shape []int) (int, bool) {
	axis := Nowhere
	for _, x := range in {
		switch {
		case x.Axis == Nowhere && arith.Size(x.Shape) == 1:
		case x.Axis < 0, !slices.Equal(x.Shape, shape), axis != Nowhere && axis != x.Axis:
			return Nowhere, false
		default:
			axis = x.Axis
		}
	}
	return axis, axis != Nowhere
}

// byRows is for ops on rows, with an example in each.
func byRows(in []Extent, _ []int) (int, bool) {
	return 0, !slices.ContainsFunc(in, func(x Extent) bool { return x.Axis != 0 })
}

func followSum(along []int) Follow {
	return func(in []Extent, _ []int) (int, bool) {
		axis := in[0].Axis
		if len(along) == 0 || slices.Contains(along, axis) {
			return Summed, axis >= 0
		}
		before := 0 // axes that are summed away in front
		for _, k := range along {
			if k < axis {
				before++
			}
		}
		return axis - before, axis >= 0
	}
}

// followRepeat: a fixed array, or number, repeated once for each example.
func followRepeat(along int) Follow {
	return func(in []Extent, shape []int) (int, bool) {
		x, times := in[0], in[1]
		switch {
		case times.Axis == Count:
			return along, x.Axis == Nowhere && along < len(shape)
		case x.Axis >= 0 && len(x.Shape) == len(shape) && x.Axis != along:
			return x.Axis, true
		case x.Axis == 0 && len(x.Shape) < len(shape) && along > 0: // a vector becomes a column
			return 0, true
		}
		return Nowhere, false
	}
}

// followReshape: the axis keeps its length, and as many numbers stand before it.
func followReshape(in []Extent, shape []int) (int, bool) {
	x := in[0]
	if x.Axis < 0 {
		return Nowhere, false
	}
	before := arith.Size(x.Shape[:x.Axis])
	for k, length := range shape {
		if length == x.Shape[x.Axis] && arith.Size(shape[:k]) == before {
			return k, true
		}
	}
	return Nowhere, false
}

// followSize: any other length than the number of examples is fixed.
func followSize(axis int) Follow {
	return func(in []Extent, _ []int) (int, bool) {
		if in[0].Axis == axis {
			return Count, true
		}
		return Nowhere, true
	}
}

func followTranspose(axes []int) Follow {
	return func(in []Extent, _ []int) (int, bool) {
		to := slices.Index(axes, in[0].Axis)
		return to, to >= 0
	}
}

// followProduct: rows of A or columns of B may be examples; where both operands have
// them along the axis that is summed over, they are Summed.
func followProduct(transA, transB bool) Follow {
	return func(in []Extent, shape []int) (int, bool) {
		free, summed := productAxis(in[0], transA, true)
		freeB, summedB := productAxis(in[1], transB, false)
		switch {
		case summed && summedB:
			return Summed, true
		case free && in[1].Axis == Nowhere:
			return 0, true
		case freeB && in[0].Axis == Nowhere:
			return len(shape) - 1, true
		}
		return Nowhere, false
	}
}

// productAxis says whether the examples are along the axis that a product keeps of an
// operand, and along the one that it sums over.
func productAxis(x Extent, transposed, left bool) (kept, summed bool) {
	if x.Axis < 0 {
		return false, false
	}
	if len(x.Shape) == 1 {
		return false, true
	}
	first := x.Axis == 0
	if transposed {
		first = !first
	}
	return first == left, first != left
}

// When the result is 0 for an example: where any operand is, all are, or the first is.
func ifAny(zero []bool) bool { return slices.Contains(zero, true) }

func ifAll(zero []bool) bool { return !slices.Contains(zero, false) }

func ifFirst(zero []bool) bool { return zero[0] }

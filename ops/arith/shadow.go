package arith

import (
	"math"
	"math/big"
)

// Shadow is a field in which piecewise functions have branches: beside every
// residue goes a real number, its shadow, and a Select takes the branch that the
// shadow's sign says. The two are drawn independently: what is equal over the
// residues is equal on the whole of the branches taken, wherever in them.
//
// Shadows are of any arithmetic with signs. One that is 0 lies between two branches;
// [Shadow.Ties] counts those. One that is not-a-number lies on none: the shadows are
// outside the domain of something, and what comes out says nothing; [Shadow.Lost]
// counts those.
type Shadow[X any] struct {
	Field      Over[Residue]
	Real       Over[X]
	ties, lost *int
	sides      *[]byte
}

var _ Machine = Shadow[float64]{}

// NewShadow is a field with shadows of an arithmetic.
func NewShadow[X any](field Field, real Arith[X]) Shadow[X] {
	return Shadow[X]{Over[Residue]{field}, Over[X]{real}, new(int), new(int), new([]byte)}
}

// shadowed is an array of residues and the array of their shadows.
type shadowed struct{ R, X Value }

// Shape is the shape of both.
func (v shadowed) Shape() []int { return v.R.Shape() }

// Value is an array of residues with its shadows.
func (s Shadow[X]) Value(residues, shadows Value) Value { return shadowed{residues, shadows} }

// Residues are what Value was given.
func (s Shadow[X]) Residues(a Value) Value { return a.(shadowed).R }

// Ties is how many choices were made by a shadow that is 0.
func (s Shadow[X]) Ties() int { return *s.ties }

// Lost is how many choices were made by a shadow that is not a number.
func (s Shadow[X]) Lost() int { return *s.lost }

// Sides are the ways that all choices have gone, one after the other: [First] or
// [Second].
func (s Shadow[X]) Sides() []byte { return *s.sides }

// The ways that a choice can go, a bit each.
const (
	First byte = 1 << iota
	Second
)

// Const is q and its shadow q.
func (s Shadow[X]) Const(q *big.Rat) Value { return shadowed{s.Field.Const(q), s.Real.Const(q)} }

// Floats is x and its shadow x.
func (s Shadow[X]) Floats(x []float64, shape ...int) Value {
	return shadowed{s.Field.Floats(x, shape...), s.Real.Floats(x, shape...)}
}

// Float64s are the shadows.
func (s Shadow[X]) Float64s(a Value) []float64 { return s.Real.Float64s(a.(shadowed).X) }

func (s Shadow[X]) both(a Value, f func(m Machine, v Value) Value) Value {
	x := a.(shadowed)
	return shadowed{f(s.Field, x.R), f(s.Real, x.X)}
}

func (s Shadow[X]) pair(a, b Value, f func(m Machine, v, w Value) Value) Value {
	x, y := a.(shadowed), b.(shadowed)
	return shadowed{f(s.Field, x.R, y.R), f(s.Real, x.X, y.X)}
}

// Add is a + b.
func (s Shadow[X]) Add(a, b Value) Value { return s.pair(a, b, Machine.Add) }

// Sub is a − b.
func (s Shadow[X]) Sub(a, b Value) Value { return s.pair(a, b, Machine.Sub) }

// Mul is a ⊙ b.
func (s Shadow[X]) Mul(a, b Value) Value { return s.pair(a, b, Machine.Mul) }

// Div is a ÷ b.
func (s Shadow[X]) Div(a, b Value) Value { return s.pair(a, b, Machine.Div) }

// MatMul is the matrix product.
func (s Shadow[X]) MatMul(a, b Value) Value { return s.pair(a, b, Machine.MatMul) }

// Neg is −a.
func (s Shadow[X]) Neg(a Value) Value { return s.both(a, Machine.Neg) }

// Exp is eᵃ.
func (s Shadow[X]) Exp(a Value) Value { return s.both(a, Machine.Exp) }

// Log is log a.
func (s Shadow[X]) Log(a Value) Value { return s.both(a, Machine.Log) }

// Log1p is log(1+a).
func (s Shadow[X]) Log1p(a Value) Value { return s.both(a, Machine.Log1p) }

// Expm1 is eᵃ − 1.
func (s Shadow[X]) Expm1(a Value) Value { return s.both(a, Machine.Expm1) }

// Sqrt is √a.
func (s Shadow[X]) Sqrt(a Value) Value { return s.both(a, Machine.Sqrt) }

// Sin is sin a.
func (s Shadow[X]) Sin(a Value) Value { return s.both(a, Machine.Sin) }

// Cos is cos a.
func (s Shadow[X]) Cos(a Value) Value { return s.both(a, Machine.Cos) }

// Select takes a where sign's shadow is not negative, b elsewhere.
func (s Shadow[X]) Select(sign, a, b Value) Value {
	g, x, y := sign.(shadowed), a.(shadowed), b.(shadowed)
	shape := broadcast(sign, a, b)
	signs, first, second := s.Real.Elements(g.X), s.Field.Elements(x.R), s.Field.Elements(y.R)
	out := make([]Residue, Size(shape))
	for i := range out {
		shadow := signs[min(i, len(signs)-1)]
		choice := s.Real.A.Sign(shadow)
		switch {
		case choice != 0:
		case math.IsNaN(s.Real.A.Float64(shadow)):
			*s.lost++
		default:
			*s.ties++
		}
		side := First
		if choice >= 0 {
			out[i] = first[min(i, len(first)-1)]
		} else {
			side, out[i] = Second, second[min(i, len(second)-1)]
		}
		*s.sides = append(*s.sides, side)
	}
	return shadowed{NewArray(out, shape...), s.Real.Select(g.X, x.X, y.X)}
}

// Map wants the meaning: a field has no kernels.
func (s Shadow[X]) Map(Kernel, ...Value) (Value, bool) { return nil, false }

// Anchor is the field's, 0, with the shadow 0.
func (s Shadow[X]) Anchor(a Value, axis int) Value {
	zero := s.Field.Anchor(a.(shadowed).R, axis)
	return shadowed{zero, s.Real.Floats(make([]float64, Size(zero.Shape())), zero.Shape()...)}
}

// Sum adds along axes.
func (s Shadow[X]) Sum(a Value, axes ...int) Value {
	return s.both(a, func(m Machine, v Value) Value { return m.Sum(v, axes...) })
}

// Transpose permutes the axes.
func (s Shadow[X]) Transpose(a Value, axes ...int) Value {
	return s.both(a, func(m Machine, v Value) Value { return m.Transpose(v, axes...) })
}

// Gather picks elements.
func (s Shadow[X]) Gather(a Value, shape []int, index func(i int) int) Value {
	return s.both(a, func(m Machine, v Value) Value { return m.Gather(v, shape, index) })
}

// Reshape changes the shape.
func (s Shadow[X]) Reshape(a Value, shape ...int) Value {
	return s.both(a, func(m Machine, v Value) Value { return m.Reshape(v, shape...) })
}

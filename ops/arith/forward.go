package arith

import (
	"math/big"
	"slices"
)

// Forward is forward-mode differentiation over any machine: its arrays carry
// their derivative in some direction, V + Dε with ε² = 0. What does not move
// carries none, and costs nothing.
//
// These are the rules of the elementary functions, from calculus; no dossier's
// derivative is used.
type Forward struct{ M Machine }

var _ Machine = Forward{}

// moving is an array and its derivative, nil where it does not move.
type moving struct{ V, D Value }

// Shape is the shape of both.
func (v moving) Shape() []int { return v.V.Shape() }

// Value is an array of the machine below with its derivative; nil is no motion.
func (f Forward) Value(v, d Value) Value { return moving{v, d} }

// Parts are what Value puts together.
func (f Forward) Parts(a Value) (v, d Value) {
	x := a.(moving)
	return x.V, x.D
}

func still(v Value) Value { return moving{v, nil} }

// Const is q; a constant does not move.
func (f Forward) Const(q *big.Rat) Value { return still(f.M.Const(q)) }

// Floats is an array that does not move.
func (f Forward) Floats(x []float64, shape ...int) Value { return still(f.M.Floats(x, shape...)) }

// Float64s are the numbers without their derivatives.
func (f Forward) Float64s(a Value) []float64 { return f.M.Float64s(a.(moving).V) }

// linear applies a linear function to both parts.
func (f Forward) linear(a Value, apply func(Value) Value) Value {
	x := a.(moving)
	out := moving{V: apply(x.V)}
	if x.D != nil {
		out.D = apply(x.D)
	}
	return out
}

// plus adds two derivatives, either of which may be nil.
func (f Forward) plus(a, b Value) Value {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return f.M.Add(a, b)
}

// times multiplies a derivative, which may be nil.
func (f Forward) times(d, factor Value) Value {
	if d == nil {
		return nil
	}
	return f.M.Mul(d, factor)
}

// with puts a derivative beside a value, stretched to its shape if it is that of
// a scalar which was broadcast.
func (f Forward) with(v, d Value) Value {
	if d == nil {
		return still(v)
	}
	switch shape := v.Shape(); {
	case slices.Equal(shape, d.Shape()):
	case Size(d.Shape()) == Size(shape):
		d = f.M.Reshape(d, shape...)
	default:
		d = f.M.Gather(d, shape, func(int) int { return 0 })
	}
	return moving{v, d}
}

// Add is (a + b)′ = a′ + b′.
func (f Forward) Add(a, b Value) Value {
	x, y := a.(moving), b.(moving)
	return f.with(f.M.Add(x.V, y.V), f.plus(x.D, y.D))
}

// Sub is (a − b)′ = a′ − b′.
func (f Forward) Sub(a, b Value) Value { return f.Add(a, f.Neg(b)) }

// Mul is (ab)′ = a′b + ab′.
func (f Forward) Mul(a, b Value) Value {
	x, y := a.(moving), b.(moving)
	return f.with(f.M.Mul(x.V, y.V), f.plus(f.times(x.D, y.V), f.times(y.D, x.V)))
}

// Div is (a/b)′ = (a′ − (a/b)b′)/b.
func (f Forward) Div(a, b Value) Value {
	x, y := a.(moving), b.(moving)
	quotient := f.M.Div(x.V, y.V)
	var d Value
	if y.D != nil {
		d = f.M.Neg(f.M.Mul(quotient, y.D))
	}
	if d = f.plus(x.D, d); d != nil {
		d = f.M.Div(d, y.V)
	}
	return f.with(quotient, d)
}

// Neg is (−a)′ = −a′.
func (f Forward) Neg(a Value) Value { return f.linear(a, f.M.Neg) }

// chain is g(a)′ = g′(a) a′; the slope is computed only where it is needed.
func (f Forward) chain(a Value, g func(Value) Value, slope func(v, out Value) Value) Value {
	x := a.(moving)
	out := g(x.V)
	if x.D == nil {
		return still(out)
	}
	return moving{out, f.M.Mul(x.D, slope(x.V, out))}
}

func (f Forward) inverse(v Value) Value { return f.M.Div(Int(f.M, 1), v) }

// Exp is (eᵃ)′ = eᵃ a′.
func (f Forward) Exp(a Value) Value {
	return f.chain(a, f.M.Exp, func(_, out Value) Value { return out })
}

// Expm1 is (eᵃ − 1)′ = eᵃ a′.
func (f Forward) Expm1(a Value) Value {
	return f.chain(a, f.M.Expm1, func(v, _ Value) Value { return f.M.Exp(v) })
}

// Log is (log a)′ = a′/a.
func (f Forward) Log(a Value) Value {
	return f.chain(a, f.M.Log, func(v, _ Value) Value { return f.inverse(v) })
}

// Log1p is (log(1+a))′ = a′/(1+a).
func (f Forward) Log1p(a Value) Value {
	return f.chain(a, f.M.Log1p, func(v, _ Value) Value { return f.inverse(f.M.Add(Int(f.M, 1), v)) })
}

// Sqrt is (√a)′ = a′/(2√a).
func (f Forward) Sqrt(a Value) Value {
	return f.chain(a, f.M.Sqrt, func(_, out Value) Value { return f.inverse(f.M.Add(out, out)) })
}

// Sin is (sin a)′ = cos a a′.
func (f Forward) Sin(a Value) Value {
	return f.chain(a, f.M.Sin, func(v, _ Value) Value { return f.M.Cos(v) })
}

// Cos is (cos a)′ = −sin a a′.
func (f Forward) Cos(a Value) Value {
	return f.chain(a, f.M.Cos, func(v, _ Value) Value { return f.M.Neg(f.M.Sin(v)) })
}

// Select takes the derivative of the branch that it takes.
func (f Forward) Select(sign, a, b Value) Value {
	s, x, y := sign.(moving), a.(moving), b.(moving)
	out := f.M.Select(s.V, x.V, y.V)
	if x.D == nil && y.D == nil {
		return still(out)
	}
	zero := func(d Value) Value {
		if d == nil {
			return Int(f.M, 0)
		}
		return d
	}
	return f.with(out, f.M.Select(s.V, zero(x.D), zero(y.D)))
}

// Map wants the meaning: a kernel has no derivative.
func (f Forward) Map(Kernel, ...Value) (Value, bool) { return nil, false }

// Anchor does not move: it stands for any constant.
func (f Forward) Anchor(a Value, axis int) Value { return still(f.M.Anchor(a.(moving).V, axis)) }

// MatMul is (ab)′ = a′b + ab′.
func (f Forward) MatMul(a, b Value) Value {
	x, y := a.(moving), b.(moving)
	out := moving{V: f.M.MatMul(x.V, y.V)}
	if x.D != nil {
		out.D = f.M.MatMul(x.D, y.V)
	}
	if y.D != nil {
		out.D = f.plus(out.D, f.M.MatMul(x.V, y.D))
	}
	return out
}

// Sum is (Σ a)′ = Σ a′.
func (f Forward) Sum(a Value, axes ...int) Value {
	return f.linear(a, func(v Value) Value { return f.M.Sum(v, axes...) })
}

// Transpose moves the derivative along.
func (f Forward) Transpose(a Value, axes ...int) Value {
	return f.linear(a, func(v Value) Value { return f.M.Transpose(v, axes...) })
}

// Gather moves the derivative along; a zero that it puts in does not move.
func (f Forward) Gather(a Value, shape []int, index func(i int) int) Value {
	return f.linear(a, func(v Value) Value { return f.M.Gather(v, shape, index) })
}

// Reshape moves the derivative along.
func (f Forward) Reshape(a Value, shape ...int) Value {
	return f.linear(a, func(v Value) Value { return f.M.Reshape(v, shape...) })
}

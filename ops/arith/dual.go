package arith

import "math/big"

// Dual is a number V with its derivative D in some direction: V + Dε, ε² = 0.
type Dual[T any] struct{ V, D T }

// DualOf is forward-mode differentiation over any arithmetic: an Arith that
// carries a directional derivative with every number.
type DualOf[T any] struct{ A Arith[T] }

var _ Arith[Dual[float64]] = DualOf[float64]{}

func (d DualOf[T]) zero() T { return d.A.Float(0) }

// Const is q; a constant does not move.
func (d DualOf[T]) Const(q *big.Rat) Dual[T] { return Dual[T]{d.A.Const(q), d.zero()} }

// Float is x; a constant does not move.
func (d DualOf[T]) Float(x float64) Dual[T] { return Dual[T]{d.A.Float(x), d.zero()} }

// Float64 is the value's nearest float64.
func (d DualOf[T]) Float64(a Dual[T]) float64 { return d.A.Float64(a.V) }

// Add is (a + b)' = a' + b'.
func (d DualOf[T]) Add(a, b Dual[T]) Dual[T] { return Dual[T]{d.A.Add(a.V, b.V), d.A.Add(a.D, b.D)} }

// Sub is (a − b)' = a' − b'.
func (d DualOf[T]) Sub(a, b Dual[T]) Dual[T] { return Dual[T]{d.A.Sub(a.V, b.V), d.A.Sub(a.D, b.D)} }

// Mul is (ab)' = a'b + ab'.
func (d DualOf[T]) Mul(a, b Dual[T]) Dual[T] {
	return Dual[T]{d.A.Mul(a.V, b.V), d.A.Add(d.A.Mul(a.D, b.V), d.A.Mul(a.V, b.D))}
}

// Div is (a/b)' = (a' − (a/b)b')/b.
func (d DualOf[T]) Div(a, b Dual[T]) Dual[T] {
	q := d.A.Div(a.V, b.V)
	return Dual[T]{q, d.A.Div(d.A.Sub(a.D, d.A.Mul(q, b.D)), b.V)}
}

// Neg is (−a)' = −a'.
func (d DualOf[T]) Neg(a Dual[T]) Dual[T] { return Dual[T]{d.A.Neg(a.V), d.A.Neg(a.D)} }

// Exp is (eᵃ)' = eᵃ a'.
func (d DualOf[T]) Exp(a Dual[T]) Dual[T] {
	e := d.A.Exp(a.V)
	return Dual[T]{e, d.A.Mul(e, a.D)}
}

// Log is (log a)' = a'/a.
func (d DualOf[T]) Log(a Dual[T]) Dual[T] { return Dual[T]{d.A.Log(a.V), d.A.Div(a.D, a.V)} }

// Log1p is (log(1+a))' = a'/(1+a).
func (d DualOf[T]) Log1p(a Dual[T]) Dual[T] {
	return Dual[T]{d.A.Log1p(a.V), d.A.Div(a.D, d.A.Add(d.A.Float(1), a.V))}
}

// Expm1 is (eᵃ − 1)' = eᵃ a'.
func (d DualOf[T]) Expm1(a Dual[T]) Dual[T] {
	return Dual[T]{d.A.Expm1(a.V), d.A.Mul(d.A.Exp(a.V), a.D)}
}

// Sqrt is (√a)' = a'/(2√a).
func (d DualOf[T]) Sqrt(a Dual[T]) Dual[T] {
	root := d.A.Sqrt(a.V)
	return Dual[T]{root, d.A.Div(a.D, d.A.Add(root, root))}
}

// Sin is (sin a)' = cos a · a'.
func (d DualOf[T]) Sin(a Dual[T]) Dual[T] {
	return Dual[T]{d.A.Sin(a.V), d.A.Mul(d.A.Cos(a.V), a.D)}
}

// Cos is (cos a)' = −sin a · a'.
func (d DualOf[T]) Cos(a Dual[T]) Dual[T] {
	return Dual[T]{d.A.Cos(a.V), d.A.Neg(d.A.Mul(d.A.Sin(a.V), a.D))}
}

// Sign is the sign of the value.
func (d DualOf[T]) Sign(a Dual[T]) int { return d.A.Sign(a.V) }

// Dot is (Σ ab)' = Σ a'b + Σ ab'.
func (d DualOf[T]) Dot(a, b []Dual[T]) Dual[T] {
	av, ad := split(a)
	bv, bd := split(b)
	return Dual[T]{d.A.Dot(av, bv), d.A.Add(d.A.Dot(ad, bv), d.A.Dot(av, bd))}
}

// Sum is (Σ a)' = Σ a'.
func (d DualOf[T]) Sum(a []Dual[T]) Dual[T] {
	v, t := split(a)
	return Dual[T]{d.A.Sum(v), d.A.Sum(t)}
}

func split[T any](a []Dual[T]) (v, t []T) {
	v, t = make([]T, len(a)), make([]T, len(a))
	for i, x := range a {
		v[i], t[i] = x.V, x.D
	}
	return v, t
}

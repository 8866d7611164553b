package arith

import (
	"math"
	"math/big"
	"slices"
)

// Degrees is the machine that evaluates no numbers but bounds how complicated
// they are: each array is a fraction of two polynomials with integer coefficients
// in the inputs and the atoms, of which it knows the degree and the size of the
// coefficients. From that follows how likely a [Field] is to take two different
// results for the same; see [Degrees.WrongPass].
//
// A bound holds for every entry of an array, and so for whichever branch a Select
// takes.
type Degrees struct{ atoms *atoms }

var _ Machine = Degrees{}

// NewDegrees is a machine that has seen no atoms yet.
func NewDegrees() Degrees { return Degrees{&atoms{}} }

// atoms counts what a field makes up, and how complicated their arguments are.
type atoms struct {
	count  float64
	degree float64 // the largest of an argument, numerator and denominator together
	roots  float64
	// partial counts the functions that are not defined for all real numbers.
	partial float64
	// branches counts the choices by a sign.
	branches int
}

// extent bounds a polynomial: its degree, and log₂ of the sum of its coefficients'
// sizes. Those of a product are the sums of its factors' (at most).
type extent struct{ degree, bits float64 }

func (e extent) plus(o extent) extent { return extent{e.degree + o.degree, e.bits + o.bits} }

func (e extent) times(k float64) extent { return extent{e.degree * k, e.bits * k} }

func (e extent) or(o extent) extent { return extent{max(e.degree, o.degree), max(e.bits, o.bits)} }

// twice is the extent of a sum of two.
func (e extent) twice() extent { return extent{e.degree, e.bits + 1} }

// fraction bounds the entries of an array: the numerator and the denominator of
// each, and all, a denominator that serves all of them together. A sum over the
// array needs no more than that.
type fraction struct {
	shape         []int
	num, den, all extent
	// numbers are the entries themselves where they are constants: a power asks for
	// its exponent.
	numbers []float64
}

// over is the fraction whose entries have these bounds, with the common
// denominator all, or the product of the denominators where that is less.
func over(shape []int, num, den, all extent) fraction {
	if product := den.times(float64(Size(shape))); product.degree < all.degree {
		all = product
	}
	return fraction{shape: shape, num: num, den: den, all: all}
}

// Shape is the array's.
func (f fraction) Shape() []int { return f.shape }

// Input is an array of variables.
func (d Degrees) Input(shape ...int) Value {
	return fraction{shape: slices.Clone(shape), num: extent{degree: 1}}
}

// Const is q, of degree 0.
func (d Degrees) Const(q *big.Rat) Value {
	num, den := extent{bits: float64(q.Num().BitLen())}, extent{bits: float64(q.Denom().BitLen())}
	x, _ := q.Float64()
	return fraction{num: num, den: den, all: den, numbers: []float64{x}}
}

// Floats are numbers, of degree 0. The largest denominator serves all: it is a
// power of two.
func (d Degrees) Floats(x []float64, shape ...int) Value {
	out := fraction{shape: slices.Clone(shape), numbers: slices.Clone(x)}
	for _, v := range x {
		if q := new(big.Rat).SetFloat64(v); q != nil {
			c := d.Const(q).(fraction)
			out.num, out.den = out.num.or(c.num), out.den.or(c.den)
		}
	}
	out.num.bits += out.den.bits
	out.all = out.den
	return out
}

// Float64s are known of constants only.
func (d Degrees) Float64s(a Value) []float64 {
	if x := a.(fraction); len(x.numbers) == Size(x.shape) {
		return x.numbers
	}
	return slices.Repeat([]float64{math.NaN()}, Size(a.Shape()))
}

// Add is (a d + c b)/(b d) for a/b + c/d.
func (d Degrees) Add(a, b Value) Value {
	x, y := a.(fraction), b.(fraction)
	num := x.num.plus(y.den).or(y.num.plus(x.den)).twice()
	return over(broadcast(a, b), num, x.den.plus(y.den), x.all.plus(y.all))
}

// Sub is as complicated as Add.
func (d Degrees) Sub(a, b Value) Value { return d.Add(a, b) }

// Mul is a c/(b d).
func (d Degrees) Mul(a, b Value) Value {
	x, y := a.(fraction), b.(fraction)
	return over(broadcast(a, b), x.num.plus(y.num), x.den.plus(y.den), x.all.plus(y.all))
}

// Div is a d/(b c).
func (d Degrees) Div(a, b Value) Value {
	y := b.(fraction)
	return d.Mul(a, over(y.shape, y.den, y.num, y.num.times(float64(Size(y.shape)))))
}

// Neg is as complicated.
func (d Degrees) Neg(a Value) Value {
	x := a.(fraction)
	x.numbers = nil
	return x
}

// atom is new variables with the given degree, one for each entry.
func (d Degrees) atom(a Value, e extent) Value {
	x := a.(fraction)
	d.atoms.count += float64(Size(x.shape))
	d.atoms.degree = max(d.atoms.degree, x.num.degree+x.den.degree)
	return over(x.shape, e, e, e.times(float64(Size(x.shape))))
}

// Exp is an atom or one over it.
func (d Degrees) Exp(a Value) Value { return d.atom(a, extent{degree: 1}) }

// Expm1 is an atom less one.
func (d Degrees) Expm1(a Value) Value { return d.Sub(d.Exp(a), Int(d, 1)) }

// Log is an atom.
func (d Degrees) Log(a Value) Value {
	d.atoms.partial += float64(Size(a.Shape()))
	return d.atom(a, extent{degree: 1})
}

// Log1p is the atom of 1 + a.
func (d Degrees) Log1p(a Value) Value { return d.Log(d.Add(Int(d, 1), a)) }

// Sin is 2t/(1+t²) for an atom t.
func (d Degrees) Sin(a Value) Value { return d.atom(a, extent{2, 1}) }

// Cos is (1−t²)/(1+t²).
func (d Degrees) Cos(a Value) Value { return d.atom(a, extent{2, 1}) }

// Sqrt is the root of a fraction: of half its degree, and each one doubles the
// number of conjugates whose product is a fraction again.
func (d Degrees) Sqrt(a Value) Value {
	x := a.(fraction)
	d.atoms.roots += float64(Size(x.shape))
	d.atoms.partial += float64(Size(x.shape))
	return over(x.shape, x.num.times(0.5), x.den.times(0.5), x.all.times(0.5))
}

// Select is either.
func (d Degrees) Select(sign, a, b Value) Value {
	d.atoms.branches++
	x, y := a.(fraction), b.(fraction)
	return over(broadcast(sign, a, b), x.num.or(y.num), x.den.or(y.den), x.all.plus(y.all))
}

// Map wants the meaning.
func (d Degrees) Map(Kernel, ...Value) (Value, bool) { return nil, false }

// Anchor is 0, as in the field.
func (d Degrees) Anchor(a Value, axis int) Value {
	return fraction{shape: anchorShape(a.Shape(), axis)}
}

// terms is the array of that shape whose entries are sums of count of f's.
func (f fraction) terms(count int, shape []int) Value {
	k := float64(max(count, 1))
	den := f.den.times(k)
	if f.all.degree < den.degree {
		den = f.all
	}
	// An entry may have a smaller denominator than f.den, and more to make up for.
	num := f.num.plus(den)
	num.bits += math.Log2(k)
	return over(shape, num, den, f.all)
}

// MatMul is a sum of products.
func (d Degrees) MatMul(a, b Value) Value {
	x, y := a.(fraction), b.(fraction)
	products := fraction{num: x.num.plus(y.num), den: x.den.plus(y.den), all: x.all.plus(y.all)}
	return products.terms(y.shape[0], productShape(x.shape, y.shape))
}

// Sum is a sum.
func (d Degrees) Sum(a Value, axes ...int) Value {
	x := a.(fraction)
	var kept []int
	for k, length := range x.shape {
		if len(axes) > 0 && !slices.Contains(axes, k) {
			kept = append(kept, length)
		}
	}
	return x.terms(Size(x.shape)/max(Size(kept), 1), kept)
}

// shaped is the same bounds for another shape.
func (f fraction) shaped(shape []int) Value {
	if f.shape = slices.Clone(shape); len(f.numbers) != 1 || Size(shape) != 1 {
		f.numbers = nil // they may stand elsewhere now
	}
	return f
}

// Transpose moves the entries.
func (d Degrees) Transpose(a Value, axes ...int) Value {
	x := a.(fraction)
	shape := make([]int, len(axes))
	for k, axis := range axes {
		shape[k] = x.shape[axis]
	}
	return x.shaped(shape)
}

// Gather moves the entries.
func (d Degrees) Gather(a Value, shape []int, _ func(i int) int) Value {
	return a.(fraction).shaped(shape)
}

// Reshape moves the entries.
func (d Degrees) Reshape(a Value, shape ...int) Value { return a.(fraction).shaped(shape) }

// Fraction is the degree of numerator and denominator that bounds each entry.
func (d Degrees) Fraction(a Value) [2]float64 {
	x := a.(fraction)
	return [2]float64{x.num.degree, x.den.degree}
}

// Odds bound how likely one evaluation in a [Field] is to take a result that is not
// zero for zero.
type Odds struct {
	// Degree of the result's numerator in inputs and atoms, denominators multiplied
	// out; it is wrong for at most Degree/P of all inputs (Schwartz and Zippel).
	Degree float64
	// Atoms, of which any two with different arguments may fall together.
	Atoms float64
	// Collisions is the sum of the degrees of their differences.
	Collisions float64
	// Bits bounds log₂ of the coefficients, which the prime may divide.
	Bits float64
	// Roots, each of which doubles the degree. That bounds what is missed because of
	// the inputs, and not that a field's root has no sign: √(x²) is x for half of them.
	Roots float64
	// Branches is how many choices by a sign there are, which residues do not have.
	Branches int
}

// Partial is how many logarithms and roots there were so far, which not all real
// numbers have.
func (d Degrees) Partial() float64 { return d.atoms.partial }

// WrongPass are the odds for a result evaluated on this machine.
func (d Degrees) WrongPass(result Value) Odds {
	x := result.(fraction)
	n := d.atoms.count
	return Odds{
		Degree: x.num.degree, Atoms: n, Bits: x.num.bits, Roots: d.atoms.roots, Branches: d.atoms.branches,
		Collisions: n * n * 2 * d.atoms.degree, // n²/2 pairs, u = v or u = −v, 2·degree each
	}
}

// Log2 is log₂ of the probability of a wrong pass, 0 at most: (degree·2^roots +
// collisions)/P, and the bits that 61-bit primes can divide over the number of
// such primes.
func (o Odds) Log2() float64 {
	points := math.Log2(o.Degree+1) + o.Roots - (PrimeBits - 1)
	collisions := math.Log2(o.Collisions+1e-300) - (PrimeBits - 1)
	primes := math.Log2(o.Bits/(PrimeBits-1)+1) - 53
	largest := max(points, collisions, primes)
	sum := math.Exp2(points-largest) + math.Exp2(collisions-largest) + math.Exp2(primes-largest)
	return min(0, largest+math.Log2(sum))
}

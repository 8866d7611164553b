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
}

// fraction bounds the entries of an array: degree, and log₂ of the sum of the
// coefficients' sizes, of the numerator and of the denominator.
type fraction struct {
	shape              []int
	num, den           float64
	numBits, denomBits float64
}

// Shape is the array's.
func (f fraction) Shape() []int { return f.shape }

// Input is an array of variables.
func (d Degrees) Input(shape ...int) Value { return fraction{shape: slices.Clone(shape), num: 1} }

// Const is q, of degree 0.
func (d Degrees) Const(q *big.Rat) Value {
	return fraction{numBits: float64(q.Num().BitLen()), denomBits: float64(q.Denom().BitLen())}
}

// Floats are numbers, of degree 0.
func (d Degrees) Floats(x []float64, shape ...int) Value {
	out := fraction{shape: slices.Clone(shape)}
	for _, v := range x {
		if q := new(big.Rat).SetFloat64(v); q != nil {
			c := d.Const(q).(fraction)
			out.numBits, out.denomBits = max(out.numBits, c.numBits), max(out.denomBits, c.denomBits)
		}
	}
	return out
}

// Float64s are not known.
func (d Degrees) Float64s(a Value) []float64 {
	return slices.Repeat([]float64{math.NaN()}, Size(a.Shape()))
}

// addBits bounds log₂(2ᵃ + 2ᵇ).
func addBits(a, b float64) float64 { return max(a, b) + 1 }

// Add is (a d + c b)/(b d) for a/b + c/d.
func (d Degrees) Add(a, b Value) Value {
	x, y := a.(fraction), b.(fraction)
	return fraction{
		shape: broadcast(a, b),
		num:   max(x.num+y.den, y.num+x.den), den: x.den + y.den,
		numBits: addBits(x.numBits+y.denomBits, y.numBits+x.denomBits), denomBits: x.denomBits + y.denomBits,
	}
}

// Sub is as complicated as Add.
func (d Degrees) Sub(a, b Value) Value { return d.Add(a, b) }

// Mul is a c/(b d).
func (d Degrees) Mul(a, b Value) Value {
	x, y := a.(fraction), b.(fraction)
	return fraction{
		shape: broadcast(a, b), num: x.num + y.num, den: x.den + y.den,
		numBits: x.numBits + y.numBits, denomBits: x.denomBits + y.denomBits,
	}
}

// Div is a d/(b c).
func (d Degrees) Div(a, b Value) Value {
	y := b.(fraction)
	y.num, y.den, y.numBits, y.denomBits = y.den, y.num, y.denomBits, y.numBits
	return d.Mul(a, y)
}

// Neg changes nothing.
func (d Degrees) Neg(a Value) Value { return a }

// atom is new variables with the given degree, one for each entry.
func (d Degrees) atom(a Value, degree, bits float64) Value {
	x := a.(fraction)
	d.atoms.count += float64(Size(x.shape))
	d.atoms.degree = max(d.atoms.degree, x.num+x.den)
	return fraction{shape: x.shape, num: degree, den: degree, numBits: bits, denomBits: bits}
}

// Exp is an atom or one over it.
func (d Degrees) Exp(a Value) Value { return d.atom(a, 1, 0) }

// Expm1 is an atom less one.
func (d Degrees) Expm1(a Value) Value { return d.Sub(d.Exp(a), Int(d, 1)) }

// Log is an atom.
func (d Degrees) Log(a Value) Value { return d.atom(a, 1, 0) }

// Log1p is the atom of 1 + a.
func (d Degrees) Log1p(a Value) Value { return d.Log(d.Add(Int(d, 1), a)) }

// Sin is 2t/(1+t²) for an atom t.
func (d Degrees) Sin(a Value) Value { return d.atom(a, 2, 1) }

// Cos is (1−t²)/(1+t²).
func (d Degrees) Cos(a Value) Value { return d.atom(a, 2, 1) }

// Sqrt is the root of a fraction: of half its degree, and each one doubles the
// number of conjugates whose product is a fraction again.
func (d Degrees) Sqrt(a Value) Value {
	x := a.(fraction)
	d.atoms.roots += float64(Size(x.shape))
	return fraction{x.shape, x.num / 2, x.den / 2, x.numBits / 2, x.denomBits / 2}
}

// Select is either.
func (d Degrees) Select(sign, a, b Value) Value {
	x, y := a.(fraction), b.(fraction)
	return fraction{
		broadcast(sign, a, b), max(x.num, y.num), max(x.den, y.den),
		max(x.numBits, y.numBits), max(x.denomBits, y.denomBits),
	}
}

// Map wants the meaning.
func (d Degrees) Map(Kernel, ...Value) (Value, bool) { return nil, false }

// Anchor is 0, as in the field.
func (d Degrees) Anchor(a Value, axis int) Value {
	return fraction{shape: anchorShape(a.Shape(), axis)}
}

// terms is the sum of that many fractions, of any denominators.
func (f fraction) terms(count int, shape []int) Value {
	k := float64(max(count, 1))
	return fraction{
		shape: shape, num: f.num + (k-1)*f.den, den: k * f.den,
		numBits: f.numBits + (k-1)*f.denomBits + math.Log2(k), denomBits: k * f.denomBits,
	}
}

// MatMul is a sum of products.
func (d Degrees) MatMul(a, b Value) Value {
	x, y := a.(fraction), b.(fraction)
	product := d.Mul(fraction{nil, x.num, x.den, x.numBits, x.denomBits}, fraction{nil, y.num, y.den, y.numBits, y.denomBits})
	return product.(fraction).terms(y.shape[0], productShape(x.shape, y.shape))
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
	f.shape = slices.Clone(shape)
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
	// Roots, each of which doubles the degree.
	Roots float64
}

// WrongPass are the odds for a result evaluated on this machine.
func (d Degrees) WrongPass(result Value) Odds {
	x := result.(fraction)
	n := d.atoms.count
	return Odds{
		Degree: x.num, Atoms: n, Bits: x.numBits, Roots: d.atoms.roots,
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

package arith

import (
	"math"
	"math/big"
	"math/bits"
)

// Residue is a number of a [Field], in Montgomery's form: x stands for
// x·2⁻⁶⁴ modulo the prime. Only the field that made it can read it.
type Residue uint64

// noResidue is a field's not-a-number. No residue is as large.
const noResidue = Residue(math.MaxUint64)

// Field is arithmetic on the integers modulo a random prime P of 61 bits, in
// which two rational functions are equal at a random point or differ in all
// likelihood (J. T. Schwartz, 1980; R. Zippel, 1979): no step, no rounding, no
// tolerance.
//
// The exponential and the logarithm of an argument are random numbers that
// depend on the argument alone, as if they were variables of their own: atoms.
// An atom knows that e⁰ = 1, log 1 = 0 and e^−u = 1/e^u, and nothing else of what
// holds for real numbers (e^(2u) = (eᵘ)² does not): what is equal here is equal
// over the reals wherever both sides have a value, and what differs here may still be
// equal there. The sine and cosine of an argument are a random point of the unit
// circle, odd and even. A square root is one of the residue, if it has one; it has no
// sign, so that √(x²) is x for half of all residues.
//
// Division by zero, log 0 and roots that do not exist give not-a-number, and
// [Field.Trouble] counts them: it means that other random numbers must be drawn.
type Field struct {
	P uint64

	inverse uint64 // −1/P modulo 2⁶⁴
	one     Residue
	square  uint64 // 2¹²⁸ modulo P
	key     [3]uint64
	trouble *Trouble
}

// Trouble counts what had no value in a field.
type Trouble struct {
	ZeroDivisions int // and logarithms of zero
	Roots         int // that do not exist
	NotNumbers    int // constants that are NaN or infinite
	Branches      int // choices by a sign, which residues do not have
}

var _ Arith[Residue] = Field{}

// NewField is the field modulo a random prime, with random atoms. The prime and
// the atoms depend on the seed alone.
func NewField(seed uint64) Field {
	r := splitMix(seed)
	return fieldModulo(randomPrime(&r), &r)
}

func fieldModulo(p uint64, r *splitMix) Field {
	f := Field{P: p, trouble: &Trouble{}}
	// Newton's iteration for 1/P modulo 2⁶⁴: the number of right bits doubles.
	inverse := p
	for range 6 {
		inverse *= 2 - p*inverse
	}
	f.inverse = -inverse
	_, f.square = bits.Div64(1%p, 0, p) // 2⁶⁴
	f.one = Residue(f.square)
	hi, lo := bits.Mul64(f.square, f.square)
	_, f.square = bits.Div64(hi, lo, p)
	for i := range f.key {
		f.key[i] = r.next() | 1
	}
	return f
}

// Trouble is what had no value since the field was made.
func (f Field) Trouble() Trouble { return *f.trouble }

// Random fills out with random residues that depend on the seed alone.
func (f Field) Random(seed uint64, out []Residue) {
	share(len(out), len(out), func(lo, hi int) {
		r := splitMix(seed) + splitMix(lo)*increment // as if it had made those before
		for i := range out[lo:hi] {
			// The high word of a product with P: uniform to a part in 2⁶⁴/P.
			high, _ := bits.Mul64(r.next(), f.P)
			out[lo+i] = Residue(high)
		}
	})
}

// reduce is (hi·2⁶⁴ + lo)/2⁶⁴ modulo P, for hi < P (P. L. Montgomery, 1985).
func (f Field) reduce(hi, lo uint64) Residue {
	m := lo * f.inverse
	h, l := bits.Mul64(m, f.P)
	_, carry := bits.Add64(lo, l, 0)
	t := hi + h + carry
	if t >= f.P {
		t -= f.P
	}
	return Residue(t)
}

func (f Field) times(a, b Residue) Residue {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return f.reduce(hi, lo)
}

// from is the residue of x < 2⁶³.
func (f Field) from(x uint64) Residue { return f.times(Residue(x%f.P), Residue(f.square)) }

// Const is q: its numerator over its denominator.
func (f Field) Const(q *big.Rat) Residue {
	if q.IsInt() && q.Num().IsInt64() {
		x := q.Num().Int64()
		if x < 0 {
			return f.Neg(f.from(uint64(-x)))
		}
		return f.from(uint64(x))
	}
	p := new(big.Int).SetUint64(f.P)
	num := f.from(new(big.Int).Mod(q.Num(), p).Uint64())
	den := f.from(new(big.Int).Mod(q.Denom(), p).Uint64())
	return f.Div(num, den)
}

// Float is x exactly, an integer times a power of two.
func (f Field) Float(x float64) Residue {
	switch {
	case x == 0:
		return 0
	case math.IsNaN(x) || math.IsInf(x, 0):
		f.trouble.NotNumbers++
		return noResidue
	}
	fraction, exponent := math.Frexp(math.Abs(x))
	mantissa, exponent := f.from(uint64(fraction*0x1p53)), exponent-53
	two := f.from(2)
	if exponent < 0 {
		two, exponent = f.invert(two), -exponent
	}
	out := f.times(mantissa, f.power(two, uint64(exponent)))
	if x < 0 {
		return f.Neg(out)
	}
	return out
}

// Float64 is the integer nearest to 0 that has the residue, rounded: small whole
// numbers are themselves, and nothing else says anything.
func (f Field) Float64(a Residue) float64 {
	if a == noResidue {
		return math.NaN()
	}
	x := uint64(f.reduce(0, uint64(a)))
	if x > f.P/2 {
		return -float64(f.P - x)
	}
	return float64(x)
}

// Add is a + b.
func (f Field) Add(a, b Residue) Residue {
	if a == noResidue || b == noResidue {
		return noResidue
	}
	sum := a + b
	if uint64(sum) >= f.P {
		sum -= Residue(f.P)
	}
	return sum
}

// Sub is a − b.
func (f Field) Sub(a, b Residue) Residue { return f.Add(a, f.Neg(b)) }

// Neg is −a.
func (f Field) Neg(a Residue) Residue {
	if a == 0 || a == noResidue {
		return a
	}
	return Residue(f.P) - a
}

// Mul is a·b.
func (f Field) Mul(a, b Residue) Residue {
	if a == noResidue || b == noResidue {
		return noResidue
	}
	return f.times(a, b)
}

// Div is a/b.
func (f Field) Div(a, b Residue) Residue {
	if a == noResidue || b == noResidue {
		return noResidue
	}
	if b == 0 {
		f.trouble.ZeroDivisions++
		return noResidue
	}
	return f.times(a, f.invert(b))
}

// power is aᵏ.
func (f Field) power(a Residue, k uint64) Residue {
	out := f.one
	for ; k > 0; k >>= 1 {
		if k&1 == 1 {
			out = f.times(out, a)
		}
		a = f.times(a, a)
	}
	return out
}

// invert is 1/a = a^(P−2) for a ≠ 0 (Fermat).
func (f Field) invert(a Residue) Residue { return f.power(a, f.P-2) }

// Sign is 0: residues have no sign. [Field.Trouble] counts that it was asked for.
func (f Field) Sign(Residue) int {
	f.trouble.Branches++
	return 0
}

// Dot is Σ aᵢbᵢ. Products below 2¹²² are added in 128 bits, thirty-two of them
// before the upper word is reduced; two sums side by side, as each waits for its
// own carries.
func (f Field) Dot(a, b []Residue) Residue {
	b = b[:len(a)]
	var hi0, lo0, hi1, lo1, carry uint64
	var seen Residue
	for len(a) >= 2 {
		n := min(len(a)&^1, 64)
		x, y := a[:n], b[:n]
		for i := 0; i < len(x)-1 && i < len(y)-1; i += 2 {
			h, l := bits.Mul64(uint64(x[i]), uint64(y[i]))
			lo0, carry = bits.Add64(lo0, l, 0)
			hi0, _ = bits.Add64(hi0, h, carry)
			h, l = bits.Mul64(uint64(x[i+1]), uint64(y[i+1]))
			lo1, carry = bits.Add64(lo1, l, 0)
			hi1, _ = bits.Add64(hi1, h, carry)
			seen |= x[i] | x[i+1] | y[i] | y[i+1]
		}
		hi0 %= f.P
		hi1 %= f.P
		a, b = a[n:], b[n:]
	}
	for i, x := range a {
		seen |= x | b[i]
		h, l := bits.Mul64(uint64(x), uint64(b[i]))
		lo0, carry = bits.Add64(lo0, l, 0)
		hi0 += h + carry
	}
	if seen>>63 != 0 { // not-a-number is the only one with that bit
		return noResidue
	}
	return f.Add(f.reduce(hi0%f.P, lo0), f.reduce(hi1, lo1))
}

// Sum is Σ aᵢ.
func (f Field) Sum(a []Residue) Residue {
	var sum uint64
	var seen Residue
	for len(a) > 0 {
		n := min(len(a), 7) // and what was there before: eight numbers below 2⁶¹
		for _, v := range a[:n] {
			seen |= v
			sum += uint64(v)
		}
		sum %= f.P
		a = a[n:]
	}
	if seen>>63 != 0 {
		return noResidue
	}
	return Residue(sum)
}

// IsNaN says whether a is the field's not-a-number.
func (f Field) IsNaN(a Residue) bool { return a == noResidue }

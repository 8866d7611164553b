package arith

import (
	"math"
	"math/big"
)

// guard is how many bits more than asked the transcendental functions work
// with: enough for the truncations of a few dozen series terms and squarings.
const guard = 32

// largestExp is where e^x is taken to overflow (and e^−x to vanish): well
// inside the exponent range of big.Float, beyond any float64 by far.
const largestExp = 1e9

// Exp is eˣ.
func (b Big) Exp(x *big.Float) *big.Float {
	switch {
	case x == nil:
		return nil
	case x.Sign() == 0:
		return b.Float(1)
	case x.Cmp(big.NewFloat(largestExp)) > 0:
		return b.new().SetInf(false)
	case x.Cmp(big.NewFloat(-largestExp)) < 0:
		return b.new()
	case x.MantExp(nil) < -int(b.Precision): // 1 + x is right to Precision
		return b.Add(b.Float(1), x)
	}
	return b.new().Set(exponential(x, b.Precision+guard))
}

// exponential is eˣ for |x| ≤ largestExp to about the given number of bits:
// with x = k log 2 + r, eˣ = 2ᵏ (e^(r/2ˢ))^(2ˢ), the inner exponential being a
// Taylor series in fixed point. Each squaring doubles the relative error, which
// s more bits make good.
func exponential(x *big.Float, bits uint) *big.Float {
	squarings := 2 + uint(math.Sqrt(float64(bits)))/2
	point := bits + squarings // bits behind the point
	near, _ := x.Float64()
	k := math.Round(near / math.Ln2) // |k| < 2³¹
	wide := point + 40
	r := new(big.Float).SetPrec(wide).SetInt64(int64(k))
	r.Sub(x, r.Mul(r, ln2(wide)))
	fixed, _ := r.SetMantExp(r, int(bits)).Int(nil) // r/2ˢ in units of 2^−point
	sum := taylor(fixed, point)
	for range squarings {
		sum.Mul(sum, sum)
		sum.Rsh(sum, point)
	}
	result := new(big.Float).SetPrec(bits).SetInt(sum)
	return result.SetMantExp(result, int(k)-int(point))
}

// taylor is 1 + t + t²/2! + …, numbers in units of 2^−point.
func taylor(t *big.Int, point uint) *big.Int {
	sum := new(big.Int).Lsh(big.NewInt(1), point)
	term := new(big.Int).Set(sum)
	divisor := new(big.Int)
	for n := int64(1); ; n++ {
		term.Mul(term, t)
		term.Rsh(term, point)
		term.Quo(term, divisor.SetInt64(n))
		if term.Sign() == 0 {
			return sum
		}
		sum.Add(sum, term)
	}
}

// Expm1 is eˣ − 1, to full relative precision however small x is.
func (b Big) Expm1(x *big.Float) *big.Float {
	if x == nil {
		return nil
	}
	if x.Sign() == 0 {
		return b.new()
	}
	if x.MantExp(nil) < -seriesBits { // x + x²/2! + x³/3! + …
		return b.series(x, func(term *big.Float, k int64) (*big.Float, *big.Float) {
			term.Mul(term, x)
			term.Quo(term, new(big.Float).SetInt64(k))
			return term, term
		})
	}
	wide := Big{b.Precision + guard + seriesBits}
	return b.new().Set(wide.Sub(wide.Exp(x), wide.Float(1)))
}

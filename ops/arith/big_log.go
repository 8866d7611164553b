package arith

import (
	"math"
	"math/big"
)

// Log is the natural logarithm; log 0 = −∞, and of negative x not-a-number.
func (b Big) Log(x *big.Float) *big.Float {
	switch {
	case x == nil || x.Sign() < 0:
		return nil
	case x.Sign() == 0:
		return b.new().SetInf(true)
	case x.IsInf():
		return b.new().SetInf(false)
	}
	// Near 1 the logarithm is small and its leading bits cancel; log1p does not
	// lose them. The difference is exact.
	if k := x.MantExp(nil); k == 0 || k == 1 { // ½ ≤ x < 2
		if d := new(big.Float).Sub(x, big.NewFloat(1)); d.Sign() == 0 || d.MantExp(nil) < -4 {
			return b.Log1p(d)
		}
	}
	return b.new().Set(logarithm(x, b.Precision+guard))
}

// logarithm is log x for 0 < x < ∞ with an absolute error of about 2^−bits, or
// that relative error where |log x| > 1: with x = 2ᵏm, ½ ≤ m < 1, the root of
// e^y = m is refined from float64's by Halley's step y + 2(m − e^y)/(m + e^y),
// whose error is a twelfth of the cube of the error before it.
func logarithm(x *big.Float, bits uint) *big.Float {
	m := new(big.Float)
	k := x.MantExp(m)
	near, _ := m.Float64()
	y := new(big.Float).SetPrec(bits + 8).SetFloat64(math.Log(near))
	for right := uint(50); right < bits; {
		right = min(3*right, bits)
		step := new(big.Float).SetPrec(right + 8)
		e := exponential(y, right+8)
		step.Quo(step.Sub(m, e), new(big.Float).SetPrec(right+8).Add(m, e))
		y.Add(y, step.SetMantExp(step, 1))
	}
	shift := new(big.Float).SetPrec(bits + 40).SetInt64(int64(k))
	return y.Add(y, shift.Mul(shift, ln2(bits+40)))
}

// seriesBits: arguments below 2^−seriesBits are where log1p and expm1 are summed as
// power series: each term is then at least 2¹⁶ times smaller than the last.
const seriesBits = 16

// Log1p is log(1+x), to full relative precision however small x is.
func (b Big) Log1p(x *big.Float) *big.Float {
	if x == nil || x.IsInf() {
		return b.Log(x)
	}
	if x.Sign() == 0 {
		return b.new()
	}
	if x.MantExp(nil) < -seriesBits { // x − x²/2 + x³/3 − …
		return b.series(x, func(power *big.Float, k int64) (*big.Float, *big.Float) {
			power = power.Mul(power, x)
			power.Neg(power)
			return power, new(big.Float).Quo(power, new(big.Float).SetInt64(k))
		})
	}
	// The sum is exact, or as good as exact where x is large.
	wide := Big{b.Precision + guard + seriesBits + x.Prec()}
	sum := wide.sum(big.NewFloat(1), x)
	if sum.Sign() <= 0 {
		return b.Log(sum)
	}
	// log(1+x) ≥ 2^−seriesBits/2, so its relative error is that of Precision.
	return b.new().Set(logarithm(sum, b.Precision+guard+seriesBits))
}

// series sums x + Σ over k ≥ 2 of the terms that next makes from its running
// state, until they no longer matter.
func (b Big) series(x *big.Float, next func(state *big.Float, k int64) (newState, term *big.Float)) *big.Float {
	sum := new(big.Float).SetPrec(b.Precision + guard).Set(x)
	state := new(big.Float).SetPrec(b.Precision + guard).Set(x)
	for k := int64(2); ; k++ {
		var term *big.Float
		state, term = next(state, k)
		if term.Sign() == 0 || term.MantExp(nil) < sum.MantExp(nil)-int(b.Precision+guard) {
			return b.new().Set(sum)
		}
		sum.Add(sum, term)
	}
}

package arith

import (
	"math"
	"math/big"
)

// Big is high-precision arithmetic: every result is rounded to Precision bits,
// exp and the logarithms included, so that a well-conditioned evaluation is
// right to nearly that many bits. Its numbers are *big.Float; nil is
// not-a-number. It never changes a number that it was given.
type Big struct{ Precision uint }

var _ Arith[*big.Float] = Big{}

func (b Big) new() *big.Float { return new(big.Float).SetPrec(b.Precision) }

// Const is q rounded.
func (b Big) Const(q *big.Rat) *big.Float { return b.new().SetRat(q) }

// Float is x, exactly if Precision is at least 53.
func (b Big) Float(x float64) *big.Float {
	if math.IsNaN(x) {
		return nil
	}
	return b.new().SetFloat64(x)
}

// Float64 is the nearest float64, NaN for not-a-number.
func (b Big) Float64(a *big.Float) float64 {
	if a == nil {
		return math.NaN()
	}
	x, _ := a.Float64()
	return x
}

// Add is x + y.
func (b Big) Add(x, y *big.Float) *big.Float {
	if x == nil || y == nil || x.IsInf() && y.IsInf() && x.Signbit() != y.Signbit() {
		return nil
	}
	return b.sum(x, y)
}

// Sub is x − y.
func (b Big) Sub(x, y *big.Float) *big.Float {
	if x == nil || y == nil || x.IsInf() && y.IsInf() && x.Signbit() == y.Signbit() {
		return nil
	}
	return b.sum(x, new(big.Float).Neg(y))
}

// sum is x + y for numbers whose sum exists.
func (b Big) sum(x, y *big.Float) *big.Float { return b.setSum(b.new(), x, y) }

// setSum sets to, which is neither, to x + y for numbers whose sum exists. big.Float lays
// both out in one mantissa, which for e^1000000000 + 1 is 200 MB; a number that far below
// the other one's last bit is left out instead.
func (b Big) setSum(to, x, y *big.Float) *big.Float {
	if x.Sign() != 0 && y.Sign() != 0 && !x.IsInf() && !y.IsInf() {
		gap := x.MantExp(nil) - y.MantExp(nil)
		far := int(b.Precision + x.Prec() + y.Prec() + 2)
		if gap > far {
			return to.Set(x)
		} else if -gap > far {
			return to.Set(y)
		}
	}
	return to.Add(x, y)
}

// Mul is x·y.
func (b Big) Mul(x, y *big.Float) *big.Float {
	if x == nil || y == nil || x.IsInf() && y.Sign() == 0 || y.IsInf() && x.Sign() == 0 {
		return nil
	}
	return b.new().Mul(x, y)
}

// Div is x/y.
func (b Big) Div(x, y *big.Float) *big.Float {
	if x == nil || y == nil || x.Sign() == 0 && y.Sign() == 0 || x.IsInf() && y.IsInf() {
		return nil
	}
	return b.new().Quo(x, y)
}

// Neg is −x.
func (b Big) Neg(x *big.Float) *big.Float {
	if x == nil {
		return nil
	}
	return b.new().Neg(x)
}

// Sign is the sign of x.
func (b Big) Sign(x *big.Float) int {
	if x == nil {
		return 0
	}
	return x.Sign()
}

// Dot is Σ xᵢyᵢ.
func (b Big) Dot(x, y []*big.Float) *big.Float {
	sum, next, product := b.new(), b.new(), b.new()
	for i := range x {
		if x[i] == nil || y[i] == nil || x[i].IsInf() || y[i].IsInf() {
			return b.dotSpecial(x, y)
		}
		if product.Mul(x[i], y[i]); product.IsInf() || sum.IsInf() {
			return b.dotSpecial(x, y)
		}
		sum, next = b.setSum(next, sum, product), sum
	}
	return sum
}

// dotSpecial is Dot with infinities, overflows and not-a-numbers in it.
func (b Big) dotSpecial(x, y []*big.Float) *big.Float {
	sum := b.new()
	for i := range x {
		if sum = b.Add(sum, b.Mul(x[i], y[i])); sum == nil {
			return nil
		}
	}
	return sum
}

// Sum is Σ xᵢ.
func (b Big) Sum(x []*big.Float) *big.Float {
	sum := b.new()
	for _, v := range x {
		if sum = b.Add(sum, v); sum == nil {
			return nil
		}
	}
	return sum
}

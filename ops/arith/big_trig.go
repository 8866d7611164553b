package arith

import "math/big"

// Sqrt is √x, rounded correctly; of a negative number it is not-a-number.
func (b Big) Sqrt(x *big.Float) *big.Float {
	switch {
	case x == nil || x.Sign() < 0:
		return nil
	case x.Sign() == 0:
		return b.new()
	}
	return b.new().Sqrt(x)
}

// widestAngle: sine and cosine of numbers from 2^widestAngle on, whose reduction
// needs as many bits of π, are not-a-number. Every float64 is far below.
const widestAngle = 1 << 14

// Sin is sin x, to full relative precision however near to a multiple of π.
func (b Big) Sin(x *big.Float) *big.Float {
	if x != nil && x.Sign() == 0 {
		return b.new()
	}
	return b.trigonometric(x, 0)
}

// Cos is cos x = sin(x + π/2), to full relative precision however near to a zero.
func (b Big) Cos(x *big.Float) *big.Float {
	if x != nil && x.Sign() == 0 {
		return b.Float(1)
	}
	return b.trigonometric(x, 1)
}

// trigonometric is sin(x + shift·π/2) for x ≠ 0.
func (b Big) trigonometric(x *big.Float, shift int64) *big.Float {
	if x == nil || x.IsInf() || x.MantExp(nil) > widestAngle {
		return nil
	}
	if 2*x.MantExp(nil) < -int(b.Precision+guard) { // sin x = x and cos x = 1 to Precision
		if shift == 0 {
			return b.new().Set(x)
		}
		return b.Float(1)
	}
	r, quadrant, point := reduce(x, b.Precision+guard)
	quadrant = (quadrant + shift) & 3
	sum := series(r, point, quadrant&1 == 1)
	if quadrant&2 == 2 {
		sum.Neg(sum)
	}
	result := b.new().SetInt(sum)
	return result.SetMantExp(result, -int(point))
}

// reduce is x = k π/2 + r with |r| ≤ π/4 and k modulo 4; r is in units of
// 2^−point and right to the given number of bits. π is irrational, so that
// enough digits of it show r to any precision.
func reduce(x *big.Float, bits uint) (r *big.Int, k int64, point uint) {
	integer := uint(max(x.MantExp(nil), 0)) // bits before the point
	for point = bits + uint(max(-x.MantExp(nil), 0)); ; {
		wide := point + integer + guard // k is an integer of that many bits and multiplies π's error
		quarter := fixed(pi(wide+guard), int(wide)-1)
		whole := fixed(x, int(wide))
		half := new(big.Int).Rsh(quarter, 1)
		turns := new(big.Int).Add(whole, half)
		turns.Div(turns, quarter) // Euclidean: ⌊x/(π/2) + ½⌋
		r = whole.Sub(whole, new(big.Int).Mul(turns, quarter))
		r.Rsh(r, wide-point)
		if missing := int(bits) - r.BitLen(); missing > 0 {
			point += uint(missing) + guard
			continue
		}
		return r, new(big.Int).And(turns, big.NewInt(3)).Int64(), point
	}
}

// fixed is x in units of 2^−point, cut off.
func fixed(x *big.Float, point int) *big.Int {
	shifted := new(big.Float).SetMantExp(x, point)
	whole, _ := shifted.Int(nil)
	return whole
}

// series is cos t = 1 − t²/2! + … if even, else sin t = t − t³/3! + …, for
// |t| < 1, numbers in units of 2^−point.
func series(t *big.Int, point uint, even bool) *big.Int {
	term, n := new(big.Int).Set(t), int64(1)
	if even {
		term.Lsh(big.NewInt(1), point)
		n = 0
	}
	sum, square := new(big.Int).Set(term), new(big.Int).Mul(t, t)
	square.Rsh(square, point)
	one, divisor := new(big.Int).Lsh(big.NewInt(1), point), new(big.Int)
	for {
		term.Mul(term, square)
		term.Quo(term, divisor.SetInt64((n+1)*(n+2)))
		term.Quo(term, one)
		if term.Neg(term); term.Sign() == 0 {
			return sum
		}
		sum.Add(sum, term)
		n += 2
	}
}

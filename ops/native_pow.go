package ops

import (
	"math"
	"slices"

	"surefoot/ops/arith"
)

// powCode is Gorgonia's code of xʸ.
const powCode = 4

// widestPower is the largest |n| whose power xⁿ is multiplied out.
const widestPower = 1 << 10

func init() {
	register(nativeBinary, powCode, &Op{
		Name: "gorgonia ^", Args: []string{"x", "y"}, Formula: "x^y", Meaning: binary(pow),
		Run: binaries(math.Pow),
	})
}

// pow is xʸ = xⁿ e^((y−n) log x) with n = ⌊y⌋, one n after the other.
//
// The whole part is multiplied out, so that x, x² and x^½·x are what they should
// be over exact arithmetics too, where a power and its derivative, a power lower
// by one, then have one exponential in common. The other factor stays where y is
// whole, since a derivative by y comes from it alone. Only for x ≤ 0 and a whole y
// is it e^0·log 1, as no small change of y leaves the power defined there. Where
// x = 0 and y is negative and no whole number the product is not-a-number, and
// float64's pow ∞.
func pow(m arith.Machine, x, y arith.Value) arith.Value {
	exponents := m.Float64s(y)
	wholes := make([]float64, len(exponents))
	for i, e := range exponents {
		if n := math.Floor(e); math.Abs(n) <= widestPower {
			wholes[i] = n
		}
	}
	isWhole := mask(m, y.Shape(), func(i int) bool { return exponents[i] == wholes[i] })
	one := arith.Int(m, 1)
	logarithm := m.Log(m.Select(m.Neg(x), m.Select(isWhole, one, x), x))
	var out arith.Value
	for _, n := range slices.Compact(slices.Sorted(slices.Values(wholes))) {
		rest := m.Exp(m.Mul(m.Sub(y, m.Floats([]float64{n})), logarithm))
		part := m.Mul(wholePower(m, x, int(n)), rest)
		if out == nil {
			out = part
			continue
		}
		out = m.Select(mask(m, y.Shape(), func(i int) bool { return wholes[i] == n }), part, out)
	}
	if out == nil { // no exponent at all
		return m.Mul(x, y)
	}
	return out
}

// mask is 1 where its i-th element is in and −1 elsewhere.
func mask(m arith.Machine, shape []int, in func(i int) bool) arith.Value {
	signs := make([]float64, arith.Size(shape))
	for i := range signs {
		if signs[i] = -1; in(i) {
			signs[i] = 1
		}
	}
	return m.Floats(signs, shape...)
}

// wholePower is xⁿ by squaring.
func wholePower(m arith.Machine, x arith.Value, n int) arith.Value {
	one := arith.Int(m, 1)
	if n < 0 {
		return m.Div(one, wholePower(m, x, -n))
	}
	power := arith.Value(nil)
	for square := x; n > 0; n >>= 1 {
		if n&1 == 1 {
			if power == nil {
				power = square
			} else {
				power = m.Mul(power, square)
			}
		}
		if n > 1 {
			square = m.Mul(square, square)
		}
	}
	if power == nil {
		return one
	}
	return power
}

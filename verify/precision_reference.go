package verify

import (
	"math"
	"math/big"
	"slices"

	"surefoot/ops"
	"surefoot/ops/arith"
)

// A reference is the exact value that a number is measured against: an op's meaning
// at one input, in high precision. Value is nil where it has none.
type reference struct {
	value *big.Float
	// known says that two evaluations agree: of other precision, and with another
	// end of the exponential's range. If they agree that there is no value, value is
	// nil.
	known bool
}

// widest is the precision at which a reference is given up.
const widest = 1 << 14

// references are the exact values of an op's meaning at the given operands, entry by
// entry, right to a small part of the format's unit.
func references(op *ops.Op, in []ops.Operand[float64], shape []int, format Format) []reference {
	out, _ := format.references(format.firstPrecision(in), func(a arith.Arith[*big.Float]) ([]*big.Float, error) {
		return meaningOver(a, op, in, shape), nil // which knows no errors
	})
	return out
}

// references evaluates twice, in a precision that covers what can cancel and in one
// that is higher by a quarter. If the two differ by more than 2⁻²⁰ units anywhere, both
// are raised; what does not agree at 2¹⁴ bits is not known.
func (f Format) references(bits uint, evaluate func(arith.Arith[*big.Float]) ([]*big.Float, error)) ([]reference, error) {
	var out []reference
	var last [2][]*big.Float
	for ; ; bits *= 2 {
		first, err := evaluate(arith.Big{Precision: bits})
		if err != nil {
			return nil, err
		}
		second, err := evaluate(saturated{arith.Big{Precision: bits + bits/4 + 64}})
		if err != nil {
			return nil, err
		}
		out = make([]reference, len(first))
		all, settled := true, last[0] != nil
		for i, y := range second {
			out[i] = reference{value: y, known: f.agree(first[i], y)}
			all = all && out[i].known
			settled = settled && (out[i].known || f.agree(first[i], last[0][i]) && f.agree(y, last[1][i]))
		}
		// Where each has settled on a value of its own, it is the exponential's range
		// that parts them, and no precision helps.
		if all || settled || 2*bits > widest {
			return out, nil
		}
		last = [2][]*big.Float{first, second}
	}
}

// meaningOver are the numbers of an op's meaning, one for each element of the shape.
func meaningOver(a arith.Arith[*big.Float], op *ops.Op, in []ops.Operand[float64], shape []int) []*big.Float {
	m := arith.Over[*big.Float]{A: a}
	return spread(m.Elements(op.Meaning(m, valuesOver(m, in), shape)), shape)
}

// spread is one number for each element of the shape, where a meaning gives one for
// all.
func spread[T any](numbers []T, shape []int) []T {
	if size := arith.Size(shape); len(numbers) == 1 && size != 1 {
		return slices.Repeat(numbers, size)
	}
	return numbers
}

// valuesOver are the operands as values of a machine.
func valuesOver(m arith.Machine, in []ops.Operand[float64]) []arith.Value {
	values := make([]arith.Value, len(in))
	for k, x := range in {
		values[k] = m.Floats(x.Data, x.Shape...)
	}
	return values
}

// firstPrecision is what can cancel at these operands, and 160 bits. Sums of numbers
// as large as the operands take as many bits as their exponent; beside 1, a number x²
// takes two of x's, and e^−2|x| takes 2.9|x|, until it vanishes in the format.
func (f Format) firstPrecision(in []ops.Operand[float64]) uint {
	large, small := 0, 0.0
	for _, operand := range in {
		for _, x := range operand.Data {
			if _, e := math.Frexp(x); x != 0 && !notFinite(x) {
				large, small = max(large, e), max(small, -2*float64(e), 3*math.Abs(x))
			}
		}
	}
	_, smallest, _ := f.shape()
	return 160 + uint(large) + uint(min(small, 46-float64(smallest)))
}

// agree says that x and y are one value for the format: none, the same infinity, or
// numbers less than 2⁻²⁰ units apart.
func (f Format) agree(x, y *big.Float) bool {
	switch {
	case x == nil || y == nil:
		return x == nil && y == nil
	case x.IsInf() || y.IsInf():
		return x.IsInf() && y.IsInf() && x.Signbit() == y.Signbit() || f.bothOverflow(x, y)
	}
	apart := truth.Sub(x, y)
	return apart.Sign() == 0 || f.bothOverflow(x, y) || apart.MantExp(nil) < f.unit(y, 0)-20
}

func (f Format) bothOverflow(x, y *big.Float) bool {
	over := func(x *big.Float) bool { return x.IsInf() || x.MantExp(nil) > f.end(false).MantExp(nil)-1 }
	return over(x) && over(y) && x.Signbit() == y.Signbit()
}

// saturated is Big whose exponential ends at e^±2²⁹ where Big's overflows at e^10⁹:
// a result that depends on how far the exponential reaches is another one here.
type saturated struct{ arith.Big }

// Exp is eˣ, or e^±2²⁹ beyond.
func (s saturated) Exp(x *big.Float) *big.Float { return s.Big.Exp(saturate(x)) }

// Expm1 is eˣ − 1, with the same ends.
func (s saturated) Expm1(x *big.Float) *big.Float { return s.Big.Expm1(saturate(x)) }

func saturate(x *big.Float) *big.Float {
	end := big.NewFloat(1 << 29)
	if x == nil || x.IsInf() || x.MantExp(nil) <= 29 {
		return x
	}
	if x.Signbit() {
		end.Neg(end)
	}
	return end
}

package verify

import (
	"math"
	"math/big"

	"surefoot/ops/arith"
)

// singly evaluates the derivation in float64 with a bound beside every number on how
// far an engine in float32 may be off.
var singly = singleMachine{arith.Over[arith.Bounded]{A: singleBound{}}}

// singleBound is running error analysis as [arith.Bound], with what an engine in float32
// makes of each step in place of float64's own rounding, u being 2⁻²⁴. The errors go
// from step to step at their size, so that the bounds hold to all orders.
//
// A step of the derivation is charged claimedRounding units, as in float64. A sum or dot
// product of n terms is charged γₙ Σ|terms|, for every order of them (Higham 2002,
// eq. 3.5), which is all that an engine's own has. Each result and each term may underflow.
// Where the result, a term or the bound is beyond float32's range, nothing is known.
//
// What float64 makes of a step is less than 2⁻²⁸ of what is charged.
type singleBound struct{ arith.Bound }

const (
	// singleUnit is the unit roundoff u of float32.
	singleUnit = 0x1p-24
	// singleTiny covers underflow in float32, as arith.Bound's in float64: a result is
	// rounded to a multiple of 2⁻¹⁴⁹, the smallest subnormal, and each of the few steps
	// that stand for one of the derivation's is.
	singleTiny = 0x1p-147
	// singleOwn is more than the part of a singleBound that float64 makes.
	singleOwn = 0x1p-26
)

// charged is a result after the rounding of a step; 0 and 1 stay exact where Bound knows
// that they are.
func charged(x arith.Bounded) arith.Bounded {
	if x.E == 0 {
		return x
	}
	return ranged(x, claimedRounding*singleUnit*(math.Abs(x.V)+x.E)+singleTiny)
}

// added is a sum after so many roundings of its terms.
func added(x arith.Bounded, roundings, terms int) arith.Bounded {
	if x.E == 0 {
		return x
	}
	return ranged(x, gammaSingle(roundings)*(x.Terms+x.E)+float64(terms)*singleTiny)
}

// ranged is a result with more error, and with none known beyond float32's range.
func ranged(x arith.Bounded, more float64) arith.Bounded {
	x.E += more
	if !(max(math.Abs(x.V), x.Terms)+x.E <= math.MaxFloat32) {
		x.E = math.Inf(1)
	}
	return x
}

// gammaSingle is γₙ = nu/(1−nu) in float32.
func gammaSingle(n int) float64 {
	nu := float64(max(n, 0)) * singleUnit
	if nu >= 1 {
		return math.Inf(1)
	}
	return nu / (1 - nu)
}

// Const is q, rounded to float32.
func (s singleBound) Const(q *big.Rat) arith.Bounded {
	x := s.Bound.Const(q)
	if x.E == 0 && float64(float32(x.V)) == x.V {
		return x
	}
	return ranged(x, singleUnit*math.Abs(x.V)+singleTiny)
}

// Float is the nearest float32, without error: what the engine is given.
func (s singleBound) Float(x float64) arith.Bounded { return s.Bound.Float(float64(float32(x))) }

// Add is a + b.
func (s singleBound) Add(a, b arith.Bounded) arith.Bounded { return charged(s.Bound.Add(a, b)) }

// Sub is a − b.
func (s singleBound) Sub(a, b arith.Bounded) arith.Bounded { return charged(s.Bound.Sub(a, b)) }

// Mul is a·b.
func (s singleBound) Mul(a, b arith.Bounded) arith.Bounded { return charged(s.Bound.Mul(a, b)) }

// Div is a/b.
func (s singleBound) Div(a, b arith.Bounded) arith.Bounded { return charged(s.Bound.Div(a, b)) }

// Exp is eᵃ.
func (s singleBound) Exp(a arith.Bounded) arith.Bounded { return charged(s.Bound.Exp(a)) }

// Log is log a.
func (s singleBound) Log(a arith.Bounded) arith.Bounded { return charged(s.Bound.Log(a)) }

// Log1p is log(1+a).
func (s singleBound) Log1p(a arith.Bounded) arith.Bounded { return charged(s.Bound.Log1p(a)) }

// Expm1 is eᵃ − 1.
func (s singleBound) Expm1(a arith.Bounded) arith.Bounded { return charged(s.Bound.Expm1(a)) }

// Sqrt is √a.
func (s singleBound) Sqrt(a arith.Bounded) arith.Bounded { return charged(s.Bound.Sqrt(a)) }

// Sin is sin a.
func (s singleBound) Sin(a arith.Bounded) arith.Bounded { return charged(s.Bound.Sin(a)) }

// Cos is cos a.
func (s singleBound) Cos(a arith.Bounded) arith.Bounded { return charged(s.Bound.Cos(a)) }

// Dot is Σ aᵢbᵢ.
func (s singleBound) Dot(a, b []arith.Bounded) arith.Bounded {
	return added(s.Bound.Dot(a, b), len(a), len(a))
}

// Sum is Σ aᵢ.
func (s singleBound) Sum(a []arith.Bounded) arith.Bounded {
	return added(s.Bound.Sum(a), len(a)-1, len(a))
}

// singleMachine is the machine of singleBound.
type singleMachine struct{ arith.Over[arith.Bounded] }

// signShare makes of the margin of 16 bounds, within which a choice by a sign is unsure
// over arith.Bound, a single one: here an engine's number lies within one bound of the
// exact one, and not within 8 times as much.
const signShare = arith.Slack / 16

// Select is a where sign ≥ 0 and b elsewhere. Where rounding in float32 may change the
// sign, its error reaches over to the other.
func (m singleMachine) Select(sign, a, b arith.Value) arith.Value {
	elements := m.Elements(sign)
	signs := make([]arith.Bounded, len(elements))
	for i, x := range elements {
		x.E *= signShare
		signs[i] = x
	}
	return m.Over.Select(arith.NewArray(signs, sign.Shape()...), a, b)
}

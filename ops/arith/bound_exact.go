package arith

import "math"

// choosing is an arithmetic with a way of its own to choose a branch by a sign.
type choosing[T any] interface{ choose(sign, a, b T) T }

// branchMargin is how many times its bound a number may lie from 0 and its sign
// still count as unsure. Once is enough for the exact number. The rest is for
// another float64 computation, whose own rounding may be that much larger than
// this one's, and which would take the other branch: the verifier allows it 8 times.
const branchMargin = 16

// choose is a or b by the sign of the computed value. Where that is unsure, the
// error reaches over to the other branch.
func (b Bound) choose(sign, first, second Bounded) Bounded {
	taken, other := first, second
	if b.Sign(sign) < 0 {
		taken, other = second, first
	}
	if sign.E == 0 || math.Abs(sign.V) > branchMargin*sign.E {
		return taken
	}
	taken.E = math.Max(taken.E, math.Abs(taken.V-other.V)+other.E)
	if math.IsNaN(taken.E) {
		taken.E = math.Inf(1)
	}
	return taken
}

// isZero says that a is 0, exactly.
func (a Bounded) isZero() bool { return a.V == 0 && a.E == 0 }

// known says that there is a bound.
func (a Bounded) known() bool { return a.E < math.Inf(1) }

// allZero says that each product aᵢbᵢ is 0 exactly, and not by underflow.
func allZero(a, b []Bounded) bool {
	for i, x := range a {
		if zero := x.isZero() && b[i].known() || b[i].isZero() && x.known(); !zero {
			return false
		}
	}
	return true
}

package verify

import (
	"context"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"

	"surefoot/graph"
	"surefoot/ops/arith"
)

const (
	// leastBits and mostBits are the precisions of real arithmetic in which a
	// difference is looked for. A log(1−σ(z)) at z = 1000 loses 1443 bits, and inputs
	// of size 1000 reach 3000.
	leastBits = 160
	mostBits  = leastBits << 7
)

// deep is high precision that remembers how small a number its exponentials have to
// be told from 0 beside 1 (e^−1000 takes 1443 bits), and the branches.
type deep struct {
	arith.Big
	depth *float64
	sides *[]byte // the ways that choices by a sign have gone
}

// Sign is that of x, and notes which way a choice goes by it.
func (d deep) Sign(x *big.Float) int {
	sign, side := d.Big.Sign(x), arith.First
	if sign < 0 {
		side = arith.Second
	}
	*d.sides = append(*d.sides, side)
	return sign
}

func (d deep) note(x *big.Float) {
	if x != nil && !x.IsInf() {
		size, _ := new(big.Float).Abs(x).Float64()
		*d.depth = max(*d.depth, size*math.Log2E)
	}
}

// Exp is eˣ.
func (d deep) Exp(x *big.Float) *big.Float {
	d.note(x)
	return d.Big.Exp(x)
}

// Expm1 is eˣ − 1.
func (d deep) Expm1(x *big.Float) *big.Float {
	d.note(x)
	return d.Big.Expm1(x)
}

// settled is what high precision says of a derivative along a direction.
type settled struct {
	exactly          arith.Over[*big.Float]
	precision        uint
	depth            float64 // bits that exponentials on the way need
	sides            []byte  // the ways that choices by a sign have gone
	forward, claimed *big.Float
	difference       *big.Float // nil: a side has no finite value, or the point lies outside of the domain
	size             *big.Float // |forward| + Σ |gradient·direction|, beside which it is judged
	bits             int        // they agree to 2^−bits of that
	verdict          Verdict    // Inconclusive: no number, or no precision was enough
	gradient         []*big.Float
}

// agreed is log₂ of the size of the difference beside size, negated.
func (s settled) agreed() int {
	if s.difference.Sign() == 0 || s.size.Sign() == 0 {
		return int(s.precision)
	}
	return s.size.MantExp(nil) - s.difference.MantExp(nil)
}

// settle compares the two sides of one claim at a point along a direction, in more
// and more precision, until they differ by the same in two precisions or agree to
// three quarters of the bits. Nothing is believed in a precision that does not tell
// the smallest exponential on the way from 0: there 1 − e^−1000 is 1, and a maximum
// has two places.
func (c *claimed) settle(ctx context.Context, i int, at point, toward []float64, shift func(arith.Machine, graph.Values)) (settled, error) {
	var before settled
	shrinking := true // both sides have been nothing but rounding
	for bits := uint(leastBits); ; bits *= 2 {
		if err := ctx.Err(); err != nil {
			return settled{}, err
		}
		s, err := c.precisely(bits, i, at, toward, shift)
		enough := 2*s.depth+leastBits <= float64(bits)
		switch {
		case err != nil:
			return settled{}, err
		case 2*s.depth+leastBits > mostBits/2 || bits > mostBits || enough && s.difference == nil:
			s.verdict = Inconclusive
			if !enough {
				s.difference, s.forward = nil, nil // nothing is known
			}
			return s, nil
		case !enough:
			for float64(2*bits) < 2*s.depth+leastBits { // at once to what is needed
				bits *= 2
			}
		case before.difference == nil: // the first
			before = s
		case s.difference.Sign() != 0 && sameDifference(before, s):
			s.bits, s.verdict = s.agreed(), Fail
			return s, nil
		case s.agreed() >= int(bits-bits/4):
			s.bits, s.verdict = min(s.agreed(), int(bits)), Pass
			return s, nil
		default:
			if shrinking = shrinking && s.shrunk(before); shrinking && bits >= zeroBits {
				s.bits, s.verdict = -s.magnitude(), Pass
				return s, nil
			}
			before = s
		}
	}
}

// zeroBits is the precision at which two sides count as 0 that have shrunk with every
// precision before: as of Σ softmax, where each is the rounding of what cancels, and no
// part of the other. The smallest factor that a float64 can be takes 1074 bits.
const zeroBits = leastBits << 4

// shrunk says whether both sides are as much smaller than before as rounding is, or
// half of that: what is not 0 stays.
func (s settled) shrunk(before settled) bool {
	return before.magnitude()-s.magnitude() >= int(s.precision-before.precision)/2
}

// magnitude is log₂ of the size, and of 0 that of what its precision tells from it.
func (s settled) magnitude() int {
	if s.size.Sign() == 0 {
		return -int(s.precision)
	}
	return s.size.MantExp(nil)
}

// sameDifference says whether two precisions found one difference, to a tenth.
func sameDifference(a, b settled) bool {
	x := arith.Big{Precision: b.precision}
	apart := x.Sub(a.difference, b.difference)
	return apart.Sign() == 0 || b.difference.MantExp(nil)-apart.MantExp(nil) > 3
}

// precisely evaluates both sides in the given precision.
func (c *claimed) precisely(bits uint, i int, at point, toward []float64, shift func(arith.Machine, graph.Values)) (settled, error) {
	x := arith.Big{Precision: bits}
	s := settled{precision: bits}
	m := arith.Over[*big.Float]{A: deep{x, &s.depth, &s.sides}}
	claim := c.claims[i]
	values := c.setting(m, func(n node) arith.Value { return m.Floats(at.numbers[n], n.Shape()...) })
	if shift != nil {
		shift(m, values)
	}
	direction := m.Floats(toward, claim.Wrt.Shape()...)
	sides, err := c.alongDirections(m, values, claim.Cost, []int{i}, map[node]arith.Value{claim.Wrt: direction})
	if err != nil {
		return s, err
	}
	s.exactly, s.gradient = m, m.Elements(sides.terms[0])
	s.forward, s.claimed = m.Elements(sides.forward)[0], m.Elements(sides.claimed)[0]
	if !finiteNumbers(m, sides.within) {
		s.forward = nil // outside the domain: 1/x has a value where log x has none
	}
	if s.forward == nil || s.claimed == nil || s.forward.IsInf() || s.claimed.IsInf() {
		return s, nil
	}
	s.difference = x.Sub(s.forward, s.claimed)
	s.size = new(big.Float).Abs(s.forward)
	for k, g := range s.gradient {
		s.size = x.Add(s.size, new(big.Float).Abs(x.Mul(g, x.Float(toward[k]))))
	}
	return s, nil
}

// finiteNumbers says whether everything that a cost is computed from is a finite
// number, so that the cost has a derivative if it is smooth there.
func finiteNumbers(m arith.Over[*big.Float], values graph.Values) bool {
	for _, v := range values {
		if slices.ContainsFunc(m.Elements(v), func(x *big.Float) bool { return x == nil || x.IsInf() }) {
			return false
		}
	}
	return true
}

// noNumber says whether the claimed side is not a finite number where the derivative
// is one.
func (s settled) noNumber() bool {
	bad := func(v *big.Float) bool { return v == nil || v.IsInf() }
	return bad(s.claimed) && !bad(s.forward)
}

// towards is a random direction for a claim.
func (c *claimed) towards(i int, seed int64) []float64 {
	r := rand.New(rand.NewPCG(uint64(seed), 0xd1ec+uint64(i)))
	out := make([]float64, arith.Size(c.claims[i].Wrt.Shape()))
	for k := range out {
		out[k] = r.NormFloat64()
	}
	return out
}

// fewConstants is how many numbers are moved one by one to see what their
// rounding explains.
const fewConstants = 64

// explained bounds how much of a difference the rounding of constants explains, as a
// part of it: each that may be the rounding of another number is moved by as much as
// that may be away. Of many, whose effects aᵢ are not found one by one, √N‖a‖₂ ≥ Σ|aᵢ|
// with ‖a‖₂ from random signs, doubled.
func (c *claimed) explained(s settled, i int, at point, toward []float64) (float64, error) {
	total := 0
	for _, constant := range c.constants {
		total += len(constant.uncertain)
	}
	bits := s.precision
	effect := func(move func(k int, constant reading) float64) (float64, error) {
		moved, err := c.precisely(bits, i, at, toward, func(m arith.Machine, values graph.Values) {
			k := 0
			for _, constant := range c.constants {
				delta := make([]float64, len(constant.numbers))
				for _, entry := range constant.uncertain {
					delta[entry] = move(k, constant) * constant.doubt(entry)
					k++
				}
				values[constant.node] = m.Add(values[constant.node], m.Floats(delta, constant.node.Shape()...))
			}
		})
		if err != nil || moved.difference == nil {
			return math.Inf(1), err
		}
		change := new(big.Float).Sub(moved.difference, s.difference)
		x, _ := change.Quo(change, s.difference).Float64()
		return math.Abs(x), nil
	}
	sum := 0.0
	if total <= fewConstants {
		for only := range total {
			x, err := effect(func(k int, _ reading) float64 {
				if k == only {
					return 1
				}
				return 0
			})
			if err != nil {
				return 0, err
			}
			sum += x
		}
		return sum * (1 + 0x1p-20), nil // the effect is linear to that
	}
	const tries = 16
	r := rand.New(rand.NewPCG(1, uint64(total)))
	for range tries {
		x, err := effect(func(int, reading) float64 { return float64(1 - 2*r.IntN(2)) })
		if err != nil {
			return 0, err
		}
		sum += x * x
	}
	return 2 * math.Sqrt(float64(total)*sum/tries), nil
}

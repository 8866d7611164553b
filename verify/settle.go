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
	// difference is looked for. A log(1−σ(z)) at z = 1000 loses 1443 bits.
	leastBits = 160
	mostBits  = 1 << 13
)

// settled is what high precision says of a derivative along a direction.
type settled struct {
	exactly          arith.Over[*big.Float]
	forward, claimed *big.Float
	difference       *big.Float
	size             *big.Float // |forward| + Σ |gradient·direction|, beside which it is judged
	bits             int        // they agree to 2^−bits of that
	verdict          Verdict    // Inconclusive: no number, or no precision was enough
	gradient         []*big.Float
}

// agreed is log₂ of the size of the difference beside size, negated.
func (s settled) agreed() int {
	switch {
	case s.difference.Sign() == 0 || s.size.Sign() == 0:
		return int(s.exactly.A.(arith.Big).Precision)
	}
	return s.size.MantExp(nil) - s.difference.MantExp(nil)
}

// settle compares the two sides of one claim at a point along a direction, in more
// and more precision, until they agree to half of the bits or differ by the same
// in two precisions.
func (c *claimed) settle(ctx context.Context, i int, at point, toward []float64, shift func(arith.Machine, graph.Values)) (settled, error) {
	var before settled
	for bits := uint(leastBits); ; bits *= 2 {
		if err := ctx.Err(); err != nil {
			return settled{}, err
		}
		s, err := c.precisely(bits, i, at, toward, shift)
		switch {
		case err != nil:
			return settled{}, err
		case s.difference == nil || bits > mostBits:
			s.verdict = Inconclusive
			return s, nil
		case before.difference == nil: // the first
		case s.agreed() >= int(bits/2):
			s.bits, s.verdict = min(s.agreed(), int(bits)), Pass
			return s, nil
		case sameDifference(before, s):
			s.bits, s.verdict = s.agreed(), Fail
			return s, nil
		}
		before = s
	}
}

// sameDifference says whether two precisions found one difference, to a tenth.
func sameDifference(a, b settled) bool {
	x := b.exactly.A.(arith.Big)
	apart := x.Sub(a.difference, b.difference)
	return apart.Sign() == 0 || b.difference.MantExp(nil)-apart.MantExp(nil) > 3
}

// precisely evaluates both sides in the given precision.
func (c *claimed) precisely(bits uint, i int, at point, toward []float64, shift func(arith.Machine, graph.Values)) (settled, error) {
	x := arith.Big{Precision: bits}
	m := arith.Over[*big.Float]{A: x}
	claim := c.claims[i]
	values := c.setting(m, func(n node) arith.Value { return m.Floats(at.numbers[n], n.Shape()...) })
	if shift != nil {
		shift(m, values)
	}
	direction := m.Floats(toward, claim.Wrt.Shape()...)
	sides, err := c.alongDirections(m, values, claim.Cost, []int{i}, map[node]arith.Value{claim.Wrt: direction})
	if err != nil {
		return settled{}, err
	}
	s := settled{exactly: m, forward: m.Elements(sides.forward)[0], claimed: m.Elements(sides.claimed)[0], gradient: m.Elements(sides.terms[0])}
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

// noNumber says which side is not a finite number where the other is, if one is.
func (s settled) noNumber() (claimed, forward bool) {
	bad := func(v *big.Float) bool { return v == nil || v.IsInf() }
	return bad(s.claimed) && !bad(s.forward), bad(s.forward) && !bad(s.claimed)
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

// explained bounds how much of a difference the rounding of constants explains:
// each that may be the rounding of another number is moved by half of its last
// place. Of many, whose effects aᵢ are not found one by one, √N‖a‖₂ ≥ Σ|aᵢ| with
// ‖a‖₂ from random signs, doubled.
func (c *claimed) explained(s settled, i int, at point, toward []float64) (float64, error) {
	total := 0
	for _, constant := range c.constants {
		total += len(constant.uncertain)
	}
	bits := s.exactly.A.(arith.Big).Precision
	effect := func(move func(k int, constant reading) float64) (float64, error) {
		moved, err := c.precisely(bits, i, at, toward, func(m arith.Machine, values graph.Values) {
			k := 0
			for _, constant := range c.constants {
				delta := make([]float64, len(constant.numbers))
				for _, entry := range constant.uncertain {
					delta[entry] = move(k, constant) * constant.halfUnit(entry)
					k++
				}
				values[constant.node] = m.Add(values[constant.node], m.Floats(delta, constant.node.Shape()...))
			}
		})
		if err != nil || moved.difference == nil {
			return math.Inf(1), err
		}
		x, _ := new(big.Float).Sub(moved.difference, s.difference).Float64()
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

package verify

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"surefoot/ops/arith"
)

// A point is real numbers for all inputs.
type point struct {
	numbers map[node][]float64
	at      string // where it is, for people
	own     bool   // whether it is the inputs' own numbers, which may lie on a kink
}

// own is the point of the inputs' own numbers, with random ones for the inputs
// that have none; there is none where no input has any.
func (c *claimed) own(seed int64) (point, bool) {
	if len(c.bound) == 0 {
		return point{}, false
	}
	p := c.normal(seed, 1)
	p.at, p.own = "at the numbers bound to the inputs", true
	if len(c.bound) < len(c.inputs) {
		p.at += fmt.Sprintf(" and, where there are none, random ones (seed %d)", seed)
	}
	for n, numbers := range c.bound {
		p.numbers[n] = numbers
	}
	return p, true
}

// nearby is a point next to the inputs' own numbers, off any kink that they lie on.
func (c *claimed) nearby(seed int64) point {
	p, _ := c.own(seed)
	shift := c.normal(seed+2, 1)
	for n, numbers := range p.numbers {
		moved := slices.Clone(numbers)
		for i, x := range moved {
			moved[i] += 0x1p-20 * max(1, math.Abs(x)) * shift.numbers[n][i]
		}
		shift.numbers[n] = moved
	}
	shift.at = strings.Replace(p.at, "at the", "near the", 1)
	return shift
}

// drawn are random numbers for all inputs, the same for the same seed.
func (c *claimed) drawn(seed int64, at string, number func(r *rand.Rand) float64) point {
	p := point{numbers: map[node][]float64{}, at: at}
	for k, n := range c.inputs {
		r := rand.New(rand.NewPCG(mix(seed, 0x9015), uint64(k)))
		numbers := make([]float64, arith.Size(n.Shape()))
		for i := range numbers {
			numbers[i] = number(r)
		}
		p.numbers[n] = numbers
	}
	return p
}

// normal is a point from N(0, scale²).
func (c *claimed) normal(seed int64, scale float64) point {
	at := fmt.Sprintf("at random inputs from N(0, %g²), seed %d", scale, seed)
	return c.drawn(seed, at, func(r *rand.Rand) float64 { return scale * r.NormFloat64() })
}

// mirrored is the point on the other side of 0.
func (p point) mirrored() point {
	out := point{numbers: map[node][]float64{}, at: p.at + ", negated"}
	for n, numbers := range p.numbers {
		moved := make([]float64, len(numbers))
		for i, x := range numbers {
			moved[i] = -x
		}
		out.numbers[n] = moved
	}
	return out
}

// mixed is a point whose inputs are each of one of the kinds below, by chance: what
// the domain wants of one input is not what it wants of another.
func (c *claimed) mixed(seed int64) point {
	kinds := []point{
		c.normal(seed, 1), c.normal(seed, 30), c.normal(seed, 1000), c.positive(seed), c.spread(seed), c.fractions(seed),
	}
	out := point{numbers: map[node][]float64{}, at: fmt.Sprintf("at random inputs of several kinds, seed %d", seed)}
	r := rand.New(rand.NewPCG(mix(seed, 0x313d), 1))
	for _, n := range c.inputs {
		out.numbers[n] = kinds[r.IntN(len(kinds))].numbers[n]
	}
	return out
}

// positive is a point of numbers around 1, for roots and logarithms.
func (c *claimed) positive(seed int64) point {
	at := fmt.Sprintf("at random positive inputs, seed %d", seed)
	return c.drawn(seed, at, func(r *rand.Rand) float64 { return math.Exp(r.NormFloat64() / 2) })
}

// spread is a point of positive numbers of many sizes: between the branches of a relu of
// a logarithm lie numbers that are rare around 1.
func (c *claimed) spread(seed int64) point {
	at := fmt.Sprintf("at random positive inputs of many sizes, seed %d", seed)
	return c.drawn(seed, at, func(r *rand.Rand) float64 { return math.Exp(2 * r.NormFloat64()) })
}

// fractions is a point of numbers between 0 and 1, for log(1−x) and the like.
func (c *claimed) fractions(seed int64) point {
	at := fmt.Sprintf("at random inputs between 0 and 1, seed %d", seed)
	return c.drawn(seed, at, func(r *rand.Rand) float64 { return (r.Float64() + 0x1p-20) / (1 + 0x1p-19) })
}

// shadows are the points whose branches are evaluated.
func (c *identity) shadows() []point {
	var points []point
	if p, ok := c.own(c.seed); ok {
		points = append(points, p)
	}
	for k, scale := range shadowScales {
		p := c.normal(int64(mix(c.seed, uint64(k))), scale)
		points = append(points, p, p.mirrored())
	}
	return points
}

// realPoints are where high precision looks beside the points at which a field found
// a difference: at the inputs' own numbers or, where they may lie on a kink, next to
// them, then at random ones of several kinds, of which those outside the domain have
// no value.
func (c *claimed) realPoints(seed int64, piecewise bool) []point {
	var points []point
	if p, ok := c.own(seed); ok && !piecewise {
		points = append(points, p)
	} else if ok {
		points = append(points, c.nearby(seed))
	}
	first := c.normal(seed, 1)
	points = append(points, first, first.mirrored(), c.positive(seed), c.fractions(seed))
	for k := range int64(3) {
		points = append(points, c.mixed(seed+k))
	}
	return points
}

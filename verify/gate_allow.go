package verify

import (
	"cmp"

	"surefoot/graph"
	"surefoot/ops/arith"
)

// An allowance is a number that the derivation expects, and how far an engine's
// may lie from it: the rounding of both.
type allowance struct {
	expected arith.Bounded
	claimed  float64 // bound on the engine's rounding
}

func (a allowance) bound() float64 { return (a.expected.E + a.claimed) * arith.Slack }

// machine evaluates the derivation, with what bounds an engine's rounding.
func (g *Gate) machine() arith.Machine {
	if g.options.Single {
		return singly
	}
	return bounded
}

// allow is what the gate allows its engine.
func (g *Gate) allow(values []arith.Bounded) []allowance {
	if g.options.Single {
		return allowSingle(values)
	}
	return allow(values)
}

// allow gives an engine claimedRounding times the derivation's rounding.
func allow(values []arith.Bounded) []allowance {
	out := make([]allowance, len(values))
	for i, v := range values {
		out[i] = allowance{v, claimedRounding * v.E}
	}
	return out
}

// allowSingle gives an engine in float32 what was charged for it; the gate's own
// rounding is a small part of that.
func allowSingle(values []arith.Bounded) []allowance {
	out := make([]allowance, len(values))
	for i, v := range values {
		out[i] = allowance{arith.Bounded{V: v.V, E: v.E * singleOwn, Terms: v.Terms}, v.E}
	}
	return out
}

// addUp adds a block's values, of so many examples, to the total.
func (g *Gate) addUp(total []allowance, values []arith.Bounded, examples int) []allowance {
	block := g.allow(values)
	if g.options.Single {
		more := gammaSingle(min(g.m, g.options.rows())) - gammaSingle(examples)
		for i, a := range block {
			block[i].claimed += max(more, 0) * a.expected.Terms
		}
	}
	if total == nil {
		return block
	}
	for i, a := range block {
		total[i].expected = bounded.A.Add(total[i].expected, a.expected)
		total[i].claimed += a.claimed
	}
	return total
}

// rows is the most examples in a block of the engine's.
func (o GateOptions) rows() int { return cmp.Or(o.Rows, graph.MostRows) }

// rows is how many examples the gate evaluates at a time: in float32 no more than an
// engine does, as a sum's allowance grows with them.
func (g *Gate) rows() int {
	if g.options.Single {
		return min(gateRows, g.options.rows())
	}
	return gateRows
}

package verify

import (
	"fmt"
	"math"

	"surefoot/graph"
	"surefoot/ops/arith"
)

const (
	// coarsest is the largest rounding error of ∂S/∂z, beside the weight c of its
	// example or its own size, that a step is taken on: three digits.
	coarsest = 0x1p-10
	// coarsestSingle is that of all of ∂S/∂z in float32, beside the sizes of all: a digit
	// and a half. With 784 features and |z| ≤ 8 bounds come to 2⁻⁸, with |z| ≤ 30 to 2⁻⁶;
	// and of z near a kink, of which nothing is known, there may be one in 32.
	coarsestSingle = 0x1p-5
)

// smallestNormal is the size of what has weight 0.
const smallestNormal = 0x1p-1022

// coarseness is what rounding may make of the derivatives by one inner quantity. Where
// it is so large that they are hardly known, a wrong one would pass, and so would the
// sums made of them.
type coarseness struct {
	bounds, sizes float64 // added up over all the numbers that have a bound
	first         float64 // bound beyond what float64 may have; 0 for none
	at            int     // its place
	each          int     // numbers an example
}

// add looks at the numbers of a block's examples, each of which has as many as the
// others; the first is number lo.
func (c *coarseness) add(weights []arith.Bounded, lo int, expected []allowance) {
	c.each = len(expected) / len(weights)
	for at, x := range expected {
		bound := x.bound()
		if math.IsInf(bound, 0) { // is inconclusive in any case
			continue
		}
		size := max(math.Abs(weights[at/c.each].V), math.Abs(x.expected.V), smallestNormal)
		if c.first == 0 && bound > coarsest*size {
			c.first, c.at = bound, lo+at
		}
		c.bounds += bound
		c.sizes += size
	}
}

// tooCoarse is a finding if rounding is too large in an inner quantity.
//
// In float64 no number may be that coarse. In float32, where rounding is 2²⁹ times as
// large, a few of many always are: of z near a kink, where the derivative jumps. There
// the numbers are judged by what they make up together.
func (j *stepJudgement) tooCoarse(f graph.Formula) *Finding {
	c := j.coarse[f.Quantity]
	if c == nil {
		return nil
	}
	var diagnosis string
	switch {
	case j.options.Single && c.bounds > coarsestSingle*c.sizes:
		diagnosis = fmt.Sprintf("rounding in float32 may reach %.2g of the derivatives by %s, which is too large", c.bounds/c.sizes, f.By)
	case !j.options.Single && c.first > 0:
		diagnosis = fmt.Sprintf("rounding may reach %.2g at %s[%d], which is too large", c.first, f.By, c.at)
	default:
		return nil
	}
	return &Finding{
		Check: "gate", Quantity: f.Quantity, Formula: f.Text, Verdict: Inconclusive,
		Entries: j.m * c.each, Diagnosis: diagnosis,
	}
}

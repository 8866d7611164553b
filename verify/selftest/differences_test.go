package selftest

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops/arith"
	"surefoot/verify"
)

// judgement is what differences say of claims.
type judgement int

const (
	unjudged judgement = iota // no point had numbers that hold still
	isRight
	isWrong
	noNumber // the gradient has none, where the differences have
)

// judged compares each gradient along a random direction with central differences
// in 400 bits, at random points. The step 2⁻¹⁰⁰ makes them right to about 2⁻²⁰⁰ of
// the third derivative; a point is used only if a step 2²⁰ times as long gives the
// same number to 2⁻⁶⁰. A gradient is wrong if it is off by more than 2⁻⁴⁰ of the
// larger of the two. No checker is asked, and no derivative but the claimed ones is
// computed.
//
// Few points do for a graph that nobody accuses, and where a gradient has no number, as
// √relu(x) has none for x < 0 though its slope is 0, nothing is said of it then.
func judged(claims []verify.Claim, seed int64) judgement {
	out := unjudged
	for _, at := range judgedPoints(verify.Inputs(claims), seed) {
		for i := range claims {
			switch differs(claims[i], at, seed+int64(i)) {
			case isWrong:
				return isWrong
			case isRight:
				out = isRight
			}
		}
	}
	return out
}

// manyPoints is how often [wrongSomewhere] draws the points of judged.
const manyPoints = 100

// wrongSomewhere looks again, and at many more points, at an accused gradient that
// judged has found right at a few: behind a maximum log₂ may have been hidden from
// those. It also counts as wrong what has no number where the differences hold still,
// in 400 bits and in 3200: 0·log 0 at 0⁰, where the derivative is 0.
func wrongSomewhere(claims []verify.Claim, seed int64) (where string) {
	for k := range int64(manyPoints) {
		for p, at := range judgedPoints(verify.Inputs(claims), seed+k) {
			for i, claim := range claims {
				said := differs(claim, at, seed+k+int64(i))
				switch {
				case said == isWrong:
					return fmt.Sprintf("∂/∂%s is not the difference quotient at point %d.%d", claim.Wrt.Name(), k, p)
				case said == noNumber && differences{arith.Big{Precision: 3200}}.of(claim, at, seed+k+int64(i)) == noNumber:
					return fmt.Sprintf("∂/∂%s is no number at point %d.%d, where the difference quotients hold still", claim.Wrt.Name(), k, p)
				}
			}
		}
	}
	return ""
}

// judgedPoints are random, positive, between 0 and 1, and such that each input is of one
// of these kinds, or of many sizes, by chance: where one input has to lie between 0 and
// 1, another one's branch may begin above 1.
func judgedPoints(inputs []*gorgonia.Node, seed int64) []map[*gorgonia.Node][]float64 {
	r := rand.New(rand.NewPCG(uint64(seed), 0xd1ff))
	positive := func() float64 { return 0.2 + 2*r.Float64() }
	fraction := func() float64 { return 0.05 + 0.9*r.Float64() }
	manySizes := func() float64 { return math.Exp(2 * r.NormFloat64()) }
	kinds := []func() float64{r.NormFloat64, positive, fraction, manySizes}
	same := func(number func() float64) func() func() float64 { return func() func() float64 { return number } }
	var points []map[*gorgonia.Node][]float64
	for _, ofInput := range []func() func() float64{
		same(r.NormFloat64), same(r.NormFloat64), same(positive), same(fraction),
		func() func() float64 { return kinds[r.IntN(len(kinds))] },
	} {
		at := map[*gorgonia.Node][]float64{}
		for _, n := range inputs {
			at[n] = make([]float64, arith.Size(n.Shape()))
			number := ofInput()
			for i := range at[n] {
				at[n][i] = number()
			}
		}
		points = append(points, at)
	}
	return points
}

// differences are computed in an arithmetic of enough bits.
type differences struct{ exactly arith.Big }

// differs judges one claim at a point in 400 bits.
func differs(claim verify.Claim, at map[*gorgonia.Node][]float64, seed int64) judgement {
	return differences{arith.Big{Precision: 400}}.of(claim, at, seed)
}

// of judges one claim at a point.
func (d differences) of(claim verify.Claim, at map[*gorgonia.Node][]float64, seed int64) judgement {
	m := arith.Over[*big.Float]{A: d.exactly}
	values := graph.Values{}
	for n, x := range at {
		values[n] = m.Floats(x, n.Shape()...)
	}
	r := rand.New(rand.NewPCG(uint64(seed), 0xd14))
	direction := make([]float64, arith.Size(claim.Wrt.Shape()))
	for i := range direction {
		direction[i] = r.NormFloat64()
	}
	toward := m.Floats(direction, claim.Wrt.Shape()...)
	all := append([]*gorgonia.Node{claim.Cost}, graph.Below(claim.Cost)...)
	slope := func(step float64) *big.Float {
		cost := func(step float64) *big.Float {
			moved := graph.Values{}
			for n, v := range values {
				moved[n] = v
			}
			moved[claim.Wrt] = m.Add(values[claim.Wrt], m.Mul(m.Floats([]float64{step}), toward))
			out, err := graph.Interpret(m, moved, all...)
			if err != nil || slices.ContainsFunc(out, func(v arith.Value) bool { return slices.ContainsFunc(m.Elements(v), notFinite) }) {
				return nil // outside of the domain, though a maximum may have passed over it
			}
			return m.Elements(out[0])[0]
		}
		return d.exactly.Div(d.exactly.Sub(cost(step), cost(-step)), d.exactly.Float(2*step))
	}
	expected := slope(0x1p-100)
	if notFinite(expected) || !d.agree(expected, slope(0x1p-80), 60) {
		return unjudged
	}
	gradient, err := graph.Interpret(m, values, claim.Gradient)
	if err != nil || arith.Size(gradient[0].Shape()) != len(direction) {
		return isWrong
	}
	got := d.exactly.Dot(m.Elements(gradient[0]), m.Elements(toward))
	if notFinite(got) {
		return noNumber
	}
	if d.agree(expected, got, 40) {
		return isRight
	}
	return isWrong
}

// agree says whether two numbers are within 2^−bits of the larger one, or as near
// to 0 as differences leave what is 0.
func (d differences) agree(x, y *big.Float, bits int) bool {
	if notFinite(x) || notFinite(y) {
		return false
	}
	apart := d.exactly.Sub(x, y)
	size := max(x.MantExp(nil), y.MantExp(nil), -bits)
	return apart.Sign() == 0 || apart.MantExp(nil) <= size-bits
}

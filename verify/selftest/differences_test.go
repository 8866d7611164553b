package selftest

import (
	"math/big"
	"math/rand/v2"

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
)

// judged compares each gradient along a random direction with central differences
// in 400 bits, at random points. The step 2⁻¹⁰⁰ makes them right to about 2⁻²⁰⁰ of
// the third derivative; a point is used only if a step 2²⁰ times as long gives the
// same number to 2⁻⁶⁰. A gradient is wrong if it is off by more than 2⁻⁴⁰ of the
// larger of the two. Where it has no number, as √relu(x) has none for x < 0 though
// its slope is 0, nothing is said. No checker is asked, and no derivative but the
// claimed ones is computed.
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

// judgedPoints are random, positive, and between 0 and 1.
func judgedPoints(inputs []*gorgonia.Node, seed int64) []map[*gorgonia.Node][]float64 {
	r := rand.New(rand.NewPCG(uint64(seed), 0xd1ff))
	var points []map[*gorgonia.Node][]float64
	for _, number := range []func() float64{
		r.NormFloat64, r.NormFloat64,
		func() float64 { return 0.2 + 2*r.Float64() },
		func() float64 { return 0.05 + 0.9*r.Float64() },
	} {
		at := map[*gorgonia.Node][]float64{}
		for _, n := range inputs {
			at[n] = make([]float64, arith.Size(n.Shape()))
			for i := range at[n] {
				at[n][i] = number()
			}
		}
		points = append(points, at)
	}
	return points
}

// exactly is the arithmetic of the differences.
var exactly = arith.Big{Precision: 400}

// differs judges one claim at a point.
func differs(claim verify.Claim, at map[*gorgonia.Node][]float64, seed int64) judgement {
	m := arith.Over[*big.Float]{A: exactly}
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
	slope := func(step float64) *big.Float {
		cost := func(step float64) *big.Float {
			moved := graph.Values{}
			for n, v := range values {
				moved[n] = v
			}
			moved[claim.Wrt] = m.Add(values[claim.Wrt], m.Mul(m.Floats([]float64{step}), toward))
			out, err := graph.Interpret(m, moved, claim.Cost)
			if err != nil {
				return nil
			}
			return m.Elements(out[0])[0]
		}
		return exactly.Div(exactly.Sub(cost(step), cost(-step)), exactly.Float(2*step))
	}
	expected := slope(0x1p-100)
	if notFinite(expected) || !agree(expected, slope(0x1p-80), 60) {
		return unjudged
	}
	gradient, err := graph.Interpret(m, values, claim.Gradient)
	if err != nil || arith.Size(gradient[0].Shape()) != len(direction) {
		return isWrong
	}
	got := exactly.Dot(m.Elements(gradient[0]), m.Elements(toward))
	if notFinite(got) {
		return unjudged
	}
	if agree(expected, got, 40) {
		return isRight
	}
	return isWrong
}

// agree says whether two numbers are within 2^−bits of the larger one, or as near
// to 0 as differences leave what is 0.
func agree(x, y *big.Float, bits int) bool {
	if notFinite(x) || notFinite(y) {
		return false
	}
	apart := exactly.Sub(x, y)
	size := max(x.MantExp(nil), y.MantExp(nil), -bits)
	return apart.Sign() == 0 || apart.MantExp(nil) <= size-bits
}

package verify

import (
	"testing"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/ops"
)

// boundTo is an input of these numbers.
func boundTo(g *gorgonia.ExprGraph, name string, x ...float64) *gorgonia.Node {
	v := tensor.New(tensor.WithShape(len(x)), tensor.WithBacking(x))
	return gorgonia.NewVector(g, gorgonia.Float64, gorgonia.WithShape(len(x)), gorgonia.WithName(name), gorgonia.WithValue(v))
}

// twice is 2(eˣ)², and e^2x + e^2x: one function, which the fields tell apart, so
// that high precision is asked.
func twice(x *gorgonia.Node) (once, other *gorgonia.Node) {
	e := must(gorgonia.Exp(x))
	square, double := must(gorgonia.HadamardProd(e, e)), must(gorgonia.Exp(must(gorgonia.Add(x, x))))
	return must(gorgonia.Add(square, square)), must(gorgonia.Add(double, double))
}

// At a kink the derivative is a convention, and no witness: |x| of numbers bound to
// 0 beside what only high precision decides. A wrong gradient is found elsewhere.
func TestNoWitnessAtAKink(t *testing.T) {
	claims := func(factor float64) []Claim {
		g := gorgonia.NewGraph()
		x := boundTo(g, "x", 0, 0)
		square, double := twice(x)
		cost := must(gorgonia.Sum(must(gorgonia.Add(must(gorgonia.HadamardDiv(square, gorgonia.NewConstant(2.0))), must(gorgonia.Abs(x))))))
		gradient := must(gorgonia.Add(double, must(gorgonia.Sign(x))))
		return []Claim{{cost, x, must(gorgonia.HadamardProd(gorgonia.NewConstant(factor), gradient))}}
	}
	if f := check(t, claims(1)).Checks[0]; f.Verdict != Pass || f.Bits == 0 {
		t.Errorf("%v: %s", f.Verdict, f.Witness())
	}
	if f := check(t, claims(1+0x1p-30)).Checks[0]; f.Verdict != Fail {
		t.Errorf("a wrong one: %v: %s", f.Verdict, f.Witness())
	}
}

// A relu of the 0 that a relu has made is a tie, and no kink: what is wrong there
// is wrong.
func TestATieThatChangesNothingIsNoKink(t *testing.T) {
	g := gorgonia.NewGraph()
	x := boundTo(g, "x", -1, -2)
	cost := must(gorgonia.Sum(must(ops.Relu(must(ops.Relu(x))))))
	one := must(gorgonia.HadamardDiv(x, x))
	if f := check(t, []Claim{{cost, x, one}}).Checks[0]; f.Verdict != Fail {
		t.Errorf("%v: %s", f.Verdict, f.Witness())
	}
}

// 1 − tanh² z cancels to 0 in 160 bits and in 320 where |z| is in the hundreds,
// however exact the derivative is that it is compared with.
func TestCancellationIsNoWitness(t *testing.T) {
	g := gorgonia.NewGraph()
	z := boundTo(g, "z", -400, -500)
	tanh := must(ops.Tanh(z))
	cost := must(gorgonia.Sum(tanh))
	slope := must(gorgonia.Sub(gorgonia.NewConstant(1.0), must(gorgonia.Square(tanh))))
	c := newClaimed([]Claim{{cost, z, slope}})
	at, _ := c.own(1)
	s, err := c.settle(t.Context(), 0, at, []float64{1, 1}, nil)
	if err != nil || s.verdict != Pass {
		t.Errorf("%v, F %v, C %v: %v", s.verdict, s.forward, s.claimed, err)
	}
}

// x·(y/x) has no number at x = 0 and is right.
func TestARemovableSingularityIsNoWitness(t *testing.T) {
	g := gorgonia.NewGraph()
	x, y := boundTo(g, "x", 0, 1), vector(g, "y", 2)
	square, double := twice(x)
	cost := must(gorgonia.Sum(must(gorgonia.HadamardDiv(square, gorgonia.NewConstant(2.0)))))
	gone := must(gorgonia.HadamardDiv(must(gorgonia.HadamardProd(x, y)), must(gorgonia.HadamardProd(x, y))))
	f := check(t, []Claim{{cost, x, must(gorgonia.HadamardProd(double, gone))}}).Checks[0]
	if f.Verdict != Inconclusive || f.Bits != 0 {
		t.Errorf("%v: %s", f.Verdict, f.Witness())
	}
}

// (−2)^y has a value at whole y alone: at the edge of the domain a gradient may be
// no number.
func TestTheEdgeOfTheDomainIsNoWitness(t *testing.T) {
	g := gorgonia.NewGraph()
	x, y := boundTo(g, "x", -2, -3, 2), boundTo(g, "y", 2, 1, 3)
	square, double := twice(y)
	half := must(gorgonia.HadamardDiv(square, gorgonia.NewConstant(2.0)))
	z := must(gorgonia.Neg(must(gorgonia.Exp(x))))
	power := must(gorgonia.Pow(z, y))
	cost := must(gorgonia.Sum(must(gorgonia.Add(half, power))))
	gradient := must(gorgonia.Add(double, must(gorgonia.HadamardProd(power, must(gorgonia.Log(z))))))
	if f := check(t, []Claim{{cost, y, gradient}}).Checks[0]; f.Verdict != Inconclusive {
		t.Errorf("%v: %s", f.Verdict, f.Witness())
	}
}

// A gradient that is wrong only where a logarithm has a value is looked at there,
// though relu makes a 0 of a logarithm that has none.
func TestBranchesInsideTheDomainAreDrawn(t *testing.T) {
	g := gorgonia.NewGraph()
	x := vector(g, "x", 2)
	cost := must(gorgonia.Sum(must(ops.Relu(must(gorgonia.Log(x))))))
	step := must(gorgonia.Gt(x, gorgonia.NewConstant(1.0), true))
	gradient := must(gorgonia.HadamardDiv(step, x))
	for seed := range int64(20) {
		if report := check(t, []Claim{{cost, x, gradient}}, Seed(seed)); report.Verdict != Pass {
			t.Errorf("seed %d: the right one: %v: %s", seed, report.Verdict, report.Checks[0].Witness())
		}
		wrong := must(gorgonia.HadamardProd(gorgonia.NewConstant(2.0), gradient))
		if report := check(t, []Claim{{cost, x, wrong}}, Seed(seed)); report.Verdict != Fail {
			t.Errorf("seed %d: the wrong one: %v: %s", seed, report.Verdict, report.Checks[0].Witness())
		}
	}
}

// A sigmoid that is clamped at ±3000 differs where no precision that is tried decides,
// by e^−3000 and less: it is not passed, and no witness is made up.
func TestASigmoidThatIsClampedFarOutIsNotPassed(t *testing.T) {
	g := gorgonia.NewGraph()
	z := boundTo(g, "z", 40000, -40000)
	slope := func(x node) node {
		a := must(ops.Sigmoid(x))
		return must(gorgonia.HadamardProd(a, must(gorgonia.Sub(gorgonia.NewConstant(1.0), a))))
	}
	limit := must(gorgonia.HadamardDiv(must(gorgonia.HadamardProd(z, gorgonia.NewConstant(3000.0))), z))
	clamped := must(gorgonia.MaxBetween(must(gorgonia.Neg(limit)), must(gorgonia.MinBetween(z, limit))))
	cost := must(gorgonia.Sum(must(ops.Sigmoid(z))))
	if f := check(t, []Claim{{cost, z, slope(z)}}).Checks[0]; f.Verdict != Pass {
		t.Errorf("right: %v: %s", f.Verdict, f.Witness())
	}
	if f := check(t, []Claim{{cost, z, slope(clamped)}}).Checks[0]; f.Verdict != Inconclusive {
		t.Errorf("clamped: %v: %s", f.Verdict, f.Witness())
	}
}

package arith_test

import (
	"math"
	"testing"

	"surefoot/ops/arith"
)

// A branch is taken by the sign; where that is unsure, the bound covers both.
func TestSelectOverBoundCoversBothBranches(t *testing.T) {
	m := arith.Over[arith.Bounded]{A: arith.Bound{}}
	value := func(v, e float64) arith.Value { return arith.NewArray([]arith.Bounded{{V: v, E: e}}) }
	for _, c := range []struct {
		name           string
		sign, a, b     arith.Value
		want, leastE   float64
		largestAllowed float64
	}{
		{"sure", value(1, 1e-10), value(5, 0.5), value(2, 0), 5, 0.5, 0.5},
		{"sure and negative", value(-1, 1e-10), value(5, 0.5), value(2, 0.25), 2, 0.25, 0.25},
		{"exactly 0", value(0, 0), value(5, 0), value(2, 0), 5, 0, 0},
		{"within its bound of 0", value(1e-11, 1e-10), value(5, 0.5), value(2, 0.25), 5, 3.25, 3.25},
		{"within its bound, negative", value(-1e-11, 1e-10), value(5, 0.5), value(2, 0.25), 2, 3.5, 3.5},
		{"within another's rounding", value(9e-10, 1e-10), value(5, 0), value(2, 0), 5, 3, 3},
		{"unknown", value(math.NaN(), math.Inf(1)), value(5, 0), value(2, 0), 5, 3, 3},
		{"the other unknown", value(0, 1), value(5, 0), value(math.NaN(), math.Inf(1)), 5, math.Inf(1), math.Inf(1)},
	} {
		got := m.Elements(m.Select(c.sign, c.a, c.b))[0]
		if got.V != c.want || !(got.E >= c.leastE) || !(got.E <= c.largestAllowed) {
			t.Errorf("%s: %v ± %v", c.name, got.V, got.E)
		}
	}
}

// What is exact has no error, so that a tie of exact numbers is one.
func TestBoundKnowsWhatIsExact(t *testing.T) {
	b := arith.Bound{}
	zero, unsure, unknown := b.Float(0), arith.Bounded{V: 3, E: 1}, arith.Bounded{V: 3, E: math.Inf(1)}
	for name, got := range map[string]arith.Bounded{
		"0 · x": b.Mul(zero, unsure), "x · 0": b.Mul(unsure, zero), "0/x": b.Div(zero, unsure),
		"e⁰ − 1": b.Expm1(zero), "log(1+0)": b.Log1p(zero), "log 1": b.Log(b.Float(1)),
		"a product of zeros": b.Dot([]arith.Bounded{zero, unsure}, []arith.Bounded{unsure, zero}),
	} {
		if got.V != 0 || got.E != 0 {
			t.Errorf("%s is %v ± %v", name, got.V, got.E)
		}
	}
	if got := b.Exp(zero); got.V != 1 || got.E != 0 {
		t.Errorf("e⁰ is %v ± %v", got.V, got.E)
	}
	tiny := b.Float(1e-200)
	for name, got := range map[string]arith.Bounded{
		"0 · unknown": b.Mul(zero, unknown), "unknown · 0": b.Mul(unknown, zero),
		"a product with an unknown": b.Dot([]arith.Bounded{zero}, []arith.Bounded{unknown}),
		"underflow":                 b.Mul(tiny, tiny),
		"underflow in a product":    b.Dot([]arith.Bounded{tiny}, []arith.Bounded{tiny}),
		"0/(what may be 0)":         b.Div(zero, arith.Bounded{V: 1, E: 1}),
		"log of an unsure 1":        b.Log(arith.Bounded{V: 1, E: 0.1}),
	} {
		if got.E == 0 {
			t.Errorf("%s is %v, exactly", name, got.V)
		}
	}
}

// A kernel's value at 0 is exact where it says so, and at 0 alone.
func TestKernelsExactAtZero(t *testing.T) {
	m := arith.Over[arith.Bounded]{A: arith.Bound{}}
	odd := arith.Kernel{Unary: math.Sin, ULP: 1, ExactAtZero: true}
	value, _ := m.Map(odd, arith.NewArray([]arith.Bounded{{}, {V: 1}, {E: 1e-3}}, 3))
	got := m.Elements(value)
	if got[0] != (arith.Bounded{}) || got[1].E == 0 || got[2].E < 9e-4 {
		t.Errorf("the bounds are %v", got)
	}
}

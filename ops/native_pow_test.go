package ops_test

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/ops"
	"surefoot/ops/arith"
)

func native(t *testing.T, node *gorgonia.Node, err error) *ops.Op {
	t.Helper()
	op, err := ops.Of(must(t)(node, err).Op())
	if err != nil {
		t.Fatal(err)
	}
	return op
}

func power(t *testing.T) *ops.Op {
	g := gorgonia.NewGraph()
	node, err := gorgonia.Pow(input(g, "x", 2), input(g, "y", 2))
	return native(t, node, err)
}

// A whole exponent is multiplied out, exactly so in high precision and for every
// sign of the base; exponents of one array may be whole and not, large and small.
func TestPowerOfWholeExponents(t *testing.T) {
	op := power(t)
	bases := []float64{-3, -1.5, -1, 0, 0.75, 1, 2, 7}
	exponents := []float64{0, 1, 2, 3, 5, 8, 13}
	var x, y []float64
	for _, b := range bases {
		for _, e := range exponents {
			x, y = append(x, b), append(y, e)
		}
	}
	shape := []int{len(x)}
	got := exactly.Elements(op.Evaluate(exactly, []arith.Value{exactly.Floats(x, shape...), exactly.Floats(y, shape...)}, shape))
	for i := range x {
		want := big.NewFloat(1).SetPrec(500)
		for range int(y[i]) {
			want.Mul(want, big.NewFloat(x[i]))
		}
		if got[i] == nil || got[i].Cmp(want) != 0 {
			t.Errorf("%v^%v = %.20g, not %.20g", x[i], y[i], got[i], want)
		}
	}
}

// The cases of float64's pow, a fraction of a negative base and the pole at 0 of
// a negative fraction aside.
func TestPowerAgainstFloat64(t *testing.T) {
	op := power(t)
	x := []float64{-2, -2, -2, 0, 0, 4, 4, 0.5, 9, 2, 2, 1, -1, 3, -2}
	y := []float64{-3, 0, 1023, 0, 0.5, 0.5, -0.5, -1.5, 2.5, 1023, -1074, 1e300, 1024, -700.25, 0.5}
	out := bounds.Elements(op.Evaluate(bounds, []arith.Value{bounds.Floats(x, len(x)), bounds.Floats(y, len(x))}, []int{len(x)}))
	for i, got := range out {
		want := math.Pow(x[i], y[i])
		if math.IsNaN(want) && math.IsNaN(got.V) || got.V == want {
			continue
		}
		if !(math.Abs(got.V-want) <= 2*got.E*arith.Slack) || math.IsInf(got.E, 1) {
			t.Errorf("%v^%v = %v ± %g, float64's pow %v", x[i], y[i], got.V, got.E, want)
		}
	}
	scalar := op.Evaluate(float64s, []arith.Value{float64s.Floats([]float64{-2, 3}, 2), float64s.Floats([]float64{3})}, []int{2})
	if got := float64s.Float64s(scalar); !slices.Equal(got, []float64{-8, 27}) {
		t.Errorf("(−2, 3)³ = %v", got)
	}
	scalar = op.Evaluate(float64s, []arith.Value{float64s.Floats([]float64{-2}), float64s.Floats([]float64{3, 0, 2}, 3)}, []int{3})
	if got := float64s.Float64s(scalar); !slices.Equal(got, []float64{-8, 1, 4}) {
		t.Errorf("−2 to the 3, 0 and 2 is %v", got)
	}
}

// Forward mode through the meaning: ∂xʸ = y x^(y−1) ∂x + xʸ log x ∂y, also where
// the exponent is whole and moves, and for a negative base whose exponent does not.
func TestPowerMoves(t *testing.T) {
	op, b := power(t), arith.Big{Precision: 300}
	forward := arith.Over[arith.Dual[*big.Float]]{A: arith.DualOf[*big.Float]{A: b}}
	for _, c := range []struct{ x, dx, y, dy float64 }{
		{2, 1, 3, 0}, {2, 0, 3, 1}, {1.5, 0.25, 2, -3}, {0.5, 1, -2.5, 2}, {3, 1, 0.5, 0}, {-2, 1, 3, 0}, {-3, 1, -2, 0}, {-5, 1, 0, 0}, {7, 1, 0, 1},
	} {
		in := []arith.Value{
			arith.NewArray([]arith.Dual[*big.Float]{{V: b.Float(c.x), D: b.Float(c.dx)}}, 1),
			arith.NewArray([]arith.Dual[*big.Float]{{V: b.Float(c.y), D: b.Float(c.dy)}}, 1),
		}
		got := forward.Elements(op.Evaluate(forward, in, []int{1}))[0]
		// In float64, whose pow and log are good to some ulp, of terms of size.
		first, second := c.dx*c.y*math.Pow(c.x, c.y-1), 0.0
		if c.dy != 0 {
			second = c.dy * math.Pow(c.x, c.y) * math.Log(c.x)
		}
		if got.D == nil || !(math.Abs(b.Float64(got.D)-first-second) <= 8*arith.ULP(math.Max(math.Abs(first), math.Abs(second)))) {
			t.Errorf("the derivative of %v^%v along (%v, %v) is %.17g, not %.17g", c.x, c.y, c.dx, c.dy, got.D, first+second)
		}
	}
}

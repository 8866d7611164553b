package verify

import (
	"math"
	"slices"
	"testing"

	"gorgonia.org/gorgonia"
)

// At f = c(x−1)², x = 2 the tolerance is known: |a − 2c| ≤ 10⁻⁵ + 10⁻³·2c. The
// quotient is off by rounding of some c·10⁻¹⁰.
func TestFiniteDifferencesHaveTheTolerancesOfGradcheck(t *testing.T) {
	for _, c := range []struct {
		scale, times float64
		want         Verdict
	}{
		{1, 1, Pass}, {1, 1 + 0.99e-3, Pass}, {1, 1 + 1.01e-3, Fail}, {1, 1 - 1.01e-3, Fail}, {1, -1, Fail},
		{1e-6, 0, Pass},          // 2·10⁻⁶ is below atol: a missing gradient passes
		{1e-4, 0, Fail},          //
		{1, math.NaN(), Fail},    //
		{1, math.Inf(1), Fail},   //
		{1, 1 + 0x1p-30, Pass},   // far below rtol
		{1e3, 1 + 0.99e-3, Pass}, //
	} {
		g := gorgonia.NewGraph()
		x := gorgonia.NewScalar(g, gorgonia.Float64, gorgonia.WithName("x"))
		d := must(gorgonia.Sub(x, gorgonia.NewConstant(1.0)))
		cost := must(gorgonia.HadamardProd(gorgonia.NewConstant(c.scale), must(gorgonia.Square(d))))
		claims := scaledClaims(t, claimsBy(t, cost, []*gorgonia.Node{x}), c.times)
		for _, n := range Inputs(claims) {
			findings, err := FiniteDifferences(t.Context(), claims, Point{n: {2}}, 1)
			if err != nil || findings[0].Verdict != c.want {
				t.Errorf("%v(x−1)², the derivative times %v: %+v, %v", c.scale, c.times, findings, err)
			}
		}
	}
}

func TestFiniteDifferencesFindTheEntry(t *testing.T) {
	claims := logisticClaims(t, false, 5, 4)
	planted := slices.Clone(claims)
	planted[0].Gradient = must(gorgonia.HadamardProd(constantVector(nil, []float64{1, 1, 0, 1}), claims[0].Gradient))
	findings, err := FiniteDifferences(t.Context(), planted, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	if f := findings[0]; f.Verdict != Fail || f.Worst.Index != 2 || f.Worst.Got != 0 || f.Entries != 4 {
		t.Errorf("dw[2] = 0: %+v", f)
	}
	if f := findings[1]; f.Verdict != Pass {
		t.Errorf("db: %s", f.Witness())
	}
}

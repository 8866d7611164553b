package train

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"surefoot/graph"
	"surefoot/verify"
)

// noisy is a table that no plane separates: the label follows the logit of known
// parameters, with chance.
func noisy(m, n int, seed uint64, scale float64) graph.Block {
	r := rand.New(rand.NewPCG(seed, 5))
	table, y := make([]float64, m*n), make([]float64, m)
	for i := range y {
		z := 0.5
		for j := range n {
			x := r.NormFloat64()
			table[i*n+j], z = scale*x, z+x*float64(1-2*(j%2))
		}
		if r.Float64() < 1/(1+math.Exp(-z)) {
			y[i] = 1
		}
	}
	return graph.NewBlock(table, y, n)
}

// separable has all labels on the right side of a plane: the parameters grow for
// ever, and dz falls to 0.
func separable(m, n int, seed uint64) graph.Block {
	block := noisy(m, n, seed, 1)
	for i := range block.Y {
		if block.Y[i] = 0; block.Table[i*n] > 0 {
			block.Y[i] = 1
		}
	}
	return block
}

// Near the optimum dw and db are 0 but for rounding: the bound must be one on the
// terms, not on what is left of them.
func TestNoFalseAlarmInLongRuns(t *testing.T) {
	iterations := 20_000
	if testing.Short() {
		iterations = 2000
	}
	for name, block := range map[string]graph.Block{
		"not separable": noisy(30, 2, 1, 1), "separable": separable(30, 2, 1), "weighted": weighted(30, 2, 3),
	} {
		for _, engine := range EngineNames() {
			s := settings(engine, 2*StableRate(block), iterations)
			if engine == "tape" || engine == "interpreter" {
				s.Iterations /= 10
			}
			r, err := Fit(context.Background(), graph.Logistic(2), block, s)
			if err != nil {
				t.Errorf("%s, %s: %v", name, engine, err)
				continue
			}
			if r.Verify.StepsChecked != s.Iterations || r.Verify.Failures != 0 {
				t.Errorf("%s, %s: %+v", name, engine, r.Verify)
			}
			// |∇J| at the minimum is what rounding makes of 30 terms of about 1.
			if norm := r.Last().Norm; name != "separable" && s.Iterations >= 20_000 && norm > 1e-14 {
				t.Errorf("%s, %s: the run ends with |∇J| = %g, not at the minimum", name, engine, norm)
			}
		}
	}
}

// Tables that nobody standardised, with logits up to many thousands: e^−z
// overflows, a is 0 or 1, 1 − a is lost. The steps may lead nowhere, but the
// gradient is right.
func TestNoFalseAlarmAtHugeLogits(t *testing.T) {
	largest := 0.0
	for _, engine := range EngineNames() {
		for seed := range uint64(10) {
			for _, scale := range []float64{30, 300, 3000} {
				block := noisy(40, 3, seed, scale)
				r, err := Fit(context.Background(), graph.Logistic(3), block, settings(engine, 0.01, 300))
				if err != nil && !errors.Is(err, ErrDiverged) || r.Verify.StepsChecked != 300 {
					t.Errorf("%s, features of %g, seed %d: %v after %d checks", engine, scale, seed, err, r.Verify.StepsChecked)
				}
				for i := range block.M {
					z := r.Parameters.Get("b")[0]
					for j, w := range r.Parameters.Get("w") {
						z += w * block.Table[i*3+j]
					}
					largest = math.Max(largest, math.Abs(z))
				}
			}
		}
	}
	if largest < 10_000 {
		t.Errorf("no |z| was above %g", largest)
	}
}

// In the loop, e^−z overflows below z = −709.8, where σ(z) is not yet 0.
func TestTheLoopHoldsInTheTail(t *testing.T) {
	for z := -760.0; z <= 760; z += 0.25 {
		block := graph.NewBlock([]float64{z, z}, []float64{0, 1}, 1)
		theta := graph.Logistic(1).Parameters
		theta.Get("w")[0] = 1
		engine, err := engineFor(Looped, graph.Logistic(1), graph.EngineOptions{})(nil, block.Source())
		if err != nil {
			t.Fatal(err)
		}
		e, err := engine.Evaluate(theta)
		if err != nil {
			t.Fatal(err)
		}
		report, err := verify.NewGate(graph.Logistic(1), block.Source()).Judge(theta, e)
		if err != nil {
			t.Fatal(err)
		}
		if report.Verdict != verify.Pass {
			f, _ := report.Failed()
			t.Errorf("z = %v: %s", z, f.Witness())
		}
	}
}

// More rows than the gate looks at in one go.
func TestNoFalseAlarmOnManyRows(t *testing.T) {
	for _, m := range []int{513, 1500} {
		block := noisy(m, 4, 1, 1)
		for _, engine := range EngineNames() {
			if r := mustFit(t, block, settings(engine, 0.1, 20)); r.Verify.StepsChecked != 20 {
				t.Errorf("%s: %+v", engine, r.Verify)
			}
		}
	}
}

// A sum of equal terms that goes one by one rounds to one side all the way: it
// errs by some m/8 roundings, far more than sums of blocks.
func TestNoFalseAlarmInOneLongSum(t *testing.T) {
	const m = 1 << 19
	block := graph.NewBlock(make([]float64, m), make([]float64, m), 1)
	for i := range block.Table {
		block.Table[i] = 0.1
	}
	for _, engine := range []string{Looped, "program"} {
		if r := mustFit(t, block, settings(engine, 0.1, 1)); r.Verify.StepsChecked != 1 {
			t.Errorf("%s: %+v", engine, r.Verify)
		}
	}
}

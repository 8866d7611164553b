//go:build campaign

package train

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"surefoot/graph"
)

// TestCampaignOfFaults flips 20,000 bits, one at a time, in training steps of logistic
// regression and of small networks, in float64 and float32.
func TestCampaignOfFaults(t *testing.T) {
	c := runCampaign(scenes(t, false), 20_000, 2)
	t.Log(c)
	if float64(c.total.found) < 0.999*float64(c.total.harmful) {
		t.Errorf("%d of %d harmful faults were refused before the update", c.total.found, c.total.harmful)
	}
}

// TestCampaignOfCleanSteps trains for a million steps without a fault: on tables of many
// sizes and scales, in one block or in hundreds, from the first step until nothing but rounding
// is left of the gradient. No step may be found wrong, not even for a second look.
func TestCampaignOfCleanSteps(t *testing.T) {
	const steps = 1_000_000
	r := rand.New(rand.NewPCG(6, 6))
	done, runs, smallest := 0, 0, math.Inf(1)
	for done < steps {
		runs++
		model, block, s := randomRun(t, r)
		f, err := newFit(context.Background(), model, block.Source(), s)
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		if r.IntN(5) == 0 {
			rows = max(8, block.M/400)
			inBlocksOf(f, rows)
		}
		result, err := f.fit(context.Background())
		if err != nil && !errors.Is(err, ErrDiverged) {
			t.Fatalf("%s, %d × %d: %v", model.Name, block.M, block.N, err)
		}
		v := result.Verify
		if len(v.Faults) > 0 || v.SecondLooks > 0 {
			t.Errorf("%s, %d × %d in blocks of %d, float32 %v, run %d: %d second looks, faults %v",
				model.Name, block.M, block.N, rows, s.Single, runs, v.SecondLooks, v.Faults)
		}
		done += v.StepsChecked - v.InFull
		smallest = min(smallest, result.Last().Norm)
	}
	t.Logf("%d steps checked by projections in %d runs; |∇J|∞ down to %.2g", done, runs, smallest)
}

// randomRun draws a model, a table and settings.
func randomRun(t testing.TB, r *rand.Rand) (*graph.Model, graph.Block, Settings) {
	n := 1 + r.IntN(40)
	m := 1200/n + r.IntN(1+40_000/n)
	names := []string{"logistic", "logistic", "logistic", "mlp:6tanh", "mlp:4relu,3sigmoid", "mlp:3,3softmax"}
	name := names[r.IntN(len(names))]
	if name != "logistic" {
		m = min(m, 600+r.IntN(400))
		n = max(n, 3)
	}
	model := network(t, name, n)
	block := learnable(model, m, r.Int64())
	scales := make([]float64, n)
	scale, alike := math.Pow(10, float64(r.IntN(7)-3)), r.IntN(2) == 0
	for j := range scales {
		if scales[j] = scale; !alike && r.IntN(3) == 0 {
			scales[j] *= math.Pow(10, 2*r.Float64()-1)
		}
	}
	constant := alike && n > 1 && r.IntN(2) == 0
	for i := range m {
		for j := range n {
			block.Table[i*n+j] *= scales[j]
		}
		if constant {
			block.Table[i*n+n-1] = scale
		}
		if !alike && r.IntN(4) == 0 {
			block.C[i] = 3 * r.Float64()
		}
	}
	rate := 0.3 / (scale * scale)
	if name == "logistic" {
		rate = 3 * StableRate(block) // of at most 4: features that are alike converge fast
	}
	s := Settings{
		Solver: GradientDescent{rate}, Iterations: 200 + r.IntN(6000), Engine: Program, Verify: VerifyEvery,
		Seed: r.Int64(), Single: r.IntN(2) == 0,
	}
	if name != "logistic" {
		s.Iterations /= 6
	}
	return model, block, s
}

package train

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"surefoot/graph"
)

func TestGradientDescentStep(t *testing.T) {
	theta := graph.Parameters{{Name: "w", Shape: []int{2}, Values: []float64{1, -2}}, {Name: "b", Values: []float64{0.5}}}
	gradient := graph.Parameters{{Name: "w", Shape: []int{2}, Values: []float64{4, 8}}, {Name: "b", Values: []float64{-2}}}
	before := gradient.Clone()
	GradientDescent{Rate: 0.25}.Step(theta, gradient)
	requireSame(t, "θ − α∇J", theta, graph.Parameters{{Name: "w", Values: []float64{0, -4}}, {Name: "b", Values: []float64{1}}})
	requireSame(t, "the gradient", gradient, before)
}

func TestSolversAreFoundByName(t *testing.T) {
	if !slices.Contains(SolverNames(), "gd") || !slices.IsSorted(SolverNames()) {
		t.Errorf("the solvers are %v", SolverNames())
	}
	solver, err := NewSolver("gd", 0.1)
	if err != nil || solver != (GradientDescent{Rate: 0.1}) {
		t.Errorf("%v, %v", solver, err)
	}
	for _, rate := range []float64{0, -1, math.NaN(), math.Inf(1), math.Inf(-1)} {
		if _, err := NewSolver("gd", rate); !errors.Is(err, ErrSettings) {
			t.Errorf("α = %v: %v", rate, err)
		}
	}
	for _, rate := range []float64{5e-324, math.MaxFloat64} {
		if _, err := NewSolver("gd", rate); err != nil {
			t.Errorf("α = %v: %v", rate, err)
		}
	}
	if _, err := NewSolver("magic", 0.1); !errors.Is(err, ErrSettings) {
		t.Errorf("an unknown solver: %v", err)
	}
	defer func() {
		if recover() == nil {
			t.Error("a name can be taken twice")
		}
	}()
	RegisterSolver("gd", func(float64) Solver { return nil })
}

// largestEigenvalue of (1/m) Σ cᵢ x̃ᵢx̃ᵢᵀ, dense.
func largestEigenvalue(t *testing.T, block graph.Block) float64 {
	t.Helper()
	n := block.N + 1
	a := mat.NewSymDense(n, nil)
	for i := range block.M {
		x := mat.NewVecDense(n, append(slices.Clone(block.Table[i*block.N:(i+1)*block.N]), 1))
		a.SymRankOne(a, block.C[i]/float64(block.M), x)
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(a, false) {
		t.Fatal("no eigenvalues")
	}
	return slices.Max(eigen.Values(nil))
}

// Power iteration never overestimates λ but for rounding; after 30 steps from a
// random vector it is on average within 0.871 ln(31)/29 = 10 % of it (Kuczyński
// and Woźniakowski 1992, theorem 3.1).
func TestStableRate(t *testing.T) {
	opposite := graph.NewBlock(make([]float64, 12*6), make([]float64, 12), 6)
	r := rand.New(rand.NewPCG(3, 3))
	for i := range opposite.M { // x, −x, x, −x …: the sum of each row is 0
		x := r.NormFloat64()
		for j := range opposite.N {
			opposite.Table[i*6+j] = x * float64(1-2*(j%2))
		}
	}
	huge := noisy(20, 3, 1, 1e150)
	for name, block := range map[string]graph.Block{
		"one number": graph.NewBlock([]float64{3}, []float64{1}, 1), "random": noisy(100, 30, 1, 1), "weighted": weighted(40, 3, 1),
		"zeros": graph.NewBlock(make([]float64, 8), make([]float64, 4), 2), "large": noisy(50, 5, 2, 1e6),
		"small": noisy(50, 5, 2, 1e-6), "opposite columns": opposite, "huge": huge,
	} {
		got, want := StableRate(block), 2/largestEigenvalue(t, block)
		if !(got >= want*(1-1e-12) && got <= want*1.1) {
			t.Errorf("%s: 2/λ = %g, dense %g", name, got, want)
		}
	}
	if rate := StableRate(noisy(20, 3, 1, 1e300)); rate != 0 {
		t.Errorf("features of 1e300 allow the rate %g", rate)
	}
}

// Four times the stable rate is 2/(λ/4), the limit for the steepest Hessian that
// J can have: below it J falls at every step.
func TestBelowTheStableRateTheCostFalls(t *testing.T) {
	for seed := range uint64(20) {
		block := noisy(30, 3, seed, 5)
		r := mustFit(t, block, unchecked("program", StableRate(block), 200))
		for k, p := range r.History[1:] {
			if p.J > r.History[k].J*(1+1e-14) { // but for the rounding of 30 terms
				t.Errorf("seed %d: J rises at step %d from %v to %v", seed, k+1, r.History[k].J, p.J)
			}
		}
	}
}

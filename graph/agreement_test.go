package graph_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops/arith"
)

var bounds = arith.Over[arith.Bounded]{A: arith.Bound{}}

// reported are the numbers of an evaluation by the names of the formulas, copied.
func reported(e *graph.Evaluation) map[string][]float64 {
	return map[string][]float64{
		"S":     {e.S},
		"dL/dz": slices.Clone(e.Inner["z"]),
		"dL/dw": slices.Clone(e.Gradient.Get("w")),
		"dL/db": slices.Clone(e.Gradient.Get("b")),
	}
}

// evaluate is one evaluation, its numbers copied.
func evaluate(t *testing.T, engine graph.Engine, theta graph.Parameters) map[string][]float64 {
	t.Helper()
	e, err := engine.Evaluate(theta)
	if err != nil {
		t.Fatal(err)
	}
	return reported(e)
}

// requireByHand compares an engine's numbers with the derivation by hand. The
// derivation evaluated in float64 is off the truth by at most its E, and the
// graph so evaluated, in any order of its sums, by at most the E of its own; so
// they lie at most the two together apart, widened by Slack for the rounding of
// the bounds themselves.
func requireByHand(
	t *testing.T, g *graph.Graph, model *graph.Model, block graph.Block, theta graph.Parameters, got map[string][]float64,
) {
	t.Helper()
	in := graph.InputsOver(bounds, block, theta)
	hand := model.ByHand(bounds, in)
	own := claims(t, bounds, g, model, in)
	cost, err := graph.Interpret(bounds, in.Values(g), g.Cost)
	if err != nil {
		t.Fatal(err)
	}
	own["S"] = cost[0]
	for quantity, numbers := range got {
		want, mine := bounds.Elements(hand[quantity]), bounds.Elements(own[quantity])
		if len(numbers) != len(want) {
			t.Errorf("%s has %d numbers, not %d", quantity, len(numbers), len(want))
			continue
		}
		for i, x := range numbers {
			allowed := (want[i].E + mine[i].E) * arith.Slack
			if d := math.Abs(x - want[i].V); !(d <= allowed) {
				t.Errorf("%s[%d] = %v, by hand %v: %g apart, %g allowed", quantity, i, x, want[i].V, d, allowed)
			}
			requireSharp(t, quantity, allowed, want)
		}
	}
}

// requireSharp requires of a bound that it excludes something. A logit of 1000
// from 30 products is off by some 30·1000·u ≈ 3·10⁻¹², which is the relative
// error of its exponential; 10⁻⁹ leaves the rest to sums that cancel. What has
// underflowed to 0 may be off by a few subnormals.
func requireSharp(t *testing.T, quantity string, allowed float64, want []arith.Bounded) {
	t.Helper()
	size := 0.0
	for _, w := range want {
		size = math.Max(size, math.Abs(w.V))
	}
	if !(allowed <= 1e-9*size+1e-320) {
		t.Errorf("%s: a bound of %g on numbers up to %g says nothing", quantity, allowed, size)
	}
}

func TestEnginesComputeTheHandDerived(t *testing.T) {
	for _, name := range graph.EngineNames() {
		for _, n := range features {
			model := graph.Logistic(n)
			for i, c := range constructions(model) {
				for _, m := range examples {
					t.Run(fmt.Sprintf("%s, %s, m=%d, n=%d", name, c.name, m, n), func(t *testing.T) {
						testEngine(t, name, model, c.derived(t, m), m, []float64{8, 1000}[i])
					})
				}
			}
		}
	}
}

// testEngine evaluates at several parameters one after the other, |z| up to the
// given, and again at the first: nothing may be left over from the last time.
func testEngine(t *testing.T, name string, model *graph.Model, g *graph.Graph, m int, largest float64) {
	r := rand.New(rand.NewPCG(6, uint64(m)))
	block := randomBlock(r, m, model.Features)
	engine, err := graph.NewEngine(name, model, g, block)
	if err != nil {
		t.Fatal(err)
	}
	first := randomTheta(r, block, 8)
	before := evaluate(t, engine, first)
	requireByHand(t, g, model, block, first, before)
	requireSame(t, evaluate(t, engine, first), before)
	for _, theta := range []graph.Parameters{
		randomTheta(r, block, 0.1), model.Parameters.Clone(), randomTheta(r, block, largest), randomTheta(r, block, 3),
	} {
		requireByHand(t, g, model, block, theta, evaluate(t, engine, theta))
	}
	requireSame(t, evaluate(t, engine, first), before)
}

// requireSame requires identical bits.
func requireSame(t *testing.T, got, want map[string][]float64) {
	t.Helper()
	for quantity, numbers := range want {
		for i, x := range numbers {
			if math.Float64bits(got[quantity][i]) != math.Float64bits(x) {
				t.Errorf("%s[%d] = %v, and %v the time before", quantity, i, got[quantity][i], x)
			}
		}
	}
}

func TestEnginesLeaveTheirInputsAlone(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	model := graph.Logistic(3)
	block := randomBlock(r, 4, 3)
	theta := randomTheta(r, block, 3)
	table, y, c, copied := slices.Clone(block.Table), slices.Clone(block.Y), slices.Clone(block.C), theta.Clone()
	for _, name := range graph.EngineNames() {
		for _, which := range constructions(model) {
			engine, err := graph.NewEngine(name, model, which.derived(t, 4), block)
			if err != nil {
				t.Fatal(err)
			}
			evaluate(t, engine, theta)
			if !slices.Equal(block.Table, table) || !slices.Equal(block.Y, y) || !slices.Equal(block.C, c) {
				t.Errorf("%s changed the block", name)
			}
			if !slices.Equal(theta.Get("w"), copied.Get("w")) || !slices.Equal(theta.Get("b"), copied.Get("b")) {
				t.Errorf("%s changed the parameters", name)
			}
		}
	}
}

// Every op of both graphs, wrapped, runs on every engine as the op inside does:
// so a planted error is one of the derivative alone.
func TestEnginesRunWrappedOps(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	model := graph.Logistic(3)
	block := randomBlock(r, 5, 3)
	theta := randomTheta(r, block, 4)
	for _, name := range graph.EngineNames() {
		for _, c := range constructions(model) {
			for _, q := range c.built(t, 5).Quantities() {
				if q.Formula == "" {
					continue
				}
				g := derive(t, plant(t, c.built(t, 5), q.Letter, func(op gorgonia.Op) gorgonia.Op {
					return scaled(op, 2, func(int) bool { return false })
				}))
				engine, err := graph.NewEngine(name, model, g, block)
				if err != nil {
					t.Fatalf("%s, %s, %s: %v", name, c.name, q.Letter, err)
				}
				requireByHand(t, g, model, block, theta, evaluate(t, engine, theta))
			}
		}
	}
}

func TestEnginesFollowAPlantedError(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 1))
	model := graph.Logistic(2)
	block := randomBlock(r, 5, 2)
	theta := randomTheta(r, block, 4)
	for _, name := range graph.EngineNames() {
		for _, c := range constructions(model) {
			right, err := graph.NewEngine(name, model, c.derived(t, 5), block)
			if err != nil {
				t.Fatal(err)
			}
			want := evaluate(t, right, theta)
			wrong, err := graph.NewEngine(name, model, derive(t, plant(t, c.built(t, 5), "S", func(op gorgonia.Op) gorgonia.Op {
				return scaled(op, 2, func(int) bool { return true })
			})), block)
			if err != nil {
				t.Fatal(err)
			}
			got := evaluate(t, wrong, theta)
			for quantity, factor := range map[string]float64{"S": 1, "dL/dz": 2, "dL/dw": 2, "dL/db": 2} {
				for i, x := range want[quantity] { // doubling is exact
					if got[quantity][i] != factor*x {
						t.Errorf("%s, %s graph: %s[%d] = %v, not %v times %v", name, c.name, quantity, i, got[quantity][i], factor, x)
					}
				}
			}
		}
	}
}

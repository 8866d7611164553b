package graph_test

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/graph"
)

// custom is logistic regression whose cost is what change makes of S, w and z.
func custom(n int, change func(g *graph.Graph, s, w, z *gorgonia.Node) *gorgonia.Node) *graph.Model {
	model := graph.Logistic(n)
	build := model.Training
	model.Training = func(m int) (*graph.Graph, error) {
		g, err := build(m)
		if err != nil {
			return nil, err
		}
		return g.Done(change(g, g.Cost, g.Node("w"), g.Node("z")))
	}
	return model
}

// A penalty on the parameters is computed before the blocks, and what is made of a sum
// over the examples after them: S² + 3 Σw².
func TestWhatIsNotOfTheBlocksIsComputedOnce(t *testing.T) {
	model := custom(20, func(g *graph.Graph, s, w, _ *gorgonia.Node) *gorgonia.Node {
		penalty := g.Let("penalty", "Σw²", func() (*gorgonia.Node, error) {
			square, err := gorgonia.HadamardProd(w, w)
			if err != nil {
				return nil, err
			}
			return gorgonia.Sum(square)
		})
		return g.Let("cost", "S + 3 Σw²", func() (*gorgonia.Node, error) {
			three, err := gorgonia.HadamardProd(gorgonia.NewConstant(3.0), penalty)
			if err != nil {
				return nil, err
			}
			return gorgonia.Add(s, three)
		})
	})
	block := randomBlock(rand.New(rand.NewPCG(14, 1)), 1003, 20)
	program := compiled(t, model, block, graph.EngineOptions{Workers: 2})
	when := map[string]int{}
	for _, s := range program.Plan().Describe(block.M).Steps {
		when[s.When]++
	}
	if program.Plan().Whole != "" || when["before"] == 0 || when["after"] == 0 {
		t.Errorf("%v, whole %q", when, program.Plan().Whole)
	}
	theta := randomTheta(rand.New(rand.NewPCG(14, 2)), block, 3)
	e, err := program.Evaluate(theta)
	if err != nil {
		t.Fatal(err)
	}
	requireInterpreted(t, model, block, theta, flat(model, e))
}

// A cost that is no sum over the examples is evaluated in one block, and the plan says
// why: here the mean of z is taken from each z.
func TestWhatMixesExamplesIsEvaluatedWhole(t *testing.T) {
	model := custom(3, func(g *graph.Graph, s, _, z *gorgonia.Node) *gorgonia.Node {
		mean := g.Let("mean", "mean z", func() (*gorgonia.Node, error) { return gorgonia.Mean(z) })
		return g.Let("cost", "S mean z", func() (*gorgonia.Node, error) { return gorgonia.HadamardProd(s, mean) })
	})
	block := randomBlock(rand.New(rand.NewPCG(15, 1)), 5003, 3)
	program := compiled(t, model, block, graph.EngineOptions{Workers: 2})
	if why := program.Plan().Whole; !strings.Contains(why, "examples") || program.Plan().Rows != block.M {
		t.Errorf("in blocks of %d; whole because %q", program.Plan().Rows, why)
	}
	theta := randomTheta(rand.New(rand.NewPCG(15, 2)), block, 3)
	e, err := program.Evaluate(theta)
	if err != nil {
		t.Fatal(err)
	}
	requireInterpreted(t, model, block, theta, flat(model, e))
}

// Examples that count without their weights would count twice where the last block
// repeats them: here the sum of all z. Such a graph is evaluated whole.
func TestWhatHasNoWeightsIsEvaluatedWhole(t *testing.T) {
	model := custom(3, func(g *graph.Graph, s, _, z *gorgonia.Node) *gorgonia.Node {
		sum := g.Let("Σz", "Σ z", func() (*gorgonia.Node, error) { return gorgonia.Sum(z) })
		return g.Let("cost", "S + Σ z", func() (*gorgonia.Node, error) { return gorgonia.Add(s, sum) })
	})
	block := randomBlock(rand.New(rand.NewPCG(19, 1)), 5003, 3)
	program := compiled(t, model, block, graph.EngineOptions{Rows: 100})
	if why := program.Plan().Whole; !strings.Contains(why, "without their weights") {
		t.Errorf("whole because %q", why)
	}
	theta := randomTheta(rand.New(rand.NewPCG(19, 2)), block, 3)
	e, err := program.Evaluate(theta)
	if err != nil {
		t.Fatal(err)
	}
	requireInterpreted(t, model, block, theta, flat(model, e))
}

// What is counted over the examples is not a constant of a block: ∂(Σz)/∂b is m.
func TestACountOfExamplesIsNotFolded(t *testing.T) {
	model := custom(3, func(g *graph.Graph, _, _, z *gorgonia.Node) *gorgonia.Node {
		return g.Let("cost", "Σ z", func() (*gorgonia.Node, error) { return gorgonia.Sum(z) })
	})
	block := randomBlock(rand.New(rand.NewPCG(23, 1)), 64, 3)
	e, err := compiled(t, model, block, graph.EngineOptions{Rows: 16}).Evaluate(model.Parameters)
	if err != nil || e.Gradient.Get("b")[0] != 64 {
		t.Errorf("∂S/∂b = %v: %v", e, err)
	}
}

// An op that fails after the blocks is reported, and the next evaluation is as good as
// new.
func TestWhatFailsAfterTheBlocksIsReported(t *testing.T) {
	fails := true
	model := custom(3, func(g *graph.Graph, s, _, _ *gorgonia.Node) *gorgonia.Node {
		column := g.Let("S column", "S", func() (*gorgonia.Node, error) { return gorgonia.Reshape(s, []int{1}) })
		odd := g.Let("odd", "odd S", func() (*gorgonia.Node, error) {
			return gorgonia.ApplyOp(oddOp{do: func() (gorgonia.Value, error) {
				if fails {
					return nil, errRead
				}
				return tensor.New(tensor.WithShape(1), tensor.WithBacking([]float64{7})), nil
			}}, column)
		})
		return g.Let("cost", "Σ odd S", func() (*gorgonia.Node, error) { return gorgonia.Sum(odd) })
	})
	program := compiled(t, model, randomBlock(rand.New(rand.NewPCG(24, 1)), 50, 3), graph.EngineOptions{})
	if _, err := program.Evaluate(model.Parameters); !errors.Is(err, errRead) {
		t.Errorf("%v", err)
	}
	fails = false
	if e, err := program.Evaluate(model.Parameters); err != nil || e.S != 7 {
		t.Errorf("%v: %v", e, err)
	}
}

// forgetful is a source that gives too few labels.
type forgetful struct{ graph.Source }

func (f forgetful) Rows(lo, hi int, scratch *graph.Block) (graph.Block, error) {
	b, err := f.Source.Rows(lo, hi, scratch)
	b.Y = b.Y[:len(b.Y)-1]
	return b, err
}

func TestASourceOfTheWrongLengthIsAnError(t *testing.T) {
	model := graph.Logistic(3)
	block := randomBlock(rand.New(rand.NewPCG(25, 1)), 50, 3)
	plan := compiled(t, model, block, graph.EngineOptions{}).Plan()
	program, err := graph.NewProgram(plan, graph.Source(forgetful{block.Source()}), graph.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := program.Evaluate(model.Parameters); !errors.Is(err, graph.ErrShape) {
		t.Errorf("%v", err)
	}
}

// A derivative may be an input as it is: of S = Σ c z, ∂S/∂z is c.
func TestAnOutputThatIsAnInput(t *testing.T) {
	model := custom(3, func(g *graph.Graph, _, _, z *gorgonia.Node) *gorgonia.Node {
		linear := g.Let("cz", "c ⊙ z", func() (*gorgonia.Node, error) { return gorgonia.HadamardProd(g.Node("c"), z) })
		return g.Let("cost", "Σ cz", func() (*gorgonia.Node, error) { return gorgonia.Sum(linear) })
	})
	block := randomBlock(rand.New(rand.NewPCG(20, 1)), 503, 3)
	for _, rows := range []int{0, 100} {
		program := compiled(t, model, block, graph.EngineOptions{Rows: rows})
		if program.Plan().Whole != "" {
			t.Errorf("whole because %s", program.Plan().Whole)
		}
		theta := randomTheta(rand.New(rand.NewPCG(20, 2)), block, 3)
		e, err := program.Evaluate(theta)
		if err != nil {
			t.Fatal(err)
		}
		requireInterpreted(t, model, block, theta, flat(model, e))
	}
}

// An op that has no kernel runs by its own Do, and the plan says so.
func TestAnOpWithoutAKernelFallsBack(t *testing.T) {
	model := custom(3, func(g *graph.Graph, s, w, _ *gorgonia.Node) *gorgonia.Node {
		outer := g.Let("wwᵀ", "w wᵀ", func() (*gorgonia.Node, error) { return gorgonia.OuterProd(w, w) })
		sum := g.Let("Σwwᵀ", "Σ w wᵀ", func() (*gorgonia.Node, error) { return gorgonia.Sum(outer) })
		return g.Let("cost", "S Σ w wᵀ", func() (*gorgonia.Node, error) { return gorgonia.Add(s, sum) })
	})
	block := randomBlock(rand.New(rand.NewPCG(16, 1)), 5003, 3)
	program := compiled(t, model, block, graph.EngineOptions{})
	fallsBack := false
	for _, s := range program.Plan().Describe(block.M).Steps {
		fallsBack = fallsBack || s.How == "own Do"
	}
	if !fallsBack {
		t.Error("nothing falls back")
	}
	theta := randomTheta(rand.New(rand.NewPCG(16, 2)), block, 3)
	e, err := program.Evaluate(theta)
	if err != nil {
		t.Fatal(err)
	}
	requireInterpreted(t, model, block, theta, flat(model, e))
}

package graph_test

import (
	"context"
	"errors"
	"fmt"
	"hash"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/chewxy/hm"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/graph"
)

// compiled is the program of the model's training graph for a block.
func compiled(t testing.TB, model *graph.Model, block graph.Block, options graph.EngineOptions) *graph.Program[float64] {
	t.Helper()
	g := construction{build: model.Training}.derived(t, block.M)
	plan, err := graph.NewPlan(model, g, block.M, graph.PlanOptions{Rows: options.Rows})
	if err != nil {
		t.Fatal(err)
	}
	program, err := graph.NewProgram(plan, block.Source(), options)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// blockModels are models that the program evaluates in blocks.
func blockModels(t testing.TB, features int) []*graph.Model {
	t.Helper()
	models := []*graph.Model{graph.Logistic(features)}
	for _, name := range []string{"mlp:5tanh", "mlp:4relu,3sigmoid", "mlp:3tanh,3softmax", "mlp:60tanh,60relu"} {
		model, err := graph.NewModel(name, features)
		if err != nil {
			t.Fatal(err)
		}
		models = append(models, model)
	}
	return models
}

// flat are all numbers of an evaluation.
func flat(model *graph.Model, e *graph.Evaluation) []float64 {
	all := []float64{e.S}
	for _, letter := range model.Inner {
		all = append(all, e.Inner[letter]...)
	}
	for _, p := range e.Gradient {
		all = append(all, p.Values...)
	}
	return all
}

// Every model, in one block and in many, with a last one that is full or not, computes
// what the interpreter does. Either is off the truth by no more than the running error
// of the graph in float64, which arith.Bound adds up, in any order of its sums.
func TestProgramsComputeWhatTheInterpreterDoes(t *testing.T) {
	for _, model := range blockModels(t, 20) {
		for _, m := range []int{1, 7, 8, 9, 100, 400, 1003} {
			t.Run(fmt.Sprintf("%s, m=%d", model.Name, m), func(t *testing.T) {
				r := rand.New(rand.NewPCG(11, uint64(m)))
				block := blockFor(r, model, m)
				program := compiled(t, model, block, graph.EngineOptions{Rows: 1 + r.IntN(200)})
				if why := program.Plan().Whole; why != "" {
					t.Fatalf("not in blocks: %s", why)
				}
				for seed := range int64(2) {
					theta := model.Start(seed)
					for _, p := range theta {
						for i := range p.Values {
							p.Values[i] += 0.1 * r.NormFloat64()
						}
					}
					e, err := program.Evaluate(theta)
					if err != nil {
						t.Fatal(err)
					}
					requireInterpreted(t, model, block, theta, flat(model, e))
				}
			})
		}
	}
}

func requireInterpreted(t *testing.T, model *graph.Model, block graph.Block, theta graph.Parameters, got []float64) {
	t.Helper()
	requireWithin(t, model, block, theta, got, 2) // the program's error, and that of the bound's own value
}

// One, two and eight workers give the same bits, in any order of their work.
func TestWorkersGiveTheSameBits(t *testing.T) {
	for _, model := range blockModels(t, 20) {
		r := rand.New(rand.NewPCG(12, 1))
		block := blockFor(r, model, 20_011)
		theta := model.Start(5)
		var want []float64
		for _, workers := range []int{1, 2, 8} {
			program := compiled(t, model, block, graph.EngineOptions{Workers: workers})
			if program.Crew() != workers {
				t.Fatalf("%s: %d workers, not %d", model.Name, program.Crew(), workers)
			}
			for range 3 {
				e, err := program.Evaluate(theta)
				if err != nil {
					t.Fatal(err)
				}
				got := flat(model, e)
				if want == nil {
					want = got
				}
				for i, x := range got {
					if math.Float64bits(x) != math.Float64bits(want[i]) {
						t.Fatalf("%s: number %d is %v with %d workers, %v with 1", model.Name, i, x, workers, want[i])
					}
				}
			}
		}
	}
}

func TestProgramsAllocateNothing(t *testing.T) {
	for _, model := range blockModels(t, 20) {
		for _, workers := range []int{1, 2} {
			program := compiled(t, model, blockFor(rand.New(rand.NewPCG(13, 1)), model, 6001), graph.EngineOptions{Workers: workers})
			if program.Crew() != workers {
				t.Fatalf("%s: %d workers, not %d", model.Name, program.Crew(), workers)
			}
			theta := model.Start(1)
			allocations := testing.AllocsPerRun(20, func() {
				if _, err := program.Evaluate(theta); err != nil {
					t.Fatal(err)
				}
			})
			if allocations != 0 {
				t.Errorf("%s, %d workers: %v allocations a step", model.Name, workers, allocations)
			}
		}
	}
}

// Without them, an evaluation has no memory that grows with the examples.
func TestOnlySums(t *testing.T) {
	model := graph.Logistic(20)
	block := blockFor(rand.New(rand.NewPCG(22, 1)), model, 3001)
	want, err := compiled(t, model, block, graph.EngineOptions{}).Evaluate(model.Parameters)
	if err != nil {
		t.Fatal(err)
	}
	got, err := compiled(t, model, block, graph.EngineOptions{OnlySums: true}).Evaluate(model.Parameters)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Inner) != 0 || got.S != want.S || !slices.Equal(got.Gradient.Get("w"), want.Gradient.Get("w")) {
		t.Errorf("%v", got)
	}
}

// failing is a source that cannot be read from some example on.
type failing struct {
	graph.Source
	from int
}

var errRead = errors.New("cannot be read")

func (f failing) Rows(lo, hi int, scratch *graph.Block) (graph.Block, error) {
	if hi > f.from {
		return graph.Block{}, errRead
	}
	return f.Source.Rows(lo, hi, scratch)
}

func TestProgramsReportWhatFails(t *testing.T) {
	model := graph.Logistic(20)
	block := randomBlock(rand.New(rand.NewPCG(17, 1)), 5000, 20)
	g := construction{build: model.Training}.derived(t, block.M)
	plan, err := graph.NewPlan(model, g, block.M, graph.PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	program, err := graph.NewProgram(plan, graph.Source(failing{block.Source(), 3000}), graph.EngineOptions{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := program.Evaluate(model.Parameters); !errors.Is(err, errRead) {
		t.Errorf("a source that fails: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	program, err = graph.NewProgram(plan, block.Source(), graph.EngineOptions{Context: ctx})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := program.Evaluate(model.Parameters); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
	if _, err := graph.NewProgram(plan, randomBlock(rand.New(rand.NewPCG(17, 2)), 10, 3).Source(), graph.EngineOptions{}); !errors.Is(err, graph.ErrShape) {
		t.Errorf("other features: %v", err)
	}
	if _, err := program.Evaluate(graph.Logistic(3).Parameters); !errors.Is(err, graph.ErrShape) {
		t.Errorf("other parameters: %v", err)
	}
}

// The op that no program can run says which it is.
func TestAnOpThatFailsIsNamed(t *testing.T) {
	for name, do := range map[string]func() (gorgonia.Value, error){
		"an error":      func() (gorgonia.Value, error) { return nil, errRead },
		"a panic":       func() (gorgonia.Value, error) { panic("no such luck") },
		"a wrong shape": func() (gorgonia.Value, error) { return gorgonia.NewF64(1), nil },
	} {
		model := custom(3, func(g *graph.Graph, s, w, _ *gorgonia.Node) *gorgonia.Node {
			odd := g.Let("odd", "odd w", func() (*gorgonia.Node, error) { return gorgonia.ApplyOp(oddOp{do: do}, w) })
			sum := g.Let("Σodd", "Σ odd w", func() (*gorgonia.Node, error) { return gorgonia.Sum(odd) })
			return g.Let("cost", "S + Σ odd w", func() (*gorgonia.Node, error) { return gorgonia.Add(s, sum) })
		})
		block := randomBlock(rand.New(rand.NewPCG(18, 1)), 50, 3)
		program := compiled(t, model, block, graph.EngineOptions{})
		_, err := program.Evaluate(model.Parameters)
		if err == nil || !strings.Contains(err.Error(), "odd") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// oddOp is a stranger's op of one vector, without a dossier, whose derivative is 1.
type oddOp struct {
	do func() (gorgonia.Value, error)
}

func (oddOp) Arity() int { return 1 }

func (oddOp) Type() hm.Type {
	vector := gorgonia.TensorType{Dims: 1, Of: hm.TypeVariable('a')}
	return hm.NewFnType(vector, vector)
}

func (oddOp) InferShape(in ...gorgonia.DimSizer) (tensor.Shape, error) {
	return in[0].(tensor.Shape), nil
}

func (o oddOp) Do(...gorgonia.Value) (gorgonia.Value, error) { return o.do() }

func (oddOp) DiffWRT(int) []bool { return []bool{true} }

func (oddOp) SymDiff(_ gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
	return gorgonia.Nodes{grad}, nil
}

func (oddOp) ReturnsPtr() bool      { return false }
func (oddOp) CallsExtern() bool     { return false }
func (oddOp) OverwritesInput() int  { return -1 }
func (oddOp) WriteHash(h hash.Hash) { _, _ = h.Write([]byte("odd")) }
func (oddOp) Hashcode() uint32      { return 4711 }
func (oddOp) String() string        { return "odd" }

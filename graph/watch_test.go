package graph_test

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"surefoot/graph"
	"surefoot/ops/arith"
)

// recorder keeps what it sees.
type recorder struct {
	sync.Mutex
	started []int
	core    map[int]int // of each chunk
	values  [][]float64 // of each quantity, of all examples
	blocks  int
	m       int
	t       *testing.T
}

func (r *recorder) Start(chunk int) {
	r.Lock()
	defer r.Unlock()
	r.started = append(r.started, chunk)
}

func (r *recorder) Block(seen *graph.Seen[float64]) {
	r.Lock()
	defer r.Unlock()
	r.blocks++
	if core, other := r.core[seen.Chunk]; other && core != seen.Core {
		r.t.Errorf("the cores %d and %d work on chunk %d", core, seen.Core, seen.Chunk)
	}
	r.core[seen.Chunk] = seen.Core
	for i, x := range seen.Values {
		each := len(x) / seen.Block.M
		if r.values[i] == nil {
			r.values[i] = slices.Repeat([]float64{math.NaN()}, r.m*each)
		}
		for row := seen.Fresh; row < seen.Block.M; row++ {
			at := (seen.First + row) * each
			if !math.IsNaN(r.values[i][at]) {
				r.t.Errorf("example %d is seen twice", seen.First+row)
			}
			copy(r.values[i][at:at+each], x[row*each:])
		}
	}
}

// A watcher sees each example once, with the numbers that the graph means; it changes no
// bit of what is computed.
func TestWatch(t *testing.T) {
	for _, name := range []string{"logistic", "mlp:5tanh,4relu", "mlp:3,3softmax"} {
		model, err := graph.NewModel(name, 7)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range []int{5, 8, 100, 1000, 20_003} {
			testWatch(t, model, randomExamples(model, m))
		}
	}
}

// watchAll are z, h and the derivatives by them.
func watchAll(model *graph.Model) []graph.Watched {
	var all []graph.Watched
	for _, s := range model.Stages {
		if s.Out != "" {
			all = append(all, graph.Watched{Letter: s.Out}, graph.Watched{Letter: s.Out, Derivative: true})
		}
	}
	return all
}

func testWatch(t *testing.T, model *graph.Model, block graph.Block) {
	g := construction{build: model.Training}.derived(t, block.M)
	watch := watchAll(model)
	plain, err := graph.NewPlan(model, g, block.M, graph.PlanOptions{Rows: 96})
	if err != nil {
		t.Fatal(err)
	}
	plan, err := graph.NewPlan(model, g, block.M, graph.PlanOptions{Rows: 96, Watch: watch})
	if err != nil {
		t.Fatal(err)
	}
	if plan.Rows != plain.Rows {
		t.Fatalf("%d rows in a block, watched %d", plain.Rows, plan.Rows)
	}
	want := mustEvaluate(t, plain, block, nil, model)
	r := &recorder{core: map[int]int{}, values: make([][]float64, len(watch)), m: block.M, t: t}
	got := mustEvaluate(t, plan, block, r, model)
	for i, p := range want.Gradient {
		if !slices.Equal(p.Values, got.Gradient[i].Values) || want.S != got.S {
			t.Errorf("%s, %d examples: watched, the derivative by %s is another", model.Name, block.M, p.Name)
		}
	}
	slices.Sort(r.started)
	if started := slices.Sorted(maps.Keys(r.core)); !slices.Equal(r.started, started) || r.blocks != (block.M+plan.Rows-1)/plan.Rows {
		t.Errorf("%s, %d examples: chunks %v were started, those of %d blocks are %v", model.Name, block.M, r.started, r.blocks, started)
	}
	checkWatched(t, model, g, block, watch, r)
}

// checkWatched compares what was seen with the interpreter.
func checkWatched(t *testing.T, model *graph.Model, g *graph.Graph, block graph.Block, watch []graph.Watched, r *recorder) {
	m := arith.Over[float64]{A: arith.Float64{}}
	for i, w := range watch {
		node := g.Node(w.Letter)
		if w.Derivative {
			node = g.Derivative(w.Letter)
		}
		values, err := graph.Interpret(m, graph.InputsOver(m, block, model.Start(1)).Values(g), node)
		if err != nil {
			t.Fatal(err)
		}
		for j, x := range m.Float64s(values[0]) {
			// Dot products of up to 7 numbers of size 1 in another order, and kernels of 4 ulp,
			// through three layers.
			if got := r.values[i][j]; !(math.Abs(got-x) <= 1e-12*(1+math.Abs(x))) {
				t.Fatalf("%s, %d examples: %v[%d] is %v, it was seen as %v", model.Name, block.M, w, j, x, got)
			}
		}
	}
}

func TestWhatIsNotThereCannotBeWatched(t *testing.T) {
	model := graph.Logistic(2)
	g := construction{build: model.Training}.derived(t, 20)
	for _, w := range []graph.Watched{{Letter: "q"}, {Letter: "q", Derivative: true}, {Letter: "table", Derivative: true}} {
		if _, err := graph.NewPlan(model, g, 20, graph.PlanOptions{Watch: []graph.Watched{w}}); err == nil {
			t.Errorf("%v is watched", w)
		}
	}
}

func TestFirstOfBlocks(t *testing.T) {
	model := graph.Logistic(2)
	plan, err := graph.NewPlan(model, construction{build: model.Training}.derived(t, 100), 100, graph.PlanOptions{Rows: 16})
	if err != nil {
		t.Fatal(err)
	}
	block := randomExamples(model, 100)
	program, err := graph.NewProgram(plan, block.Source(), graph.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	next := 0
	for b := range program.Blocks() {
		first, fresh := program.FirstOf(b)
		if first+fresh != next || fresh < 0 || first < 0 {
			t.Errorf("block %d starts at %d, its own rows at %d", b, first, first+fresh)
		}
		next = first + plan.Rows
	}
	if next != 100 {
		t.Errorf("the last block ends at %d", next)
	}
}

// randomExamples are examples of the model, with weights; of several labels, one is 1.
func randomExamples(model *graph.Model, m int) graph.Block {
	block := randomBlock(rand.New(rand.NewPCG(3, 4)), m, model.Features)
	if k := max(model.Labels, 1); k > 1 {
		block.K, block.Y = k, make([]float64, m*k)
		for i := range m {
			block.Y[i*k+i%k] = 1
		}
	}
	return block
}

// mustEvaluate evaluates a plan where the model starts, watched or not.
func mustEvaluate(t *testing.T, plan *graph.Plan, block graph.Block, watcher graph.Watcher[float64], model *graph.Model) *graph.Evaluation {
	t.Helper()
	program, err := graph.NewProgram(plan, block.Source(), graph.EngineOptions{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if watcher != nil {
		program.Watch(watcher)
	}
	e, err := program.Evaluate(model.Start(1))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// What interferes is called at every step of every block, with the numbers that the steps
// work with, and a kernel in the place of another is the one that is used.
func TestInterference(t *testing.T) {
	model := graph.Logistic(3)
	block := randomExamples(model, 100)
	program := compiled(t, model, block, graph.EngineOptions{Rows: 16})
	right, err := program.Evaluate(model.Parameters)
	if err != nil {
		t.Fatal(err)
	}
	want := right.Gradient.Clone()
	moments, last, sums := 0, 0, 0
	program.Interfere(&graph.Interference[float64]{
		Step: func(m graph.Moment[float64]) {
			if moments++; m.Step == m.Steps {
				last++
			}
			if len(m.Totals) != 3 || (m.Op == "") != (m.Step == m.Steps) {
				t.Errorf("%d totals before step %d, %q", len(m.Totals), m.Step, m.Op)
			}
		},
		Sums: func(chunks [][][]float64) { sums = len(chunks) },
	})
	same, err := program.Evaluate(model.Parameters)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range want {
		if !slices.Equal(p.Values, same.Gradient[i].Values) {
			t.Errorf("looked at, %s is another", p.Name)
		}
	}
	if last != program.Blocks() || moments%last != 0 || sums != program.Chunks() {
		t.Errorf("%d moments, %d of them the last of a block, %d sums", moments, last, sums)
	}
	program.Interfere(&graph.Interference[float64]{Kernel: func(m graph.Moment[float64], compute func()) {
		if compute(); m.Op == "residual" || m.Op == "cross-entropy" {
			for _, out := range m.Out {
				for i := range out {
					out[i] *= 2
				}
			}
		}
	}})
	twice, err := program.Evaluate(model.Parameters)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range want {
		for j, x := range p.Values {
			if twice.Gradient[i].Values[j] != 2*x {
				t.Errorf("twice %s[%d] = %v is %v", p.Name, j, x, twice.Gradient[i].Values[j])
			}
		}
	}
	program.Interfere(nil)
	if e, err := program.Evaluate(model.Parameters); err != nil || !slices.Equal(e.Gradient[0].Values, want[0].Values) {
		t.Errorf("left alone, it computes something else: %v", err)
	}
}

package verify

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"surefoot/graph"
	"surefoot/ops"
)

// projectedProgram is a program with a projection that watches it.
func projectedProgram[T ops.Float](t testing.TB, model *graph.Model, source graph.SourceOf[T], seed int64, options graph.EngineOptions) (*graph.Program[T], *Projection[T]) {
	t.Helper()
	m, _, _ := source.Size()
	g, err := derived(model.Training, m)
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewProjectedProgram(model, g, source, seed, options)
	if err != nil {
		t.Fatal(err)
	}
	return p.Program, p.Projection
}

// inSingle are a block's examples in float32.
func inSingle(t testing.TB, block graph.Block) graph.SourceOf[float32] {
	t.Helper()
	single, err := graph.Single(block.Source())
	if err != nil {
		t.Fatal(err)
	}
	return single
}

var projectedModels = []string{"logistic", "mlp:8tanh,5relu", "mlp:6sigmoid", "mlp:4,3softmax"}

func TestProjectionsOfRightProgramsPass(t *testing.T) {
	for _, name := range projectedModels {
		for _, size := range [][2]int{{1, 1}, {7, 3}, {100, 2}, {1000, 20}, {3001, 5}, {20_000, 100}} {
			model, err := graph.NewModel(name, size[1])
			if err != nil {
				t.Fatal(err)
			}
			block := RandomExamples(model, size[0], 3)
			for i := range block.C {
				block.C[i] = 0.5 + float64(i%7)/4
			}
			t.Run(fmt.Sprintf("%s/%d×%d", name, size[0], size[1]), func(t *testing.T) {
				testRightProjection(t, model, block.Source())
				testRightProjection(t, model, inSingle(t, block))
			})
		}
	}
}

func testRightProjection[T ops.Float](t *testing.T, model *graph.Model, source graph.SourceOf[T]) {
	program, projection := projectedProgram(t, model, source, 1, graph.EngineOptions{Workers: 2})
	r := rand.New(rand.NewPCG(4, 4))
	for k := range 5 {
		theta := model.Start(int64(k))
		for _, p := range theta {
			for j := range p.Values {
				p.Values[j] = float64(float32(p.Values[j] + float64(k)*r.NormFloat64()/4))
			}
		}
		projection.Begin(theta)
		e, err := program.Evaluate(theta)
		if err != nil {
			t.Fatal(err)
		}
		if !projection.Passes(e) {
			f, _ := projection.Report().Failed()
			t.Errorf("%T: a right step is found wrong: %s (%s)", *new(T), f.Witness(), f.Diagnosis)
		}
		line := ""
		for _, o := range projection.found {
			line += fmt.Sprintf(" %s %.2g", o.quantity, o.ratio*assurance)
		}
		t.Logf("%T %d:%s", *new(T), k, line)
	}
}

// A step that is watched and found right allocates nothing.
func TestProjectionsAllocateNothing(t *testing.T) {
	for _, name := range projectedModels {
		model, err := graph.NewModel(name, 20)
		if err != nil {
			t.Fatal(err)
		}
		block := RandomExamples(model, 3000, 3)
		testNoAllocations(t, model, block.Source())
		testNoAllocations(t, model, inSingle(t, block))
	}
}

func testNoAllocations[T ops.Float](t *testing.T, model *graph.Model, source graph.SourceOf[T]) {
	program, projection := projectedProgram(t, model, source, 1, graph.EngineOptions{Workers: 1})
	theta := model.Start(1)
	if n := testing.AllocsPerRun(20, func() {
		projection.Begin(theta)
		e, err := program.Evaluate(theta)
		if err != nil || !projection.Passes(e) {
			t.Fatal(err)
		}
	}); n > 0 {
		t.Errorf("%s in %T: %v allocations", model.Name, *new(T), n)
	}
}

package graph_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops/arith"
)

// narrowed are the nearest float32 numbers, and what they are in float64.
func narrowed(x []float64) (single []float32, same []float64) {
	for _, v := range x {
		single = append(single, float32(v))
		same = append(same, float64(float32(v)))
	}
	return single, same
}

// narrowedBlock is the block in the nearest float32 numbers, and the same in float64.
func narrowedBlock(block graph.Block) (single graph.BlockOf[float32], same graph.Block) {
	single = graph.BlockOf[float32]{M: block.M, N: block.N, K: block.K}
	single.Table, block.Table = narrowed(block.Table)
	single.Y, block.Y = narrowed(block.Y)
	single.C, block.C = narrowed(block.C)
	return single, block
}

// A program in float32 computes on the nearest float32 numbers what the graph means. Its
// rounding is that of the graph's running error bound in float64, 2²⁹ times as large:
// u is 2⁻²⁴ instead of 2⁻⁵³. Sums over many blocks are in float64, and lose less.
func TestProgramsInFloat32(t *testing.T) {
	for _, model := range blockModels(t, 20) {
		r := rand.New(rand.NewPCG(21, 1))
		single, block := narrowedBlock(blockFor(r, model, 3001))
		theta := model.Start(3)
		for i, p := range theta {
			for j := range p.Values {
				p.Values[j] += 0.1 * r.NormFloat64()
			}
			_, theta[i].Values = narrowed(theta[i].Values)
		}
		e, err := singly(t, model, single, 1).Evaluate(theta)
		if err != nil {
			t.Fatal(err)
		}
		requireWithin(t, model, block, theta, flat(model, e), 0x1p29)
	}
}

func TestWorkersGiveTheSameBitsInFloat32(t *testing.T) {
	for _, model := range blockModels(t, 20) {
		single, _ := narrowedBlock(blockFor(rand.New(rand.NewPCG(21, 2)), model, 12_001))
		theta := model.Start(3)
		var want []float64
		for _, workers := range []int{1, 2, 8} {
			program := singly(t, model, single, workers)
			if program.Crew() != workers {
				t.Fatalf("%s: %d workers, not %d", model.Name, program.Crew(), workers)
			}
			e, err := program.Evaluate(theta)
			if err != nil {
				t.Fatal(err)
			}
			got := flat(model, e)
			for i := range want {
				if math.Float64bits(want[i]) != math.Float64bits(got[i]) {
					t.Fatalf("%s: %d workers change number %d", model.Name, workers, i)
				}
			}
			want = got
			if n := testing.AllocsPerRun(5, func() { _, _ = program.Evaluate(theta) }); n != 0 {
				t.Errorf("%s with %d workers: %v allocations a step", model.Name, workers, n)
			}
		}
	}
}

// singly is a program in float32, in blocks of up to 200 examples.
func singly(t *testing.T, model *graph.Model, block graph.BlockOf[float32], workers int) *graph.Program[float32] {
	t.Helper()
	g := construction{build: model.Training}.derived(t, block.M)
	plan, err := graph.NewPlan(model, g, block.M, graph.PlanOptions{Bytes: 4, Rows: 200})
	if err != nil {
		t.Fatal(err)
	}
	program, err := graph.NewProgram(plan, block.Source(), graph.EngineOptions{Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// requireWithin requires numbers as near to the graph's meaning as times its running
// error bound, and that this bound says something.
func requireWithin(t *testing.T, model *graph.Model, block graph.Block, theta graph.Parameters, got []float64, times float64) {
	t.Helper()
	g := construction{build: model.Training}.derived(t, block.M)
	wanted := []*gorgonia.Node{g.Cost}
	for _, letter := range model.Inner {
		wanted = append(wanted, g.Derivative(letter))
	}
	for _, p := range theta {
		wanted = append(wanted, g.Derivative(p.Name))
	}
	values, err := graph.Interpret(bounds, graph.InputsOver(bounds, block, theta).Values(g), wanted...)
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for _, v := range values {
		size := 0.0
		for _, w := range bounds.Elements(v) {
			size = max(size, math.Abs(w.V))
		}
		for _, w := range bounds.Elements(v) {
			allowed := times * w.E * arith.Slack
			if d := math.Abs(got[at] - w.V); !(d <= allowed) || allowed > 0.05*size {
				t.Fatalf("%s: number %d is %v, interpreted %v: %g apart, %g allowed", model.Name, at, got[at], w.V, d, allowed)
			}
			at++
		}
	}
	if at != len(got) {
		t.Fatalf("%d numbers, not %d", len(got), at)
	}
}

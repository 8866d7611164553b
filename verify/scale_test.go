package verify

import (
	"context"
	"math"
	"testing"

	"surefoot/graph"
)

// b far above Σ|wx|: an engine that adds b first, and not last as wᵀX + b says,
// would round every product at the size of b.
func TestTheGatePassesALargeBias(t *testing.T) {
	const m, n = 20, 1000
	block := RandomBlock(m, n, 3)
	for i := range block.Table {
		block.Table[i] *= 1.8e-8
	}
	model := graph.Logistic(n)
	for seed := range int64(5) {
		theta := RandomParameters(model, block, seed)
		theta.Get("b")[0] = 3 + float64(seed)
		for _, engine := range graph.EngineNames() {
			e := evaluated(t, model, block, theta, engine)
			requirePass(t, engine, NewGate(model, block.Source()).mustJudge(theta, e).Checks...)
		}
	}
}

// A large table of nearly opposite columns, where z is known to few digits: the
// error of z must not be charged once more for every block of rows.
func TestTheGateIsSharpOnManyBlocks(t *testing.T) {
	const m = 40 * gateRows
	block := RandomBlock(m, 2, 5)
	for i := range m {
		x := block.Table[2*i]
		block.Table[2*i], block.Table[2*i+1] = 1e10*x, -1e10*x+block.Table[2*i+1]
	}
	model := graph.Logistic(2)
	theta := model.Parameters.Clone()
	copy(theta.Get("w"), []float64{1, 1})
	right := evaluated(t, model, block, theta, "program")
	gate := NewGate(model, block.Source())
	requirePass(t, "right", gate.mustJudge(theta, right).Checks...)
	db := right.Gradient.Get("b")
	db[0] = -db[0]
	if v := gate.mustJudge(theta, right).Verdict; v != Fail {
		t.Errorf("db with the wrong sign: %v", v)
	}
}

// A run may start at saturated parameters: e^−z far below the precision of one.
func TestStartPassesAtParametersOfAnySize(t *testing.T) {
	block := graph.NewBlock([]float64{1, 2, -1, 3}, []float64{1, 1, 0, 0}, 1)
	model := graph.Logistic(1)
	for _, w := range []float64{60, -60, 240, 333, -1e4, 1e6} {
		theta := model.Parameters.Clone()
		theta.Get("w")[0] = w
		started, err := Start(context.Background(), Subject{
			Model: model, Block: block, Theta: theta, Seed: 1,
			Engine: func(g *graph.Graph, b graph.Source) (graph.Engine, error) {
				return graph.NewEngineOn("program", model, g, b, graph.EngineOptions{})
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		if f, failed := started.Report.Failed(); failed {
			t.Errorf("w = %g: %s", w, f.Witness())
		}
	}
}

// The first rows of a table that is sorted by class are of one class: dz = a + y
// is a − y there, and the check must see it all the same.
func TestStartSeesALabelErrorInATableOfOneClass(t *testing.T) {
	block := RandomBlock(10, 2, 1)
	clear(block.Y)
	model := PlantedSum(graph.Logistic(2))
	started, err := Start(context.Background(), Subject{
		Model: model, Block: block, Seed: 1,
		Engine: func(g *graph.Graph, b graph.Source) (graph.Engine, error) {
			return graph.NewEngineOn("program", model, g, b, graph.EngineOptions{})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if started.Report.Verdict != Fail {
		t.Errorf("verdict %v", started.Report.Verdict)
	}
}

func TestRelabelledBlocksHaveBothLabelsAndAllWeights(t *testing.T) {
	block := relabelled(RandomBlock(7, 2, 1), 1)
	sum := 0.0
	for i, y := range block.Y {
		sum += y
		if c := block.C[i]; !(c >= 0.5 && c <= 2) {
			t.Errorf("weight %g", c)
		}
	}
	if math.Abs(sum-3.5) != 0.5 {
		t.Errorf("%g of 7 labels are 1", sum)
	}
}

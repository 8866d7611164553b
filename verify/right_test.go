package verify

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
	"surefoot/graph"
)

// tables draws blocks of the awkward kinds: duplicated rows, columns of zeros, one
// label, weights of all sizes and 0, features of all sizes and of mixed ones.
func tables(examples, features []int) *rapid.Generator[graph.Block] {
	return rapid.Custom(func(t *rapid.T) graph.Block {
		m := rapid.SampledFrom(examples).Draw(t, "m")
		n := rapid.SampledFrom(features).Draw(t, "n")
		block := RandomBlock(m, n, rapid.Int64().Draw(t, "seed"))
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "more"), 1))
		scale := rapid.SampledFrom([]float64{1e-8, 1e-3, 1, 30, 1e6}).Draw(t, "scale")
		same, empty := rapid.Bool().Draw(t, "duplicated rows"), rapid.Bool().Draw(t, "columns of zeros")
		mixed := rapid.Bool().Draw(t, "features of several sizes")
		for i := range block.Table {
			row, column := i/n, i%n
			switch {
			case empty && column%2 == 0:
				block.Table[i] = 0
			case same && row%3 == 1:
				block.Table[i] = block.Table[i-n]
			case mixed:
				block.Table[i] *= math.Pow(10, float64(column%5*3-6))
			default:
				block.Table[i] *= scale
			}
		}
		labels := rapid.SampledFrom([]string{"both", "none", "all"}).Draw(t, "labels")
		weights := rapid.SampledFrom([]float64{0, 1, 1e-8, 1e8}).Draw(t, "weights")
		for i := range m {
			if labels != "both" {
				block.Y[i] = map[string]float64{"none": 0, "all": 1}[labels]
			}
			if weights != 1 {
				block.C[i] = weights * r.Float64()
			}
		}
		return block
	})
}

// requireRight puts one right model before all checks of a gradient.
func requireRight(t rapid.TB, block graph.Block, seed int64) {
	t.Helper()
	model := graph.Logistic(block.N)
	theta := RandomParameters(model, block, seed)
	for _, build := range []func(int) (*graph.Graph, error){model.Document, model.Training} {
		g, err := derived(build, block.M)
		if err != nil {
			t.Fatal(err)
		}
		findings, err := Formulas(model, g, block, theta)
		if err != nil {
			t.Fatal(err)
		}
		if len(findings) < 3 {
			t.Fatalf("only %d formulas were checked", len(findings))
		}
		requirePass(t, "formulas", findings...)
	}
}

// The pass rate over right gradients must be 1: 2,000 small tables, two graphs
// each, up to five quantities in each graph.
func TestNoRightGradientIsAccused(t *testing.T) {
	passed := 0
	checkMany(t, 2000, func(t *rapid.T) {
		block := tables([]int{1, 2, 5}, []int{1, 2, 30}).Draw(t, "block")
		requireRight(t, block, rapid.Int64().Draw(t, "parameters"))
		passed += 2
	})
	if passed < 4000 && !testing.Short() {
		t.Errorf("only %d right gradients were checked", passed)
	}
}

func TestNoRightGradientIsAccusedOnLargerTables(t *testing.T) {
	checkMany(t, 60, func(t *rapid.T) {
		block := tables([]int{64, 256}, []int{1, 2, 30}).Draw(t, "block")
		requireRight(t, block, rapid.Int64().Draw(t, "parameters"))
	})
}

func TestDocumentPassesAtAllSizes(t *testing.T) {
	for _, m := range []int{1, 2, 5, 64, 256} {
		for _, n := range []int{1, 2, 30, 200} {
			for seed := range int64(2) {
				report, err := Document(context.Background(), graph.Logistic(n), weighted(m, n, seed), seed)
				if err != nil {
					t.Fatal(err)
				}
				if countOf(report, "formula") != 5 || countOf(report, "identity") != 8+4 || countOf(report, "graphs") != 3 || report.Examples != m || report.Features != n || report.Seed != seed {
					t.Errorf("%d checks of %d × %d, seed %d", len(report.Checks), report.Examples, report.Features, report.Seed)
				}
				requirePass(t, fmt.Sprintf("m=%d, n=%d, seed=%d", m, n, seed), report.Checks...)
			}
		}
	}
}

func TestStartPassesEveryEngine(t *testing.T) {
	for _, engine := range graph.EngineNames() {
		checkMany(t, 60, func(t *rapid.T) {
			block := tables([]int{1, 2, 5, 64}, []int{1, 2, 30}).Draw(t, "block")
			started, err := Start(context.Background(), subject(graph.Logistic(block.N), block, engine))
			if err != nil {
				t.Fatal(err)
			}
			requirePass(t, engine, started.Report.Checks...)
		})
	}
}

func TestEntriesAreTheFormulasOneByOne(t *testing.T) {
	model, block := graph.Logistic(3), weighted(4, 3, 1)
	g, err := derived(model.Document, 4)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := Entries(model, g, block, RandomParameters(model, block, 1))
	if err != nil {
		t.Fatal(err)
	}
	requirePass(t, "entries", entries...)
	var names []string
	for _, f := range entries {
		names = append(names, fmt.Sprintf("%s %d", f.Quantity, f.Worst.Index))
	}
	want := "[da/dz 0 da/dz 1 da/dz 2 da/dz 3 dL/da 0 dL/da 1 dL/da 2 dL/da 3 " +
		"dL/dz 0 dL/dz 1 dL/dz 2 dL/dz 3 dL/dw 0 dL/dw 1 dL/dw 2 dL/db 0]"
	if got := fmt.Sprint(names); got != want {
		t.Errorf("the entries are %s", got)
	}
	// The training graph has no a, so neither da/dz nor dL/da.
	if g, err = derived(model.Training, 4); err != nil {
		t.Fatal(err)
	}
	if entries, err = Entries(model, g, block, RandomParameters(model, block, 1)); err != nil || len(entries) != 8 {
		t.Errorf("%d entries of the training graph: %v", len(entries), err)
	}
}

// What is printed of a check that passes agrees with the verdict: the error that
// is shown is not beyond the bound that is shown.
func TestAPassShowsAnErrorWithinItsBound(t *testing.T) {
	for seed := range int64(40) {
		m, n := 1+int(seed*13)%200, 1+int(seed*7)%40
		report, err := Document(context.Background(), graph.Logistic(n), RandomBlock(m, n, seed), seed)
		if err != nil {
			t.Fatal(err)
		}
		requirePass(t, "document", report.Checks...)
		for _, f := range report.Checks {
			if f.MaxAbs > f.Bound {
				t.Errorf("%d × %d, seed %d: %s passes with the error %g beside the bound %g",
					m, n, seed, f.Quantity, float64(f.MaxAbs), float64(f.Bound))
			}
		}
	}
}

package graph_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"surefoot/graph"
)

// unlike is a block of K labels an example and weights, whose numbers float32 rounds.
func unlike() graph.Block {
	r := rand.New(rand.NewPCG(5, 6))
	block := randomBlock(r, 40, 3)
	block.K, block.Y = 2, make([]float64, 80)
	for i := range block.Y {
		block.Y[i] = r.Float64()
	}
	return block
}

// requireBlock requires the numbers of want.
func requireBlock[T, W float32 | float64](t *testing.T, got graph.BlockOf[T], want graph.BlockOf[W]) {
	t.Helper()
	same := func(x T, y W) bool { return float64(x) == float64(y) }
	if got.M != want.M || got.N != want.N || got.K != want.K || !slices.EqualFunc(got.Table, want.Table, same) ||
		!slices.EqualFunc(got.Y, want.Y, same) || !slices.EqualFunc(got.C, want.C, same) {
		t.Errorf("%+v, not %+v", got, want)
	}
}

func TestSingleIsTheNearestNumbers(t *testing.T) {
	want, _ := narrowedBlock(unlike())
	for name, source := range map[string]graph.Source{
		"memory": unlike().Source(), "another": guarded{unlike().Source()},
	} {
		single, err := graph.Single(source)
		if err != nil {
			t.Fatal(err)
		}
		if m, n, labels := single.Size(); m != 40 || n != 3 || labels != 2 {
			t.Errorf("%s: %d × %d with %d labels", name, m, n, labels)
		}
		var scratch graph.BlockOf[float32]
		for _, rows := range [][2]int{{0, 7}, {5, 40}, {39, 40}} {
			got, err := single.Rows(rows[0], rows[1], &scratch)
			if err != nil {
				t.Fatal(err)
			}
			requireBlock(t, got, want.Rows(rows[0], rows[1]))
		}
	}
}

func TestAMemorysSingleIsConvertedOnce(t *testing.T) {
	block := graph.NewBlock([]float64{1, 2, 3, 4}, []float64{0, 1}, 2)
	single, err := graph.Single(block.Source())
	if err != nil {
		t.Fatal(err)
	}
	first, _ := single.Rows(0, 2, nil)
	again, _ := single.Rows(1, 2, nil)
	if &first.Table[2] != &again.Table[0] || &first.C[0] != &again.C[0] {
		t.Error("the rows are copied, or weights that are alike are not shared")
	}
}

func TestDoubleIsTheSameNumbers(t *testing.T) {
	narrow, same := narrowedBlock(unlike())
	single := narrow.Source()
	double := graph.Double(single)
	var scratch graph.Block
	got, err := double.Rows(2, 30, &scratch)
	if err != nil {
		t.Fatal(err)
	}
	requireBlock(t, got, same.Rows(2, 30))
	if cap(got.Table) != len(got.Table) {
		t.Error("there is something to fetch after the copied rows")
	}
	back, err := graph.Single(double)
	if err != nil {
		t.Fatal(err)
	}
	first, _ := back.Rows(3, 4, nil)
	if &first.Table[0] != &narrow.Table[9] {
		t.Error("what Double took apart is not put together")
	}
}

func TestConvertedSourcesKeepTheGuard(t *testing.T) {
	single, err := graph.Single(guarded{unlike().Source()})
	if err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"Single": graph.Guard(single, func() error { return nil }),
		"Double": graph.Guard(graph.Double(guardedSingle{single}), func() error { return nil }),
	} {
		if !errors.Is(err, errOfGuard) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// guardedSingle is [guarded] in float32.
type guardedSingle struct{ graph.SourceOf[float32] }

func (guardedSingle) Guard(f func() error) error { return errors.Join(f(), errOfGuard) }

// Once its scratch is large enough; and for several goroutines at once, under the race
// detector too.
func TestConvertingAllocatesNothing(t *testing.T) {
	single, err := graph.Single(guarded{unlike().Source()})
	if err != nil {
		t.Fatal(err)
	}
	want, _ := narrowedBlock(unlike())
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			var scratch graph.BlockOf[float32]
			for lo := range 30 {
				got, err := single.Rows(lo, lo+10, &scratch)
				if err != nil {
					t.Error(err)
				}
				requireBlock(t, got, want.Rows(lo, lo+10))
			}
		})
	}
	group.Wait()
	double := graph.Double(single)
	var scratch graph.Block
	if n := testing.AllocsPerRun(10, func() { _, _ = double.Rows(0, 40, &scratch) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestNumbersBeyondFloat32AreRefused(t *testing.T) {
	for what, change := range map[string]func(b graph.Block){
		"example 3, feature 2: 1e+39": func(b graph.Block) { b.Table[7] = 1e39 },
		"example 3, feature 3: -1e":   func(b graph.Block) { b.Table[8] = -1e300 },
		"example 2, label 1: 1e+40":   func(b graph.Block) { b.Y[2] = 1e40 },
		"example 40, weight: 4e+38":   func(b graph.Block) { b.C[39] = 4e38 },
		"":                            func(b graph.Block) { b.Table[0], b.Table[1], b.Y[0] = math.Inf(1), math.NaN(), math.MaxFloat32 },
	} {
		block := unlike()
		change(block)
		_, inMemory := graph.Single(block.Source())
		single, err := graph.Single(guarded{block.Source()})
		if err != nil {
			t.Fatal(err)
		}
		_, later := single.Rows(1, 40, new(graph.BlockOf[float32]))
		for _, err := range []error{inMemory, later} {
			if (err != nil) != (what != "") || err != nil && (!errors.Is(err, graph.ErrRange) || !strings.Contains(err.Error(), what)) {
				t.Errorf("%q: %v", what, err)
			}
		}
	}
}

func TestNarrowRoundsInPlace(t *testing.T) {
	theta := graph.Parameters{{Name: "w", Shape: []int{3}, Values: []float64{0.1, -3, 1e39}}}
	theta.Narrow()
	if want := []float64{float64(float32(0.1)), -3, math.Inf(1)}; !slices.Equal(theta[0].Values, want) {
		t.Errorf("%v, not %v", theta[0].Values, want)
	}
}

// An engine in float32 is the program of float32, from any source.
func TestTheProgramIsAnEngineInFloat32(t *testing.T) {
	for _, model := range blockModels(t, 4) {
		block := blockFor(rand.New(rand.NewPCG(7, 8)), model, 701)
		narrow, _ := narrowedBlock(block)
		theta := model.Start(2)
		want, err := singly(t, model, narrow, 1).Evaluate(theta)
		if err != nil {
			t.Fatal(err)
		}
		for _, source := range []graph.Source{block.Source(), guardless{block.Source()}, graph.Double(narrow.Source())} {
			g := construction{build: model.Training}.derived(t, 701)
			engine, err := graph.NewEngineOn("program", model, g, source, graph.EngineOptions{Single: true, Rows: 200, Workers: 1})
			if err != nil {
				t.Fatal(err)
			}
			if rows := graph.BlockRows(engine); rows < 8 || rows > 200 {
				t.Errorf("%s: %d rows a block", model.Name, rows)
			}
			got, err := engine.Evaluate(theta)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(flat(model, got), flat(model, want)) {
				t.Errorf("%s: other numbers than the program's", model.Name)
			}
		}
	}
}

// Numbers of half the size fit twice as many examples into the cache.
func TestAnEngineInFloat32HasItsOwnBlocks(t *testing.T) {
	model := graph.Logistic(20)
	block := blockFor(rand.New(rand.NewPCG(9, 1)), model, 6000)
	rows := map[bool]int{}
	for _, single := range []bool{false, true} {
		g := construction{build: model.Training}.derived(t, 6000)
		engine, err := graph.NewEngineOn("program", model, g, block.Source(), graph.EngineOptions{Single: single})
		if err != nil {
			t.Fatal(err)
		}
		rows[single] = graph.BlockRows(engine)
	}
	if 2*rows[true] < 3*rows[false] {
		t.Errorf("blocks of %d rows, and in float32 of %d", rows[false], rows[true])
	}
}

// guardless is a source that is not in memory.
type guardless struct{ graph.Source }

func TestOtherEnginesComputeInFloat64Alone(t *testing.T) {
	model, block := graph.Logistic(2), graph.NewBlock([]float64{1, 2, 3, 1e39}, []float64{0, 1}, 2)
	for _, name := range graph.EngineNames() {
		g := construction{build: model.Training}.derived(t, 2)
		want := graph.ErrFloat32
		if name == "program" {
			want = graph.ErrRange
		}
		if _, err := graph.NewEngineOn(name, model, g, block.Source(), graph.EngineOptions{Single: true}); !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
		engine, err := graph.NewEngine(name, model, g, block)
		if err != nil {
			t.Fatal(err)
		}
		if rows := graph.BlockRows(engine); (rows != 0) != (name == "program") {
			t.Errorf("%s has blocks of %d rows", name, rows)
		}
	}
}

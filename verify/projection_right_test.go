package verify

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"surefoot/graph"
	"surefoot/ops"
)

// An unlikelyTable is one whose roundings may be unlike those that the thresholds are made
// for. spoil changes the examples of a random one.
type unlikelyTable struct {
	name  string
	spoil func(b graph.Block, r *rand.Rand)
}

// ofTable changes each number of the table.
func ofTable(name string, f func(x float64, i, j int) float64) unlikelyTable {
	return unlikelyTable{name, func(b graph.Block, _ *rand.Rand) {
		for k, x := range b.Table {
			b.Table[k] = f(x, k/b.N, k%b.N)
		}
	}}
}

var unlikelyTables = []unlikelyTable{
	ofTable("as drawn", func(x float64, _, _ int) float64 { return x }),
	ofTable("features of size 10⁻⁶", func(x float64, _, _ int) float64 { return x * 1e-6 }),
	ofTable("features of size 10⁶", func(x float64, _, _ int) float64 { return x * 1e6 }),
	ofTable("features of sizes 10⁻⁶ to 10⁶", func(x float64, _, j int) float64 { return x * math.Pow(10, float64(j%7*2-6)) }),
	ofTable("rows of sizes 10⁻³ to 10³", func(x float64, i, _ int) float64 { return x * math.Pow(10, float64(i%7-3)) }),
	ofTable("constant columns", func(x float64, _, j int) float64 { return []float64{x, 1, 0, 1e6, 1.0 / 3}[j%5] }),
	ofTable("all columns constant", func(_ float64, _, j int) float64 { return 1 / float64(j+3) }),
	ofTable("far from 0", func(x float64, _, _ int) float64 { return x + 1e4 }),
	ofTable("one-hot", func(_ float64, i, j int) float64 {
		if i%7 == j%7 {
			return 1
		}
		return 0
	}),
	ofTable("one-hot, of one kind but for few", func(_ float64, i, j int) float64 {
		if (i%100 == 0) == (j == 1) {
			return 1.0 / 3
		}
		return 0
	}),
	ofTable("a feature in few rows", func(x float64, i, j int) float64 {
		if j == 1 && i%997 != 3 {
			return 0
		}
		return x
	}),
	ofTable("outliers in the last rows", func(x float64, i, _ int) float64 {
		if i >= 2900 {
			return 1e5 * x
		}
		return x
	}),
	{"sorted, with outliers in one block", func(b graph.Block, _ *rand.Rand) {
		column := make([]float64, b.M)
		for i := range column {
			column[i] = b.Table[i*b.N]
		}
		slices.Sort(column)
		for i, x := range column {
			b.Table[i*b.N] = x
			if i/100 == 17 {
				for j := range b.N {
					b.Table[i*b.N+j] *= 1e4
				}
			}
		}
	}},
	{"identical rows", func(b graph.Block, _ *rand.Rand) {
		k := b.Labels()
		for i := range b.M {
			copy(b.Table[i*b.N:(i+1)*b.N], b.Table[:b.N])
			copy(b.Y[i*k:(i+1)*k], b.Y[:k])
		}
	}},
	{"weights 0 of most", func(b graph.Block, r *rand.Rand) {
		for i := range b.C {
			b.C[i] = float64(r.IntN(10) / 9)
		}
	}},
	{"weights 0 of all", func(b graph.Block, _ *rand.Rand) { clear(b.C) }},
	{"weights of sizes 10⁻⁶ to 10⁶", func(b graph.Block, r *rand.Rand) {
		for i := range b.C {
			b.C[i] = math.Pow(10, 12*r.Float64()-6)
		}
	}},
	{"soft labels", func(b graph.Block, r *rand.Rand) {
		k := b.Labels()
		for i := range b.Y {
			b.Y[i] = (b.Y[i] + r.Float64()/float64(k)) / 2
		}
	}},
	{"labels of one kind", func(b graph.Block, _ *rand.Rand) {
		for i := range b.M {
			copy(b.Y[i*b.Labels():(i+1)*b.Labels()], b.Y[:b.Labels()])
		}
	}},
}

// A right program passes on whatever data and parameters: a step that does not costs a
// second look.
func TestProjectionsOfRightProgramsPassOnUnlikelyData(t *testing.T) {
	for _, name := range projectedModels {
		for _, table := range unlikelyTables {
			t.Run(name+"/"+table.name, func(t *testing.T) {
				model, err := graph.NewModel(name, 7)
				if err != nil {
					t.Fatal(err)
				}
				block := RandomExamples(model, 3001, 3)
				table.spoil(block, rand.New(rand.NewPCG(5, 6)))
				for _, x := range [][]float64{block.Table, block.Y, block.C} {
					roundTo32(x)
				}
				thetas := thetasFor(model, block)
				testRightOn(t, model, block.Source(), thetas, 0, 8, 100) // of 8, some blocks in each sum
				testRightOn(t, model, inSingle(t, block), thetas, 0, 8, 100)
			})
		}
	}
}

// The longest sums of numbers that are alike, one block of all examples: in float64 their
// roundings are allowed for, however they add up.
func TestProjectionsOfManyAlikeExamplesPass(t *testing.T) {
	for _, name := range projectedModels {
		for _, table := range unlikelyTables {
			if table.name != "as drawn" && table.name != "all columns constant" && table.name != "identical rows" {
				continue
			}
			t.Run(name+"/"+table.name, func(t *testing.T) {
				const m = 40_000
				model, err := graph.NewModel(name, 3)
				if err != nil {
					t.Fatal(err)
				}
				block := RandomExamples(model, m, 3)
				table.spoil(block, rand.New(rand.NewPCG(5, 6)))
				testRightOn(t, model, block.Source(), thetasFor(model, block)[:3], m)
			})
		}
	}
}

// thetasFor are parameters at 0, small ones, such that logits come to 1, 30 and 1000, and such
// that hidden units give numbers whose squares are 0, in float32 or in float64.
func thetasFor(model *graph.Model, block graph.Block) []graph.Parameters {
	sizes := make([]float64, block.N)
	for k, x := range block.Table {
		sizes[k%block.N] = max(sizes[k%block.N], math.Abs(x), 1e-30)
	}
	r := rand.New(rand.NewPCG(12, 13))
	thetas := []graph.Parameters{model.Parameters.Clone(), model.Start(1)}
	for _, p := range thetas[0] {
		clear(p.Values)
	}
	for _, scale := range []float64{1, 30, 1000} {
		theta := model.Parameters.Clone()
		for k, p := range theta {
			for j := range p.Values {
				p.Values[j] = r.NormFloat64()
				switch {
				case k == 0: // times the largest number of each feature
					p.Values[j] *= scale / (2 * sizes[j%block.N])
				case len(p.Shape) == 2:
					p.Values[j] *= math.Sqrt(scale)
				}
			}
		}
		thetas = append(thetas, theta)
	}
	for _, bias := range []float64{-60, -450} {
		theta := model.Start(1)
		if len(theta) > 2 {
			for j := range theta[1].Values {
				theta[1].Values[j] = bias
			}
		}
		thetas = append(thetas, theta)
	}
	for _, theta := range thetas {
		for _, p := range theta {
			roundTo32(p.Values)
		}
	}
	return thetas
}

// testRightOn says how far from passing the steps come, in parts of the thresholds.
func testRightOn[T ops.Float](t *testing.T, model *graph.Model, source graph.SourceOf[T], thetas []graph.Parameters, rows ...int) (furthest float64) {
	t.Helper()
	for _, rows := range rows {
		program, _ := projectedProgram(t, model, source, 1, graph.EngineOptions{Workers: 2, Rows: rows})
		seeds := int64(3)
		if testing.Short() {
			seeds = 1
		}
		for seed := range seeds {
			projection, err := NewProjection(model, source, program, seed)
			if err != nil {
				t.Fatal(err)
			}
			for k, theta := range thetas {
				projection.Begin(theta)
				e, err := program.Evaluate(theta)
				if err != nil {
					t.Fatal(err)
				}
				if !projection.Passes(e) {
					f, _ := projection.Report().Failed()
					t.Errorf("%T, rows %d, seed %d, parameters %d: a right step is found wrong: %s (%s)", *new(T), rows, seed, k, f.Witness(), f.Diagnosis)
				}
				furthest = max(furthest, projection.Margin())
			}
		}
	}
	t.Logf("%T: %.2g times the noise", *new(T), furthest*assurance)
	return furthest
}

package verify

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"surefoot/graph"
	"surefoot/ops"
)

// mutantTally is what became of wrong kernels.
type mutantTally struct{ planted, refused, harmless, slight, missed int }

func (m mutantTally) String() string {
	return fmt.Sprintf("%d planted: %d refused, %d harmless, %d slight, %d missed", m.planted, m.refused, m.harmless, m.slight, m.missed)
}

func (m *mutantTally) add(other mutantTally) {
	m.planted, m.refused = m.planted+other.planted, m.refused+other.refused
	m.harmless, m.slight, m.missed = m.harmless+other.harmless, m.slight+other.slight, m.missed+other.missed
}

// The same check for software faults: each class of mistakes of the self-test that can be
// made in an array of numbers is planted in each kernel of each program. A projection
// passes none that changes a derivative by a parameter.
func TestProjectionsRefuseWrongKernels(t *testing.T) {
	sizes := [][2]int{{40, 5}, {9, 9}, {700, 13}} // 700 are six blocks, the last a partial one
	if testing.Short() {
		sizes = sizes[:1]
	}
	refuseKernels(t, sizes, runKernelCampaign[float64], runKernelCampaign[float32])
}

// refuseKernels runs a campaign on programs of each model and size, in both types: most of
// the wrong kernels do harm, and are refused.
func refuseKernels(
	t *testing.T, sizes [][2]int,
	inDouble func(*testing.T, *kernelCampaign, graph.SourceOf[float64]) mutantTally,
	inFloat32 func(*testing.T, *kernelCampaign, graph.SourceOf[float32]) mutantTally,
) {
	t.Helper()
	var double, single mutantTally
	for _, name := range projectedModels {
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s/%d×%d", name, size[0], size[1]), func(t *testing.T) {
				model, err := graph.NewModel(name, size[1])
				if err != nil {
					t.Fatal(err)
				}
				block, campaign := unlikeExamples(model, size[0], 5), newKernelCampaign(model)
				double.add(inDouble(t, campaign, block.Source()))
				single.add(inFloat32(t, campaign, inSingle(t, block)))
			})
		}
	}
	t.Logf("float64: %v; float32: %v", double, single)
	for _, tally := range []mutantTally{double, single} {
		if tally.refused < tally.planted/2 {
			t.Errorf("%v: most wrong kernels do harm", tally)
		}
	}
}

// unlikeExamples are random ones, in float32, of which some have labels between 0 and 1 and
// none the weight of another.
func unlikeExamples(model *graph.Model, m int, seed int64) graph.Block {
	block := RandomExamples(model, m, seed)
	r := rand.New(rand.NewPCG(uint64(seed), 99))
	k := max(model.Labels, 1)
	for i := range m {
		block.C[i] = 0.5 + r.Float64()
		if i%3 != 0 {
			continue
		}
		for j := range k {
			y := &block.Y[i*k+j]
			*y = (*y + 0.5/float64(k)) / 1.5
		}
	}
	for _, x := range [][]float64{block.Table, block.Y, block.C} {
		roundTo32(x)
	}
	return block
}

func roundTo32(x []float64) {
	for i := range x {
		x[i] = float64(float32(x[i]))
	}
}

// A kernelCampaign plants in the programs of one model.
type kernelCampaign struct {
	model  *graph.Model
	thetas [2]graph.Parameters // the second is judged
}

func newKernelCampaign(model *graph.Model) *kernelCampaign {
	c := &kernelCampaign{model: model}
	r := rand.New(rand.NewPCG(8, 8))
	for k := range c.thetas {
		c.thetas[k] = model.Start(int64(k + 1))
		for _, p := range c.thetas[k] {
			for j := range p.Values {
				p.Values[j] += r.NormFloat64() / 2
			}
			roundTo32(p.Values)
		}
	}
	return c
}

func runKernelCampaign[T ops.Float](t *testing.T, campaign *kernelCampaign, source graph.SourceOf[T]) (tally mutantTally) {
	t.Helper()
	s := newKernelScene(t, campaign, source)
	steps, err := plannedSteps(s.program, campaign.thetas[1])
	if err != nil {
		t.Fatal(err)
	}
	for k, step := range steps {
		for _, m := range step.mutants() {
			s.plant(t, &tally, k, fmt.Sprintf("step %d, %s: %s", k, step.op, m.name), m)
		}
	}
	return tally
}

// A kernelScene is a program that is watched, and what is right.
type kernelScene[T ops.Float] struct {
	*kernelCampaign
	program    *graph.Program[T]
	projection *Projection[T]
	right      graph.Parameters
}

func newKernelScene[T ops.Float](t *testing.T, campaign *kernelCampaign, source graph.SourceOf[T]) *kernelScene[T] {
	t.Helper()
	s := &kernelScene[T]{kernelCampaign: campaign}
	s.program, s.projection = projectedProgram(t, campaign.model, source, 1, graph.EngineOptions{Workers: 1, Rows: 128})
	e := s.evaluate(t, false, s.program.Evaluate, s.projection.Begin)
	if !s.projection.Passes(e) {
		t.Fatalf("%T: the right program does not pass, margin %v", *new(T), s.projection.Margin())
	}
	s.right = e.Gradient.Clone()
	return s
}

// plant evaluates with a mutant in the place of a step, and says what came of it.
func (s *kernelScene[T]) plant(t *testing.T, tally *mutantTally, step int, name string, m kernelMutant[T]) {
	t.Helper()
	s.program.Interfere(inPlaceOf(step, s.program.Blocks(), m))
	e := s.evaluate(t, m.remembers, s.program.Evaluate, s.projection.Begin)
	tally.planted++
	off, passes := distanceBeside(s.right, e.Gradient), s.projection.Passes(e)
	switch {
	case off <= roundingOf[T]():
		tally.harmless++
	case !passes:
		tally.refused++
	case off <= resolutionOf[T]():
		tally.slight++
	default:
		tally.missed++
		t.Errorf("%T: %s is passed: derivatives off by %.2g, margin %.2g", *new(T), name, off, s.projection.Margin())
	}
}

// evaluate evaluates at the second of the thetas, and before at the first, if that matters.
func (c *kernelCampaign) evaluate(
	t *testing.T, both bool, evaluate func(graph.Parameters) (*graph.Evaluation, error), begin func(graph.Parameters),
) (e *graph.Evaluation) {
	t.Helper()
	for k, theta := range c.thetas {
		if k == 0 && !both {
			continue
		}
		begin(theta)
		var err error
		if e, err = evaluate(theta); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

// roundingOf is how far derivatives of right programs may be apart, beside the largest: up to
// 700 terms and their sums are off by a few units of 2⁻⁵³ or 2⁻²⁴ each, with random signs.
func roundingOf[T ops.Float]() float64 {
	if isFloat64[T]() {
		return 0x1p-45
	}
	return 0x1p-18
}

// resolutionOf is how far derivatives have to be off to be found: in float64 just beyond
// roundings, in float32 as far as the thresholds are, 24 times 2⁻²⁴ times the root of
// 120 terms with some roundings each.
func resolutionOf[T ops.Float]() float64 {
	if isFloat64[T]() {
		return roundingOf[T]()
	}
	return 1e-4
}

// distanceBeside is the largest difference, beside the largest derivative by the same
// parameter; infinite where a number is none.
func distanceBeside(right, got graph.Parameters) (distance float64) {
	for i, p := range right {
		_, size := largestOf(p.Values)
		for j, x := range p.Values {
			off := math.Abs(got[i].Values[j] - x)
			if math.IsNaN(off) {
				return math.Inf(1)
			}
			if off > 0 {
				distance = max(distance, off/size)
			}
		}
	}
	return distance
}

// What is wrong in all rows alike is seen by Σs alone, and what is wrong in two by their
// difference in s: with any seed, they are neither 0 nor too small.
func TestProjectionsOfAnySeedRefuseWrongKernels(t *testing.T) {
	model := graph.Logistic(5)
	for _, rows := range []int{2, 3, 16, 40, 120} {
		block := unlikeExamples(model, rows, 6)
		testAnySeed(t, newKernelCampaign(model), block.Source())
		testAnySeed(t, newKernelCampaign(model), inSingle(t, block))
	}
}

func testAnySeed[T ops.Float](t *testing.T, campaign *kernelCampaign, source graph.SourceOf[T]) {
	t.Helper()
	program, _ := projectedProgram(t, campaign.model, source, 1, graph.EngineOptions{Workers: 1})
	rows, _, _ := source.Size()
	mutants := []kernelMutant[T]{
		{name: "no bias", put: func(c *kernelCall[T]) [][]T {
			in := append([]ops.Operand[T](nil), c.In...)
			in[2].Data = make([]T, 1)
			return c.with(in)
		}},
		{name: "two logits swapped", put: func(c *kernelCall[T]) [][]T {
			out := c.right()
			at, _ := largestOf(out[0])
			other := (at + rows/2) % rows
			out[0][at], out[0][other] = out[0][other], out[0][at]
			return out
		}},
	}
	passed := make([]int, len(mutants))
	const seeds = 200
	for seed := range int64(seeds) {
		projection, err := NewProjection(campaign.model, source, program, seed)
		if err != nil {
			t.Fatal(err)
		}
		for k, m := range mutants {
			program.Interfere(inPlaceOf(0, program.Blocks(), m))
			if projection.Passes(campaign.evaluate(t, false, program.Evaluate, projection.Begin)) {
				passed[k]++
			}
		}
	}
	for k, m := range mutants {
		if passed[k] > 0 {
			t.Errorf("%T: %s in %d rows is passed with %d seeds of %d", *new(T), m.name, rows, passed[k], seeds)
		}
	}
}

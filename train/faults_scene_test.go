package train

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/arith"
	"surefoot/ops/kernel"
	"surefoot/verify"
)

// What a campaign of faults is made of: single bits flipped somewhere in a training step,
// the harm that they do, and whether they are found before the update.

// The places of faults: those inside the program, and those outside it.
const (
	inTable        = "X in the cache"
	inLabels       = "y and c in the cache"
	inValues       = "z, h, dh"
	inDerivatives  = "dz"
	inOperands     = "operands"
	inAccumulators = "accumulators"
	inSums         = "sums of blocks"
	inReported     = "dw, db, checked later"
	inChecked      = "dw, db, checked"
	inMean         = "∂J/∂θ"
	inOld          = "θ, before"
	inUsed         = "θ, after the gradient"
	inNew          = "θ′"
	inSolver       = "α"
)

var (
	insidePlaces  = []string{inTable, inLabels, inValues, inDerivatives, inOperands, inAccumulators, inSums}
	outsidePlaces = []string{inReported, inChecked, inMean, inOld, inUsed, inNew, inSolver}
)

// A fault is one bit of one number, flipped at one place and time.
type fault struct {
	place       string
	bit         int
	number      uint64 // which number of the array, and which array
	block, step int    // of the program
	done        bool
	undo        func()
}

// A scene is a training run before one of its steps, which is checked by projections.
type scene interface {
	String() string
	tolerated() float64 // harm that does not count
	draw(r *rand.Rand, place string) *fault
	bits(place string) int
	// run takes the step with a fault: found says that a training run would not have
	// taken it; harm is how far the update would have been from the exact one, and change from
	// that without a fault, in parts of its length.
	run(*fault) (found bool, harm, change float64)
	// next takes one step more from there, without a fault.
	next() (found bool)
}

type sceneOf[T ops.Float] struct {
	name    string
	fit     *fit
	engine  *verify.ProjectedProgram[T]
	k       int
	solver  GradientDescent
	watched []graph.Watched

	start graph.Parameters // theta before the step
	clean graph.Parameters // and after it, without a fault
	exact graph.Parameters // where the exact update −α∇J leads
	norm  float64          // its length
	fault *fault
}

// newScene trains until |∇J|∞ is as small as that, or 20,000 steps. One core works on it:
// what it does when a bit flips that others read too must not depend on who is first.
func newScene[T ops.Float](t testing.TB, model *graph.Model, block graph.Block, rate, until float64, rows int) *sceneOf[T] {
	t.Helper()
	_, single := any(*new(T)).(float32)
	ctx := context.Background()
	f, err := newFit(ctx, model, block.Source(), Settings{
		Solver: GradientDescent{rate}, Iterations: 1 << 20, Engine: Program, Verify: VerifyEvery, Seed: 1, Single: single, Workers: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	inBlocksOf(f, rows)
	engine, err := f.prepare(ctx)
	if err != nil {
		t.Fatal(err)
	}
	s := &sceneOf[T]{fit: f, engine: engine.(*verify.ProjectedProgram[T]), solver: GradientDescent{rate}}
	if s.watched, err = verify.ProjectedQuantities(model); err != nil {
		t.Fatal(err)
	}
	for s.k = firstInFull; ; s.k++ {
		e, err := f.evaluate(ctx, engine, s.k)
		if err != nil || e.verdict != nil || len(f.result.Verify.Faults) > 0 {
			t.Fatal(err, e.verdict, f.result.Verify.Faults)
		}
		if e.point.Norm <= until || s.k == 20_000-1 {
			s.name = fmt.Sprintf("%s, %T, %d × %d in %d blocks, |∇J| = %.1g", model.Name, *new(T), block.M, block.N, s.engine.Blocks(), e.point.Norm)
			break
		}
		if err := f.update(s.k, e.Evaluation); err != nil {
			t.Fatal(err)
		}
	}
	s.start = f.theta.Clone()
	s.engine.Interfere(&graph.Interference[T]{Step: s.atStep, Sums: s.atSums})
	s.measure()
	s.clean = s.exact
	found, harm, _ := s.run(nil)
	s.clean = f.theta.Clone()
	// The clean update is the exact one, far within what counts as harm.
	if found || harm > s.tolerated()/8 {
		t.Fatalf("%v: a step without a fault: found %v, %g off", s, found, harm)
	}
	return s
}

func (s *sceneOf[T]) String() string { return s.name }

func (s *sceneOf[T]) tolerated() float64 {
	if s.fit.settings.Single {
		return 1e-3
	}
	return 1e-6
}

// measure finds out where the step leads by the derivation in 200 bits, and how far.
func (s *sceneOf[T]) measure() {
	m := arith.Over[*big.Float]{A: arith.Big{Precision: 200}}
	block, err := graph.Copied(s.fit.source, 0, s.fit.m)
	if err != nil {
		panic(err)
	}
	q := s.fit.model.ByHand(m, graph.InputsOver(m, block, s.start))
	s.exact = s.start.Clone()
	factor := big.NewFloat(s.solver.Rate)
	factor.SetPrec(200).Quo(factor, big.NewFloat(float64(s.fit.m)))
	norm := new(big.Float)
	for _, p := range s.exact {
		for j, x := range m.Elements(q["dL/d"+p.Name]) {
			move := new(big.Float).Mul(x, factor)
			norm.Add(norm, new(big.Float).Mul(move, move))
			p.Values[j], _ = new(big.Float).Sub(big.NewFloat(p.Values[j]), move).Float64()
		}
	}
	s.norm, _ = norm.Sqrt(norm).Float64()
}

// distance is Euclidean; infinite where a number is not finite.
func distance(a, b graph.Parameters) float64 {
	d := 0.0
	for i, p := range a {
		for j, x := range p.Values {
			d = math.Hypot(d, x-b[i].Values[j])
		}
	}
	if math.IsNaN(d) {
		return math.Inf(1)
	}
	return d
}

// run takes the step with a fault, or none, as a training run does: found says that it
// would not have been taken. Where the update that is taken nevertheless leads, harm is how
// far that is from where the exact one does, and change from where it does without a fault,
// both beside the exact update's length.
func (s *sceneOf[T]) run(x *fault) (found bool, harm, change float64) {
	f := s.fit
	for i, p := range s.start {
		copy(f.theta[i].Values, p.Values)
	}
	f.keep()
	f.settings.Solver, s.fault = s.solver, x
	at := func(place string) bool { return x != nil && x.place == place }
	if at(inOld) {
		x.parameters(f.theta)
	}
	found = !kernel.SameBits(f.numbers.theta, f.numbers.kept)
	e, err := s.engine.Evaluate(f.theta)
	if err != nil {
		return true, 0, 0
	}
	if at(inReported) {
		x.parameters(e.Gradient)
	}
	j, err := f.judge(e, s.k, false)
	found = found || err != nil || !j.fine()
	switch {
	case at(inUsed):
		x.parameters(f.theta)
	case at(inChecked):
		x.parameters(e.Gradient)
	case at(inMean):
		x.parameters(f.mean)
	case at(inSolver):
		rate := []float64{s.solver.Rate}
		flipBit(x, rate)
		f.settings.Solver = GradientDescent{rate[0]}
	}
	f.step()
	if at(inNew) {
		x.parameters(f.theta)
	}
	found = found || f.checkStep(e) != nil
	if x != nil && x.undo != nil && slices.Contains(insidePlaces, x.place) {
		x.undo()
	}
	return found, distance(f.theta, s.exact) / s.norm, distance(f.theta, s.clean) / s.norm
}

// bits of the numbers at a place.
func (s *sceneOf[T]) bits(place string) int {
	switch place {
	case inTable, inLabels, inValues, inDerivatives, inOperands, inAccumulators:
		if s.fit.settings.Single {
			return 32
		}
	}
	return 64
}

// draw draws a fault at a place.
func (s *sceneOf[T]) draw(r *rand.Rand, place string) *fault {
	return &fault{
		place: place, bit: r.IntN(s.bits(place)), number: r.Uint64(), block: r.IntN(s.engine.Blocks()), step: r.IntN(1 << 16),
	}
}

func (s *sceneOf[T]) next() bool {
	f := s.fit
	f.keep()
	f.settings.Solver, s.fault = s.solver, nil
	e, err := s.engine.Evaluate(f.theta)
	if err != nil {
		return true
	}
	j, err := f.judge(e, s.k, false)
	f.step()
	return err != nil || !j.fine() || f.checkStep(e) != nil
}

// atStep flips in the block and before the step that the fault is at.
func (s *sceneOf[T]) atStep(m graph.Moment[T]) {
	f := s.fault
	if f == nil || m.Block != f.block {
		return
	}
	if m.Step == m.Steps && f.undo != nil && f.place == inTable {
		f.undo() // the block leaves the cache
		f.undo = nil
	}
	if f.done || m.Step != f.step%(m.Steps+1) || m.Step == m.Steps && f.place == inOperands {
		return
	}
	switch f.place {
	case inTable:
		flipBit(f, m.Inputs.Table)
	case inLabels:
		flipBit(f, [][]T{m.Inputs.Y, m.Inputs.C}[f.number>>40%2])
	case inValues, inDerivatives:
		s.flipWatched(m)
	case inOperands:
		flipBit(f, m.In[f.number>>40%uint64(len(m.In))].Data)
	case inAccumulators:
		flipBit(f, m.Totals[f.number>>40%uint64(len(m.Totals))])
	}
}

// flipWatched flips in a quantity that is watched: dz, or any other.
func (s *sceneOf[T]) flipWatched(m graph.Moment[T]) {
	var all [][]T
	for i, w := range s.watched {
		if (w.Derivative && strings.HasPrefix(w.Letter, "z")) == (s.fault.place == inDerivatives) {
			all = append(all, m.Watched[i])
		}
	}
	flipBit(s.fault, all[s.fault.number>>40%uint64(len(all))])
}

func (s *sceneOf[T]) atSums(chunks [][][]float64) {
	if f := s.fault; f != nil && f.place == inSums {
		sums := chunks[f.block%len(chunks)]
		flipBit(f, sums[f.number>>40%uint64(len(sums))])
	}
}

func (f *fault) parameters(p graph.Parameters) {
	flipBit(f, p[f.number>>40%uint64(len(p))].Values)
}

// flipBit flips the fault's bit in one of the numbers.
func flipBit[T ops.Float](f *fault, x []T) {
	if f.done || len(x) == 0 {
		return
	}
	f.done = true
	at := &x[f.number&(1<<40-1)%uint64(len(x))]
	was := *at
	switch p := any(at).(type) {
	case *float64:
		*p = math.Float64frombits(math.Float64bits(*p) ^ 1<<f.bit)
	case *float32:
		*p = math.Float32frombits(math.Float32bits(*p) ^ 1<<f.bit)
	}
	f.undo = func() { *at = was }
}

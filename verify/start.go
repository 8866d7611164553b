package verify

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
)

// StartExamples is the largest number of examples that the start check reads.
const StartExamples = 256

// startNumbers caps the numbers of the table that it reads, for wide tables: the
// check is in high precision, at some microseconds a number.
const startNumbers = 1 << 15

// StartBlock is the first examples of a block, as many as the start check reads.
func StartBlock(block graph.Block) graph.Block {
	return block.Rows(0, min(block.M, StartExamples, max(8, startNumbers/block.N)))
}

// Subject is what a start check is about: a model, the engine that will train
// it, the data, and the parameters at which training starts.
type Subject struct {
	Model  *graph.Model
	Engine func(g *graph.Graph, block graph.Block) (graph.Engine, error)
	Block  graph.Block
	Theta  graph.Parameters
	Seed   int64 // of the random parameters
}

// Started is what a start check leaves behind.
type Started struct {
	Report *Report
	// Fingerprint names the training graph that was checked; a graph with the
	// same one has the same ops in the same places.
	Fingerprint string
}

// Start shows, before the first step of a training run, that the model's
// document graph, its training graph and the engine's numbers are one function
// with one gradient: on the first block of at most [StartExamples] examples, at
// zero, at random parameters, and at those at which training starts.
//
//   - formula: both graphs' derivatives are the hand-derived formulas;
//   - graphs: S and every derivative of the two graphs agree in 160 bits;
//   - engine: the engine's numbers are the exact ones, to rounding.
//
// The report's verdict is the worst finding. The error is for graphs that cannot
// be built or evaluated.
func Start(ctx context.Context, subject Subject) (*Started, error) {
	model, block := subject.Model, StartBlock(subject.Block)
	document, err := derived(model.Document, block.M)
	if err != nil {
		return nil, fmt.Errorf("document graph: %w", err)
	}
	training, err := derived(model.Training, block.M)
	if err != nil {
		return nil, fmt.Errorf("training graph: %w", err)
	}
	engine, err := subject.Engine(training, block)
	if err != nil {
		return nil, err
	}
	report := &Report{Model: model.Name, Features: model.Features, Examples: block.M, Seed: subject.Seed}
	for _, theta := range subject.places(block) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s := newSetting(model, block, theta)
		if err := s.start(report, document, training, engine); err != nil {
			return nil, err
		}
	}
	return &Started{Report: report, Fingerprint: training.Fingerprint()}, nil
}

func derived(build func(int) (*graph.Graph, error), m int) (*graph.Graph, error) {
	g, err := build(m)
	if err != nil {
		return nil, err
	}
	return g, g.Derive()
}

// places are the parameters at which the start check looks: zero, random ones,
// and those at which training starts. At zero a = 1−a = ½ hides many errors; at
// random parameters few can hide.
func (s Subject) places(block graph.Block) []graph.Parameters {
	zero := s.Model.Parameters.Clone()
	for _, p := range zero {
		clear(p.Values)
	}
	all := []graph.Parameters{zero, RandomParameters(s.Model, block, s.Seed)}
	for _, p := range s.Theta {
		if slices.ContainsFunc(p.Values, func(x float64) bool { return x != 0 }) {
			return append(all, s.Theta)
		}
	}
	return all
}

// largestLogit keeps random parameters where the document graph is well
// conditioned: it divides by 1−a.
const largestLogit = 8

// RandomParameters are weights from N(0, 1/n) and biases from N(0, 1), all
// scaled down as far as it takes to keep every |z| ≤ 8 on the block.
func RandomParameters(model *graph.Model, block graph.Block, seed int64) graph.Parameters {
	r := rand.New(rand.NewPCG(uint64(seed), 0x5ef007))
	theta := model.Parameters.Clone()
	for _, p := range theta {
		for i := range p.Values {
			p.Values[i] = r.NormFloat64()
			if len(p.Shape) > 0 {
				p.Values[i] /= math.Sqrt(float64(p.Shape[0]))
			}
		}
	}
	quantities := model.ByHand(plainly, graph.InputsOver(plainly, block, theta))
	largest := 0.0
	for _, letter := range model.Inner {
		for _, z := range plainly.Elements(quantities[letter]) {
			largest = max(largest, math.Abs(z))
		}
	}
	if largest > largestLogit {
		for _, p := range theta {
			for i := range p.Values {
				p.Values[i] *= largestLogit / largest
			}
		}
	}
	return theta
}

// start adds the findings at one place.
func (s *setting) start(report *Report, document, training *graph.Graph, engine graph.Engine) error {
	for _, g := range []*graph.Graph{document, training} {
		findings, err := s.formulas(g)
		if err != nil {
			return err
		}
		report.add(findings...)
	}
	if err := s.sameGraph(report, document, training); err != nil {
		return err
	}
	evaluation, err := engine.Evaluate(s.theta)
	if err != nil {
		return err
	}
	numbers := NewGate(s.model, s.block).Judge(s.theta, evaluation)
	for _, f := range numbers.Checks {
		f.Check = "engine"
		report.add(f)
	}
	return nil
}

// sameGraph compares the two graphs in high precision: S, and the derivative by
// every letter that both have. They may differ by 2^−80 times what float64
// rounding would explain: far more than 160 bits need, far less than any mistake
// makes.
func (s *setting) sameGraph(report *Report, document, training *graph.Graph) error {
	type pair struct {
		quantity string
		d, t     *gorgonia.Node
	}
	pairs := []pair{{"S", document.Cost, training.Cost}}
	for _, f := range s.model.Formulas {
		if d, t := document.Derivative(f.By), training.Derivative(f.By); f.Of == "" && d != nil && t != nil {
			pairs = append(pairs, pair{f.Quantity, d, t})
		}
	}
	for _, p := range pairs {
		want, err := graph.Interpret(exactly, graph.InputsOver(exactly, s.block, s.theta).Values(document), p.d)
		if err != nil {
			return err
		}
		got, err := graph.Interpret(exactly, graph.InputsOver(exactly, s.block, s.theta).Values(training), p.t)
		if err != nil {
			return err
		}
		c := comparison{
			got: exactly.Elements(got[0]), exact: exactly.Elements(want[0]),
			bound: errorsOf(s.rounding[p.quantity]),
		}
		for i := range c.bound {
			c.bound[i] *= 0x1p-80
		}
		report.add(c.judge(Finding{Check: "graphs", Quantity: p.quantity, Formula: "document = training"}))
	}
	return nil
}

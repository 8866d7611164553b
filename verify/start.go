package verify

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"

	"surefoot/graph"
	"surefoot/ops"
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
	Engine func(g *graph.Graph, source graph.Source) (graph.Engine, error)
	Block  graph.Block
	Theta  graph.Parameters
	Seed   int64 // of the random parameters
	// Single says that the engine computes in float32. The start check is then on the
	// nearest float32 numbers.
	Single bool
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
//   - identity: they are that as identities over random prime fields, and the two
//     graphs have one gradient; S of the two graphs agrees in 160 bits;
//   - engine: the engine's numbers are the exact ones, to rounding;
//   - engines: they are the interpreter's, to rounding.
//
// The document graph is left out where training starts: it divides by 1−a, and
// says nothing at a |z| that a trained model may well have.
//
// The report's verdict is the worst finding. The error is for graphs that cannot
// be built or evaluated; it is an [ErrRefused] if that is because a derivative
// cannot be made, has a wrong shape or an op that is not in the table.
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
	places, err := subject.places(block)
	if err != nil {
		return nil, err
	}
	report := &Report{Model: model.Name, Features: model.Features, Examples: block.M, Seed: subject.Seed, Identity: &Identity{}}
	for k, at := range places {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s := newSetting(model, at.block, at.theta)
		if at.document {
			err = s.startDocument(ctx, report, document, training, mix(subject.Seed, uint64(k)))
		}
		if err == nil {
			err = s.startTraining(report, training, subject)
		}
		if err != nil {
			return nil, refuse(err)
		}
	}
	return &Started{Report: report, Fingerprint: training.Fingerprint()}, nil
}

// derived builds a graph and differentiates it.
func derived(build func(int) (*graph.Graph, error), m int) (*graph.Graph, error) {
	g, err := build(m)
	if err != nil {
		return nil, err
	}
	if err := g.Derive(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return g, nil
}

// refuse makes an [ErrRefused] of an error that says that a gradient graph has no
// numbers to check: shapes that do not fit, or an op that is not in the table.
func refuse(err error) error {
	if errors.Is(err, graph.ErrShape) || errors.Is(err, ops.ErrNoDossier) {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return err
}

// largestLogit keeps random parameters where the document graph is well
// conditioned: it divides by 1−a.
const largestLogit = 8

// RandomParameters are weights from N(0, 1/n), n being how many numbers they are
// multiplied with, and biases: of logistic regression from N(0, 1), of a layer of k
// units from N(0, 1/k). All are scaled down as far as it takes to keep every |z| ≤ 8
// on the block.
func RandomParameters(model *graph.Model, block graph.Block, seed int64) graph.Parameters {
	r := rand.New(rand.NewPCG(uint64(seed), 0x5ef007))
	theta := model.Parameters.Clone()
	for _, p := range theta {
		for i := range p.Values {
			p.Values[i] = r.NormFloat64()
			if len(p.Shape) > 0 {
				p.Values[i] /= math.Sqrt(float64(p.Shape[len(p.Shape)-1]))
			}
		}
	}
	// Once more where z overflowed, or where rounding left it an ulp too large.
	for range 4 {
		largest := largestInner(model, block, theta)
		if largest <= largestLogit {
			break
		}
		factor := largestLogit / largest * (1 - 0x1p-40)
		if math.IsNaN(largest) || math.IsInf(largest, 0) {
			factor = 0x1p-512
		}
		for _, p := range theta {
			for i := range p.Values {
				p.Values[i] *= factor
			}
		}
	}
	return theta
}

// largestInner is the largest inner quantity in size.
func largestInner(model *graph.Model, block graph.Block, theta graph.Parameters) float64 {
	quantities, largest := model.ByHand(plainly, graph.InputsOver(plainly, block, theta)), 0.0
	for _, letter := range model.Inner {
		for _, z := range plainly.Elements(quantities[letter]) {
			largest = max(largest, math.Abs(z))
		}
	}
	return largest
}

// startDocument adds the findings of the document graph at one place, and of
// whether the training graph is the same function.
func (s *setting) startDocument(ctx context.Context, report *Report, document, training *graph.Graph, seed uint64) error {
	findings, err := s.formulas(document)
	if err != nil {
		return fmt.Errorf("document graph: %w", err)
	}
	report.add(findings...)
	if findings, err = s.identities(ctx, document, training, seed, report.Identity); err != nil {
		return err
	}
	report.add(findings...)
	return s.sameCost(report, document, training)
}

// startTraining adds those of the training graph and of the engine that runs it.
func (s *setting) startTraining(report *Report, training *graph.Graph, subject Subject) error {
	findings, err := s.formulas(training)
	if err != nil {
		return fmt.Errorf("training graph: %w", err)
	}
	report.add(findings...)
	engine, err := subject.Engine(training, s.block.Source())
	if err != nil {
		return err
	}
	evaluation, err := engine.Evaluate(s.theta)
	if err != nil {
		return err
	}
	gate := NewGateFor(s.model, s.block.Source(), GateOptions{Single: subject.Single, Rows: graph.BlockRows(engine)})
	numbers, err := gate.Judge(s.theta, evaluation)
	if err != nil {
		return err
	}
	for _, f := range numbers.Checks {
		f.Check = "engine"
		report.add(f)
	}
	return s.engines(report, training, gate, evaluation)
}

// sameCost compares S of the two graphs in high precision: as functions of atoms
// they are not the same, since the one takes log(1/(1+e^−z)) where the other takes
// log(1+e^−z).
func (s *setting) sameCost(report *Report, document, training *graph.Graph) error {
	of := func(g *graph.Graph) ([]*big.Float, error) {
		values, err := graph.Interpret(s.exactly, s.inputs[s.exactly].Values(g), g.Cost)
		if err != nil {
			return nil, err
		}
		return s.exactly.Elements(values[0]), nil
	}
	want, err := of(document)
	if err != nil {
		return err
	}
	got, err := of(training)
	if err != nil {
		return err
	}
	f := Finding{Check: "graphs", Quantity: "S", Formula: "Σ cL"}
	report.add(s.decidePrecisely(f, comparison{got: got, exact: want, subject: "the trained graph and the document's differ"}))
	return nil
}

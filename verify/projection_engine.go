package verify

import (
	"time"

	"surefoot/graph"
	"surefoot/ops"
)

// A Projected engine is a program that a [Projection] watches, in one or the other type of
// numbers.
type Projected interface {
	graph.Engine
	// ReportInner says whether evaluations have the derivatives by inner quantities from
	// now on.
	ReportInner(on bool)
	// Passes says whether the last evaluation is consistent.
	Passes(e *graph.Evaluation) bool
	// Report says what the last Passes found.
	Report() *Report
	// Resolution is the largest error in a derivative of S by a parameter that the last
	// Passes may not have found.
	Resolution() float64
	// Cost is an estimate of the time that an evaluation spends on being watched and judged.
	Cost() time.Duration
	// SameData reads the source again: whether the products with it are, bit for bit,
	// what they were at the start.
	SameData() (bool, error)
}

// NewProjected compiles the model's training graph g, differentiated, to a program that is
// watched. The error is [ErrNoProjection] for a model with a part that there is none for.
func NewProjected(model *graph.Model, g *graph.Graph, source graph.Source, seed int64, options graph.EngineOptions) (Projected, error) {
	if !options.Single {
		return NewProjectedProgram(model, g, source, seed, options)
	}
	narrow, err := graph.Single(source)
	if err != nil {
		return nil, err
	}
	return NewProjectedProgram(model, g, narrow, seed, options)
}

// ProjectedProgram is a program with the projection that watches it.
type ProjectedProgram[T ops.Float] struct {
	*graph.Program[T]
	*Projection[T]
}

// NewProjectedProgram is [NewProjected] on a source of numbers of type T.
func NewProjectedProgram[T ops.Float](
	model *graph.Model, g *graph.Graph, source graph.SourceOf[T], seed int64, options graph.EngineOptions,
) (*ProjectedProgram[T], error) {
	watch, err := ProjectedQuantities(model)
	if err != nil {
		return nil, err
	}
	m, _, _ := source.Size()
	bytes := 8
	if !isFloat64[T]() {
		bytes = 4
	}
	plan, err := graph.NewPlan(model, g, m, graph.PlanOptions{Bytes: bytes, Rows: options.Rows, Watch: watch})
	if err != nil {
		return nil, err
	}
	program, err := graph.NewProgram(plan, source, options)
	if err != nil {
		return nil, err
	}
	projection, err := NewProjection(model, source, program, seed)
	if err != nil {
		return nil, err
	}
	return &ProjectedProgram[T]{program, projection}, nil
}

// Evaluate computes the cost and its derivatives at theta, watched.
func (p *ProjectedProgram[T]) Evaluate(theta graph.Parameters) (*graph.Evaluation, error) {
	p.Begin(theta)
	return p.Program.Evaluate(theta)
}

package graph

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"surefoot/ops"
	"surefoot/ops/kernel"
)

func init() { registerEngine("program", newProgramEngine) }

// newProgramEngine compiles the graph for blocks that stay in the cache.
func newProgramEngine(model *Model, g *Graph, source Source, options EngineOptions) (Engine, error) {
	if options.Single {
		single, err := Single(source)
		if err != nil {
			return nil, err
		}
		return programOf(model, g, single, options)
	}
	return programOf(model, g, source, options)
}

func programOf[T ops.Float](model *Model, g *Graph, source SourceOf[T], options EngineOptions) (Engine, error) {
	m, _, _ := source.Size()
	plan, err := NewPlan(model, g, m, PlanOptions{Bytes: bytesOf[T](), Rows: options.Rows})
	if err != nil {
		return nil, err
	}
	return NewProgram(plan, source, options)
}

// Program evaluates a [Plan] on the examples of a source, block by block, in memory that
// is all allocated when it is made. Cores take the blocks; their sums are added in an
// order that the number of examples fixes, so that the result has the same bits however
// many cores there are. It is for one goroutine at a time, and evaluates into the same
// memory every time.
type Program[T ops.Float] struct {
	plan    *Plan
	source  SourceOf[T]
	options EngineOptions
	m       int
	blocks  int

	parameters,
	constants,
	shared,
	totals, // of all blocks
	final [][]T
	before, after []bound[T]

	// Totals are float64 whatever T is, of each chunk of blocks and of all: what blocks
	// lose by rounding, their many sums must not.
	chunks  [][][]float64
	sums    [][]float64
	failed  []error // of each chunk
	workers []*worker[T]
	next    atomic.Int64
	done    sync.WaitGroup

	interference *Interference[T]

	evaluation Evaluation
	cost       []float64 // S
	outputs    []output[T]
	// Derivatives by inner quantities, where they are reported, of a plan that is
	// evaluated whole, and their memory.
	outputsInner []output[T]
	inner        map[string][]float64
}

// An output is copied from a program's memory when the blocks are done.
type output[T ops.Float] struct {
	to    []float64
	from  []T
	total []float64 // instead, of what is summed over the blocks
}

// NewProgram gives a plan memory and data. A source of other numbers of features or
// labels than the plan's is an [ErrShape].
func NewProgram[T ops.Float](plan *Plan, source SourceOf[T], options EngineOptions) (*Program[T], error) {
	m, n, labels := source.Size()
	p := &Program[T]{plan: plan, source: source, options: options, m: m, blocks: (m + plan.Rows - 1) / plan.Rows}
	switch {
	case n != plan.model.Features || labels != max(plan.model.Labels, 1):
		return nil, fmt.Errorf("%w: the plan is for %d features and %d labels an example, the data have %d and %d",
			ErrShape, plan.model.Features, max(plan.model.Labels, 1), n, labels)
	case m < 1:
		return nil, fmt.Errorf("%w: there are no examples", ErrShape)
	case plan.Whole != "" && m != plan.Rows:
		return nil, fmt.Errorf("%w: the plan is for %d examples in one block, and there are %d", ErrShape, plan.Rows, m)
	}
	p.allocate()
	return p, nil
}

// Plan is what the program was made of.
func (p *Program[T]) Plan() *Plan { return p.plan }

// smallWork is how many bytes of data are evaluated in less time than it takes to have
// another core help: about 60 µs of work.
const smallWork = 512 << 10

// crew is how many cores work at the same time.
func (p *Program[T]) crew() int {
	if p.m/p.plan.Rows*p.plan.bytesOf(inInput, bytesOf[T]()) < smallWork {
		return 1
	}
	wanted := p.options.Workers
	if wanted < 1 {
		wanted = runtime.GOMAXPROCS(0)
	}
	return min(wanted, len(p.chunks))
}

// Evaluate computes the cost and its derivatives. It allocates nothing, unless an op
// falls back to its Do.
func (p *Program[T]) Evaluate(theta Parameters) (*Evaluation, error) {
	if err := theta.Fits(p.plan.model); err != nil {
		return nil, err
	}
	for i, q := range theta {
		convert(p.parameters[i], q.Values)
	}
	for _, w := range p.workers {
		w.failed = nil
	}
	runAll(p.before)
	p.next.Store(0)
	for _, w := range p.workers[1:] {
		p.done.Add(1)
		delegate(errand{w, &p.done})
	}
	p.workers[0].work()
	p.done.Wait()
	if err := p.firstError(); err != nil {
		return nil, err
	}
	if p.interference != nil && p.interference.Sums != nil {
		p.interference.Sums(p.chunkSums())
	}
	p.addUp()
	runAll(p.after)
	if err := p.firstError(); err != nil {
		return nil, err
	}
	p.report(p.outputs)
	p.report(p.outputsInner)
	p.evaluation.S = p.cost[0]
	return &p.evaluation, nil
}

// report copies what was computed to where it is reported.
func (p *Program[T]) report(outputs []output[T]) {
	for _, o := range outputs {
		if o.total != nil {
			copy(o.to, o.total)
		} else {
			convert(o.to, o.from)
		}
	}
}

func (p *Program[T]) firstError() error {
	for _, w := range p.workers {
		if w.failed != nil {
			return w.failed
		}
	}
	for _, err := range p.failed {
		if err != nil {
			return err
		}
	}
	return nil
}

// addUp adds the chunks' totals, in order.
func (p *Program[T]) addUp() {
	for i, sum := range p.sums {
		copy(sum, p.chunks[0][i])
		for _, chunk := range p.chunks[1:] {
			kernel.Adds(sum, sum, chunk[i])
		}
		if len(p.after) > 0 {
			convert(p.totals[i], sum)
		}
	}
}

// Interrupted is the context's error, if it has ended.
func (p *Program[T]) Interrupted() error {
	if p.options.Context == nil {
		return nil
	}
	return context.Cause(p.options.Context)
}

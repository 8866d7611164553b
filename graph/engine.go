package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrUnknownEngine is returned by [NewEngine] for a name that nobody registered.
var ErrUnknownEngine = errors.New("unknown engine")

// An Engine evaluates a model's training graph on one block of examples.
type Engine interface {
	// Evaluate computes the cost and its derivatives at theta, which has the
	// model's parameters. The result is the engine's own memory, overwritten by
	// the next call.
	Evaluate(theta Parameters) (*Evaluation, error)
}

// Evaluation is what an engine computes at given parameters.
type Evaluation struct {
	S        float64              // the cost summed over the examples
	Inner    map[string][]float64 // ∂S/∂(inner quantity), by the quantity's letter
	Gradient Parameters           // ∂S/∂(parameter), in the model's order
}

// EngineOptions say how an engine works, where it can choose.
type EngineOptions struct {
	// Workers is how many cores may work at the same time, where it pays; 0 is all that
	// there are. The numbers have the same bits whatever it is.
	Workers int
	// Rows is the most examples in a block of the program, as in [PlanOptions].
	Rows int
	// OnlySums leaves out of the program's evaluations the derivatives by inner
	// quantities, which have numbers for every example.
	OnlySums bool
	// Single has the program compute in float32, on the nearest float32 numbers, and add
	// over blocks of examples in float64. The other engines refuse it: [ErrFloat32].
	Single bool
	// Context, where set, ends an evaluation that takes long.
	Context context.Context
}

var engines = map[string]func(model *Model, g *Graph, source Source, options EngineOptions) (Engine, error){}

func registerEngine(name string, build func(*Model, *Graph, Source, EngineOptions) (Engine, error)) {
	engines[name] = build
}

// EngineNames are the registered engines in order.
func EngineNames() []string {
	var names []string
	for name := range engines {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// NewEngine is [NewEngineOn] a block in memory.
func NewEngine(name string, model *Model, g *Graph, block Block) (Engine, error) {
	return NewEngineOn(name, model, g, block.Source(), EngineOptions{})
}

// NewEngineOn builds an engine that runs the model's differentiated training graph g,
// made for all the examples of the source; a graph made for other lengths is an
// [ErrShape]. The engine may add to the graph and bind its nodes: engines that run at
// the same time need a graph each. Engines but the program hold all the examples in
// memory.
func NewEngineOn(name string, model *Model, g *Graph, source Source, options EngineOptions) (Engine, error) {
	build, ok := engines[name]
	if !ok {
		return nil, fmt.Errorf("%w %q; known: %s", ErrUnknownEngine, name, strings.Join(EngineNames(), ", "))
	}
	m, n, labels := source.Size()
	if table := g.Node("table"); table == nil || !slices.Equal(table.Shape(), []int{m, n}) {
		return nil, fmt.Errorf("%w: the graph is not made for a table of %d × %d", ErrShape, m, n)
	}
	if y := g.Node("y"); y != nil && !Fits(y.Shape(), labelShape(m, labels)) {
		return nil, fmt.Errorf("%w: the graph is not made for %d labels an example", ErrShape, labels)
	}
	engine, err := build(model, g, source, options)
	if err != nil {
		return nil, fmt.Errorf("engine %s: %w", name, err)
	}
	return engine, nil
}

// BlockRows is the most examples that an engine adds up at a time, in its own type of
// numbers; 0 for one that does not say.
func BlockRows(engine Engine) int {
	if planned, is := engine.(interface{ Plan() *Plan }); is {
		return planned.Plan().Rows
	}
	return 0
}

// Copied are the examples of a source from lo up to hi, in memory that stays as it is.
func Copied(source Source, lo, hi int) (Block, error) {
	var block Block
	err := Guard(source, func() (err error) {
		if block, err = source.Rows(lo, hi, new(Block)); err != nil {
			return err
		}
		if _, is := source.(memory[float64]); !is {
			block.Table, block.Y, block.C = slices.Clone(block.Table), slices.Clone(block.Y), slices.Clone(block.C)
		}
		return nil
	})
	return block, err
}

// all are all the examples of a source.
func all(source Source) (Block, error) {
	m, _, _ := source.Size()
	return Copied(source, 0, m)
}

// outputs are the nodes whose numbers make an [Evaluation]: S, the derivatives
// of the inner quantities, the derivatives of the parameters.
func outputs(model *Model, g *Graph) ([]node, error) {
	nodes := []node{g.Cost}
	letters := slices.Clone(model.Inner)
	for _, p := range model.Parameters {
		letters = append(letters, p.Name)
	}
	for _, letter := range letters {
		d := g.Derivative(letter)
		if d == nil {
			return nil, fmt.Errorf("the graph has no derivative by %s", letter)
		}
		nodes = append(nodes, d)
	}
	return nodes, nil
}

// evaluationOf puts the numbers of outputs in their places.
func evaluationOf(model *Model, numbers [][]float64) *Evaluation {
	e := &Evaluation{S: numbers[0][0], Inner: map[string][]float64{}}
	numbers = numbers[1:]
	for _, letter := range model.Inner {
		e.Inner[letter], numbers = numbers[0], numbers[1:]
	}
	for i, p := range model.Parameters {
		e.Gradient = append(e.Gradient, Parameter{p.Name, p.Shape, numbers[i]})
	}
	return e
}

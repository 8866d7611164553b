// Package graph builds models as Gorgonia expression graphs, derives their
// gradients with Gorgonia's symbolic differentiation, and runs them.
//
// A model is a [Model]: a function from the number of examples to a graph, and
// the formulas that were derived for it by hand. A [Graph] is one such graph:
// the cost S summed over the examples, with its inputs, parameters and inner
// quantities known by their letters. [Interpret] gives a graph its meaning over
// any arithmetic; an [Engine] runs it on data. The fast engine is a [Program]: the
// graph compiled into a [Plan] for blocks of examples that stay in the cache.
package graph

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"gorgonia.org/gorgonia"
)

var (
	// ErrName is returned when two quantities of one graph are given one name.
	ErrName = errors.New("name is taken")
	// ErrDerived is returned by a second Derive of one graph: Gorgonia's second
	// Grad of a graph is wrong in silence.
	ErrDerived = errors.New("graph is already differentiated")
	// ErrShape is returned when a node's numbers do not have the node's shape, or
	// a derivative not the shape of what it is the derivative by.
	ErrShape = errors.New("wrong shape")
)

// A Quantity is a named node of a graph.
type Quantity struct {
	Letter  string // "z"
	Formula string // "wᵀX + b"; empty for inputs
	Node    *gorgonia.Node
}

// Graph is a model's cost as a Gorgonia expression graph for a fixed number of
// examples.
type Graph struct {
	// Cost is S = Σ cᵢLᵢ, a scalar; the mean cost is J = S/m.
	Cost *gorgonia.Node

	g          *gorgonia.ExprGraph
	quantities []Quantity
	parameters []string
	tried      bool // to differentiate, which Gorgonia can do once
	derived    bool // with success
	err        error
}

// New is an empty graph.
func New() *Graph { return &Graph{g: gorgonia.NewGraph()} }

// Input adds an input of float64 with the given name and shape.
func (g *Graph) Input(name string, shape ...int) *gorgonia.Node {
	if g.err != nil {
		return nil
	}
	if g.Node(name) != nil {
		g.err = fmt.Errorf("%w: %s", ErrName, name)
		return nil
	}
	options := []gorgonia.NodeConsOpt{gorgonia.WithName(name)}
	var node *gorgonia.Node
	switch len(shape) {
	case 0:
		node = gorgonia.NewScalar(g.g, gorgonia.Float64, options...)
	case 1:
		node = gorgonia.NewVector(g.g, gorgonia.Float64, append(options, gorgonia.WithShape(shape...))...)
	default:
		node = gorgonia.NewTensor(g.g, gorgonia.Float64, len(shape), append(options, gorgonia.WithShape(shape...))...)
	}
	g.quantities = append(g.quantities, Quantity{Letter: name, Node: node})
	return node
}

// Parameter adds an input that the cost is differentiated by.
func (g *Graph) Parameter(name string, shape ...int) *gorgonia.Node {
	node := g.Input(name, shape...)
	if g.err == nil {
		g.parameters = append(g.parameters, name)
	}
	return node
}

// Let names the node that build makes, with the formula that it computes. After
// a first error it does nothing, so that a model reads as its formulas; Done
// returns the error.
func (g *Graph) Let(letter, formula string, build func() (*gorgonia.Node, error)) *gorgonia.Node {
	if g.err != nil {
		return nil
	}
	node, err := build()
	switch {
	case err != nil:
		g.err = fmt.Errorf("%s = %s: %w", letter, formula, err)
		return nil
	case g.Node(letter) != nil:
		g.err = fmt.Errorf("%w: %s", ErrName, letter)
		return nil
	}
	g.quantities = append(g.quantities, Quantity{letter, formula, node})
	return node
}

// Done says which node is the cost and returns the graph, or the first error.
func (g *Graph) Done(cost *gorgonia.Node) (*Graph, error) {
	if g.err != nil {
		return nil, g.err
	}
	g.Cost = cost
	return g, nil
}

// Quantities are the named nodes in the order of their making.
func (g *Graph) Quantities() []Quantity { return slices.Clone(g.quantities) }

// Node is the node of a letter, nil if the graph has none.
func (g *Graph) Node(letter string) *gorgonia.Node {
	for _, q := range g.quantities {
		if q.Letter == letter {
			return q.Node
		}
	}
	return nil
}

// Derive lets Gorgonia differentiate the cost by the parameters, once, and
// checks that every derivative has the shape of what it is the derivative by.
func (g *Graph) Derive() error {
	if g.tried {
		return ErrDerived
	}
	g.tried = true
	by := make(gorgonia.Nodes, len(g.parameters))
	for i, name := range g.parameters {
		by[i] = g.Node(name)
	}
	if err := Grad(g.Cost, by...); err != nil {
		return fmt.Errorf("differentiate: %w", err)
	}
	for _, q := range g.quantities {
		d := q.Node.Deriv()
		if d != nil && !Fits(d.Shape(), q.Node.Shape()) {
			return fmt.Errorf("%w: the derivative by %s has shape %v, %s has %v",
				ErrShape, q.Letter, d.Shape(), q.Letter, q.Node.Shape())
		}
	}
	g.derived = true
	return nil
}

// oneAtATime guards what Gorgonia's graphs share: the nodes of its constants 0, 1 and 2,
// whose hashes are written when a graph first takes them up.
var oneAtATime sync.Mutex

// Grad is Gorgonia's Grad with a panic of an op's SymDiff turned into an error. A graph
// can be differentiated once; different graphs may be from different goroutines.
func Grad(cost *gorgonia.Node, by ...*gorgonia.Node) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	oneAtATime.Lock()
	defer oneAtATime.Unlock()
	_, err = gorgonia.Grad(cost, by...)
	return err
}

// Derivative is the node of ∂S/∂letter, nil before a [Graph.Derive] that succeeded and for a
// quantity on no path from a parameter to the cost.
func (g *Graph) Derivative(letter string) *gorgonia.Node {
	node := g.Node(letter)
	if node == nil || !g.derived {
		return nil
	}
	return node.Deriv()
}

// IsParameter says whether a letter is a parameter's.
func (g *Graph) IsParameter(letter string) bool { return slices.Contains(g.parameters, letter) }

// Fits says whether two shapes differ by axes of length 1 at most: Gorgonia does
// not always tell () from (1).
func Fits(a, b []int) bool {
	long := func(d int) bool { return d == 1 }
	return slices.Equal(slices.DeleteFunc(slices.Clone(a), long), slices.DeleteFunc(slices.Clone(b), long))
}

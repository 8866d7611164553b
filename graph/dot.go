package graph

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// ErrNotDerived is returned when something is asked of a gradient that
// [Graph.Derive] has not made.
var ErrNotDerived = errors.New("graph is not differentiated")

// DotOptions says what [Graph.DOT] draws.
type DotOptions struct {
	// Gradient draws the derivatives of the named quantities beside the cost.
	Gradient bool
}

// DOT writes the graph in the language of Graphviz: each quantity with its
// letter, formula and shape, parameters bold, operands below results. With the
// gradient, each ∂S/∂quantity stands beside its quantity, dashed, with its letter
// (dz) and the formula of its op; the gradient is computed downwards, from the
// cost to the parameters.
//
// Lengths that are the table's m or n are named so; where m and n are equal, or
// one of them is 1, lengths do not tell and are given as numbers only. The text
// depends on the graph alone. It is an [ErrNotDerived] to ask for the gradient of
// a graph that is not differentiated.
func (g *Graph) DOT(w io.Writer, options DotOptions) error {
	if options.Gradient && !g.derived {
		return ErrNotDerived
	}
	d := newDrawing(g, options.Gradient)
	d.header()
	d.forwardPart()
	if options.Gradient {
		d.gradientPart()
	}
	d.line("}")
	if _, err := io.WriteString(w, d.text.String()); err != nil {
		return fmt.Errorf("write DOT: %w", err)
	}
	return nil
}

// drawing is a graph on its way to DOT.
type drawing struct {
	*Graph
	forward, backward []node // operands before results
	// ids are the nodes' names in the text. A constant has one only where it is a
	// derivative: else it is drawn anew for each use, so that no long lines lead
	// to it.
	ids          map[node]string
	taken        map[string]bool
	derivativeOf map[node][]Quantity
	constants    int
	text         strings.Builder
}

func newDrawing(g *Graph, gradient bool) *drawing {
	d := &drawing{Graph: g, ids: map[node]string{}, taken: map[string]bool{}, derivativeOf: map[node][]Quantity{}}
	d.collect(gradient)
	return d
}

// collect finds the nodes to draw and gives them their ids.
func (d *drawing) collect(gradient bool) {
	seen := map[node]bool{}
	for _, q := range d.quantities {
		d.forward = visit(seen, d.forward, q.Node)
		d.identify(q.Node, q.Letter)
	}
	d.forward = visit(seen, d.forward, d.Cost)
	if gradient {
		d.collectGradient(seen)
	}
	for i, n := range slices.Concat(d.forward, d.backward) {
		if !isConstant(n) {
			d.identify(n, fmt.Sprintf("node %d", i))
		}
	}
}

// collectGradient goes from the cost to the inputs, so that a node that is the
// derivative by several quantities is called after the one next to the cost,
// where it is computed first.
func (d *drawing) collectGradient(seen map[node]bool) {
	for i, q := range slices.Backward(d.quantities) {
		n := d.Derivative(q.Letter)
		if n == nil || slices.ContainsFunc(d.quantities[:i], func(p Quantity) bool { return p.Node == q.Node }) {
			continue // or only another name of a quantity yet to come
		}
		if isConstant(n) && d.derivativeOf[n] == nil {
			seen[n] = false // whether the cost uses the same constant or not
		}
		d.backward = visit(seen, d.backward, n)
		d.derivativeOf[n] = append(d.derivativeOf[n], q)
		d.identify(n, "∂S/∂"+q.Letter)
	}
}

// identify gives a node an id, unless it has one.
func (d *drawing) identify(n node, id string) {
	if d.ids[n] == "" {
		d.ids[n] = d.free(id)
	}
}

// free is the id, marked until nothing else has it.
func (d *drawing) free(id string) string {
	for d.taken[id] {
		id += "′"
	}
	d.taken[id] = true
	return id
}

// visit appends the unseen nodes that n is computed from, and n.
func visit(seen map[node]bool, order []node, n node) []node {
	if seen[n] {
		return order
	}
	seen[n] = true
	for _, operand := range Operands(n) {
		order = visit(seen, order, operand)
	}
	return append(order, n)
}

// isConstant says whether the node is a constant of Gorgonia's: it has an op and
// no operands.
func isConstant(n node) bool { return n.Op() != nil && len(Operands(n)) == 0 }

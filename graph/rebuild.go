package graph

import (
	"fmt"
	"slices"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/ops"
)

// Rebuild is a copy of the graph that shares no node with it, in which each op
// went through replace: it is given a node of g and the node's op, and returns
// the op to put in its place, which takes the same operands. Without replace it
// is a plain copy. Names, parameters and formulas are carried over.
//
// Gorgonia differentiates a graph once, so a differentiated one cannot be
// rebuilt: that is an [ErrDerived].
func (g *Graph) Rebuild(replace func(n *gorgonia.Node, op gorgonia.Op) gorgonia.Op) (*Graph, error) {
	if g.tried {
		return nil, fmt.Errorf("rebuild: %w", ErrDerived)
	}
	if replace == nil {
		replace = func(_ *gorgonia.Node, op gorgonia.Op) gorgonia.Op { return op }
	}
	to := New()
	copies := map[node]node{}
	for _, q := range g.quantities {
		if q.Node.Op() == nil && copies[q.Node] == nil {
			copies[q.Node] = to.Input(q.Letter, q.Node.Shape()...)
			continue
		}
		if err := to.copyInto(copies, q.Node, replace); err != nil {
			return nil, fmt.Errorf("rebuild %s: %w", q.Letter, err)
		}
		to.quantities = append(to.quantities, Quantity{q.Letter, q.Formula, copies[q.Node]})
	}
	if err := to.copyInto(copies, g.Cost, replace); err != nil {
		return nil, fmt.Errorf("rebuild the cost: %w", err)
	}
	to.parameters = slices.Clone(g.parameters)
	return to.Done(copies[g.Cost])
}

// copyInto adds to g, and to copies, what n is computed from and n.
func (g *Graph) copyInto(copies map[node]node, n node, replace func(node, gorgonia.Op) gorgonia.Op) error {
	if copies[n] != nil {
		return nil
	}
	var operands []node
	for _, operand := range Operands(n) {
		if err := g.copyInto(copies, operand, replace); err != nil {
			return err
		}
		operands = append(operands, copies[operand])
	}
	var err error
	switch {
	case n.Op() == nil:
		return fmt.Errorf("input %s was not made by this graph", n.Name())
	case isConstant(n):
		copies[n], err = g.copyConstant(n)
	default:
		copies[n], err = gorgonia.ApplyOp(replace(n, n.Op()), operands...)
	}
	return err
}

func (g *Graph) copyConstant(n node) (node, error) {
	numbers, err := ops.Numbers(n.Value())
	if err != nil {
		return nil, fmt.Errorf("constant %v: %w", n, err)
	}
	var value any = numbers[0]
	if shape := n.Shape(); len(shape) > 0 {
		value = tensor.New(tensor.WithShape(shape...), tensor.WithBacking(slices.Clone(numbers)))
	}
	// Gorgonia takes two constants of one name for one constant.
	return g.g.AddNode(gorgonia.NewConstant(value, gorgonia.WithName(n.Name()))), nil
}

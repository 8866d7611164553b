package graph

import (
	"fmt"
	"slices"

	"gorgonia.org/gorgonia"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// Values binds nodes to numbers: inputs, or any inner node in whose stead the
// given numbers shall stand.
type Values map[*gorgonia.Node]arith.Value

// Interpret evaluates nodes over a machine, operands before results. It is the
// meaning of a graph: whatever else runs one must agree with it.
func Interpret(m arith.Machine, given Values, want ...*gorgonia.Node) ([]arith.Value, error) {
	known := make(Values, len(given))
	for node, value := range given {
		if node == nil {
			return nil, fmt.Errorf("a value is given for a node that the graph does not have")
		}
		if !Fits(value.Shape(), node.Shape()) {
			return nil, fmt.Errorf("%w: %s has shape %v and is given %v", ErrShape, node.Name(), node.Shape(), value.Shape())
		}
		known[node] = value
	}
	return Continue(m, known, want...)
}

// Continue evaluates nodes as [Interpret] does, from what is known already, and
// adds all that it computes to known. The values given for inputs must have their
// shapes.
func Continue(m arith.Machine, known Values, want ...*gorgonia.Node) ([]arith.Value, error) {
	out := make([]arith.Value, len(want))
	for i, node := range want {
		var err error
		if out[i], err = interpret(m, known, node); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func interpret(m arith.Machine, known Values, node *gorgonia.Node) (arith.Value, error) {
	if value, ok := known[node]; ok {
		return value, nil
	}
	var in []arith.Value
	for _, operand := range Operands(node) {
		value, err := interpret(m, known, operand)
		if err != nil {
			return nil, err
		}
		in = append(in, value)
	}
	value, err := evaluate(m, node, in)
	if err != nil {
		return nil, err
	}
	known[node] = value
	return value, nil
}

// Below are the nodes that the given ones are computed from, and these, operands
// before results.
func Below(nodes ...*gorgonia.Node) []*gorgonia.Node {
	var below []*gorgonia.Node
	seen := map[*gorgonia.Node]bool{}
	for _, n := range nodes {
		below = visit(seen, below, n)
	}
	return below
}

// Operands are the nodes that a node is computed from, in the op's order.
func Operands(node *gorgonia.Node) []*gorgonia.Node { return ops.Operands(node) }

func evaluate(m arith.Machine, node *gorgonia.Node, in []arith.Value) (value arith.Value, err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case arith.ShapeError:
			err = fmt.Errorf("%w: node %v: %w", ErrShape, node, p)
		default:
			panic(p)
		}
	}()
	shape := node.Shape()
	switch {
	case node.Op() == nil:
		return nil, fmt.Errorf("input %s has no value", node.Name())
	case isConstant(node):
		return constant(m, node)
	}
	op, err := ops.Of(node.Op())
	if err != nil {
		return nil, err
	}
	value = op.Evaluate(m, in, shape)
	if !Fits(value.Shape(), shape) {
		return nil, fmt.Errorf("%w: node %v computes shape %v and claims %v", ErrShape, node, value.Shape(), shape)
	}
	if !slices.Equal(value.Shape(), shape) {
		value = m.Reshape(value, shape...)
	}
	return value, nil
}

func constant(m arith.Machine, node *gorgonia.Node) (arith.Value, error) {
	numbers, err := ops.Numbers(node.Value())
	if err != nil {
		return nil, fmt.Errorf("constant %v: %w", node, err)
	}
	return m.Floats(numbers, node.Shape()...), nil
}

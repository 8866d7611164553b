package graph

import (
	"fmt"

	"surefoot/ops"
)

// examples says where a block's examples are in the numbers of each node.
type examples struct {
	graph *Graph
	axes  map[node]int // an axis, ops.Nowhere, ops.Summed or ops.Count
	// weighted are the nodes whose numbers are 0 for an example of weight 0.
	weighted map[node]bool
}

// newExamples follows the examples from the inputs to the wanted nodes. The error says
// which node makes an example's numbers depend on the others'.
func newExamples(g *Graph, wanted []node) (*examples, error) {
	e := &examples{graph: g, axes: map[node]int{}, weighted: map[node]bool{}}
	for _, n := range Below(wanted...) {
		axis, err := e.follow(n)
		if err != nil {
			return nil, err
		}
		e.axes[n] = axis
	}
	return e, nil
}

// weigh says whether a node's numbers are 0 for an example of weight 0.
func (e *examples) weigh(n node, op *ops.Op) {
	if op.ZeroIf == nil {
		return
	}
	zero := make([]bool, 0, 2)
	for _, operand := range Operands(n) {
		zero = append(zero, e.weighted[operand])
	}
	e.weighted[n] = op.ZeroIf(zero)
}

func (e *examples) follow(n node) (int, error) {
	if n.Op() == nil || isConstant(n) {
		return e.ofInput(n), nil
	}
	op, err := ops.Of(n.Op())
	if err != nil {
		return 0, fmt.Errorf("%v is not in the table of ops", n.Op())
	}
	in := make([]ops.Extent, 0, 2)
	along, after := false, false
	for _, operand := range Operands(n) {
		axis := e.axes[operand]
		along = along || axis >= 0 || axis == ops.Count
		after = after || axis == ops.Summed
		in = append(in, ops.Extent{Shape: operand.Shape(), Axis: axis})
	}
	e.weigh(n, op)
	switch {
	case along && !after:
		axis, ok := op.Follows(in, n.Shape())
		switch {
		case ok && axis == ops.Summed && !e.weighted[n]:
			return 0, fmt.Errorf("%s adds up examples without their weights", op.Name)
		case ok:
			return axis, nil
		}
		return 0, fmt.Errorf("%s mixes the examples, or depends on how many there are", op.Name)
	case along && after:
		return 0, fmt.Errorf("%s puts a sum over the examples together with examples", op.Name)
	case after: // made of sums: computed after them
		return ops.Summed, nil
	}
	return ops.Nowhere, nil
}

func (e *examples) ofInput(n node) int {
	if isConstant(n) || e.graph.IsParameter(n.Name()) {
		return ops.Nowhere
	}
	e.weighted[n] = n.Name() == inputNames[weightInput]
	return 0 // the table, the labels and the weights have an example in each row
}

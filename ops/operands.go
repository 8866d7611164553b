package ops

import (
	"reflect"

	"gorgonia.org/gorgonia"
)

// Operands are the nodes that a node is computed from, in the op's order.
//
// They are read from the node. The graph's From would find the node by its place
// in a list, which is no longer its place once Gorgonia has removed an earlier
// node, as its stabilisation of log(1−x) does; From then gives another node's
// operands in silence.
func Operands(node *gorgonia.Node) []*gorgonia.Node {
	children := reflect.ValueOf(node).Elem().FieldByName("children")
	operands := make([]*gorgonia.Node, children.Len())
	for i := range operands {
		operands[i] = (*gorgonia.Node)(children.Index(i).UnsafePointer())
	}
	return operands
}

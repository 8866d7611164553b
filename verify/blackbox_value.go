package verify

import (
	"errors"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// runOwnDo runs the node's op by its own Do. Its operands are values made for
// this call, of float32 where the operand's node is; the result is copied.
func runOwnDo(n *gorgonia.Node, in []arith.Value) (arith.Value, error) {
	operands := make([]gorgonia.Value, len(in))
	for k, operand := range graph.Operands(n) {
		operands[k] = ownValue(in[k], operand.Dtype())
	}
	result, err := n.Op().Do(operands...)
	if err != nil {
		return nil, err
	}
	if result == nil {
		return nil, errors.New("no result")
	}
	numbers, err := ops.Numbers(result)
	if err != nil {
		return nil, err
	}
	return plainly.Floats(numbers, result.Shape()...), nil
}

// ownValue is the numbers as a Gorgonia value that shares no memory with them.
func ownValue(v arith.Value, dtype tensor.Dtype) gorgonia.Value {
	numbers, shape := plainly.Float64s(v), v.Shape()
	if dtype == tensor.Float32 {
		single := make([]float32, len(numbers))
		for i, x := range numbers {
			single[i] = float32(x)
		}
		if len(shape) == 0 {
			return gorgonia.NewF32(single[0])
		}
		return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(single))
	}
	if len(shape) == 0 {
		return gorgonia.NewF64(numbers[0])
	}
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(numbers))
}

// constantNode says whether a node is a number or array that is part of the graph.
func constantNode(n *gorgonia.Node) bool { return n.Op() != nil && len(graph.Operands(n)) == 0 }

package ops_test

import (
	"slices"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/ops"
)

// Operands are a node's own, in order and with repetition.
func TestOperands(t *testing.T) {
	g := gorgonia.NewGraph()
	m := must(t)
	x, y := input(g, "x", 3), input(g, "y", 3)
	for _, c := range []struct {
		node *gorgonia.Node
		want []*gorgonia.Node
	}{
		{x, nil},
		{m(gorgonia.Sub(y, x)), []*gorgonia.Node{y, x}},
		{m(gorgonia.HadamardProd(x, x)), []*gorgonia.Node{x, x}},
	} {
		if got := ops.Operands(c.node); !slices.Equal(got, c.want) {
			t.Errorf("%v has the operands %v, not %v", c.node, got, c.want)
		}
	}
}

// In the cross-entropy Gorgonia removes the node 1 − x, and its graph's From then
// gives other nodes' operands.
func TestOperandsAfterARemoval(t *testing.T) {
	g := gorgonia.NewGraph()
	x, y := input(g, "x", 3), input(g, "y", 3)
	loss := must(t)(gorgonia.BinaryXent(x, y)) // −(y log x + (1−y) log1p(−x))
	sum := ops.Operands(ops.Operands(loss)[0])
	if len(sum) != 2 {
		t.Fatalf("the sum is of %v", sum)
	}
	left, right := ops.Operands(sum[0]), ops.Operands(sum[1])
	if len(left) != 2 || left[0] != y || !slices.Equal(ops.Operands(left[1]), []*gorgonia.Node{x}) {
		t.Errorf("y log x is of %v", left)
	}
	if len(right) != 2 || !slices.Equal(ops.Operands(ops.Operands(right[1])[0]), []*gorgonia.Node{x}) {
		t.Errorf("(1−y) log1p(−x) is of %v", right)
	}
}

package graph

import (
	"fmt"
	"hash"
	"hash/fnv"

	"gorgonia.org/gorgonia"
	"surefoot/ops"
)

// Planted is an op that computes what the op inside it computes and
// differentiates otherwise: a wrong derivative, planted with [Graph.Rebuild] to
// see that it is found. [ops.Of] sees the op inside.
type Planted struct {
	gorgonia.Op
	// Name tells the planted error from others of the same op.
	Name string
	// Change makes the planted derivatives from the right ones, which are nil for
	// operands that the op inside has no derivative by. It may change right.
	Change func(in gorgonia.Nodes, out, grad *gorgonia.Node, right gorgonia.Nodes) (gorgonia.Nodes, error)
}

var (
	_ gorgonia.SDOp = Planted{}
	_ ops.Wrapper   = Planted{}
)

// Unwrap is the op inside.
func (p Planted) Unwrap() gorgonia.Op { return p.Op }

// DiffWRT is the inner op's: which operands it has derivatives by.
func (p Planted) DiffWRT(inputs int) []bool {
	if inner, ok := p.Op.(gorgonia.SDOp); ok {
		return inner.DiffWRT(inputs)
	}
	return make([]bool, inputs)
}

// SymDiff is the inner op's symbolic derivative, changed.
func (p Planted) SymDiff(in gorgonia.Nodes, out, grad *gorgonia.Node) (gorgonia.Nodes, error) {
	inner, ok := p.Op.(gorgonia.SDOp)
	if !ok {
		return nil, fmt.Errorf("%v has no symbolic derivative to change", p.Op)
	}
	right, err := inner.SymDiff(in, out, grad)
	if err != nil {
		return nil, err
	}
	return p.Change(in, out, grad, right)
}

// WriteHash writes the inner op's hash and the name: Gorgonia takes two ops of
// one hash for one op.
func (p Planted) WriteHash(h hash.Hash) {
	p.Op.WriteHash(h)
	_, _ = fmt.Fprintf(h, " planted %q", p.Name)
}

// Hashcode is the hash of what WriteHash writes.
func (p Planted) Hashcode() uint32 {
	h := fnv.New32a()
	p.WriteHash(h)
	return h.Sum32()
}

// String names the op inside and the planted error.
func (p Planted) String() string { return fmt.Sprintf("%v, planted: %s", p.Op, p.Name) }

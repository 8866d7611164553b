package graph

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
)

// A HeadKind is what a [Network] ends in: the loss of each example from its logits
// z (m,width) and its labels, and how that was differentiated by hand.
type HeadKind struct {
	Name string
	// Widths says how many logits it takes: an error where not that many.
	Widths func(width int) error
	// Labels is how many labels an example has.
	Labels func(width int) int

	// Training and Document add the loss L and what it is made of, for logits z of
	// the given letter, and return L with the weights c in its shape.
	Training, Document func(g *Graph, letter string, z, y, c node) (loss, weights node)

	// Formulas are the derivatives by what stands between z and L, and by z.
	Formulas func(letter string) []Formula
	// ByHand computes them, with S, and ∂S/∂z in the shape of z.
	ByHand func(m arith.Machine, letter string, z, y, c arith.Value) (q Quantities, dz arith.Value)
}

var headKinds = map[string]*HeadKind{}

// RegisterHead puts a kind of head in the table. It panics when the name is taken.
func RegisterHead(kind *HeadKind) {
	if _, taken := headKinds[kind.Name]; taken {
		panic(fmt.Sprintf("graph: head %q is registered twice", kind.Name))
	}
	headKinds[kind.Name] = kind
}

// column is a vector (m) as a matrix (m,1).
func column(g *Graph, letter string, x node) node {
	return g.Let(letter+" column", letter+" as a column", func() (node, error) {
		return gorgonia.Reshape(x, []int{x.Shape()[0], 1})
	})
}

package ops

import "gorgonia.org/gorgonia"

// builder adds nodes until one fails, then keeps the first error, so that a
// derivative reads as its formula.
type builder struct{ err error }

func (b *builder) binary(f func(x, y *gorgonia.Node) (*gorgonia.Node, error), x, y *gorgonia.Node) *gorgonia.Node {
	if b.err != nil {
		return nil
	}
	var node *gorgonia.Node
	node, b.err = f(x, y)
	return node
}

func (b *builder) unary(f func(x *gorgonia.Node) (*gorgonia.Node, error), x *gorgonia.Node) *gorgonia.Node {
	if b.err != nil {
		return nil
	}
	var node *gorgonia.Node
	node, b.err = f(x)
	return node
}

func (b *builder) add(x, y *gorgonia.Node) *gorgonia.Node { return b.binary(gorgonia.Add, x, y) }
func (b *builder) sub(x, y *gorgonia.Node) *gorgonia.Node { return b.binary(gorgonia.Sub, x, y) }
func (b *builder) mul(x, y *gorgonia.Node) *gorgonia.Node {
	return b.binary(gorgonia.HadamardProd, x, y)
}
func (b *builder) neg(x *gorgonia.Node) *gorgonia.Node { return b.unary(gorgonia.Neg, x) }

func (b *builder) apply(op *Op, in ...*gorgonia.Node) *gorgonia.Node {
	if b.err != nil {
		return nil
	}
	var node *gorgonia.Node
	node, b.err = Apply(op, in...)
	return node
}

func one() *gorgonia.Node { return gorgonia.NewConstant(1.0) }

// chain is the chain rule of a unary elementwise op: grad ⊙ slope(x).
func chain(grad *gorgonia.Node, slope *Op, x *gorgonia.Node) (gorgonia.Nodes, error) {
	b := builder{}
	return gorgonia.Nodes{b.mul(grad, b.apply(slope, x))}, b.err
}

package ops

import (
	"slices"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// builder adds nodes until one fails, then keeps the first error, so that a
// derivative reads as its formula. A float64 number among float32 operands is taken
// for a float32 number, so that the formula serves graphs of either type.
type builder struct{ err error }

func (b *builder) binary(f func(x, y *gorgonia.Node) (*gorgonia.Node, error), x, y *gorgonia.Node) *gorgonia.Node {
	if b.err != nil {
		return nil
	}
	x, y = like(y, x), like(x, y)
	var node *gorgonia.Node
	node, b.err = f(x, y)
	return node
}

// like is the constant x in the type of other; any other node as it is.
func like(other, x *gorgonia.Node) *gorgonia.Node {
	number, constant := x.Value().(*gorgonia.F64)
	if !constant || x.Op() == nil || x.Op().Arity() != 0 || other.Dtype() != tensor.Float32 {
		return x
	}
	return gorgonia.NewConstant(float32(*number))
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
	in = slices.Clone(in)
	for k := range in {
		for _, other := range in {
			in[k] = like(other, in[k])
		}
	}
	var node *gorgonia.Node
	node, b.err = Apply(op, in...)
	return node
}

// one is the constant 1, of float64 until it meets a float32 operand.
func one() *gorgonia.Node { return gorgonia.NewConstant(1.0) }

// chain is the chain rule of a unary elementwise op: grad ⊙ slope(x).
func chain(grad *gorgonia.Node, slope *Op, x *gorgonia.Node) (gorgonia.Nodes, error) {
	b := builder{}
	return gorgonia.Nodes{b.mul(grad, b.apply(slope, x))}, b.err
}

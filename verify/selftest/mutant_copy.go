package selftest

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/verify"
)

type node = *gorgonia.Node

// use is an operand of a node, or, with no node, the gradient of a claim.
type use struct {
	by      node
	operand int // or the claim's number
}

// mutantCopy is claims on their way into a graph of their own. The cost is copied
// as it is; on the gradient side what one mutant changes is changed, and so is
// all that is computed from it there. A node that both sides use has two copies
// where the change reaches it.
type mutantCopy struct {
	g       *gorgonia.ExprGraph
	right   map[node]node // as the cost is computed
	planted map[node]node // as the gradients are
	names   map[string]bool

	mutant *Mutant
	sites  int // replaced
}

// copyClaims is the claims in a graph of their own with the mutant planted, nil
// for none, and the copies of all nodes as the cost is computed.
func copyClaims(claims []verify.Claim, mutant *Mutant) ([]verify.Claim, map[node]node, error) {
	c := &mutantCopy{
		g: gorgonia.NewGraph(), right: map[node]node{}, planted: map[node]node{},
		names: map[string]bool{}, mutant: mutant,
	}
	out := make([]verify.Claim, len(claims))
	for i, claim := range claims {
		var err error
		if out[i].Cost, err = c.asItIs(claim.Cost); err != nil {
			return nil, nil, err
		}
		if out[i].Wrt, err = c.asItIs(claim.Wrt); err != nil {
			return nil, nil, err
		}
	}
	for i, claim := range claims {
		var err error
		if out[i].Gradient, err = c.changed(claim.Gradient, use{nil, i}); err != nil {
			return nil, nil, err
		}
	}
	if mutant != nil && c.sites == 0 {
		return nil, nil, fmt.Errorf("%s is not on the gradient side", mutant.Node)
	}
	return out, c.right, nil
}

// asItIs is the plain copy of a node.
func (c *mutantCopy) asItIs(n node) (node, error) {
	if c.right[n] != nil {
		return c.right[n], nil
	}
	var operands []node
	for _, operand := range graph.Operands(n) {
		copied, err := c.asItIs(operand)
		if err != nil {
			return nil, err
		}
		operands = append(operands, copied)
	}
	copied, err := c.again(n, operands)
	if err != nil {
		return nil, fmt.Errorf("copy node %s: %w", n.Name(), err)
	}
	c.right[n] = copied
	return copied, nil
}

// changed is the copy of a node as one user of the gradient side sees it.
func (c *mutantCopy) changed(n node, by use) (node, error) {
	m := c.mutant
	switch {
	case m == nil:
	case m.site.isAt(n, by):
		c.sites++
		if m.site.whole && c.planted[n] != nil {
			return c.planted[n], nil
		}
		replaced, err := c.replace(n)
		if err == nil && m.site.whole {
			c.planted[n] = replaced
		}
		return replaced, err
	case c.planted[n] != nil:
		return c.planted[n], nil
	}
	unchanged := true
	var operands []node
	for k, operand := range graph.Operands(n) {
		copied, err := c.changed(operand, use{n, k})
		if err != nil {
			return nil, err
		}
		operands, unchanged = append(operands, copied), unchanged && copied == c.right[operand]
	}
	var copied node
	var err error
	if unchanged { // then it is the cost's own where that has it
		copied, err = c.asItIs(n)
	} else if copied, err = gorgonia.ApplyOp(n.Op(), operands...); err != nil {
		err = fmt.Errorf("copy node %s: %w", n.Name(), err)
	}
	c.planted[n] = copied
	return copied, err
}

// replace is what the mutant has in the node's place.
func (c *mutantCopy) replace(n node) (node, error) {
	right, err := c.asItIs(n)
	if err != nil {
		return nil, err
	}
	p := &planting{copy: c, original: n, right: right, operands: graph.Operands(right)}
	replaced := c.mutant.rewrite(p)
	switch {
	case p.err != nil:
		return nil, fmt.Errorf("plant %s at %s: %w", c.mutant.Class, c.mutant.Node, p.err)
	case !graph.Fits(replaced.Shape(), n.Shape()):
		return nil, fmt.Errorf("plant %s at %s: %w: %v for %v",
			c.mutant.Class, c.mutant.Node, graph.ErrShape, replaced.Shape(), n.Shape())
	}
	return replaced, nil
}

// again is one node made anew over copied operands.
func (c *mutantCopy) again(n node, operands []node) (node, error) {
	switch {
	case constantNode(n) && n.Value() != nil:
		return c.constant(n.Value(), n.Name())
	case n.Op() != nil:
		return gorgonia.ApplyOp(n.Op(), operands...)
	}
	input := gorgonia.NewUniqueNode(gorgonia.In(c.g), gorgonia.WithType(n.Type()),
		gorgonia.WithShape(n.Shape()...), gorgonia.WithName(c.unique(n.Name())))
	if n.Value() == nil {
		return input, nil
	}
	value, err := gorgonia.CloneValue(n.Value())
	if err != nil {
		return nil, err
	}
	return input, gorgonia.Let(input, value)
}

// constant adds a constant with its own copy of the value. Gorgonia takes two
// constants of one name for one, and two that print alike.
func (c *mutantCopy) constant(v gorgonia.Value, name string) (node, error) {
	value, err := gorgonia.CloneValue(v)
	if err != nil {
		return nil, err
	}
	added := c.g.AddNode(gorgonia.NewConstant(value, gorgonia.WithName(c.unique(name))))
	if !gorgonia.ValueEq(added.Value(), v) && !notANumber(v) {
		return nil, fmt.Errorf("the constant %v was taken for %v", v, added.Value())
	}
	return added, nil
}

// notANumber says whether a value is the scalar NaN, which equals nothing.
func notANumber(v gorgonia.Value) bool {
	x, ok := v.(*gorgonia.F64)
	return ok && *x != *x //nolint:staticcheck // NaN is what differs from itself
}

// unique is the name, or the name with a number that makes it one of its own.
func (c *mutantCopy) unique(name string) string {
	out := name
	for i := 2; c.names[out]; i++ {
		out = fmt.Sprintf("%s (%d)", name, i)
	}
	c.names[out] = true
	return out
}

package verify

import (
	"errors"
	"fmt"
	"slices"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops/arith"
)

// ErrClaim is returned for claims that make no sense: nodes of different graphs, a
// cost that is not one number, a graph that was differentiated before.
var ErrClaim = errors.New("not a claim about a gradient")

// A Claim is that Gradient is ∂Cost/∂Wrt: Cost is a scalar, Wrt an input of the
// same graph, and Gradient has Wrt's shape.
type Claim struct{ Cost, Wrt, Gradient *gorgonia.Node }

// Claims lets Gorgonia differentiate the cost by the given inputs, and claims the
// result. It refuses a graph that was already differentiated: Gorgonia's second
// Grad of a graph is wrong in silence.
func Claims(cost *gorgonia.Node, wrt ...*gorgonia.Node) ([]Claim, error) {
	if len(wrt) == 0 {
		return nil, fmt.Errorf("%w: nothing is given to differentiate by", ErrClaim)
	}
	claims := make([]Claim, len(wrt))
	for i, w := range wrt {
		claims[i] = Claim{cost, w, w} // the gradient is to come
	}
	if err := sensible(claims); err != nil {
		return nil, err
	}
	for _, n := range cost.Graph().AllNodes() {
		if n.Deriv() != nil {
			return nil, fmt.Errorf("%w: %w", ErrClaim, graph.ErrDerived)
		}
	}
	if err := graph.Grad(cost, wrt...); err != nil {
		return nil, fmt.Errorf("differentiate: %w", err)
	}
	for i := range claims {
		if claims[i].Gradient = wrt[i].Deriv(); claims[i].Gradient == nil {
			return nil, fmt.Errorf("%w: Gorgonia made no derivative by %s", ErrClaim, name(wrt[i]))
		}
	}
	return claims, nil
}

// sensible says what in the claims makes no sense.
func sensible(claims []Claim) error {
	if len(claims) == 0 {
		return fmt.Errorf("%w: there are none", ErrClaim)
	}
	for i, c := range claims {
		switch {
		case c.Cost == nil || c.Wrt == nil || c.Gradient == nil:
			return fmt.Errorf("%w: claim %d lacks a node", ErrClaim, i+1)
		case c.Cost.Graph() == nil:
			return fmt.Errorf("%w: the cost belongs to no graph", ErrClaim)
		case c.Wrt.Graph() != c.Cost.Graph() || c.Gradient.Graph() != c.Cost.Graph():
			return fmt.Errorf("%w: the nodes for %s belong to different graphs", ErrClaim, name(c.Wrt))
		case c.Wrt.Op() != nil:
			return fmt.Errorf("%w: %s is computed; a cost is differentiated by inputs", ErrClaim, name(c.Wrt))
		case arith.Size(c.Cost.Shape()) != 1:
			return fmt.Errorf("%w: the cost has shape %v and must be one number", ErrClaim, c.Cost.Shape())
		}
		same := func(d Claim) bool { return d.Wrt == c.Wrt && d.Cost == c.Cost }
		if slices.ContainsFunc(claims[:i], same) {
			return fmt.Errorf("%w: there are two for %s", ErrClaim, name(c.Wrt))
		}
	}
	return nil
}

// longestName is the longest name of a computed node that is used as it is:
// Gorgonia makes the others up from all that is below them.
const longestName = 24

// name is what messages call a node.
func name(n *gorgonia.Node) string {
	if n.Op() == nil || len([]rune(n.Name())) <= longestName {
		return n.Name()
	}
	return n.Op().String()
}

// quantity is what messages call the claim's gradient.
func (c Claim) quantity() string { return "∂cost/∂" + name(c.Wrt) }

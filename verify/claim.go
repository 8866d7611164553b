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

// ErrNotDifferentiable is returned by [Claims] for a cost that Gorgonia cannot
// differentiate symbolically, because of an op that has no symbolic derivative or
// one that fails.
var ErrNotDifferentiable = errors.New("the cost cannot be differentiated")

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
		if op := underivable(cost, wrt); op != "" {
			return nil, fmt.Errorf("%w: %s has no symbolic derivative (Gorgonia: %w)", ErrNotDifferentiable, op, err)
		}
		return nil, fmt.Errorf("%w: %w", ErrNotDifferentiable, err)
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

// underivable names an op between the inputs and the cost that cannot be
// differentiated symbolically, if there is one.
func underivable(cost node, wrt []node) string {
	moves := map[node]bool{}
	for _, w := range wrt {
		moves[w] = true
	}
	found := ""
	var visit func(n node) bool
	visit = func(n node) bool {
		if known, ok := moves[n]; ok {
			return known
		}
		moves[n] = false
		operands := graph.Operands(n)
		for k, operand := range operands {
			if !visit(operand) {
				continue
			}
			moves[n] = true
			op, symbolic := n.Op().(gorgonia.SDOp)
			if found == "" && (!symbolic || !op.DiffWRT(len(operands))[k]) {
				found = fmt.Sprint(n.Op())
			}
		}
		return moves[n]
	}
	visit(cost)
	return found
}

package verify

import (
	"errors"
	"fmt"
	"slices"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/arith"
)

type node = *gorgonia.Node

// claimed is what a list of claims is about: the part of the graph that their
// costs and gradients are computed from.
type claimed struct {
	claims    []Claim
	nodes     []node // operands before results
	inputs    []node
	constants []reading
	bound     map[node][]float64 // the inputs' own numbers, of those that have any
	unknown   []node             // whose op has no dossier
}

func newClaimed(claims []Claim) *claimed {
	c := &claimed{claims: claims, bound: map[node][]float64{}}
	var about []node
	for _, claim := range claims {
		about = append(about, claim.Cost, claim.Wrt, claim.Gradient)
	}
	c.nodes = graph.Below(about...)
	for _, n := range c.nodes {
		c.sort(n)
	}
	return c
}

// sort puts a node where it belongs.
func (c *claimed) sort(n node) {
	switch {
	case n.Op() == nil:
		c.inputs = append(c.inputs, n)
		if n.Value() != nil {
			if numbers, err := ops.Numbers(n.Value()); err == nil {
				c.bound[n] = slices.Clone(numbers)
			}
		}
	case len(graph.Operands(n)) == 0:
		if constant, ok := read(n); ok {
			c.constants = append(c.constants, constant)
		} else {
			c.unknown = append(c.unknown, n)
		}
	default:
		if _, err := ops.Of(n.Op()); errors.Is(err, ops.ErrNoDossier) {
			c.unknown = append(c.unknown, n)
		}
	}
}

// bySameCost are the claims of each cost, in their order.
func (c *claimed) bySameCost() [][]int {
	var groups [][]int
	for i, claim := range c.claims {
		k := slices.IndexFunc(groups, func(g []int) bool { return c.claims[g[0]].Cost == claim.Cost })
		if k < 0 {
			groups = append(groups, []int{i})
		} else {
			groups[k] = append(groups[k], i)
		}
	}
	return groups
}

// setting puts numbers for the inputs, and the readings of the constants, on a
// machine.
func (c *claimed) setting(m arith.Machine, input func(n node) arith.Value) graph.Values {
	values := graph.Values{}
	for _, n := range c.inputs {
		values[n] = input(n)
	}
	for _, constant := range c.constants {
		values[constant.node] = constant.on(m)
	}
	return values
}

// along is what forward mode and a claimed gradient say of the change
// of the cost along a direction.
type along struct {
	within  graph.Values  // all that the cost was computed from, and the cost
	forward arith.Value   // the derivative of the cost along the direction
	claimed arith.Value   // Σ ⟨gradient, direction⟩
	terms   []arith.Value // the gradients, in the order of the claims asked for
}

// alongDirections evaluates a cost once in forward mode, and the gradients of the
// claims about it that are asked for: two evaluations, whatever the number of
// parameters. An input without a direction does not move.
func (c *claimed) alongDirections(
	m arith.Machine, values graph.Values, of node, which []int, directions map[node]arith.Value,
) (along, error) {
	forward := arith.Forward{M: m}
	known := graph.Values{}
	for n, v := range values {
		known[n] = forward.Value(v, directions[n])
	}
	cost, err := graph.Continue(forward, known, of)
	if err != nil {
		return along{}, err
	}
	// What the cost was computed from needs not be computed again.
	plain := make(graph.Values, len(known))
	for n, v := range known {
		plain[n], _ = forward.Parts(v)
	}
	out := along{claimed: arith.Int(m, 0), forward: arith.Int(m, 0)}
	out.within = graph.Values{}
	for _, n := range graph.Below(of) {
		if v, ok := plain[n]; ok { // else it is below an inner node that was given
			out.within[n] = v
		}
	}
	if _, d := forward.Parts(cost[0]); d != nil {
		out.forward = m.Reshape(d)
	}
	for _, i := range which {
		gradient, err := graph.Continue(m, plain, c.claims[i].Gradient)
		if err != nil {
			return along{}, &gradientError{i, err}
		}
		out.terms = append(out.terms, gradient[0])
		if d := directions[c.claims[i].Wrt]; d != nil {
			size := arith.Size(d.Shape())
			if arith.Size(gradient[0].Shape()) != size {
				return along{}, graph.ErrShape
			}
			out.claimed = m.Add(out.claimed, m.MatMul(m.Reshape(gradient[0], size), m.Reshape(d, size)))
		}
	}
	return out, nil
}

// A gradientError says that the gradient of a claim cannot be evaluated although
// its cost can: its graph is wrong.
type gradientError struct {
	claim int
	cause error
}

func (e *gradientError) Error() string {
	return fmt.Sprintf("the gradient graph cannot be evaluated: %v", e.cause)
}

func (e *gradientError) Unwrap() error { return e.cause }

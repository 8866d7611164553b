package selftest

import (
	"fmt"
	"slices"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops"
	"surefoot/verify"
)

// A Mutant is a wrong gradient that can be planted in the graph at hand: one node
// of the gradient side, or some uses of it, computed otherwise. The cost stays as
// it is.
type Mutant struct {
	Class string `json:"class"`
	// Node is where, by the name and operands that Gorgonia prints, and Change is
	// what is computed there instead.
	Node   string `json:"node"`
	Change string `json:"change"`

	claims  []verify.Claim
	site    site
	rewrite func(*planting) node
}

// String is the class, the change and the place.
func (m Mutant) String() string { return fmt.Sprintf("%s: %s at %s", m.Class, m.Change, m.Node) }

// Plant is the claims in a graph of their own with the mutant in the gradients,
// and for each node of the cost its copy. Names, and values that are bound to
// inputs, are carried over.
func (m *Mutant) Plant() ([]verify.Claim, map[*gorgonia.Node]*gorgonia.Node, error) {
	return copyClaims(m.claims, m)
}

// A mutantClass is a kind of mistake in a gradient.
type mutantClass struct {
	name     string
	imitates string // what people and libraries do that this looks like
	// everyUse plants at each use of a node alone too, where it has several.
	everyUse bool
	// ways are the changes that can be made at a node.
	ways func(site) []way
	// overall, where set, are changes of all gradients at once.
	overall []way
}

// A way is one change: what is computed instead, and how.
type way struct {
	change  string
	rewrite func(*planting) node
}

var mutantClasses []mutantClass

// registerMutants puts a class in the table. It panics when the name is taken.
func registerMutants(c mutantClass) {
	if slices.ContainsFunc(mutantClasses, func(o mutantClass) bool { return o.name == c.name }) {
		panic(fmt.Sprintf("verify: mutant class %q is registered twice", c.name))
	}
	mutantClasses = append(mutantClasses, c)
}

// MutantClasses are the names of the classes in the order of their registration.
func MutantClasses() []string {
	var names []string
	for _, c := range mutantClasses {
		names = append(names, c.name)
	}
	return names
}

// site is a node of the gradient side, or some of its uses there; without a node,
// uses of any.
type site struct {
	*mutantGraph
	node  node
	whole bool  // all uses
	uses  []use // those that are changed
}

func (s site) isAt(n node, by use) bool {
	return (s.node == nil || s.node == n) && (s.whole || slices.Contains(s.uses, by))
}

// mutantGraph is what is known of the graph that mutants are planted in.
type mutantGraph struct {
	claims   []verify.Claim
	backward []node // reachable from a gradient, operands before results
	users    map[node][]use
	forward  map[node]bool // what a cost is computed from
	biases   map[node]bool // parameters that are added to something
}

// pure says whether the site's node is on the gradient side alone.
func (s site) pure() bool { return !s.forward[s.node] }

// dossier is what the node computes, nil for an input, a constant or a stranger's op.
func (s site) dossier() *ops.Op { return dossierOf(s.node) }

func dossierOf(n node) *ops.Op {
	if n.Op() == nil || constantNode(n) {
		return nil
	}
	dossier, err := ops.Of(n.Op())
	if err != nil {
		return nil
	}
	return dossier
}

// Mutants are all mutants of the gradients that the claims are about, class by
// class, in the order of the graph's nodes. Nothing is planted yet.
func Mutants(claims []verify.Claim) []Mutant {
	g := newMutantGraph(claims)
	var out []Mutant
	for _, c := range mutantClasses {
		for _, n := range g.backward {
			whole := site{mutantGraph: g, node: n, whole: true, uses: g.users[n]}
			out = append(out, c.at(whole)...)
			if !c.everyUse || len(whole.uses) < 2 {
				continue
			}
			for _, u := range whole.uses {
				out = append(out, c.at(site{mutantGraph: g, node: n, uses: []use{u}})...)
			}
		}
		out = append(out, c.everywhere(g)...)
	}
	return out
}

func (c mutantClass) at(s site) []Mutant {
	var out []Mutant
	if c.ways == nil {
		return nil
	}
	for _, w := range c.ways(s) {
		change := w.change
		if !s.whole {
			change += " in " + s.uses[0].String()
		}
		out = append(out, Mutant{
			Class: c.name, Node: s.node.Name(), Change: change, claims: s.claims, site: s, rewrite: w.rewrite,
		})
	}
	return out
}

// everywhere are the class's changes of all gradients at once.
func (c mutantClass) everywhere(g *mutantGraph) []Mutant {
	all := site{mutantGraph: g}
	for i := range g.claims {
		all.uses = append(all.uses, use{nil, i})
	}
	var out []Mutant
	for _, w := range c.overall {
		out = append(out, Mutant{
			Class: c.name, Node: "all gradients", Change: w.change, claims: g.claims, site: all, rewrite: w.rewrite,
		})
	}
	return out
}

func (u use) String() string {
	if u.by == nil {
		return fmt.Sprintf("gradient %d", u.operand)
	}
	return fmt.Sprintf("operand %d of %s", u.operand, u.by.Name())
}

func newMutantGraph(claims []verify.Claim) *mutantGraph {
	g := &mutantGraph{claims: claims, users: map[node][]use{}, forward: map[node]bool{}, biases: map[node]bool{}}
	wrt := map[node]bool{}
	for _, c := range claims {
		for _, n := range graph.Below(c.Cost) {
			g.forward[n] = true
		}
		g.forward[c.Wrt], wrt[c.Wrt] = true, true
	}
	for i, c := range claims {
		g.visit(c.Gradient)
		g.users[c.Gradient] = append(g.users[c.Gradient], use{nil, i})
	}
	for n := range g.forward {
		for k, operand := range graph.Operands(n) {
			if added(n, k) && wrt[beneath(operand)] {
				g.biases[operand] = true
			}
		}
	}
	return g
}

// visit appends a node and what it is computed from to the gradient side. What only
// shapes are taken from has no numbers to get wrong.
func (g *mutantGraph) visit(n node) {
	if slices.Contains(g.backward, n) {
		return
	}
	for k, operand := range graph.Operands(n) {
		if !shapesOnly(n, k) {
			g.visit(operand)
			g.users[operand] = append(g.users[operand], use{n, k})
		}
	}
	g.backward = append(g.backward, n)
}

// constantNode says whether a node is a number or array that is part of the graph.
func constantNode(n node) bool { return n.Op() != nil && len(graph.Operands(n)) == 0 }

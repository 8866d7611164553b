// Package mutants plants wrong derivatives in graphs, to see that they are
// found.
//
// A [Site] is an operand of an op on a path from a parameter to the cost; a
// [Mutant] is a way to get the derivative there wrong; [Plant] is the graph with
// that error, whose values are the right ones. Whoever adds a model or a check
// runs it over all [Sites] and [Mutants].
package mutants

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
)

// A Build makes a graph for m examples, as graph.Model.Training does.
type Build = func(m int) (*graph.Graph, error)

// A Site is an operand of the op that computes a letter.
type Site struct {
	Letter  string
	Operand int
}

func (s Site) String() string { return fmt.Sprintf("%s, operand %d", s.Letter, s.Operand) }

// Sites are the operands that a gradient flows through: those computed from a
// parameter. The others are operands whose derivative nobody asks for.
func Sites(g *graph.Graph, parameters graph.Parameters) (on, off []Site) {
	moves := map[*gorgonia.Node]bool{}
	for _, p := range parameters {
		moves[g.Node(p.Name)] = true
	}
	for _, q := range g.Quantities() { // operands before results
		for k, operand := range graph.Operands(q.Node) {
			if moves[operand] {
				moves[q.Node] = true
				on = append(on, Site{q.Letter, k})
			} else {
				off = append(off, Site{q.Letter, k})
			}
		}
	}
	return on, off
}

// Applies says whether the mutant can be planted at a site of the graph: it may
// need shapes that are not there.
func (m Mutant) Applies(g *graph.Graph, at Site) bool {
	node := g.Node(at.Letter)
	return m.fits == nil || m.fits(graph.Operands(node), node, at.Operand)
}

// Plant is build with the mutant at a site. It computes the same values.
func Plant(build Build, at Site, mutant Mutant) Build {
	return func(m int) (*graph.Graph, error) {
		g, err := build(m)
		if err != nil {
			return nil, err
		}
		node := g.Node(at.Letter)
		return g.Rebuild(func(n *gorgonia.Node, op gorgonia.Op) gorgonia.Op {
			if n != node {
				return op
			}
			return graph.Planted{
				Op: op, Name: fmt.Sprintf("%s, operand %d", mutant.Name, at.Operand),
				Change: func(in gorgonia.Nodes, out, grad *gorgonia.Node, right gorgonia.Nodes) (gorgonia.Nodes, error) {
					if right[at.Operand] == nil {
						return right, nil // nobody asks for it
					}
					wrong, err := mutant.change(place{in, out, grad, right, at.Operand})
					right[at.Operand] = wrong
					return right, err
				},
			}
		})
	}
}

package selftest

import (
	"fmt"

	"surefoot/graph"
)

// Mutants in which a path from the cost to a parameter is cut, or gone twice.
func init() {
	registerMutants(mutantClass{
		name: "forgotten bias", imitates: "b left out of z, or never updated", ways: forgottenBias,
	})
	registerMutants(mutantClass{
		name: "dropped path", imitates: "one of two uses of a parameter overlooked", ways: droppedPath,
	})
	registerMutants(mutantClass{
		name: "doubled path", imitates: "a derivative accumulated twice", ways: doubledPath,
	})
	registerMutants(mutantClass{
		name: "detached path", imitates: "a detach, or a gradient that is not handed on", everyUse: true,
		ways: func(s site) []way {
			if !s.pure() {
				return nil
			}
			return []way{{"zeros", func(p *planting) node { return p.apply(zeros, p.right) }}}
		},
	})
}

// forgottenBias leaves a bias out of what the gradient side computes anew, and
// has zeros for the gradient by it.
func forgottenBias(s site) []way {
	var ways []way
	for k, operand := range graph.Operands(s.node) {
		if s.biases[operand] && added(s.node, k) {
			ways = append(ways, way{fmt.Sprintf("without operand %d", k), func(p *planting) node {
				return p.again(p.with(k, p.apply(zeros, p.operands[k]))...)
			}})
		}
	}
	for _, c := range s.claims {
		if c.Gradient != s.node {
			continue
		}
		for bias := range s.biases {
			if beneath(bias) == c.Wrt {
				return append(ways, way{"zeros for the gradient by " + c.Wrt.Name(), func(p *planting) node {
					return p.apply(zeros, p.right)
				}})
			}
		}
	}
	return ways
}

// addends are the operands of a sum of two on the gradient side that have the
// shape of the result.
func addends(s site) []int {
	d := s.dossier()
	if d == nil || d.Name != "gorgonia +" {
		return nil
	}
	var out []int
	for k, operand := range graph.Operands(s.node) {
		if graph.Fits(operand.Shape(), s.node.Shape()) {
			out = append(out, k)
		}
	}
	return out
}

func droppedPath(s site) []way {
	var ways []way
	for _, k := range addends(s) {
		ways = append(ways, way{fmt.Sprintf("operand %d alone", k), func(p *planting) node { return p.operands[k] }})
	}
	return ways
}

func doubledPath(s site) []way {
	var ways []way
	for _, k := range addends(s) {
		ways = append(ways, way{fmt.Sprintf("operand %d twice", k), func(p *planting) node {
			return p.plus(p.right, p.operands[k])
		}})
	}
	return ways
}

package verify

import (
	"gorgonia.org/gorgonia"
	"surefoot/graph"
)

// PlantedSum is the model with an error planted in its training graph: the
// derivative of the loss by z comes out as a + y instead of a − y. It is there to
// show that the gate refuses it.
func PlantedSum(model *graph.Model) *graph.Model {
	wrong := *model
	wrong.Training = func(m int) (*graph.Graph, error) {
		g, err := model.Training(m)
		if err != nil {
			return nil, err
		}
		loss := g.Node("L")
		return g.Rebuild(func(n *gorgonia.Node, op gorgonia.Op) gorgonia.Op {
			if n != loss {
				return op
			}
			return graph.Planted{Op: op, Name: "a + y", Change: addLabelTwice}
		})
	}
	return &wrong
}

// addLabelTwice makes grad ⊙ (a − y) into grad ⊙ (a + y).
func addLabelTwice(in gorgonia.Nodes, _, grad *gorgonia.Node, right gorgonia.Nodes) (gorgonia.Nodes, error) {
	y := in[1]
	twice, err := gorgonia.Add(y, y)
	if err != nil {
		return nil, err
	}
	term, err := gorgonia.HadamardProd(grad, twice)
	if err != nil {
		return nil, err
	}
	right[0], err = gorgonia.Add(right[0], term)
	return right, err
}

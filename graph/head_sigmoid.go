package graph

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// The sigmoid head is logistic regression on one logit z (m,1):
//
//	a = σ(z),  L = −(y log a + (1−y) log(1−a)),  dz = a − y.
func init() {
	RegisterHead(&HeadKind{
		Name: "sigmoid",
		Widths: func(width int) error {
			if width != 1 {
				return fmt.Errorf("a sigmoid head takes one logit, not %d", width)
			}
			return nil
		},
		Labels:   func(int) int { return 1 },
		Training: sigmoidTraining,
		Document: func(g *Graph, letter string, z, y, c node) (node, node) {
			y, c = column(g, "y", y), column(g, "c", c)
			return logisticLoss(g, letter, z, y), c
		},
		Formulas: func(letter string) []Formula {
			return []Formula{
				{Quantity: "da/d" + letter, Text: "a(1−a)", By: letter, Of: "a"},
				{Quantity: "dL/da", Text: "−y/a+(1−y)/(1−a)", By: "a"},
				{Quantity: "dL/d" + letter, Text: "a−y", By: letter},
			}
		},
		ByHand: func(m arith.Machine, letter string, z, y, c arith.Value) (Quantities, arith.Value) {
			shape := z.Shape()
			q := crossEntropyByHand(m, z, m.Reshape(y, shape...), m.Reshape(c, shape...))
			return Quantities{
				"a": q["a"], "L": q["L"], "S": q["S"],
				"da/d" + letter: q["da/dz"], "dL/da": q["dL/da"], "dL/d" + letter: q["dz"],
			}, q["dz"]
		},
	})
}

func sigmoidTraining(g *Graph, letter string, z, y, c node) (loss, weights node) {
	y, c = column(g, "y", y), column(g, "c", c)
	formula := fmt.Sprintf("max(%s,0) − y%s + log(1+e^−|%s|)", letter, letter, letter)
	return g.Let("L", formula, func() (node, error) { return ops.CrossEntropy(z, y) }), c
}

// logisticLoss composes L from the derivation's nodes, for z and y of one shape.
func logisticLoss(g *Graph, letter string, z, y node) node {
	a := g.Let("a", "σ("+letter+")", func() (node, error) { return ops.Sigmoid(z) })
	logA := g.Let("log a", "log a", func() (node, error) { return gorgonia.Log(a) })
	first := g.Let("y log a", "y log a", func() (node, error) { return gorgonia.HadamardProd(y, logA) })
	notA := g.Let("1−a", "1 − a", func() (node, error) { return gorgonia.Sub(gorgonia.NewConstant(1.0), a) })
	notY := g.Let("1−y", "1 − y", func() (node, error) { return gorgonia.Sub(gorgonia.NewConstant(1.0), y) })
	logNotA := g.Let("log(1−a)", "log(1−a)", func() (node, error) { return gorgonia.Log(notA) })
	second := g.Let("(1−y) log(1−a)", "(1−y) log(1−a)",
		func() (node, error) { return gorgonia.HadamardProd(notY, logNotA) })
	logLikelihood := g.Let("ℓ", "y log a + (1−y) log(1−a)",
		func() (node, error) { return gorgonia.Add(first, second) })
	return g.Let("L", "−(y log a + (1−y) log(1−a))", func() (node, error) { return gorgonia.Neg(logLikelihood) })
}

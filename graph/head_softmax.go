package graph

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// The softmax head is for K classes, with K logits z (m,K) and labels y (m,K) that are
// 1 in the place of the class and 0 elsewhere:
//
//	a = e^z/Σe^z,  L = −Σ y log a,  dL/da = −y/a,  dz = a − y,
//
// where dz is a Σy − y, should labels not add up to 1.
func init() {
	RegisterHead(&HeadKind{
		Name: "softmax",
		Widths: func(width int) error {
			if width < 2 {
				return fmt.Errorf("a softmax head takes two logits or more, not %d", width)
			}
			return nil
		},
		Labels: func(width int) int { return width },
		Training: func(g *Graph, letter string, z, y, c node) (node, node) {
			formula := fmt.Sprintf("log Σe^%s − Σy%s", letter, letter)
			return g.Let("L", formula, func() (node, error) { return ops.SoftmaxCrossEntropy(z, y) }), c
		},
		Document: softmaxDocument,
		Formulas: func(letter string) []Formula {
			return []Formula{
				{Quantity: "dL/da", Text: "−y/a", By: "a"},
				{Quantity: "dL/d" + letter, Text: "a−y", By: letter},
			}
		},
		ByHand: softmaxByHand,
	})
}

// softmaxDocument composes the loss. The sums over a row are products with ones.
func softmaxDocument(g *Graph, letter string, z, y, c node) (loss, weights node) {
	k := z.Shape()[1]
	e := g.Let("e^"+letter, "e^"+letter, func() (node, error) { return gorgonia.Exp(z) })
	sum := g.Let("Σe^"+letter, "Σe^"+letter, func() (node, error) { return gorgonia.Mul(e, ones(k, k)) })
	a := g.Let("a", "e^"+letter+"/Σe^"+letter, func() (node, error) { return gorgonia.HadamardDiv(e, sum) })
	logA := g.Let("log a", "log a", func() (node, error) { return gorgonia.Log(a) })
	terms := g.Let("y log a", "y log a", func() (node, error) { return gorgonia.HadamardProd(y, logA) })
	logLikelihood := g.Let("ℓ", "Σ y log a", func() (node, error) { return gorgonia.Mul(terms, ones(k)) })
	return g.Let("L", "−Σ y log a", func() (node, error) { return gorgonia.Neg(logLikelihood) }), c
}

// softmaxByHand subtracts from each row a number near its largest, g:
//
//	a = e^(z−g)/Σe^(z−g),  L = Σy log Σe^(z−g) − Σ y(z−g).
func softmaxByHand(m arith.Machine, letter string, z, y, c arith.Value) (Quantities, arith.Value) {
	shape := z.Shape()
	shifted := m.Sub(z, arith.Along(m, m.Anchor(z, 1), shape, 1))
	e := m.Exp(shifted)
	sum, labels := m.Sum(e, 1), m.Sum(y, 1)
	a := m.Div(e, arith.Along(m, sum, shape, 1))
	loss := m.Sub(m.Mul(labels, m.Log(sum)), m.Sum(m.Mul(y, shifted), 1))
	weights := arith.Along(m, c, shape, 1)
	dz := m.Mul(weights, m.Sub(m.Mul(arith.Along(m, labels, shape, 1), a), y))
	return Quantities{
		"a": a, "L": loss, "S": m.Sum(m.Mul(c, loss)),
		"dL/da":         m.Neg(m.Mul(weights, m.Div(y, a))),
		"dL/d" + letter: dz,
	}, dz
}

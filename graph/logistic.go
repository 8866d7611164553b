package graph

import (
	"gorgonia.org/gorgonia"
	"surefoot/ops"
	"surefoot/ops/arith"
)

func init() { RegisterModel("logistic", Logistic) }

// Logistic is logistic regression with n features (D. R. Cox, 1958):
//
//	z = wᵀX + b,  a = σ(z),  L = −(y log a + (1−y) log(1−a)),  S = Σ cL,  J = S/m,
//
// with X (n,m) the table transposed, w (n) and b () starting at 0.
func Logistic(n int) *Model {
	return &Model{
		Name:       "logistic",
		Features:   n,
		Parameters: Parameters{Zero("w", n), Zero("b")},
		Document:   func(m int) (*Graph, error) { return logisticDocument(m, n) },
		Training:   func(m int) (*Graph, error) { return logisticTraining(m, n) },
		Formulas: []Formula{
			{Quantity: "da/dz", Text: "a(1−a)", By: "z", Of: "a"},
			{Quantity: "dL/da", Text: "−y/a+(1−y)/(1−a)", By: "a"},
			{Quantity: "dL/dz", Text: "a−y", By: "z"},
			{Quantity: "dL/dw", Text: "(a−y)x", By: "w"},
			{Quantity: "dL/db", Text: "a−y", By: "b"},
		},
		ByHand: logisticByHand,
		Inner:  []string{"z"},
		Logit:  "z",
		Stages: []Stage{
			{Kind: "dense", Out: "z", Takes: n, Gives: 1, Parameters: []string{"w", "b"}},
			{Kind: "sigmoid", Head: true, In: "z", Takes: 1},
		},
	}
}

type node = *gorgonia.Node

// logisticInputs adds the inputs that both graphs have, and X.
func logisticInputs(g *Graph, m, n int) (x, y, c, w, b node) {
	table := g.Input("table", m, n)
	y, c = g.Input("y", m), g.Input("c", m)
	w, b = g.Parameter("w", n), g.Parameter("b")
	x = g.Let("X", "tableᵀ", func() (node, error) { return gorgonia.Transpose(table, 1, 0) })
	return x, y, c, w, b
}

// weightedSum adds S = Σ cL, for weights and losses of one shape.
func weightedSum(g *Graph, c, loss node) node {
	cost := g.Let("cL", "c ⊙ L", func() (node, error) { return gorgonia.HadamardProd(c, loss) })
	return g.Let("S", "Σ cL", func() (node, error) { return gorgonia.Sum(cost) })
}

// logisticDocument composes the cost from the nodes of the derivation.
func logisticDocument(m, n int) (*Graph, error) {
	g := New()
	x, y, c, w, b := logisticInputs(g, m, n)
	wx := g.Let("wᵀX", "wᵀX", func() (node, error) { return gorgonia.Mul(w, x) })
	z := g.Let("z", "wᵀX + b", func() (node, error) { return gorgonia.Add(wx, b) })
	return g.Done(weightedSum(g, c, logisticLoss(g, "z", z, y)))
}

// logisticTraining has the loss from logits, finite for every finite z.
func logisticTraining(m, n int) (*Graph, error) {
	g := New()
	x, y, c, w, b := logisticInputs(g, m, n)
	z := g.Let("z", "wᵀX + b", func() (node, error) { return ops.Affine(w, x, b) })
	loss := g.Let("L", "max(z,0) − yz + log(1+e^−|z|)", func() (node, error) { return ops.CrossEntropy(z, y) })
	return g.Done(weightedSum(g, c, loss))
}

// logisticByHand is the derivation:
//
//	da/dz = a(1−a),  dL/da = −y/a + (1−y)/(1−a),  dL/dz = a − y,
//	dL/dw = X dzᵀ,   dL/db = Σ dz,
//
// the last four weighted by c, as S is.
func logisticByHand(m arith.Machine, in Inputs) Quantities {
	z := m.Add(m.MatMul(in.Table, in.Parameters["w"]), in.Parameters["b"])
	q := crossEntropyByHand(m, z, in.Y, in.C)
	dz := q["dz"]
	return Quantities{
		"z": z, "a": q["a"], "L": q["L"], "S": q["S"],
		"da/dz": q["da/dz"], "dL/da": q["dL/da"], "dL/dz": dz,
		"dL/dw": m.MatMul(m.Transpose(in.Table, 1, 0), dz),
		"dL/db": m.Sum(dz),
	}
}

// crossEntropyByHand is all that follows from logits z, labels y and weights c of one
// shape: a, L, S, da/dz, and weighted by c dL/da and dL/dz, which is "dz".
func crossEntropyByHand(m arith.Machine, z, y, c arith.Value) Quantities {
	one, zero := arith.Int(m, 1), arith.Int(m, 0)
	a, notA, e := sigmoidByHand(m, z)
	loss := m.Add(m.Sub(m.Select(z, z, zero), m.Mul(y, z)), m.Log1p(e))
	return Quantities{
		"a": a, "L": loss, "S": m.Sum(m.Mul(c, loss)),
		"da/dz": m.Mul(a, notA),
		"dL/da": m.Mul(c, m.Sub(m.Div(m.Sub(one, y), notA), m.Div(y, a))),
		"dz":    m.Mul(c, m.Sub(a, y)),
	}
}

// sigmoidByHand is a = σ(z), 1 − a, and e = e^−|z| with which they are written, so
// that they hold at every z in every arithmetic.
func sigmoidByHand(m arith.Machine, z arith.Value) (a, notA, e arith.Value) {
	one := arith.Int(m, 1)
	e = m.Exp(m.Neg(magnitude(m, z)))
	d := m.Add(one, e)
	return m.Div(m.Select(z, one, e), d), m.Div(m.Select(z, e, one), d), e
}

// magnitude is |z|.
func magnitude(m arith.Machine, z arith.Value) arith.Value { return m.Select(z, z, m.Neg(z)) }

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

// logisticSum adds S = Σ cL.
func logisticSum(g *Graph, c, loss node) node {
	cost := g.Let("cL", "c ⊙ L", func() (node, error) { return gorgonia.HadamardProd(c, loss) })
	return g.Let("S", "Σ cL", func() (node, error) { return gorgonia.Sum(cost) })
}

// logisticDocument composes the cost from the nodes of the derivation.
func logisticDocument(m, n int) (*Graph, error) {
	g := New()
	x, y, c, w, b := logisticInputs(g, m, n)
	wx := g.Let("wᵀX", "wᵀX", func() (node, error) { return gorgonia.Mul(w, x) })
	z := g.Let("z", "wᵀX + b", func() (node, error) { return gorgonia.Add(wx, b) })
	a := g.Let("a", "σ(z)", func() (node, error) { return ops.Sigmoid(z) })
	logA := g.Let("log a", "log a", func() (node, error) { return gorgonia.Log(a) })
	first := g.Let("y log a", "y log a", func() (node, error) { return gorgonia.HadamardProd(y, logA) })
	notA := g.Let("1−a", "1 − a", func() (node, error) { return gorgonia.Sub(gorgonia.NewConstant(1.0), a) })
	notY := g.Let("1−y", "1 − y", func() (node, error) { return gorgonia.Sub(gorgonia.NewConstant(1.0), y) })
	logNotA := g.Let("log(1−a)", "log(1−a)", func() (node, error) { return gorgonia.Log(notA) })
	second := g.Let("(1−y) log(1−a)", "(1−y) log(1−a)",
		func() (node, error) { return gorgonia.HadamardProd(notY, logNotA) })
	logLikelihood := g.Let("ℓ", "y log a + (1−y) log(1−a)",
		func() (node, error) { return gorgonia.Add(first, second) })
	loss := g.Let("L", "−(y log a + (1−y) log(1−a))", func() (node, error) { return gorgonia.Neg(logLikelihood) })
	return g.Done(logisticSum(g, c, loss))
}

// logisticTraining has the loss from logits, finite for every finite z.
func logisticTraining(m, n int) (*Graph, error) {
	g := New()
	x, y, c, w, b := logisticInputs(g, m, n)
	z := g.Let("z", "wᵀX + b", func() (node, error) { return ops.Affine(w, x, b) })
	loss := g.Let("L", "max(z,0) − yz + log(1+e^−|z|)", func() (node, error) { return ops.CrossEntropy(z, y) })
	return g.Done(logisticSum(g, c, loss))
}

// logisticByHand is the derivation:
//
//	da/dz = a(1−a),  dL/da = −y/a + (1−y)/(1−a),  dL/dz = a − y,
//	dL/dw = X dzᵀ,   dL/db = Σ dz,
//
// the last four weighted by c, as S is. σ and L are written with e^−|z|, so that
// they hold at every z in every arithmetic.
func logisticByHand(m arith.Machine, in Inputs) Quantities {
	one, zero := arith.Int(m, 1), arith.Int(m, 0)
	z := m.Add(m.MatMul(in.Table, in.Parameters["w"]), in.Parameters["b"])
	size := m.Select(z, z, m.Neg(z)) // |z|
	e := m.Exp(m.Neg(size))
	d := m.Add(one, e)
	a := m.Div(m.Select(z, one, e), d)
	notA := m.Div(m.Select(z, e, one), d) // 1 − a
	notY := m.Sub(one, in.Y)
	loss := m.Add(m.Sub(m.Select(z, z, zero), m.Mul(in.Y, z)), m.Log1p(e))

	dz := m.Mul(in.C, m.Sub(a, in.Y))
	return Quantities{
		"z": z, "a": a, "L": loss, "S": m.Sum(m.Mul(in.C, loss)),
		"da/dz": m.Mul(a, notA),
		"dL/da": m.Mul(in.C, m.Sub(m.Div(notY, notA), m.Div(in.Y, a))),
		"dL/dz": dz,
		"dL/dw": m.MatMul(m.Transpose(in.Table, 1, 0), dz),
		"dL/db": m.Sum(dz),
	}
}

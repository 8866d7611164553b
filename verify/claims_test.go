package verify

import (
	"testing"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// logisticClaims are what Gorgonia's gradient of logistic regression says: by the
// parameters, on m examples of n features.
func logisticClaims(t testing.TB, document bool, m, n int) []Claim {
	t.Helper()
	model := logisticModel(t, n)
	build := model.Training
	if document {
		build = model.Document
	}
	g, err := derived(build, m)
	if err != nil {
		t.Fatal(err)
	}
	var claims []Claim
	for _, name := range []string{"w", "b"} {
		claims = append(claims, Claim{g.Cost, g.Node(name), g.Derivative(name)})
	}
	return claims
}

func logisticModel(t testing.TB, n int) *graph.Model {
	t.Helper()
	model, err := graph.NewModel("logistic", n)
	if err != nil {
		t.Fatal(err)
	}
	return model
}

// must is a node, or the test's end.
func must(t testing.TB) func(*gorgonia.Node, error) *gorgonia.Node {
	return func(n *gorgonia.Node, err error) *gorgonia.Node {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
}

// differentiated are the claims of Gorgonia's Grad.
func differentiated(t testing.TB, cost *gorgonia.Node, wrt ...*gorgonia.Node) []Claim {
	t.Helper()
	gradients, err := gorgonia.Grad(cost, wrt...)
	if err != nil {
		t.Fatal(err)
	}
	var claims []Claim
	for i, n := range wrt {
		claims = append(claims, Claim{cost, n, gradients[i]})
	}
	return claims
}

// matrix is an input of the given shape.
func matrix(g *gorgonia.ExprGraph, name string, shape ...int) *gorgonia.Node {
	return gorgonia.NewTensor(g, gorgonia.Float64, len(shape), gorgonia.WithName(name), gorgonia.WithShape(shape...))
}

// nativeClaims are those of a mean of h ⊙ z + h, h = log(1+(e^z)²), z = XW + b: of
// Gorgonia's own ops, with two paths to the parameters, square matrices, and a
// bias that is broadcast. (Gorgonia makes a softplus of log(1+e^z).)
func nativeClaims(t testing.TB) []Claim {
	t.Helper()
	g, must := gorgonia.NewGraph(), must(t)
	x, w, b := matrix(g, "X", 3, 3), matrix(g, "W", 3, 3), matrix(g, "b", 1, 3)
	z := must(gorgonia.BroadcastAdd(must(gorgonia.Mul(x, w)), b, nil, []byte{0}))
	h := must(gorgonia.Log1p(must(gorgonia.Square(must(gorgonia.Exp(z))))))
	p := must(gorgonia.Add(must(gorgonia.HadamardProd(h, z)), h))
	cost := must(gorgonia.HadamardDiv(must(gorgonia.Sum(p)), gorgonia.NewConstant(9.0)))
	return differentiated(t, cost, w, b)
}

// ramp is max(z,0) and step its derivative, 0 at 0: ops with a kink, not in the table.
var (
	ramp = &ops.Op{
		Name: "test ramp", Args: []string{"z"}, Formula: "max(z,0)",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			return m.Select(in[0], in[0], arith.Int(m, 0))
		},
		SymDiff: func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
			slope, err := ops.Apply(step, in[0])
			if err != nil {
				return nil, err
			}
			d, err := gorgonia.HadamardProd(grad, slope)
			return gorgonia.Nodes{d}, err
		},
	}
	step = &ops.Op{
		Name: "test step", Args: []string{"z"}, Formula: "1 if z > 0",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			return m.Select(m.Neg(in[0]), arith.Int(m, 0), arith.Int(m, 1))
		},
	}
)

// rampClaims are those of Σ c ⊙ max(w,0), at w if that is given.
func rampClaims(t testing.TB, w ...float64) []Claim {
	t.Helper()
	g, must := gorgonia.NewGraph(), must(t)
	n := gorgonia.NewVector(g, gorgonia.Float64, gorgonia.WithName("w"), gorgonia.WithShape(3))
	c := gorgonia.NewVector(g, gorgonia.Float64, gorgonia.WithName("c"), gorgonia.WithShape(3))
	if w != nil {
		if err := gorgonia.Let(n, tensor.New(tensor.WithShape(3), tensor.WithBacking(w))); err != nil {
			t.Fatal(err)
		}
	}
	p := must(gorgonia.HadamardProd(c, must(ops.Apply(ramp, n))))
	return differentiated(t, must(gorgonia.Sum(p)), n)
}

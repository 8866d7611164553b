package graph_test

import (
	"errors"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
)

// product is S = Σ w ⊙ x for w and x of length 3: the least graph there is to
// differentiate.
func product(t testing.TB) *graph.Graph {
	t.Helper()
	g := graph.New()
	w, x := g.Parameter("w", 3), g.Input("x", 3)
	p := g.Let("p", "w ⊙ x", func() (*gorgonia.Node, error) { return gorgonia.HadamardProd(w, x) })
	return done(t, g, g.Let("S", "Σ p", func() (*gorgonia.Node, error) { return gorgonia.Sum(p) }))
}

func done(t testing.TB, g *graph.Graph, cost *gorgonia.Node) *graph.Graph {
	t.Helper()
	g, err := g.Done(cost)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestANameIsGivenOnce(t *testing.T) {
	twice := map[string]func(g *graph.Graph, x *gorgonia.Node){
		"input after input":         func(g *graph.Graph, _ *gorgonia.Node) { g.Input("x", 2) },
		"parameter after input":     func(g *graph.Graph, _ *gorgonia.Node) { g.Parameter("x", 2) },
		"inner quantity after both": func(g *graph.Graph, x *gorgonia.Node) { g.Let("x", "x", same(x)) },
	}
	for name, again := range twice {
		g := graph.New()
		x := g.Input("x", 2)
		again(g, x)
		if _, err := g.Done(x); !errors.Is(err, graph.ErrName) || !strings.Contains(err.Error(), "x") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func same(x *gorgonia.Node) func() (*gorgonia.Node, error) {
	return func() (*gorgonia.Node, error) { return x, nil }
}

func TestTheFirstErrorOfABuildIsKept(t *testing.T) {
	g := graph.New()
	x, y := g.Input("x", 2), g.Input("y", 3)
	sum := g.Let("s", "x + y", func() (*gorgonia.Node, error) { return gorgonia.Add(x, y) })
	if sum != nil {
		t.Error("a node of two shapes was made")
	}
	if g.Input("z", 1) != nil || g.Let("t", "s", func() (*gorgonia.Node, error) { panic("built on an error") }) != nil {
		t.Error("the build went on after an error")
	}
	if _, err := g.Done(sum); err == nil || !strings.HasPrefix(err.Error(), "s = x + y: ") {
		t.Errorf("error %v does not name the formula", err)
	}
}

func TestQuantitiesAreInTheOrderOfTheirMaking(t *testing.T) {
	g := product(t)
	var letters []string
	for _, q := range g.Quantities() {
		letters = append(letters, q.Letter)
		if g.Node(q.Letter) != q.Node {
			t.Errorf("%s is two nodes", q.Letter)
		}
	}
	if got := strings.Join(letters, " "); got != "w x p S" {
		t.Errorf("quantities %s", got)
	}
	if g.Node("z") != nil {
		t.Error("there is a node z")
	}
}

func TestDerivativesAreThereAfterDerive(t *testing.T) {
	g := product(t)
	if g.Derivative("w") != nil {
		t.Error("a derivative before Derive")
	}
	derive(t, g)
	for letter, want := range map[string]bool{"w": true, "p": true, "S": true, "x": false, "z": false} {
		if got := g.Derivative(letter) != nil; got != want {
			t.Errorf("derivative by %s: %v", letter, got)
		}
	}
}

func TestDeriveIsDoneOnce(t *testing.T) {
	g := derive(t, product(t))
	dw := g.Derivative("w")
	if err := g.Derive(); !errors.Is(err, graph.ErrDerived) {
		t.Errorf("second Derive: %v", err)
	}
	if g.Derivative("w") != dw {
		t.Error("the second Derive changed the derivative")
	}
}

func TestDeriveRefuses(t *testing.T) {
	unreached := graph.New()
	unreached.Parameter("w", 2)
	x := unreached.Input("x", 2)
	sum := unreached.Let("S", "Σ x", func() (*gorgonia.Node, error) { return gorgonia.Sum(x) })

	vector := graph.New()
	w := vector.Parameter("w", 2)
	exp := vector.Let("S", "e^w", func() (*gorgonia.Node, error) { return gorgonia.Exp(w) })

	for name, g := range map[string]*graph.Graph{
		"a parameter on no path to the cost": done(t, unreached, sum),
		"a cost that is not a number":        done(t, vector, exp),
	} {
		if err := g.Derive(); err == nil || !strings.HasPrefix(err.Error(), "differentiate: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// differentiation is how a planted op makes its derivatives.
type differentiation = func(in gorgonia.Nodes, out, grad *gorgonia.Node, right gorgonia.Nodes) (gorgonia.Nodes, error)

// change plants any change of p's derivatives in the product graph.
func change(t *testing.T, change differentiation) *graph.Graph {
	t.Helper()
	return plant(t, product(t), "p", func(op gorgonia.Op) gorgonia.Op {
		return graph.Planted{Op: op, Name: t.Name(), Change: change}
	})
}

func TestADerivativeOfTheWrongShapeIsRefused(t *testing.T) {
	g := change(t, func(_ gorgonia.Nodes, _, _ *gorgonia.Node, right gorgonia.Nodes) (gorgonia.Nodes, error) {
		sum, err := gorgonia.Sum(right[0])
		return gorgonia.Nodes{sum, right[1]}, err
	})
	err := g.Derive()
	if !errors.Is(err, graph.ErrShape) || !strings.Contains(err.Error(), "by w has shape ()") {
		t.Errorf("a derivative () by w (3): %v", err)
	}
}

func TestAPanicInADerivativeIsAnError(t *testing.T) {
	g := change(t, func(gorgonia.Nodes, *gorgonia.Node, *gorgonia.Node, gorgonia.Nodes) (gorgonia.Nodes, error) {
		panic("no such operand")
	})
	if err := g.Derive(); err == nil || !strings.Contains(err.Error(), "no such operand") {
		t.Errorf("Derive: %v", err)
	}
}

func TestAnErrorInADerivativeIsReturned(t *testing.T) {
	failure := errors.New("cannot be differentiated there")
	g := change(t, func(gorgonia.Nodes, *gorgonia.Node, *gorgonia.Node, gorgonia.Nodes) (gorgonia.Nodes, error) {
		return nil, failure
	})
	if err := g.Derive(); err == nil || !strings.Contains(err.Error(), failure.Error()) {
		t.Errorf("Derive: %v", err)
	}
}

package graph_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/graph"
	"surefoot/ops"
)

func TestRebuildIsACopy(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 1))
	model := graph.Logistic(2)
	block := randomBlock(r, 5, 2)
	theta := randomTheta(r, block, 6)
	for _, c := range constructions(model) {
		g := c.built(t, 5)
		copied, err := g.Rebuild(nil)
		if err != nil {
			t.Fatal(err)
		}
		if copied.Fingerprint() != g.Fingerprint() {
			t.Errorf("%s graph: the copy has another structure", c.name)
		}
		want := g.Quantities()
		for i, q := range copied.Quantities() {
			if q.Letter != want[i].Letter || q.Formula != want[i].Formula {
				t.Errorf("%s = %s is %s = %s in the copy", want[i].Letter, want[i].Formula, q.Letter, q.Formula)
			}
			if q.Node == want[i].Node || q.Node.Graph() == want[i].Node.Graph() || !slices.Equal(q.Node.Shape(), want[i].Node.Shape()) {
				t.Errorf("%s is not a node of its own of shape %v", q.Letter, want[i].Node.Shape())
			}
		}
		if copied.Cost != copied.Node("S") {
			t.Errorf("%s graph: the copy's cost is not S", c.name)
		}
		derive(t, g) // each alone can be differentiated, with one result
		derive(t, copied)
		if copied.Fingerprint() != g.Fingerprint() {
			t.Errorf("%s graph: the copy has another gradient", c.name)
		}
		if d := differing(t, copied, model, block, theta); len(d) > 0 {
			t.Errorf("%s graph: the copy differs from the derivation in %v", c.name, d)
		}
	}
}

func TestRebuildKeepsConstants(t *testing.T) {
	g := graph.New()
	w := g.Parameter("w", 2)
	shift := tensor.New(tensor.WithShape(2), tensor.WithBacking([]float64{1, math.Nextafter(1, 2)}))
	moved := g.Let("w + s", "w + s", func() (*gorgonia.Node, error) { return gorgonia.Add(w, gorgonia.NewConstant(shift)) })
	scaled := g.Let("p", "0.1 (w + s)",
		func() (*gorgonia.Node, error) { return gorgonia.HadamardProd(gorgonia.NewConstant(0.1), moved) })
	g = done(t, g, g.Let("S", "Σ p", func() (*gorgonia.Node, error) { return gorgonia.Sum(scaled) }))
	copied, err := g.Rebuild(nil)
	if err != nil {
		t.Fatal(err)
	}
	if copied.Fingerprint() != g.Fingerprint() {
		t.Error("the copy has other constants")
	}
	numbers, err := ops.Numbers(graph.Operands(copied.Node("w + s"))[1].Value())
	if err != nil {
		t.Fatal(err)
	}
	if shift.Float64s()[0] = 2; numbers[0] != 1 {
		t.Error("the copy shares the constant's memory")
	}
}

func TestRebuildKeepsTwoNamesOfOneNode(t *testing.T) {
	g := graph.New()
	w := g.Parameter("w", 2)
	g.Let("v", "w", same(w))
	g = done(t, g, g.Let("S", "Σ w", func() (*gorgonia.Node, error) { return gorgonia.Sum(w) }))
	copied, err := g.Rebuild(nil)
	if err != nil {
		t.Fatal(err)
	}
	if copied.Node("v") != copied.Node("w") || copied.Node("v") == w {
		t.Error("v is not w in the copy")
	}
}

func TestRebuildRefusesADerivedGraph(t *testing.T) {
	if _, err := derive(t, product(t)).Rebuild(nil); !errors.Is(err, graph.ErrDerived) {
		t.Errorf("Rebuild of a differentiated graph: %v", err)
	}
}

func TestRebuildReturnsTheErrorOfAnOpThatDoesNotFit(t *testing.T) {
	g := product(t)
	_, err := g.Rebuild(func(n *gorgonia.Node, op gorgonia.Op) gorgonia.Op {
		if n == g.Node("S") {
			return g.Node("p").Op() // takes two operands
		}
		return op
	})
	if err == nil || !strings.HasPrefix(err.Error(), "rebuild S: ") {
		t.Errorf("Rebuild with a product in place of a sum: %v", err)
	}
}

func TestReplaceSeesEachOpOnce(t *testing.T) {
	for _, c := range constructions(graph.Logistic(2)) {
		g := c.built(t, 5)
		seen := map[*gorgonia.Node]int{}
		_, err := g.Rebuild(func(n *gorgonia.Node, op gorgonia.Op) gorgonia.Op {
			if n.Op().Hashcode() != op.Hashcode() {
				t.Errorf("%v is given with the op %v", n, op)
			}
			seen[n]++
			return op
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range g.Quantities() {
			want := 1
			if q.Formula == "" {
				want = 0
			}
			if seen[q.Node] != want {
				t.Errorf("%s graph: %s went through replace %d times, not %d", c.name, q.Letter, seen[q.Node], want)
			}
		}
	}
}

package graph_test

import (
	"fmt"
	"math"
	"regexp"
	"testing"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/graph"
)

func TestFingerprintDoesNotDependOnLengths(t *testing.T) {
	hexadecimal := regexp.MustCompile("^[0-9a-f]{16}$")
	for i := range 2 {
		seen := map[string]bool{}
		for _, n := range features {
			for _, m := range examples {
				print := constructions(graph.Logistic(n))[i].derived(t, m).Fingerprint()
				if seen[print] = true; !hexadecimal.MatchString(print) {
					t.Errorf("fingerprint %q", print)
				}
			}
		}
		if len(seen) != 1 {
			t.Errorf("one model has the fingerprints %v", seen)
		}
	}
}

func TestFingerprintDoesNotDependOnTheRun(t *testing.T) {
	for _, c := range constructions(graph.Logistic(2)) {
		want := c.derived(t, 5).Fingerprint()
		for range 50 { // Go walks maps in another order each time
			if got := c.derived(t, 5).Fingerprint(); got != want {
				t.Fatalf("%s graph: fingerprint %s, and %s", c.name, got, want)
			}
		}
	}
}

func TestFingerprintCoversTheGradient(t *testing.T) {
	seen := map[string]string{}
	add := func(name string, g *graph.Graph) {
		print := g.Fingerprint()
		if other, taken := seen[print]; taken {
			t.Errorf("%s has the fingerprint of %s", name, other)
		}
		seen[print] = name
	}
	for _, c := range constructions(graph.Logistic(2)) {
		add(c.name+", not differentiated", c.built(t, 5))
		add(c.name, c.derived(t, 5))
		for _, p := range places(c.built(t, 5)) {
			for _, factor := range []float64{2, -1, 1 + 1e-6} {
				planted := scaled(nil, factor, func(operand int) bool { return operand == p.operand })
				g := plant(t, c.built(t, 5), p.letter, func(op gorgonia.Op) gorgonia.Op { planted.Op = op; return planted })
				if g.Fingerprint() != c.built(t, 5).Fingerprint() {
					t.Errorf("%s: the plant at %s changed the cost", c.name, p.letter)
				}
				add(c.name+" with "+planted.Name+" at "+p.letter+" "+string(rune('0'+p.operand)), derive(t, g))
			}
		}
	}
}

// A sample is a graph of w (2,3) and x (2,3), parameter and input, and how it is
// built.
type sample struct {
	name  string
	build func(w, x *gorgonia.Node) (*gorgonia.Node, error)
}

func constant(numbers ...float64) *gorgonia.Node {
	if len(numbers) == 1 {
		return gorgonia.NewConstant(numbers[0])
	}
	return gorgonia.NewConstant(tensor.New(tensor.WithShape(2, 3), tensor.WithBacking(numbers)))
}

func samples() []sample {
	then := func(f func(*gorgonia.Node) (*gorgonia.Node, error), n *gorgonia.Node, err error) (*gorgonia.Node, error) {
		if err != nil {
			return nil, err
		}
		return f(n)
	}
	near := math.Nextafter(3, 4)
	return []sample{
		{"w − x", func(w, x *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.Sub(w, x) }},
		{"x − w: operands exchanged", func(w, x *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.Sub(x, w) }},
		{"w + x: another op", func(w, x *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.Add(w, x) }},
		{"w − w: another operand", func(w, _ *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.Sub(w, w) }},
		{"w: a node dropped", func(w, _ *gorgonia.Node) (*gorgonia.Node, error) { return w, nil }},
		{"e^(w−x): a node more", func(w, x *gorgonia.Node) (*gorgonia.Node, error) {
			n, err := gorgonia.Sub(w, x)
			return then(gorgonia.Exp, n, err)
		}},
		{"w³: no dossier", func(w, _ *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.Cube(w) }},
		{"⌊w⌋: no dossier", func(w, _ *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.Floor(w) }},
		{"3w: a constant", func(w, _ *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.HadamardProd(w, constant(3)) }},
		{"3w: one bit off", func(w, _ *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.HadamardProd(w, constant(near)) }},
		{"w + numbers", func(w, _ *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.Add(w, constant(1, 2, 3, 4, 5, 6)) }},
		{"w + numbers, one bit off", func(w, _ *gorgonia.Node) (*gorgonia.Node, error) {
			return gorgonia.Add(w, constant(1, 2, near, 4, 5, 6))
		}},
	}
}

// summed is the graph of S = Σ (what the sample builds).
func (s sample) summed(t *testing.T, parameters bool, along ...int) *graph.Graph {
	t.Helper()
	g := graph.New()
	add := g.Input
	if parameters {
		add = g.Parameter
	}
	w := add("w", 2, 3)
	x := g.Input("x", 2, 3)
	n := g.Let("n", s.name, func() (*gorgonia.Node, error) { return s.build(w, x) })
	for _, axis := range along {
		from := n
		n = g.Let("sum", "Σ", func() (*gorgonia.Node, error) { return gorgonia.Sum(from, axis) })
	}
	return done(t, g, g.Let("S", "Σ", func() (*gorgonia.Node, error) { return gorgonia.Sum(n) }))
}

func TestFingerprintTellsStructuresApart(t *testing.T) {
	seen := map[string]string{}
	add := func(name string, g *graph.Graph) {
		print := g.Fingerprint()
		if other, taken := seen[print]; taken {
			t.Errorf("%s has the fingerprint of %s", name, other)
		}
		seen[print] = name
	}
	for _, s := range samples() {
		add(s.name, s.summed(t, true))
	}
	first := samples()[0]
	add("w − x with w an input", first.summed(t, false))
	add("w − x summed along 0 first", first.summed(t, true, 0))
	add("w − x summed along 1 first", first.summed(t, true, 1))

	g := graph.New()
	w, v := g.Parameter("w", 2, 3), g.Input("v", 2, 3)
	n := g.Let("n", "w − v", func() (*gorgonia.Node, error) { return gorgonia.Sub(w, v) })
	add("w − v: another input", done(t, g, g.Let("S", "Σ", func() (*gorgonia.Node, error) { return gorgonia.Sum(n) })))

	for _, shape := range [][]int{{6}, {2, 3}} { // alike but for the number of axes
		g := graph.New()
		w, x := g.Parameter("w", shape...), g.Input("x", shape...)
		n := g.Let("n", "w − x", func() (*gorgonia.Node, error) { return gorgonia.Sub(w, x) })
		add(fmt.Sprintf("w − x of shape %v", shape), done(t, g, n))
	}
}

func TestFingerprintDoesNotCoverLetters(t *testing.T) {
	one, other := samples()[0], samples()[0]
	other.name = "another formula"
	if one.summed(t, true).Fingerprint() != other.summed(t, true).Fingerprint() {
		t.Error("the formula's text is covered")
	}
}

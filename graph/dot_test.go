package graph_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/gonum/graph/formats/dot"
	"gorgonia.org/gorgonia"
	"surefoot/graph"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

func drawn(t *testing.T, g *graph.Graph, options graph.DotOptions) string {
	t.Helper()
	var text bytes.Buffer
	if err := g.DOT(&text, options); err != nil {
		t.Fatal(err)
	}
	if _, err := dot.ParseBytes(text.Bytes()); err != nil {
		t.Errorf("not DOT: %v\n%s", err, text.String())
	}
	return text.String()
}

func TestDOTOfTheLogisticGraphs(t *testing.T) {
	for _, c := range constructions(graph.Logistic(2)) {
		for suffix, options := range map[string]graph.DotOptions{"": {}, "_gradient": {Gradient: true}} {
			got := drawn(t, c.derived(t, 5), options)
			golden := filepath.Join("testdata", "logistic_"+c.name+suffix+".dot")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s has changed; look at it with dot -Tsvg, then rewrite it with -update; now:\n%s", golden, got)
			}
		}
	}
}

func TestDOTDoesNotDependOnTheRun(t *testing.T) {
	for _, c := range constructions(graph.Logistic(2)) {
		want := drawn(t, c.derived(t, 5), graph.DotOptions{Gradient: true})
		for range 20 { // Go walks maps in another order each time
			if drawn(t, c.derived(t, 5), graph.DotOptions{Gradient: true}) != want {
				t.Fatalf("two drawings of the %s graph differ", c.name)
			}
		}
	}
}

func TestDOTOfTheCostIsTheSameAfterDerive(t *testing.T) {
	for _, c := range constructions(graph.Logistic(2)) {
		if drawn(t, c.built(t, 5), graph.DotOptions{}) != drawn(t, c.derived(t, 5), graph.DotOptions{}) {
			t.Errorf("the gradient shows in the cost of the %s graph", c.name)
		}
	}
}

func TestDOTRefusesAGradientThatIsNotThere(t *testing.T) {
	if err := product(t).DOT(&bytes.Buffer{}, graph.DotOptions{Gradient: true}); !errors.Is(err, graph.ErrNotDerived) {
		t.Errorf("gradient of a graph that is not differentiated: %v", err)
	}
}

type brokenPipe struct{}

var errPipe = errors.New("broken pipe")

func (brokenPipe) Write([]byte) (int, error) { return 0, errPipe }

func TestDOTReturnsTheWritersError(t *testing.T) {
	if err := product(t).DOT(brokenPipe{}, graph.DotOptions{}); !errors.Is(err, errPipe) {
		t.Errorf("a writer that fails: %v", err)
	}
}

func TestDOTNamesLengthsOnlyWhereTheyTell(t *testing.T) {
	for size, want := range map[[2]int]string{
		{5, 2}: "(n,m) = (2,5)", {4, 4}: "(4,4)", {5, 1}: "(1,5)", {1, 2}: "(2,1)", {1, 1}: "(1,1)",
	} {
		c := constructions(graph.Logistic(size[1]))[1]
		text := drawn(t, c.built(t, size[0]), graph.DotOptions{})
		if !strings.Contains(text, ">"+want+"<") {
			t.Errorf("m=%d, n=%d: X is not shown as %s", size[0], size[1], want)
		}
	}
}

// One graph with all that the logistic ones have not: names that mean something
// to DOT and HTML, a node without a name, two names of one node, one constant
// that is used twice, a derivative that is a node of the cost, an op without a
// dossier, a name that another node's id would take.
func TestDOTOfAnOddGraph(t *testing.T) {
	g := graph.New()
	w, x := g.Parameter("w", 3), g.Input(`<x> & "y" \n`, 3)
	less := g.Let("∂S/∂w", "2w < 2", func() (*gorgonia.Node, error) {
		twice, err := gorgonia.HadamardProd(gorgonia.NewConstant(2.0), w) // no name
		if err != nil {
			return nil, err
		}
		return gorgonia.Sub(twice, gorgonia.NewConstant(2.0))
	})
	g.Let("v", "w", same(w))
	cube := g.Let("cube", "x³", func() (*gorgonia.Node, error) { return gorgonia.Cube(x) })
	p := g.Let("p", "", func() (*gorgonia.Node, error) { return gorgonia.HadamardProd(less, cube) })
	g = done(t, g, g.Let("S", "Σ p", func() (*gorgonia.Node, error) { return gorgonia.Sum(p) }))
	// The derivative by the difference is said to be cube, a node of the cost.
	g = derive(t, plant(t, g, "p", func(op gorgonia.Op) gorgonia.Op {
		toCube := func(in gorgonia.Nodes, _, _ *gorgonia.Node, right gorgonia.Nodes) (gorgonia.Nodes, error) {
			return gorgonia.Nodes{in[1], right[1]}, nil
		}
		return graph.Planted{Op: op, Name: "cube", Change: toCube}
	}))
	text := drawn(t, g, graph.DotOptions{Gradient: true})
	for name, want := range map[string]string{
		"an escaped label":                 `<B>&lt;x&gt; &amp; &#34;y&#34; \n</B>`,
		"an escaped id":                    `"<x> & \"y\" \\n" -> "cube";`,
		"a node without a name":            `label=<2 ⊙ w<BR/>`,
		"a second name":                    `<B>w</B><BR/>= v<BR/>`,
		"one constant":                     `"constant 1" [label="2"`,
		"the constant's second use":        `"constant 2" [label="2"`,
		"a derivative that is in the cost": `<B>cube</B> = x³<BR/>= ∂S/∂(∂S/∂w)<BR/>`,
		"a derivative's id that is taken":  `"∂S/∂w′" [label=<<B>∂S/∂w (dw)</B>`,
		"the planted sum's size":           `(3)</FONT>`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not drawn: %s", name, want)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}

func TestDOTLabelsTheEdgesWhereNoFormulaFits(t *testing.T) {
	g := graph.New()
	w := g.Parameter("w", 3)
	const long = "a_quantity_with_a_name_of_more_than_40_letters"
	exp := g.Let(long, "e^w", func() (*gorgonia.Node, error) { return gorgonia.Exp(w) })
	g = done(t, g, g.Let("S", "Σ", func() (*gorgonia.Node, error) {
		difference, err := gorgonia.Sub(w, exp) // no name
		if err != nil {
			return nil, err
		}
		return gorgonia.Sum(difference)
	}))
	text := drawn(t, derive(t, g), graph.DotOptions{Gradient: true})
	for _, want := range []string{
		`label=<x − y<BR/>`,
		`"w" -> "node 2" [headlabel="x"];`,
		`"` + long + `" -> "node 2" [headlabel="y"];`,
		`(dw)</B> = x + y<BR/>`, // because an operand's formula does not fit
		`"∂S/∂w" -> "node 7" [dir=back, style=dashed, color="#C04F00", taillabel="x"];`,
		`length of x<BR/>`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not drawn in\n%s", want, text)
		}
	}
}

package verify

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// nodesOf measures a graph.
func nodesOf(t *testing.T, given map[*gorgonia.Node][]float64, outputs ...*gorgonia.Node) *GraphPrecision {
	t.Helper()
	p, err := Nodes(t.Context(), given, outputs...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// logisticInputs are numbers for a logistic graph's inputs.
func logisticInputs(g *graph.Graph, model *graph.Model, block graph.Block, seed int64) map[*gorgonia.Node][]float64 {
	theta := RandomParameters(model, block, seed)
	given := map[*gorgonia.Node][]float64{}
	for node, v := range graph.InputsOver(plainly, block, theta).Values(g) {
		given[node] = plainly.Elements(v)
	}
	return given
}

// Both graphs of the model, cost and every derivative, keep their bounds node by node
// and as a whole.
func TestNodesOfTheModelsGraphs(t *testing.T) {
	for _, build := range []func(*graph.Model) func(int) (*graph.Graph, error){
		func(m *graph.Model) func(int) (*graph.Graph, error) { return m.Document },
		func(m *graph.Model) func(int) (*graph.Graph, error) { return m.Training },
	} {
		for _, n := range []int{1, 3, 20} {
			model := graph.Logistic(n)
			block := weighted(9, n, 4)
			g, err := derived(build(model), block.M)
			if err != nil {
				t.Fatal(err)
			}
			outputs := []*gorgonia.Node{g.Cost}
			for _, p := range model.Parameters {
				outputs = append(outputs, g.Derivative(p.Name))
			}
			p := nodesOf(t, logisticInputs(g, model, block, 2), outputs...)
			if p.Verdict() != Pass || len(p.Outputs) != len(outputs) || len(p.Nodes) < 8 {
				t.Errorf("%v of %d nodes", p.Verdict(), len(p.Nodes))
			}
			for _, f := range slices.Concat(p.Nodes, p.Outputs) {
				if f.Verdict != Pass || f.Check != "precision" || f.MaxULP == nil {
					t.Errorf("%s: %v %s", f.Quantity, f.Verdict, f.Witness())
				}
			}
			t.Logf("%d nodes; worst %s = %s: %.3g ulp; cost %.3g ulp", len(p.Nodes), p.Nodes[0].Quantity, p.Nodes[0].Formula, *p.Nodes[0].MaxULP, *p.Outputs[0].MaxULP)
		}
	}
}

// A kernel that is off is accused at its own node, and at no other: what comes after
// it is judged from the numbers that it gets.
func TestNodesFindsTheKernelThatIsOff(t *testing.T) {
	bad := unaryKernel(t, "sigmoid", gorgonias(t, gorgonia.Sigmoid))
	bad.Name = "gorgonia's sigmoid"
	g := graph.New()
	z := g.Input("z", 4)
	scaled := g.Let("u", "z + z", func() (*gorgonia.Node, error) { return gorgonia.Add(z, z) })
	a := g.Let("a", "σ(u)", func() (*gorgonia.Node, error) { return ops.Apply(bad, scaled) })
	sum := g.Let("S", "Σ a²", func() (*gorgonia.Node, error) {
		square, err := gorgonia.Square(a)
		if err != nil {
			return nil, err
		}
		return gorgonia.Sum(square)
	})
	if _, err := g.Done(sum); err != nil {
		t.Fatal(err)
	}
	p := nodesOf(t, map[*gorgonia.Node][]float64{z: {1, -2, 9.75, 0}}, sum)
	worst := p.Nodes[0]
	if worst.Verdict != Fail || worst.Formula != bad.Formula || worst.Worst.Index != 2 || worst.Worst.Got != 1 ||
		!strings.Contains(worst.Diagnosis, "at z = 19.5 is ") {
		t.Errorf("worst: %v %s", worst.Verdict, worst.Witness())
	}
	t.Log(worst.Witness())
	for _, f := range p.Nodes[1:] {
		if f.Verdict != Pass {
			t.Errorf("%s is accused: %s", f.Quantity, f.Witness())
		}
	}
	// The whole graph is off by more than its rounding.
	if out := p.Outputs[0]; out.Verdict != Fail || p.Verdict() != Fail {
		t.Errorf("output: %v %s", out.Verdict, out.Witness())
	}
}

// Cancellation magnifies what came before; no node is to blame, and the whole graph's
// bound says how far it may go.
func TestNodesOfACancellation(t *testing.T) {
	g := graph.New()
	x := g.Input("x", 3)
	e := g.Let("e", "eˣ", func() (*gorgonia.Node, error) { return gorgonia.Exp(x) })
	back := g.Let("d", "log eˣ − x", func() (*gorgonia.Node, error) {
		log, err := gorgonia.Log(e)
		if err != nil {
			return nil, err
		}
		return gorgonia.Sub(log, x)
	})
	p := nodesOf(t, map[*gorgonia.Node][]float64{x: {1e-8, 0.3, 5}}, back)
	for _, f := range p.Nodes {
		if f.Verdict != Pass {
			t.Errorf("%s is accused: %s", f.Quantity, f.Witness())
		}
	}
	if out := p.Outputs[0]; out.Verdict != Pass || !(out.MaxAbs > 0) || !(out.MaxAbs <= out.Bound) {
		t.Errorf("%v: %v of %v", out.Verdict, out.MaxAbs, out.Bound)
	}
}

// What is not a number is never taken for right.
func TestNodesOfWhatIsNotANumber(t *testing.T) {
	g := graph.New()
	x := g.Input("x", 2)
	nan := &ops.Op{
		Name: "lost", Args: []string{"x"}, Formula: "x", Kernel: &arith.Kernel{ULP: 1, Unary: func(x float64) float64 { return x + 0*math.Inf(int(x)) }},
		Meaning: func(_ arith.Machine, in []arith.Value, _ []int) arith.Value { return in[0] },
	}
	lost := g.Let("y", "x", func() (*gorgonia.Node, error) { return ops.Apply(nan, x) })
	sum := g.Let("S", "Σ y", func() (*gorgonia.Node, error) { return gorgonia.Sum(lost) })
	p := nodesOf(t, map[*gorgonia.Node][]float64{x: {1, 2}}, sum)
	if f := p.Nodes[0]; f.Verdict != Fail || !strings.Contains(f.Diagnosis, "not a number, where a value is due") {
		t.Errorf("%v: %s", f.Verdict, f.Witness())
	}
	// The sum of not-a-numbers has no value to be compared with; as a whole, it should
	// have been 3.
	if f := p.Nodes[1]; f.Verdict != Inconclusive {
		t.Errorf("%s: %v", f.Quantity, f.Verdict)
	}
	if f := p.Outputs[0]; f.Verdict != Fail {
		t.Errorf("output: %v %s", f.Verdict, f.Witness())
	}
	// Not-a-number from the start.
	if p := nodesOf(t, map[*gorgonia.Node][]float64{x: {1, math.NaN()}}, lost); p.Verdict() == Pass {
		t.Errorf("of not-a-number: %v", p.Verdict())
	}
}

// stranger is an op that is in no table.
type stranger struct{ gorgonia.Op }

func (stranger) String() string { return "stranger" }

func TestNodesBeyondTheTable(t *testing.T) {
	g := graph.New()
	x := g.Input("x", 2)
	exp := g.Let("e", "eˣ", func() (*gorgonia.Node, error) { return gorgonia.Exp(x) })
	unknown := g.Let("u", "?", func() (*gorgonia.Node, error) { return gorgonia.ApplyOp(stranger{exp.Op()}, exp) })
	sum := g.Let("S", "Σ u", func() (*gorgonia.Node, error) { return gorgonia.Sum(unknown) })
	p := nodesOf(t, map[*gorgonia.Node][]float64{x: {1, 2}}, sum)
	if p.Verdict() != Inconclusive || len(p.Nodes) != 3 || p.Outputs[0].Verdict != Inconclusive {
		t.Fatalf("%v of %d nodes, output %v", p.Verdict(), len(p.Nodes), p.Outputs[0].Verdict)
	}
	for _, f := range p.Nodes {
		if known := f.Quantity == exp.Name(); known != (f.Verdict == Pass) || !known && !strings.Contains(f.Diagnosis, "stranger") {
			t.Errorf("%s: %v %s", f.Quantity, f.Verdict, f.Diagnosis)
		}
	}
}

func TestNodesRefuses(t *testing.T) {
	g := graph.New()
	x := g.Input("x", 2)
	exp := g.Let("e", "eˣ", func() (*gorgonia.Node, error) { return gorgonia.Exp(x) })
	if _, err := Nodes(t.Context(), map[*gorgonia.Node][]float64{x: {1}}, exp); !errors.Is(err, graph.ErrShape) {
		t.Errorf("one number for two: %v", err)
	}
	if _, err := Nodes(t.Context(), nil, exp); err == nil || !strings.Contains(err.Error(), "x has no value") {
		t.Errorf("no number for x: %v", err)
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Nodes(done, map[*gorgonia.Node][]float64{x: {1, 2}}, exp); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

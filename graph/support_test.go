package graph_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops/arith"
	"surefoot/ops/kernel"
)

// The sizes that the tests of the models run over.
var (
	examples = []int{1, 2, 5, 64}
	features = []int{1, 2, 30}
)

// truth is the arithmetic of the identity tests: 200 bits.
var truth = arith.Over[*big.Float]{A: arith.Big{Precision: 200}}

// agreed is the relative distance below which two results over truth are one
// number. 200 bits leave 50 for what cancels: with |z| ≤ 12 no more than 2¹⁸ in
// 1 − σ(z), and a few bits in the sums over the examples.
const agreed = 0x1p-150

// A construction is one of a model's two graphs.
type construction struct {
	name  string
	build func(m int) (*graph.Graph, error)
}

func constructions(model *graph.Model) []construction {
	return []construction{{"document", model.Document}, {"training", model.Training}}
}

// built is the graph for m examples, not differentiated.
func (c construction) built(t testing.TB, m int) *graph.Graph {
	t.Helper()
	g, err := c.build(m)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// derived is the graph for m examples, differentiated.
func (c construction) derived(t testing.TB, m int) *graph.Graph {
	t.Helper()
	return derive(t, c.built(t, m))
}

func derive(t testing.TB, g *graph.Graph) *graph.Graph {
	t.Helper()
	if err := g.Derive(); err != nil {
		t.Fatal(err)
	}
	return g
}

// randomBlock is m examples of n features with both labels, as far as m allows,
// and weights from ½ to 2.
func randomBlock(r *rand.Rand, m, n int) graph.Block {
	table, y := kernel.NewTable[float64](m*n), make([]float64, m)
	for i := range table {
		table[i] = r.NormFloat64()
	}
	first := r.IntN(2)
	for i := range y {
		y[i] = float64((first + i) % 2)
	}
	block := graph.NewBlock(table, y, n)
	for i := range block.C {
		block.C[i] = 0.5 + 1.5*r.Float64()
	}
	return block
}

// randomTheta is parameters at which the largest |z| of the block is the given.
func randomTheta(r *rand.Rand, block graph.Block, largest float64) graph.Parameters {
	theta := graph.Parameters{graph.Zero("w", block.N), graph.Zero("b")}
	w, b := theta.Get("w"), theta.Get("b")
	b[0] = r.NormFloat64()
	for j := range w {
		w[j] = r.NormFloat64()
	}
	reached := 0.0
	for i := range block.M {
		z := b[0]
		for j, wj := range w {
			z += wj * block.Table[i*block.N+j]
		}
		reached = math.Max(reached, math.Abs(z))
	}
	b[0] *= largest / reached
	for j := range w {
		w[j] *= largest / reached
	}
	return theta
}

// claims are what a differentiated graph says to the model's formulas, by their
// names, as far as it has the quantities.
func claims(t testing.TB, m arith.Machine, g *graph.Graph, model *graph.Model, in graph.Inputs) graph.Quantities {
	t.Helper()
	out := graph.Quantities{}
	for _, f := range model.Formulas {
		claim, values := g.Derivative(f.By), in.Values(g)
		if claim == nil || f.Of != "" && g.Derivative(f.Of) == nil {
			continue
		}
		if f.Of != "" {
			ones := make([]float64, arith.Size(g.Node(f.Of).Shape()))
			for i := range ones {
				ones[i] = 1
			}
			values[g.Derivative(f.Of)] = m.Floats(ones, g.Node(f.Of).Shape()...)
		}
		got, err := graph.Interpret(m, values, claim)
		if err != nil {
			t.Fatalf("%s: %v", f.Quantity, err)
		}
		out[f.Quantity] = got[0]
	}
	return out
}

// apart is the largest distance between two arrays over truth, relative to the
// largest number expected.
func apart(got, want arith.Value) float64 {
	x, y := truth.Elements(got), truth.Elements(want)
	if len(x) != len(y) {
		return math.Inf(1)
	}
	distance, size := new(big.Float), new(big.Float)
	for i := range x {
		if x[i] == nil || y[i] == nil {
			return math.Inf(1)
		}
		if d := new(big.Float).Sub(x[i], y[i]); d.Abs(d).Cmp(distance) > 0 {
			distance = d
		}
		if a := new(big.Float).Abs(y[i]); a.Cmp(size) > 0 {
			size = a
		}
	}
	if distance.Sign() == 0 {
		return 0
	}
	q, _ := distance.Quo(distance, size).Float64()
	return q
}

// differing are the formulas in which a graph and the derivation by hand differ,
// over truth, and by how much.
func differing(t testing.TB, g *graph.Graph, model *graph.Model, block graph.Block, theta graph.Parameters) map[string]float64 {
	t.Helper()
	in := graph.InputsOver(truth, block, theta)
	hand, out := model.ByHand(truth, in), map[string]float64{}
	for quantity, claim := range claims(t, truth, g, model, in) {
		if d := apart(claim, hand[quantity]); !(d <= agreed) {
			out[quantity] = d
		}
	}
	return out
}

// scaled is a planted error: the derivatives by the operands that pick chooses
// are multiplied by the factor.
func scaled(op gorgonia.Op, factor float64, pick func(operand int) bool) graph.Planted {
	return graph.Planted{
		Op: op, Name: fmt.Sprintf("times %v", factor),
		Change: func(_ gorgonia.Nodes, _, _ *gorgonia.Node, right gorgonia.Nodes) (gorgonia.Nodes, error) {
			for k := range right {
				if !pick(k) {
					continue
				}
				var err error
				if right[k], err = gorgonia.HadamardProd(gorgonia.NewConstant(factor), right[k]); err != nil {
					return nil, err
				}
			}
			return right, nil
		},
	}
}

// A place is an operand of a node where an error can be planted: there is a path
// from a parameter through it to the cost.
type place struct {
	letter  string // the node's
	operand int
}

// places are all of them, in a graph whose nodes all are quantities.
func places(g *graph.Graph) []place {
	depends := map[*gorgonia.Node]bool{}
	for _, q := range g.Quantities() {
		depends[q.Node] = q.Letter == "w" || q.Letter == "b"
	}
	var out []place
	for _, q := range g.Quantities() { // operands before results
		for k, operand := range graph.Operands(q.Node) {
			if depends[operand] {
				depends[q.Node] = true
				out = append(out, place{q.Letter, k})
			}
		}
	}
	return out
}

// plant is the graph with the op of one node put into another.
func plant(t testing.TB, g *graph.Graph, letter string, planted func(op gorgonia.Op) gorgonia.Op) *graph.Graph {
	t.Helper()
	at := g.Node(letter)
	out, err := g.Rebuild(func(n *gorgonia.Node, op gorgonia.Op) gorgonia.Op {
		if n == at {
			return planted(op)
		}
		return op
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

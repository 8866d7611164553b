package ops_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// A sheet is a graph with small whole numbers for its inputs, on which sums and
// products are exact, whatever their order.
type sheet struct {
	t     *testing.T
	g     *gorgonia.ExprGraph
	known map[*gorgonia.Node]arith.Value
	dice  *rand.Rand
	seen  map[string]bool // dossiers
}

var (
	float64s = arith.Over[float64]{A: arith.Float64{}}
	bounds   = arith.Over[arith.Bounded]{A: arith.Bound{}}
)

func newSheet(t *testing.T) *sheet {
	return &sheet{t, gorgonia.NewGraph(), map[*gorgonia.Node]arith.Value{}, rand.New(rand.NewPCG(41, 42)), map[string]bool{}}
}

// input is a node of whole numbers from 1 to 7.
func (s *sheet) input(shape ...int) *gorgonia.Node {
	node := input(s.g, fmt.Sprintf("x%d", len(s.known)), shape...)
	x := make([]float64, arith.Size(shape))
	for i := range x {
		x[i] = float64(1 + s.dice.IntN(7))
	}
	s.known[node] = float64s.Floats(x, shape...)
	return node
}

func (s *sheet) must(node *gorgonia.Node, err error) *gorgonia.Node {
	s.t.Helper()
	return must(s.t)(node, err)
}

// grad makes Gorgonia add the derivatives of the sum of node to the graph.
func (s *sheet) grad(node *gorgonia.Node) {
	s.t.Helper()
	if !node.IsScalar() {
		node = s.must(gorgonia.Sum(node))
	}
	var inputs gorgonia.Nodes
	for _, n := range s.g.AllNodes() {
		if _, given := s.known[n]; given && n.Op() == nil {
			inputs = append(inputs, n)
		}
	}
	if _, err := gorgonia.Grad(node, inputs...); err != nil {
		s.t.Fatal(err)
	}
}

// compare evaluates every node of the graph by its dossier, and by Gorgonia from
// the same operands.
func (s *sheet) compare() {
	s.t.Helper()
	if failure := s.tryCompare(); failure != "" {
		s.t.Fatal(failure)
	}
}

// tryCompare is compare, but says what Gorgonia cannot compute.
func (s *sheet) tryCompare() string {
	s.t.Helper()
	for _, node := range s.g.AllNodes() {
		if node.Op() == nil || node.Op().Arity() == 0 {
			continue
		}
		got, err := evaluate(float64s, s.known, node)
		if err != nil {
			s.t.Fatal(err)
		}
		if !slices.Equal(got.Shape(), node.Shape()) && arith.Size(got.Shape()) != arith.Size(node.Shape()) {
			s.t.Errorf("%v has shape %v, Gorgonia says %v", node, got.Shape(), node.Shape())
		}
		var in []gorgonia.Value
		var bounded []arith.Value
		for _, operand := range ops.Operands(node) {
			v, err := evaluate(float64s, s.known, operand)
			if err != nil {
				s.t.Fatal(err)
			}
			in = append(in, value(float64s.Float64s(v), operand.Shape()...))
			bounded = append(bounded, bounds.Floats(float64s.Float64s(v), v.Shape()...))
		}
		result, err := node.Op().Do(in...)
		if err != nil {
			return fmt.Sprintf("%v cannot be computed: %v", node.Op(), err)
		}
		s.compareNode(node, result, bounded)
	}
	return ""
}

// exactly are the numbers of 500-bit arithmetic.
var exactly = arith.Over[*big.Float]{A: arith.Big{Precision: 500}}

// compareExact requires that float64's evaluation of the dossier is as near to
// that in high precision as its error bound says.
func (s *sheet) compareExact(node *gorgonia.Node, op *ops.Op, in []arith.Value, got []arith.Bounded) {
	s.t.Helper()
	operands := make([]arith.Value, len(in))
	for k, v := range in {
		operands[k] = exactly.Floats(bounds.Float64s(v), v.Shape()...)
	}
	exact := exactly.Elements(op.Evaluate(exactly, operands, node.Shape()))
	for i, b := range got {
		if exact[i] == nil || math.IsInf(b.E, 1) {
			s.t.Errorf("%v: by the dossier %s element %d is %v ± %g, exactly %v", node, op.Name, i, b.V, b.E, exact[i])
			continue
		}
		off := new(big.Float).Sub(exact[i], big.NewFloat(b.V))
		if off.Abs(off).Cmp(big.NewFloat(b.E*arith.Slack)) > 0 {
			s.t.Errorf("%v: by the dossier %s element %d is %v ± %g, and %.3g off", node, op.Name, i, b.V, b.E, off)
		}
	}
}

// compareNode requires equality where Gorgonia's result is a whole number, as
// everything on the way is then, and that both lie within the bound on rounding
// elsewhere.
func (s *sheet) compareNode(node *gorgonia.Node, result gorgonia.Value, bounded []arith.Value) {
	s.t.Helper()
	op, err := ops.Of(node.Op())
	if err != nil {
		s.t.Fatal(err)
	}
	s.seen[op.Name] = true
	want, err := ops.Numbers(result)
	if err != nil {
		s.t.Fatalf("%v: %v", node, err)
	}
	got := float64s.Float64s(s.known[node])
	errors := bounds.Elements(op.Evaluate(bounds, bounded, node.Shape()))
	if len(got) != len(want) || len(got) != len(errors) {
		s.t.Fatalf("%v: %d numbers by the dossier %s, %d by Gorgonia", node, len(got), op.Name, len(want))
	}
	s.compareRun(node, op, bounded, got)
	s.compareExact(node, op, bounded, errors)
	for i := range got {
		allowed := 2 * errors[i].E * arith.Slack
		if want[i] == math.Trunc(want[i]) {
			allowed = 0
		}
		if !(math.Abs(got[i]-want[i]) <= allowed) {
			s.t.Errorf("%v: by the dossier %s element %d is %v, by Gorgonia %v", node, op.Name, i, got[i], want[i])
		}
	}
}

// compareRun requires of the dossier's Run, where it has one, what compareNode
// requires of Gorgonia.
func (s *sheet) compareRun(node *gorgonia.Node, op *ops.Op, in []arith.Value, want []float64) {
	s.t.Helper()
	out, err := run(op, in, node.Shape())
	if err != nil {
		s.t.Errorf("%v: %v", node, err)
	}
	for i := range out {
		if want[i] == math.Trunc(want[i]) && out[i] != want[i] {
			s.t.Errorf("%v: the Run of %s gives element %d as %v, its meaning %v", node, op.Name, i, out[i], want[i])
		}
	}
}

func (s *sheet) saw(names ...string) {
	s.t.Helper()
	for _, name := range names {
		if !s.seen[name] {
			s.t.Errorf("no node was evaluated by the dossier %q, only %v", name, s.seen)
		}
	}
}

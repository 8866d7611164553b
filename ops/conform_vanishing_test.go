package ops_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// vanishes says that an elementwise op's derivative by operand k is 0 at all sample
// points, as a step's is: no factor makes it wrong.
func vanishes(op *ops.Op, k int) bool {
	if op.Ranks != nil {
		return false
	}
	points := samples(op, rand.New(rand.NewPCG(31, 32)), 24, reach)
	for _, d := range derivative(op, points, k, []int{24}) {
		if d.Sign() != 0 {
			return false
		}
	}
	return true
}

// What vanishes is corrupted by adding to it, on each side alone.
func TestConformanceRefusesADerivativeThatShouldVanish(t *testing.T) {
	found := 0
	for _, op := range ops.All() {
		if !vanishes(op, 0) {
			continue
		}
		found++
		plus := func(f ops.Meaning) ops.Meaning {
			return func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
				return m.Add(f(m, in, shape), m.Mul(in[0], m.Floats([]float64{0x1p-60})))
			}
		}
		meaning, hand, symbolic := *op, *op, *op
		meaning.Meaning = plus(op.Meaning)
		hand.Derivatives = []ops.Meaning{plus(op.Derivatives[0])}
		symbolic.SymDiff = func(in gorgonia.Nodes, out, grad *gorgonia.Node) (gorgonia.Nodes, error) {
			nodes, err := op.SymDiff(in, out, grad)
			if err == nil {
				nodes[0], err = gorgonia.Add(nodes[0], grad)
			}
			return nodes, err
		}
		for side, bad := range map[string]*ops.Op{"forward": &meaning, "by hand": &hand, "symbolic": &symbolic} {
			if err := conform(bad); err == nil || !strings.Contains(err.Error(), side) {
				t.Errorf("%s is corrupted %s: %v", op.Name, side, err)
			}
		}
	}
	if found == 0 {
		t.Error("no op has a derivative that vanishes")
	}
}

package ops_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/ops"
)

func TestRegisterPanicsOnADuplicate(t *testing.T) {
	before := len(ops.All())
	defer func() {
		if p, ok := recover().(string); !ok || !strings.Contains(p, "softplus") {
			t.Errorf("registering softplus again: %v", p)
		}
		if len(ops.All()) != before {
			t.Error("the table has grown")
		}
	}()
	ops.Register(&ops.Op{Name: "softplus"})
}

func TestAllIsSortedAndComplete(t *testing.T) {
	var names []string
	for _, op := range ops.All() {
		names = append(names, op.Name)
	}
	if !slices.IsSorted(names) {
		t.Errorf("%v is not in order", names)
	}
	for _, name := range []string{"affine", "cross-entropy", "log-sigmoid", "residual", "sigmoid", "sigmoid-slope", "softplus"} {
		if !slices.Contains(names, name) {
			t.Errorf("%s is missing", name)
		}
	}
}

// wrapped is an op in disguise, as the planted errors of the verifier are.
type wrapped struct{ gorgonia.Op }

func (w wrapped) Unwrap() gorgonia.Op { return w.Op }

func TestOfUnwraps(t *testing.T) {
	g := gorgonia.NewGraph()
	x := input(g, "x", 3)
	own, native := must(t)(ops.Sigmoid(x)).Op(), must(t)(gorgonia.Exp(x)).Op()
	for _, op := range []gorgonia.Op{wrapped{own}, wrapped{wrapped{own}}} {
		if got, err := ops.Of(op); err != nil || got != named(t, "sigmoid") {
			t.Errorf("a wrapped sigmoid is %v: %v", got, err)
		}
	}
	if got, err := ops.Of(wrapped{native}); err != nil || got.Name != "gorgonia exp" {
		t.Errorf("a wrapped exp is %v: %v", got, err)
	}
	if _, err := ops.Of(wrapped{must(t)(gorgonia.Ceil(x)).Op()}); !errors.Is(err, ops.ErrNoDossier) {
		t.Errorf("a wrapped ceil: %v", err)
	}
}

// Gorgonia merges nodes by hash. Different ops on one operand must not be.
func TestHashes(t *testing.T) {
	g := gorgonia.NewGraph()
	z, y := input(g, "z", 3), input(g, "y", 3)
	hashes := map[uint32]string{}
	nodes := map[*gorgonia.Node]string{}
	for _, op := range ops.All() {
		if op.Ranks != nil {
			continue
		}
		node := must(t)(ops.Apply(op, []*gorgonia.Node{z, y}[:len(op.Args)]...))
		if other, taken := nodes[node]; taken {
			t.Errorf("%s and %s of one operand are one node", op.Name, other)
		}
		if other, taken := hashes[node.Op().Hashcode()]; taken {
			t.Errorf("%s and %s have one hash", op.Name, other)
		}
		nodes[node], hashes[node.Op().Hashcode()] = op.Name, op.Name
		if node.Op().String() != op.Name || node.Op().Arity() != len(op.Args) {
			t.Errorf("%s is %v of %d operands", op.Name, node.Op(), node.Op().Arity())
		}
	}
	a, b := must(t)(ops.CrossEntropy(z, y)), must(t)(ops.CrossEntropy(y, z))
	if a == b {
		t.Error("L(z, y) and L(y, z) are one node")
	}
	if again := must(t)(ops.CrossEntropy(z, y)); again.Hashcode() != a.Hashcode() {
		t.Error("L(z, y) made twice has two hashes")
	}
}

// The builders are their dossiers.
func TestBuilders(t *testing.T) {
	g := gorgonia.NewGraph()
	z, y := input(g, "z", 3), input(g, "y", 3)
	m := must(t)
	for name, node := range map[string]*gorgonia.Node{
		"sigmoid": m(ops.Sigmoid(z)), "softplus": m(ops.Softplus(z)), "log-sigmoid": m(ops.LogSigmoid(z)),
		"cross-entropy": m(ops.CrossEntropy(z, y)), "affine": m(ops.Affine(z, input(g, "X", 3, 2), input(g, "b"))),
	} {
		if op, err := ops.Of(node.Op()); err != nil || op != named(t, name) {
			t.Errorf("the builder of %s makes %v: %v", name, op, err)
		}
	}
}

func TestOpsWithoutSymbolicDerivative(t *testing.T) {
	constant := *named(t, "sigmoid")
	constant.SymDiff = nil
	g := gorgonia.NewGraph()
	z := input(g, "z", 3)
	node := must(t)(ops.Apply(&constant, z))
	op := node.Op().(gorgonia.SDOp)
	if op.DiffWRT(1)[0] {
		t.Error("the op claims to be differentiable")
	}
	if _, err := op.SymDiff(gorgonia.Nodes{z}, node, z); err == nil {
		t.Error("the derivative of an op without one is no error")
	}
}

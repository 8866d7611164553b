package graph_test

import (
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops"
)

func TestThePlantedOpsDossierIsTheInnerOps(t *testing.T) {
	for _, c := range constructions(graph.Logistic(2)) {
		for _, q := range c.built(t, 5).Quantities() {
			if q.Formula == "" {
				continue
			}
			op := q.Node.Op()
			planted := scaled(op, 2, func(int) bool { return true })
			got, err := ops.Of(planted)
			if err != nil {
				t.Errorf("%s: %v", q.Letter, err)
				continue
			}
			if want, _ := ops.Of(op); got.Name != want.Name {
				t.Errorf("%s: the dossier of %s, planted, is %s", q.Letter, want.Name, got.Name)
			}
			if planted.Unwrap() != nil && planted.Unwrap().Hashcode() != op.Hashcode() {
				t.Errorf("%s: the op inside is %v", q.Letter, planted.Unwrap())
			}
		}
	}
}

func TestAPlantedOpIsNotTakenForAnother(t *testing.T) {
	g := product(t)
	op, all := g.Node("p").Op(), func(int) bool { return true }
	twice, thrice := scaled(op, 2, all), scaled(op, 3, all)
	if h := twice.Hashcode(); h == op.Hashcode() || h == thrice.Hashcode() || h != scaled(op, 2, all).Hashcode() {
		t.Error("the hash does not tell the op from itself planted, or one planted error from another")
	}
	w, x := g.Node("w"), g.Node("x")
	nodes := map[*gorgonia.Node]bool{g.Node("p"): true}
	for _, planted := range []gorgonia.Op{twice, thrice} {
		node, err := gorgonia.ApplyOp(planted, w, x)
		if err != nil {
			t.Fatal(err)
		}
		nodes[node] = true
	}
	if len(nodes) != 3 {
		t.Errorf("three different ops of the same operands are %d nodes", len(nodes))
	}
	if text := twice.String(); !strings.Contains(text, "planted") || !strings.Contains(text, "times 2") {
		t.Errorf("a planted op is shown as %q", text)
	}
}

func TestAPlantedErrorOffEveryPathChangesNothing(t *testing.T) {
	// The derivative by y of y log a is asked for by nobody.
	c := constructions(graph.Logistic(2))[0]
	g := derive(t, plant(t, c.built(t, 5), "y log a", func(op gorgonia.Op) gorgonia.Op {
		return scaled(op, 2, func(operand int) bool { return operand == 0 })
	}))
	if g.Fingerprint() != c.derived(t, 5).Fingerprint() {
		t.Error("the gradient changed")
	}
}

func TestAnOpWithoutDerivativeCannotBePlanted(t *testing.T) {
	inner := struct{ gorgonia.Op }{product(t).Node("p").Op()} // hides SymDiff
	planted := graph.Planted{Op: inner, Name: "nothing"}
	for _, differentiable := range planted.DiffWRT(2) {
		if differentiable {
			t.Error("differentiable without a derivative")
		}
	}
	if _, err := planted.SymDiff(nil, nil, nil); err == nil {
		t.Error("a derivative was made from nothing")
	}
}

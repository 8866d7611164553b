package selftest

import (
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/verify"
	"surefoot/verify/mutants"
)

var must = gorgonia.Must

// claimsBy are the claims of Gorgonia's gradient.
func claimsBy(t testing.TB, cost *gorgonia.Node, wrt []*gorgonia.Node) []verify.Claim {
	t.Helper()
	claims, err := verify.Claims(cost, wrt...)
	if err != nil {
		t.Fatal(err)
	}
	return claims
}

// claimsOf are those of one of a model's graphs for m examples.
func claimsOf(model *graph.Model, document bool, m int) (*graph.Graph, []verify.Claim, error) {
	build := model.Training
	if document {
		build = model.Document
	}
	g, err := build(m)
	if err == nil {
		err = g.Derive()
	}
	if err != nil {
		return nil, nil, err
	}
	claims, err := verify.GraphClaims(g)
	return g, claims, err
}

// logisticClaims are those of logistic regression: by the parameters, on m examples
// of n features.
func logisticClaims(t testing.TB, document bool, m, n int) []verify.Claim {
	t.Helper()
	_, claims, err := claimsOf(graph.Logistic(n), document, m)
	if err != nil {
		t.Fatal(err)
	}
	return claims
}

func nativeClaims(t testing.TB) []verify.Claim {
	t.Helper()
	cost, wrt := mutants.Native()
	return claimsBy(t, cost, wrt)
}

func rampClaims(t testing.TB, w ...float64) []verify.Claim {
	t.Helper()
	cost, wrt := mutants.Ramp(w...)
	return claimsBy(t, cost, wrt)
}

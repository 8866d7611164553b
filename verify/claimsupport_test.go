package verify

import (
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/verify/mutants"
)

// claimsBy are the claims of Gorgonia's gradient.
func claimsBy(t testing.TB, cost *gorgonia.Node, wrt []*gorgonia.Node) []Claim {
	t.Helper()
	claims, err := Claims(cost, wrt...)
	if err != nil {
		t.Fatal(err)
	}
	return claims
}

// logisticClaims are those of logistic regression: by the parameters, on m examples
// of n features.
func logisticClaims(t testing.TB, document bool, m, n int) []Claim {
	t.Helper()
	which := map[bool]string{true: "document", false: "training"}[document]
	claims, err := claimsOf(t, buildOf(graph.Logistic(n), which), m)
	if err != nil {
		t.Fatal(err)
	}
	return claims
}

func nativeClaims(t testing.TB) []Claim {
	t.Helper()
	cost, wrt := mutants.Native()
	return claimsBy(t, cost, wrt)
}

func rampClaims(t testing.TB, w ...float64) []Claim {
	t.Helper()
	cost, wrt := mutants.Ramp(w...)
	return claimsBy(t, cost, wrt)
}

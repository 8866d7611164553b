package verify

import (
	"testing"

	"surefoot/graph"
)

// logisticClaims are the claims that Gorgonia's gradient of logistic regression
// makes: by the parameters, on m examples of n features.
func xlogisticClaims(t testing.TB, document bool, m, n int) []Claim {
	t.Helper()
	model, err := graph.NewModel("logistic", n)
	if err != nil {
		t.Fatal(err)
	}
	build := model.Training
	if document {
		build = model.Document
	}
	g, err := derived(build, m)
	if err != nil {
		t.Fatal(err)
	}
	var claims []Claim
	for _, name := range []string{"w", "b"} {
		claims = append(claims, Claim{g.Cost, g.Node(name), g.Derivative(name)})
	}
	return claims
}

func TestSelfTestDump(t *testing.T) {
	for _, document := range []bool{false, true} {
		s, err := SelfTest(t.Context(), logisticClaims(t, document, 4, 2), SelfTestOptions{Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		t.Log(s.Detectors, s.RightChecks)
		for _, c := range s.Classes {
			t.Log(c.Class, c.Wrong, c.Equivalent, c.Caught)
		}
		for _, x := range s.Missed {
			if x.Detector == "numeric" {
				t.Log("missed", x)
			}
		}
		t.Log("undecided", s.Undecided)
		t.Log("false", s.FalseAlarms)
		t.Log("unjudged", s.Unjudged)
		t.Log("unplanted", s.Unplanted)
	}
}

package selftest

import (
	"errors"
	"slices"
	"testing"

	"surefoot/graph"
	"surefoot/verify"
)

func modelClaims(t *testing.T, name string, features, m int) (graph.Block, graph.Parameters, []verify.Claim) {
	t.Helper()
	model, err := graph.NewModel(name, features)
	if err != nil {
		t.Fatal(err)
	}
	block := verify.RandomExamples(model, m, 1)
	theta := verify.RandomParameters(model, block, 1)
	claims, err := ModelClaims(model, block, theta)
	if err != nil {
		t.Fatal(err)
	}
	return block, theta, claims
}

// The identity check passes no wrong gradient of a model and accuses no right one.
func TestIdentityDetectorPassesNoWrongGradient(t *testing.T) {
	for model, perClass := range map[string]int{"logistic": 0, "mlp:2tanh,2relu,2softmax": 2} {
		_, _, claims := modelClaims(t, model, 2, 4)
		result := selfTested(t, claims, Options{Seed: 2, PerClass: perClass, Detectors: []Detector{IdentityDetector(2)}})
		if result.Detectors[0] != "identity" {
			t.Fatalf("the detectors are %v", result.Detectors)
		}
		wrong, caught := 0, 0
		for _, c := range result.Classes {
			wrong, caught = wrong+c.Wrong, caught+c.Caught[0]
		}
		if wrong < 15 || caught == 0 {
			t.Errorf("%s: %d of %d caught", model, caught, wrong)
		}
		for _, m := range slices.Concat(result.Missed, result.FalseAlarms) {
			if m.Detector == "identity" {
				t.Errorf("%s: %v %s", model, m.Mutant, m.Reason)
			}
		}
	}
}

// What is bound to the inputs are copies of the block and the parameters.
func TestModelClaimsBindTheBlockAndTheParameters(t *testing.T) {
	block, theta, claims := modelClaims(t, "mlp:3tanh", 2, 4)
	bound, err := verify.Complete(t.Context(), claims, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]float64{"table": block.Table, "y": block.Y, "c": block.C}
	for _, p := range theta {
		want[p.Name] = p.Values
	}
	for input, numbers := range bound {
		if !slices.Equal(numbers, want[input.Name()]) {
			t.Errorf("%s is %v, want %v", input.Name(), numbers, want[input.Name()])
		}
		delete(want, input.Name())
	}
	if len(want) > 0 {
		t.Errorf("not bound: %v", want)
	}
}

func TestModelClaimsRefuseOtherParameters(t *testing.T) {
	block, theta, _ := modelClaims(t, "logistic", 2, 4)
	if _, err := ModelClaims(graph.Logistic(3), block, theta); !errors.Is(err, graph.ErrShape) {
		t.Errorf("parameters of two features for three: %v", err)
	}
	theta[0].Values = theta[0].Values[:2:2]
	block.Table = block.Table[:6]
	if _, err := ModelClaims(graph.Logistic(2), block, theta); !errors.Is(err, graph.ErrShape) {
		t.Errorf("six numbers for four examples of two features: %v", err)
	}
}

package verifytest_test

import (
	"os"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/verify/verifytest"
)

// The example in the README, and what the README says that it prints.
func TestReadmeExample(t *testing.T) {
	r := &recorder{}
	func(t testing.TB) {
		x := gorgonia.NewVector(gorgonia.NewGraph(), gorgonia.Float64, gorgonia.WithShape(3), gorgonia.WithName("x"))
		cost := gorgonia.Must(gorgonia.Sum(gorgonia.Must(gorgonia.Log2(x))))
		verifytest.Gradients(t, cost, x)
	}(r)
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if len(r.errors) != 1 {
		t.Fatalf("the example does not fail: %q", r.errors)
	}
	for _, line := range strings.Split(r.errors[0], "\n") {
		if !strings.Contains(string(readme), "    "+line+"\n") {
			t.Errorf("the README does not print %q", line)
		}
	}
	for _, line := range []string{
		`x := gorgonia.NewVector(gorgonia.NewGraph(), gorgonia.Float64, gorgonia.WithShape(3), gorgonia.WithName("x"))`,
		`cost := gorgonia.Must(gorgonia.Sum(gorgonia.Must(gorgonia.Log2(x))))`,
		`verifytest.Gradients(t, cost, x)`,
	} {
		if !strings.Contains(string(readme), "\t"+line+"\n") {
			t.Errorf("the README does not have the line %q", line)
		}
	}
}

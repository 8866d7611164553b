package mutants_test

import (
	"fmt"

	"surefoot/graph"
	"surefoot/verify"
	"surefoot/verify/mutants"
)

// Every op that logistic regression is differentiated through in training.
func ExampleSites() {
	model := graph.Logistic(2)
	g, err := model.Training(5)
	if err != nil {
		fmt.Println(err)
		return
	}
	on, _ := mutants.Sites(g, model.Parameters)
	for _, site := range on {
		fmt.Println(site)
	}
	// Output:
	// z, operand 0
	// z, operand 2
	// L, operand 0
	// cL, operand 1
	// S, operand 0
}

// The derivative of the loss by the logit, a billionth too large.
func ExamplePlant() {
	model, block := graph.Logistic(2), verify.RandomBlock(5, 2, 1)
	g, err := mutants.Plant(model.Training, mutants.Site{Letter: "L"}, mutants.Times("a little more", 1+1e-9))(5)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := g.Derive(); err != nil {
		fmt.Println(err)
		return
	}
	findings, err := verify.Formulas(model, g, block, verify.RandomParameters(model, block, 1))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range findings {
		fmt.Println(f.Quantity, f.Verdict, f.Diagnosis)
	}
	// Output:
	// dL/dz fail 1.000000001 times as large
	// dL/dw fail 1.000000001 times as large
	// dL/db fail 1 of 1 wrong, by no mistake that has a name here
}

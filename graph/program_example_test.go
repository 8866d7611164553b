package graph_test

import (
	"fmt"
	"strings"

	"surefoot/graph"
)

// A model's graph is compiled for blocks of examples, and run on a table.
func ExampleProgram() {
	table := []float64{0.5, -1.25, 1, 2, -0.5, 0.25, -1, -2}
	block := graph.NewBlock(table, []float64{1, 1, 0, 0}, 2)
	model := graph.Logistic(2)
	g, err := model.Training(block.M)
	if err == nil {
		err = g.Derive()
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := graph.NewPlan(model, g, block.M, graph.PlanOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	program, err := graph.NewProgram(plan, block.Source(), graph.EngineOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, step := range plan.Describe(block.M).Steps {
		fmt.Println(strings.Join(step.Formulas, "; "))
	}
	e, err := program.Evaluate(model.Parameters)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("S = %.6f, dw = %.4f, db = %.4f\n", e.S, e.Gradient.Get("w"), e.Gradient.Get("b"))
	// Output:
	// z = wᵀX + b
	// L = max(z,0) − yz + log(1+e^−|z|); 1/(1+e^−z) − y
	// cL = c ⊙ L
	// S = Σ cL
	// dz = dL ⊙ (1/(1+e^−z) − y)
	// dw = X·dz
	// db = Σ dz
	// S = 2.772589, dw = [-1.5000 -1.2500], db = [0.0000]
}

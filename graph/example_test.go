package graph_test

import (
	"fmt"

	"surefoot/graph"
	"surefoot/ops/arith"
)

// Logistic regression of three examples with two features: the gradient, derived
// from the graph, evaluated at w = 0, b = 0, where every a is ½.
func Example() {
	model := graph.Logistic(2)
	g, err := model.Document(3)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := g.Derive(); err != nil {
		fmt.Println(err)
		return
	}
	table := []float64{
		1, 2,
		3, 4,
		5, 6,
	}
	block := graph.NewBlock(table, []float64{0, 1, 1}, 2)
	m := arith.Over[float64]{A: arith.Float64{}}
	values := graph.InputsOver(m, block, model.Parameters).Values(g)
	results, err := graph.Interpret(m, values, g.Derivative("z"), g.Derivative("w"), g.Derivative("b"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, name := range []string{"dz", "dw", "db"} {
		fmt.Println(name, m.Float64s(results[i]))
	}
	// Output:
	// dz [0.5 -0.5 -0.5]
	// dw [-3.5 -4]
	// db [-0.5]
}

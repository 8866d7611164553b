package verify_test

import (
	"fmt"

	"surefoot/graph"
	"surefoot/verify"
)

// Logistic regression on a thousand examples, watched while it computes: what it computed is
// passed, and not any more when one number of the gradient is changed by a millionth.
func ExampleNewProjected() {
	model, source := graph.Logistic(3), verify.RandomBlock(1000, 3, 1).Source()
	g, err := model.Training(1000)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := g.Derive(); err != nil {
		fmt.Println(err)
		return
	}
	const seed = 7 // of the vectors that it projects on
	engine, err := verify.NewProjected(model, g, source, seed, graph.EngineOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	e, err := engine.Evaluate(model.Start(1))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("as computed:", engine.Passes(e))

	e.Gradient.Get("w")[1] *= 1 + 1e-6
	fmt.Println("changed:", engine.Passes(e))
	f, _ := engine.Report().Failed()
	fmt.Printf("%v: %s is not %s\n", f.Verdict, f.Quantity, f.Formula)
	// Output:
	// as computed: true
	// changed: false
	// fail: dw is not Σ dz xᵀ
}

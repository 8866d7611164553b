package verify_test

import (
	"context"
	"fmt"

	"surefoot/graph"
	"surefoot/verify"
)

// The derivation's graph on five random examples of two features.
func ExampleDocument() {
	report, err := verify.Document(context.Background(), graph.Logistic(2), verify.RandomBlock(5, 2, 1), 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range report.Checks {
		if f.Check == "formula" {
			fmt.Printf("%s = %s: %v\n", f.Quantity, f.Formula, f.Verdict)
		}
	}
	fmt.Println("all:", report.Verdict)
	// Output:
	// da/dz = a(1−a): pass
	// dL/da = −y/a+(1−y)/(1−a): pass
	// dL/dz = a−y: pass
	// dL/dw = (a−y)x: pass
	// dL/db = a−y: pass
	// all: pass
}

// A model whose training graph has dz = a + y for dz = a − y.
func ExampleStart() {
	model, block := verify.PlantedSum(graph.Logistic(2)), verify.RandomBlock(5, 2, 1)
	started, err := verify.Start(context.Background(), verify.Subject{
		Model: model, Block: block, Theta: model.Parameters, Seed: 1,
		Engine: func(g *graph.Graph, source graph.Source) (graph.Engine, error) {
			return graph.NewEngineOn("program", model, g, source, graph.EngineOptions{})
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	f, _ := started.Report.Failed()
	fmt.Printf("%v: %s should be %g and is %g\n", started.Report.Verdict, f.Quantity, float64(f.Worst.Expected), float64(f.Worst.Got))
	// Output:
	// fail: dL/dz should be -0.5 and is 1.5
}

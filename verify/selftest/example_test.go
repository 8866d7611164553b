package selftest_test

import (
	"context"
	"fmt"

	"surefoot/graph"
	"surefoot/verify"
	"surefoot/verify/selftest"
)

// One wrong gradient of each class in logistic regression. Of a factor next to 1,
// differences in float64 see nothing; see [verify.Check] for what does.
func ExampleRun() {
	g, err := graph.Logistic(2).Training(5)
	if err == nil {
		err = g.Derive()
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	claims, err := verify.GraphClaims(g)
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := selftest.Run(context.Background(), claims, selftest.Options{Seed: 1, PerClass: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, class := range result.Classes {
		if class.Class == "sign" || class.Class == "tiny factor" {
			fmt.Println(class.Class, class.Wrong, result.Detectors, class.Caught)
		}
	}
	// Output:
	// sign 1 [numeric finite differences] [1 1]
	// tiny factor 1 [numeric finite differences] [0 0]
}

package selftest_test

import (
	"context"
	"fmt"
	"slices"

	"surefoot/graph"
	"surefoot/verify"
	"surefoot/verify/selftest"
)

// Constants that are wrong far behind the point are planted in the gradient of
// logistic regression: who finds them?
func Example() {
	model := graph.Logistic(2)
	block := verify.RandomExamples(model, 5, 1)
	claims, err := selftest.ModelClaims(model, block, verify.RandomParameters(model, block, 1))
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := selftest.Run(context.Background(), claims, selftest.Options{
		Seed: 1, PerClass: 4, Detectors: []selftest.Detector{selftest.IdentityDetector(1)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	tiny := slices.IndexFunc(result.Classes, func(c selftest.Tally) bool { return c.Class == "tiny factor" })
	for i, detector := range result.Detectors {
		if detector != "numeric" {
			fmt.Printf("%s: %d of %d\n", detector, result.Classes[tiny].Caught[i], result.Classes[tiny].Wrong)
		}
	}
	// Output:
	// identity: 4 of 4
	// finite differences: 0 of 4
}

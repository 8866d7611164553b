package train_test

import (
	"context"
	"fmt"

	"surefoot/graph"
	"surefoot/train"
)

// Hours of study, and whether the examination was passed.
func ExampleFit() {
	block := graph.NewBlock([]float64{0.5, 1, 1.5, 2.5, 3, 4}, []float64{0, 0, 1, 0, 1, 1}, 1)
	result, err := train.Fit(context.Background(), graph.Logistic(1), block, train.Settings{
		Solver: train.GradientDescent{Rate: 0.5}, Iterations: 2000, Engine: train.Program, Verify: train.VerifyEvery, Seed: 1,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("J from %.3f to %.3f\n", result.History[0].J, result.Last().J)
	fmt.Printf("w = %.3f, b = %.3f\n", result.Parameters.Get("w")[0], result.Parameters.Get("b")[0])
	fmt.Printf("%d updates checked, %d refused\n", result.Verify.StepsChecked, result.Verify.Failures)
	// Output:
	// J from 0.693 to 0.470
	// w = 1.405, b = -2.867
	// 2000 updates checked, 0 refused
}

package metrics_test

import (
	"fmt"

	"surefoot/train/metrics"
)

func ExampleEvaluate() {
	z := []float64{-3, 0.5, 4, -0.5}
	y := []float64{0, 0, 1, 1}
	b := metrics.Evaluate(z, y)
	fmt.Printf("%d of %d right, log loss %.4f\n", b.Right(), b.M, b.LogLoss)
	fmt.Println("missed positives:", b.Confusion[1][0])
	// Output:
	// 2 of 4 right, log loss 0.5037
	// missed positives: 1
}

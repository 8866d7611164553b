package kernel_test

import (
	"fmt"

	"surefoot/ops/kernel"
)

// Predictions of a line, and the slope of their sum by its weights, over the rows of
// a table.
func ExampleDotRows() {
	x, w := []float64{1, 2, 3, 4, 5, 6}, []float64{10, 1}
	z := make([]float64, 3)
	kernel.DotRows(z, x, w)
	dw := make([]float64, 2)
	kernel.AddRows(dw, x, []float64{1, 1, 1}, 1, 3)
	fmt.Println(z, dw)
	// Output:
	// [12 34 56] [9 12]
}

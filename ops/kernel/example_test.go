package kernel_test

import (
	"fmt"

	"surefoot/ops/kernel"
)

// e^709.5 is a float64; on amd64 the Go library says that it is infinite.
func ExampleExp() {
	fmt.Printf("%.6g\n", kernel.Exp(709.5))
	// Output:
	// 1.35499e+308
}

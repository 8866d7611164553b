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

// The losses of three examples and their derivatives, in one pass; the residuals
// take the place of the logits.
func ExampleCrossEntropiesAndResiduals() {
	z, y := []float64{2, -1, 0.5}, []float64{1, 0, 0}
	loss := make([]float64, len(z))
	kernel.CrossEntropiesAndResiduals(loss, z, z, y)
	fmt.Printf("%.4f\n%.4f\n", loss, z)
	// Output:
	// [0.1269 0.3133 0.9741]
	// [-0.1192 0.2689 0.6225]
}

// One of three derivatives is wrong in its tenth decimal.
func ExampleAuditLogits() {
	z, y := []float64{2, -1, 0.5}, []float64{1, 0, 0}
	d, one := make([]float64, len(z)), []float64{1, 1, 1}
	kernel.Residuals(d, z, y)
	d[1] += 1e-10
	var found kernel.Audit
	kernel.AuditLogits(&found, z, y, nil, d, nil, one)
	fmt.Printf("%d is off; the logits add up to %.4f, the derivatives to %.4f\n", found.Off, found.Signed, found.Total)
	// Output:
	// 1 is off; the logits add up to 1.5000, the derivatives to 0.7722
}

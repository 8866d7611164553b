package verifytest_test

import (
	"context"
	"fmt"

	"gorgonia.org/gorgonia"
	"surefoot/verify"
	"surefoot/verify/verifytest"
)

// What a test says of a gradient by hand that lost a factor.
func ExampleFailure() {
	g := gorgonia.NewGraph()
	x := gorgonia.NewVector(g, gorgonia.Float64, gorgonia.WithShape(3), gorgonia.WithName("x"))
	cost := gorgonia.Must(gorgonia.Sum(gorgonia.Must(gorgonia.Square(x))))

	report, err := verify.Check(context.Background(), []verify.Claim{{Cost: cost, Wrt: x, Gradient: x}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(verifytest.Failure(report))
	// Output:
	// ∂cost/∂x is wrong
	//     entry    [0]
	//     true     -1.6049652482221313
	//     claimed  -0.80248262411106563
	//     mistake  half as large
	//     where    at random inputs from N(0, 1²), seed 1
	//     check    identity, seed 1
}

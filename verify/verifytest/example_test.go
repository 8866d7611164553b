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
	//     entry    [2]
	//     true     1.4693352828125605
	//     claimed  0.73466764140628027
	//     mistake  half as large
	//     where    at random inputs from N(0, 1²), seed 1
	//     check    identity, seed 1
}

package verify_test

import (
	"context"
	"fmt"
	"math"

	"gorgonia.org/gorgonia"
	"surefoot/ops"
	"surefoot/ops/arith"
	"surefoot/verify"
)

// A kernel that claims 1 ulp and computes log(1+x) naively is found where it loses
// most: the digits of a small x are gone.
func ExamplePrecisionOf() {
	naive := &ops.Op{
		Name: "naive log1p", Args: []string{"x"}, Formula: "log(1+x)",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value { return m.Log1p(in[0]) },
		Kernel:  &arith.Kernel{ULP: 1, Unary: func(x float64) float64 { return math.Log(1 + x) }},
		Domain:  []ops.Interval{{Low: 0, High: 1}},
	}
	found := verify.PrecisionOf(naive, verify.Float64, 1, 100)
	fmt.Println(found.Verdict, float64(found.Input[0]) < 0x1p-52, found.Worst.Got)
	// Output:
	// fail true 0
}

// Both nodes are computed as well as float64 can, and so is the sum of the two.
func ExampleNodes() {
	g := gorgonia.NewGraph()
	x := gorgonia.NewVector(g, gorgonia.Float64, gorgonia.WithShape(3), gorgonia.WithName("x"))
	a, err := ops.Sigmoid(x)
	if err != nil {
		fmt.Println(err)
		return
	}
	sum, err := gorgonia.Sum(a)
	if err != nil {
		fmt.Println(err)
		return
	}
	precision, err := verify.Nodes(context.Background(), map[*gorgonia.Node][]float64{x: {-40, 0.5, 19.5}}, sum)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range append(precision.Nodes, precision.Outputs...) {
		fmt.Println(f.Formula, f.Verdict)
	}
	// Unordered output:
	// 1/(1+e^−z) pass
	// Σ x pass
	// the whole graph pass
}

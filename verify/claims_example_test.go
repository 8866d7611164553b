package verify_test

import (
	"context"
	"fmt"

	"gorgonia.org/gorgonia"
	"surefoot/ops"
	"surefoot/ops/arith"
	"surefoot/verify"
)

// The gradient of |x|² that Gorgonia derives, checked without a value or a
// tolerance.
func ExampleCheck() {
	g := gorgonia.NewGraph()
	x := gorgonia.NewVector(g, gorgonia.Float64, gorgonia.WithShape(3), gorgonia.WithName("x"))
	cost := gorgonia.Must(gorgonia.Sum(gorgonia.Must(gorgonia.Square(x))))

	claims, err := verify.Claims(cost, x)
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := verify.Check(context.Background(), claims)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Verdict)
	fmt.Println(report.Assurance())
	// Output:
	// pass
	// equal modulo the prime 0x1cb8a56369cf2207, degree ≤ 2, a wrong one passes with probability ≤ 2^−52
}

// A gradient by hand, a factor of 1 + 2⁻⁵² too large: the last bit of a float64.
func ExampleCheck_fail() {
	g := gorgonia.NewGraph()
	x := gorgonia.NewVector(g, gorgonia.Float64, gorgonia.WithShape(3), gorgonia.WithName("x"))
	cost := gorgonia.Must(gorgonia.Sum(gorgonia.Must(gorgonia.Square(x))))
	byHand := gorgonia.Must(gorgonia.HadamardProd(gorgonia.NewConstant(2*(1+0x1p-52)), x))

	report, err := verify.Check(context.Background(), []verify.Claim{{Cost: cost, Wrt: x, Gradient: byHand}})
	if err != nil {
		fmt.Println(err)
		return
	}
	finding, _ := report.Failed()
	fmt.Println(report.Verdict)
	fmt.Println(finding.Place(), finding.Diagnosis)
	// Output:
	// fail
	// ∂cost/∂x[2] 1 + 2^−52 times as large
}

// The dossier of an op whose derivative by hand forgets a factor.
func ExampleCheckOp() {
	cube := &ops.Op{
		Name: "x³", Args: []string{"x"}, Formula: "x³",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			return m.Mul(in[0], m.Mul(in[0], in[0]))
		},
		Derivatives: []ops.Meaning{func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			return m.Mul(in[0], in[0])
		}},
	}
	report, err := verify.CheckOp(context.Background(), cube)
	if err != nil {
		fmt.Println(err)
		return
	}
	finding, _ := report.Failed()
	fmt.Println(finding.Quantity, finding.Formula, finding.Verdict, finding.Diagnosis)
	// Output:
	// ∂x³/∂x by hand fail 1/3 times as large
}

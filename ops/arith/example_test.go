package arith_test

import (
	"fmt"
	"math/big"

	"surefoot/ops/arith"
)

// A dot product with a bound on its rounding error: the last bit may be wrong,
// the others are not.
func ExampleBound() {
	var b arith.Bound
	x := []arith.Bounded{b.Float(0.1), b.Float(0.2), b.Float(0.3)}
	y := []arith.Bounded{b.Float(1), b.Float(2), b.Float(3)}
	dot := b.Dot(x, y)
	fmt.Printf("%.16g ± %.1g\n", dot.V, dot.E)
	// Output: 1.4 ± 5e-16
}

// The derivative of x² eˣ at 1 is 3e.
func ExampleDualOf() {
	d := arith.DualOf[float64]{A: arith.Float64{}}
	x := arith.Dual[float64]{V: 1, D: 1}
	y := d.Mul(d.Mul(x, x), d.Exp(x))
	fmt.Printf("value %.6f, derivative %.6f\n", y.V, y.D)
	// Output: value 2.718282, derivative 8.154845
}

// A meaning is written once, against Machine, and evaluated over any
// arithmetic: in float64 e^−50 is lost beside 1, in 200 bits it is not.
func ExampleOver() {
	softplus := func(m arith.Machine, z arith.Value) arith.Value {
		return m.Log(m.Add(arith.Int(m, 1), m.Exp(z)))
	}
	for _, m := range []arith.Machine{
		arith.Over[float64]{A: arith.Float64{}},
		arith.Over[*big.Float]{A: arith.Big{Precision: 200}},
	} {
		fmt.Println(m.Float64s(softplus(m, m.Floats([]float64{-50})))[0])
	}
	// Output:
	// 0
	// 1.9287498479639178e-22
}

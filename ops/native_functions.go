package ops

import (
	"math"

	"surefoot/ops/arith"
)

// Gorgonia's smooth functions of one number. What it computes in float64 may be
// cruder than the function that it names (its sigmoid is exactly 1 above 19, its
// softplus is x above 16); the dossier is of the function.
func init() {
	for name, op := range map[string]*Op{
		"sin": {
			Name: "gorgonia sin", Args: []string{"x"}, Formula: "sin x", Meaning: unary(arith.Machine.Sin),
			Run: unaries(math.Sin),
		},
		"cos": {
			Name: "gorgonia cos", Args: []string{"x"}, Formula: "cos x", Meaning: unary(arith.Machine.Cos),
			Run: unaries(math.Cos),
		},
		"sqrt": {
			Name: "gorgonia sqrt", Args: []string{"x"}, Formula: "√x", Meaning: unary(arith.Machine.Sqrt),
			Run: unaries(math.Sqrt),
		},
		"invSqrt": {
			Name: "gorgonia inverse sqrt", Args: []string{"x"}, Formula: "1/√x",
			Meaning: unary(func(m arith.Machine, x arith.Value) arith.Value {
				return m.Div(arith.Int(m, 1), m.Sqrt(x))
			}),
			Run: unaries(func(x float64) float64 { return 1 / math.Sqrt(x) }),
		},
		"log2": {
			Name: "gorgonia log2", Args: []string{"x"}, Formula: "log x / log 2",
			Meaning: unary(func(m arith.Machine, x arith.Value) arith.Value {
				return m.Div(m.Log(x), m.Log(arith.Int(m, 2)))
			}),
			Run: unaries(math.Log2),
		},
		"cube": {
			Name: "gorgonia cube", Args: []string{"x"}, Formula: "x³",
			Meaning: unary(func(m arith.Machine, x arith.Value) arith.Value { return m.Mul(m.Mul(x, x), x) }),
			Run:     unaries(func(x float64) float64 { return x * x * x }),
		},
		"tanh": {
			Name: "gorgonia tanh", Args: []string{"x"}, Formula: "(e^2x − 1)/(e^2x + 1)",
			Meaning: unary(func(m arith.Machine, x arith.Value) arith.Value {
				e := m.Expm1(m.Add(x, x)) // full relative precision near 0
				return m.Div(e, m.Add(e, arith.Int(m, 2)))
			}),
			Kernel: &arith.Kernel{Unary: tanhKernel, ULP: 3},
		},
		"sigmoid":  nativeLike(sigmoid, "gorgonia sigmoid"),
		"softplus": nativeLike(softplus, "gorgonia softplus"),
	} {
		register(nativeUnary, name, op)
	}
}

// nativeLike is the dossier of a Gorgonia op that computes what an op of our own
// does: its meaning and kernel, and none of its derivatives.
func nativeLike(own *Op, name string) *Op {
	return &Op{Name: name, Args: own.Args, Formula: own.Formula, Meaning: own.Meaning, Kernel: own.Kernel, Run: own.Run}
}

// tanhKernel is −e/(e + 2) with e = e^−2|x| − 1, and its sign: nothing overflows,
// and near 0 nothing cancels. The error of e, under an ulp, is at most doubled by
// the quotient.
func tanhKernel(x float64) float64 {
	e := math.Expm1(-2 * math.Abs(x))
	return math.Copysign(e/(e+2), x)
}

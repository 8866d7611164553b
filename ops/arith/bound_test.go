package arith_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
	"surefoot/ops/arith"
)

// truth is exact beside float64: 500 bits, 447 more than the numbers judged.
var truth = arith.Big{Precision: 500}

// judge fails unless |V − exact| ≤ E·Slack. Where the exact value does not
// exist, or float64 overflowed, E must be +∞; it is never NaN.
func judge(t rapid.TB, what string, got arith.Bounded, exact *big.Float) {
	t.Helper()
	switch {
	case math.IsNaN(got.E) || got.E < 0:
		t.Errorf("%s: the bound of %v is %v", what, got.V, got.E)
	case math.IsInf(got.E, 0):
	case exact == nil || exact.IsInf() || math.IsNaN(got.V) || math.IsInf(got.V, 0):
		t.Errorf("%s: %v ± %g claims to know %.10g", what, got.V, got.E, exact)
	default:
		widened := new(big.Float).Mul(big.NewFloat(got.E), big.NewFloat(arith.Slack))
		if d := distance(truth.Float(got.V), exact); d.Cmp(widened) > 0 {
			t.Errorf("%s: %v is %.10g off; the bound is %g", what, got.V, d, got.E)
		}
	}
}

// A step of a random expression: over Bound, and over Big.
type step struct {
	name  string
	arity int
	bound func(x ...arith.Bounded) arith.Bounded
	exact func(x ...*big.Float) *big.Float
}

// GoString is what a failing draw prints.
func (s step) GoString() string { return s.name }

func steps() []step {
	var b arith.Bound
	all := []step{
		{"add", 2, func(x ...arith.Bounded) arith.Bounded { return b.Add(x[0], x[1]) }, nil},
		{"sub", 2, func(x ...arith.Bounded) arith.Bounded { return b.Sub(x[0], x[1]) }, nil},
		{"mul", 2, func(x ...arith.Bounded) arith.Bounded { return b.Mul(x[0], x[1]) }, nil},
		{"div", 2, func(x ...arith.Bounded) arith.Bounded { return b.Div(x[0], x[1]) }, nil},
		{"neg", 1, func(x ...arith.Bounded) arith.Bounded { return b.Neg(x[0]) }, nil},
		{"exp", 1, func(x ...arith.Bounded) arith.Bounded { return b.Exp(x[0]) }, nil},
		{"log", 1, func(x ...arith.Bounded) arith.Bounded { return b.Log(x[0]) }, nil},
		{"log1p", 1, func(x ...arith.Bounded) arith.Bounded { return b.Log1p(x[0]) }, nil},
		{"expm1", 1, func(x ...arith.Bounded) arith.Bounded { return b.Expm1(x[0]) }, nil},
		{"sqrt", 1, func(x ...arith.Bounded) arith.Bounded { return b.Sqrt(x[0]) }, nil},
		{"sin", 1, func(x ...arith.Bounded) arith.Bounded { return b.Sin(x[0]) }, nil},
		{"cos", 1, func(x ...arith.Bounded) arith.Bounded { return b.Cos(x[0]) }, nil},
	}
	for i := range all {
		s := &all[i]
		for _, f := range unaries {
			if f.name == s.name {
				s.exact = func(x ...*big.Float) *big.Float { return f.big(truth, x[0]) }
			}
		}
		for _, f := range binaries {
			if f.name == s.name {
				s.exact = func(x ...*big.Float) *big.Float { return f.big(truth, x[0], x[1]) }
			}
		}
	}
	return append(append(all, kernelSteps()...),
		step{
			"dot", 6, func(x ...arith.Bounded) arith.Bounded { return b.Dot(x[:3], x[3:]) },
			func(x ...*big.Float) *big.Float { return truth.Dot(x[:3], x[3:]) },
		},
		step{"sum", 5, func(x ...arith.Bounded) arith.Bounded { return b.Sum(x) }, func(x ...*big.Float) *big.Float { return truth.Sum(x) }})
}

// runKernel is the kernel at x over Bound.
func runKernel(k arith.Kernel, x ...arith.Bounded) arith.Bounded {
	m := arith.Over[arith.Bounded]{A: arith.Bound{}}
	in := make([]arith.Value, len(x))
	for i, v := range x {
		in[i] = arith.NewArray([]arith.Bounded{v})
	}
	out, _ := m.Map(k, in...)
	return m.Elements(out)[0]
}

// kernelSteps are kernels of known error: the logistic function by 64-bit
// arithmetic, one rounding from the truth; and x − y², two.
func kernelSteps() []step {
	logistic := func(b arith.Big, x *big.Float) *big.Float {
		return b.Div(b.Float(1), b.Add(b.Float(1), b.Exp(b.Neg(x))))
	}
	narrow := arith.Big{Precision: 64}
	one := arith.Kernel{ULP: 1, Unary: func(x float64) float64 { return narrow.Float64(logistic(narrow, narrow.Float(x))) }}
	two := arith.Kernel{
		ULP: 2, Binary: func(x, y float64) float64 { return x - y*y },
		Scale: func(x, y float64) float64 { return math.Max(math.Abs(x), y*y) },
	}
	return []step{
		{
			"logistic", 1, func(x ...arith.Bounded) arith.Bounded { return runKernel(one, x...) },
			func(x ...*big.Float) *big.Float { return logistic(truth, x[0]) },
		},
		{
			"x−y²", 2, func(x ...arith.Bounded) arith.Bounded { return runKernel(two, x...) },
			func(x ...*big.Float) *big.Float { return truth.Sub(x[0], truth.Mul(x[1], x[1])) },
		},
	}
}

func leaf() *rapid.Generator[float64] {
	return rapid.OneOf(
		rapid.Float64Range(-3, 3), rapid.Float64Range(0.5, 2), rapid.Float64Range(-800, 800),
		rapid.Map(rapid.IntRange(-4, 4), func(i int) float64 { return float64(i) }),
		rapid.Custom(func(t *rapid.T) float64 {
			return math.Ldexp(rapid.Float64Range(-1, 1).Draw(t, "m"), rapid.IntRange(-1074, 1023).Draw(t, "e"))
		}),
		rapid.SampledFrom([]float64{0x1p-1074, 0x1p-1022, 1e-200, math.MaxFloat64, 709.5, -745.1}),
	)
}

// grow draws an expression, a DAG: every step may take any earlier number.
// It returns how many of the numbers have a finite bound.
func grow(t *rapid.T, leaves *rapid.Generator[float64], all []step, size int) (finite int) {
	var bounds []arith.Bounded
	var exacts []*big.Float
	for range 4 {
		x := leaves.Draw(t, "leaf")
		bounds, exacts = append(bounds, arith.Bound{}.Float(x)), append(exacts, truth.Float(x))
	}
	for range size {
		s := rapid.SampledFrom(all).Draw(t, "op")
		var b []arith.Bounded
		var e []*big.Float
		for range s.arity {
			i := rapid.IntRange(0, len(bounds)-1).Draw(t, "operand")
			b, e = append(b, bounds[i]), append(e, exacts[i])
		}
		bounds, exacts = append(bounds, s.bound(b...)), append(exacts, s.exact(e...))
		judge(t, s.name, bounds[len(bounds)-1], exacts[len(exacts)-1])
		if bounds[len(bounds)-1].E < math.Inf(1) {
			finite++
		}
	}
	return finite
}

func TestBoundHoldsOnRandomExpressions(t *testing.T) {
	all := steps()
	drawn, finite := 0, 0
	checkMany(t, 20000, func(t *rapid.T) {
		finite += grow(t, leaf(), all, 12)
		drawn += 12
	})
	if t.Logf("%d of %d bounds are finite", finite, drawn); 2*finite < drawn {
		t.Error("most bounds say nothing")
	}
}

func TestBoundHoldsOnSpecialValues(t *testing.T) {
	all := steps()
	checkMany(t, 3000, func(t *rapid.T) { grow(t, special(), all, 6) })
}

// Dot and Sum are bounded whatever the order of summation, that of Float64's
// four interleaved sums included.
func TestBoundCoversFloat64DotAndSum(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	var f arith.Float64
	var b arith.Bound
	m := arith.Big{Precision: 1000} // products of these numbers span 2·(2·60 + 53) bits
	for n := range 200 {
		var x, y []float64
		var bx, by []arith.Bounded
		var ex, ey []*big.Float
		for range n {
			v, w := math.Ldexp(random.Float64()-0.5, random.IntN(120)-60), math.Ldexp(random.Float64()-0.5, random.IntN(120)-60)
			x, y = append(x, v), append(y, w)
			bx, by = append(bx, b.Float(v)), append(by, b.Float(w))
			ex, ey = append(ex, m.Float(v)), append(ey, m.Float(w))
		}
		dot, sum := b.Dot(bx, by), b.Sum(bx)
		judge(t, "dot", dot, m.Dot(ex, ey))
		judge(t, "sum", sum, m.Sum(ex))
		judge(t, "Float64's dot", arith.Bounded{V: f.Dot(x, y), E: dot.E}, m.Dot(ex, ey))
		judge(t, "Float64's sum", arith.Bounded{V: f.Sum(x), E: sum.E}, m.Sum(ex))
	}
}

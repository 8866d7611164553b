package verify

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorgonia.org/gorgonia"
	"surefoot/ops"
	"surefoot/ops/arith"
)

var formats = []Format{Float64, Float32}

// opNamed is the op of that name.
func opNamed(t testing.TB, name string) *ops.Op {
	t.Helper()
	for _, op := range ops.All() {
		if op.Name == name {
			return op
		}
	}
	t.Fatalf("no op is named %s", name)
	return nil
}

// logged is a measurement, with its figures in the log.
func logged(t *testing.T, op *ops.Op, format Format) Precision {
	t.Helper()
	p := PrecisionOf(op, format, 1, 400)
	worst := math.Inf(1)
	if p.MaxULP != nil {
		worst = *p.MaxULP
	}
	t.Logf("%s %v: %v, %.4g of %.4g ulp at %v; %d inputs judged, %d not", op.Name, format, p.Verdict, worst, p.Declared, p.Input, p.Judged, p.Unjudged)
	return p
}

// Every op of the table keeps the bound that it declares, in both formats.
func TestEveryOpIsPrecise(t *testing.T) {
	for _, op := range ops.All() {
		for _, format := range formats {
			if p := logged(t, op, format); p.Verdict != Pass || p.Check != "precision" || p.Quantity != op.Name || p.Kernel != (op.Kernel != nil) {
				t.Errorf("%s %v: %s", op.Name, p.Verdict, p.Witness())
			}
		}
	}
}

func TestPrecisionIsReproducible(t *testing.T) {
	op := opNamed(t, "residual")
	first, again := PrecisionOf(op, Float64, 5, 100), PrecisionOf(op, Float64, 5, 100)
	if diff := cmp.Diff(first, again); diff != "" {
		t.Error(diff)
	}
	if other := PrecisionOf(op, Float64, 6, 100); cmp.Equal(first.Input, other.Input) {
		t.Errorf("two seeds have the worst input %v", other.Input)
	}
}

// unaryKernel is an op with another kernel.
func unaryKernel(t *testing.T, name string, kernel arith.Kernel, domain ...ops.Interval) *ops.Op {
	t.Helper()
	op := *opNamed(t, name)
	op.Kernel, op.Domain = &kernel, domain
	return &op
}

// stray is the sigmoid's kernel with its result k numbers off where where says so.
func stray(t *testing.T, k int, where func(z float64) bool) arith.Kernel {
	right := opNamed(t, "sigmoid").Kernel.Unary
	return arith.Kernel{ULP: 2, Unary: func(z float64) float64 {
		if where(z) {
			return Float64.step(right(z), k)
		}
		return right(z)
	}}
}

// finds requires a failure with a witness in the range.
func finds(t *testing.T, op *ops.Op, format Format, in ops.Interval, words ...string) Precision {
	t.Helper()
	p := logged(t, op, format)
	if p.Verdict != Fail || len(p.Input) == 0 || !(in.Low <= float64(p.Input[0]) && float64(p.Input[0]) <= in.High) {
		t.Errorf("%v at %v, want a failure from %v to %v", p.Verdict, p.Input, in.Low, in.High)
	}
	for _, word := range words {
		if !strings.Contains(p.Witness(), word) {
			t.Errorf("no %q in: %s", word, p.Witness())
		}
	}
	return p
}

func TestPrecisionFindsPlantedErrors(t *testing.T) {
	between := func(in ops.Interval) func(float64) bool {
		return func(z float64) bool { return in.Low <= z && z <= in.High }
	}
	// The kernel is up to 1 ulp off by itself: with 3 numbers more, some input of a
	// range is more than 2 off.
	for _, in := range []ops.Interval{{Low: 5, High: 6}, {Low: -0.5, High: -0.4}, {Low: 36.5, High: 37.1}, {Low: -745, High: -720}, {Low: 1e-300, High: 1e-5}} {
		finds(t, unaryKernel(t, "sigmoid", stray(t, 3, between(in))), Float64, in, "where 2 are allowed", "at z = ")
	}
	// An error at a single input, where functions are wont to bend.
	finds(t, unaryKernel(t, "sigmoid", stray(t, -4, func(z float64) bool { return z == 37 })), Float64, ops.Interval{Low: 37, High: 37})
	// One number off is not too far for a kernel that may be 2 off, and is for a
	// tenth of that.
	nearly := stray(t, 1, func(z float64) bool { return z > 1 && z < 2 })
	if p := logged(t, unaryKernel(t, "sigmoid", nearly), Float64); p.Verdict != Pass {
		t.Errorf("one number off: %s", p.Witness())
	}
	nearly.ULP = 0.2
	finds(t, unaryKernel(t, "sigmoid", nearly), Float64, everyNumber)
}

var everyNumber = ops.Interval{Low: -math.MaxFloat64, High: math.MaxFloat64}

func TestPrecisionFindsWhatIsNotANumber(t *testing.T) {
	nan := arith.Kernel{ULP: 2, Unary: func(z float64) float64 { return math.Exp(z) / (math.Exp(z) + 1) }}
	for _, format := range formats { // ∞/∞
		finds(t, unaryKernel(t, "sigmoid", nan), format, ops.Interval{Low: 709, High: math.MaxFloat64}, "not a number, where a value is due")
	}
	// Where log(1+e^z) has no reference, a NaN is none the less wrong.
	far := opNamed(t, "softplus").Kernel.Unary
	lost := arith.Kernel{ULP: 2, Unary: func(z float64) float64 { return far(z) + 0*(z*1e300) }}
	finds(t, unaryKernel(t, "softplus", lost, ops.Interval{Low: 1e9, High: 1e30}), Float64, ops.Interval{Low: 1e9, High: 1e30})
	// A number where there is none.
	log := &ops.Op{
		Name: "log", Args: []string{"x"}, Formula: "log x", Kernel: &arith.Kernel{ULP: 1, Unary: func(x float64) float64 { return math.Log(math.Max(x, 0x1p-1022)) }},
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value { return m.Log(in[0]) },
	}
	finds(t, log, Float64, ops.Interval{Low: -math.MaxFloat64, High: 0x1p-1022})
	// The naive formula overflows from 710 on.
	naive := arith.Kernel{ULP: 2, Unary: func(z float64) float64 { return math.Log1p(math.Exp(z)) }}
	finds(t, unaryKernel(t, "softplus", naive, ops.Interval{Low: 600, High: 1e6}), Float64, ops.Interval{Low: 709, High: 1e6}, "got +Inf")
}

func TestPrecisionFindsPlantedErrorsInFloat32(t *testing.T) {
	sigmoid := opNamed(t, "sigmoid")
	kernel := *sigmoid.Kernel
	for _, c := range []struct {
		what string
		ulp  float64
		f    func(z float32) float32
		in   ops.Interval
	}{
		{"half and half a unit", 0.5, func(z float32) float32 {
			x := sigmoid.Kernel.Apply32(z)
			if z > 2 && z < 3 {
				return math.Nextafter32(x, 2)
			}
			return x
		}, ops.Interval{Low: 2, High: 3}},
		{"3 units of 2", 2, func(z float32) float32 {
			x := sigmoid.Kernel.Apply32(z)
			if z > -80 && z < -70 {
				return math.Nextafter32(math.Nextafter32(math.Nextafter32(x, 2), 2), 2)
			}
			return x
		}, ops.Interval{Low: -80, High: -70}},
		{"not a number", 2, func(z float32) float32 {
			if z > 88 && z < 89 {
				return float32(math.NaN())
			}
			return sigmoid.Kernel.Apply32(z)
		}, ops.Interval{Low: 88, High: 89}},
		{"0 where the result is subnormal", 2, func(z float32) float32 {
			if z < -88 {
				return 0
			}
			return sigmoid.Kernel.Apply32(z)
		}, ops.Interval{Low: -104, High: -88}},
	} {
		kernel.Single = &arith.Single{Unary: c.f, ULP: c.ulp}
		op := unaryKernel(t, "sigmoid", kernel)
		finds(t, op, Float32, c.in, "in float32")
		if p := logged(t, op, Float64); p.Verdict != Pass {
			t.Errorf("%s in float32: the float64 kernel is accused: %s", c.what, p.Witness())
		}
	}
}

// Without a kernel, an op is its meaning as it stands, to running error analysis.
func TestPrecisionWithoutAKernel(t *testing.T) {
	square := &ops.Op{
		Name: "square", Args: []string{"x"}, Formula: "x²",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value { return m.Mul(in[0], in[0]) },
	}
	ratio := &ops.Op{
		Name: "ratio", Args: []string{"x", "y"}, Formula: "(x−y)/(x+y)",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			return m.Div(m.Sub(in[0], in[1]), m.Add(in[0], in[1]))
		},
	}
	zero := &ops.Op{ // but for rounding
		Name: "zero", Args: []string{"x"}, Formula: "((x+1)−1)−x",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			one := arith.Int(m, 1)
			return m.Sub(m.Sub(m.Add(in[0], one), one), in[0])
		},
	}
	for _, op := range []*ops.Op{square, ratio, zero} {
		for _, format := range formats {
			if p := logged(t, op, format); p.Verdict != Pass || p.Kernel || !(*p.MaxULP > 0.4) {
				t.Errorf("%s in %v: %s", op.Name, format, p.Witness())
			}
		}
	}
	softplus := *opNamed(t, "softplus")
	softplus.Kernel, softplus.Run = nil, ops.Runs{}
	finds(t, &softplus, Float64, ops.Interval{Low: 709, High: math.MaxFloat64}, "got +Inf")
}

func TestPrecisionWithoutAReference(t *testing.T) {
	op := *opNamed(t, "softplus")
	op.Domain = []ops.Interval{{Low: 1e9, High: 1e30}}
	if p := logged(t, &op, Float64); p.Verdict != Inconclusive || p.Judged != 0 {
		t.Errorf("%v: %s", p.Verdict, p.Diagnosis)
	}
	noShapes := ops.Op{Name: "none", Args: []string{"x"}, Ranks: []int{1, 1}, Meaning: op.Meaning, Shape: func([][]int) ([]int, error) { return nil, ErrRefused }}
	if p := PrecisionOf(&noShapes, Float64, 1, 10); p.Verdict != Inconclusive {
		t.Errorf("%v for an op that accepts no shape", p.Verdict)
	}
}

// The references against formulas in 2000 bits that lose nothing anywhere.
func TestReferences(t *testing.T) {
	high := arith.Big{Precision: 2000}
	positive := func(z float64) *big.Float { return high.Log1p(high.Exp(high.Float(-z))) } // softplus(z) − z, z ≥ 0
	exact := map[string]func(z float64) *big.Float{
		"softplus": func(z float64) *big.Float { return high.Add(high.Float(math.Max(z, 0)), positive(math.Abs(z))) },
		"log-sigmoid": func(z float64) *big.Float {
			return high.Neg(high.Add(high.Float(math.Max(-z, 0)), positive(math.Abs(z))))
		},
		"cross-entropy": func(z float64) *big.Float { return high.Add(high.Float(math.Max(-z, 0)), positive(math.Abs(z))) },
	}
	for name, f := range exact {
		for _, z := range []float64{0, 0x1p-1074, 1e-300, 1e-17, 0.5, 19, 37, 40, 150, 700, 745, 800, 2000, 1e5, 1e8, 5e8} {
			for _, z := range []float64{z, -z} {
				x := []float64{z, 1}
				op := opNamed(t, name)
				for _, format := range formats {
					r := references(op, elementwise(x[:len(op.Args)]).in, nil, format)[0]
					if want := f(z); !r.known || !format.agree(r.value, want) {
						t.Errorf("%s(%v) in %v: %v, known %v; %.20g is right", name, z, format, r.value, r.known, want)
					}
				}
			}
		}
	}
	// Beyond the exponential's range nothing is said, rather than something wrong.
	for _, z := range []float64{1e9, 1e10, 1e300} {
		for _, y := range []float64{0, 0.5, 1} {
			if r := references(opNamed(t, "cross-entropy"), elementwise([]float64{z, y}).in, nil, Float64)[0]; r.known {
				t.Errorf("cross-entropy(%v, %v) = %v is said to be known", z, y, r.value)
			}
		}
	}
}

// gorgonias is a kernel that runs one of Gorgonia's own ops, claimed to be as good as
// ours.
func gorgonias(t *testing.T, apply func(*gorgonia.Node) (*gorgonia.Node, error)) arith.Kernel {
	t.Helper()
	op := func(of gorgonia.Value) gorgonia.Op {
		x := gorgonia.NewScalar(gorgonia.NewGraph(), of.Dtype(), gorgonia.WithName("x"))
		node, err := apply(x)
		if err != nil {
			t.Fatal(err)
		}
		return node.Op()
	}
	wide, narrow := op(gorgonia.NewF64(0)), op(gorgonia.NewF32(0))
	do := func(op gorgonia.Op, x gorgonia.Value) any {
		v, err := op.Do(x)
		if err != nil {
			t.Fatal(err)
		}
		return v.Data()
	}
	return arith.Kernel{
		ULP:   2,
		Unary: func(x float64) float64 { return do(wide, gorgonia.NewF64(x)).(float64) },
		Single: &arith.Single{
			ULP:   2,
			Unary: func(x float32) float32 { return do(narrow, gorgonia.NewF32(x)).(float32) },
		},
	}
}

// Gorgonia's own sigmoid is 1 from 19 on (15 in float32), its softplus is x from 16 on
// (14): the errors are found where they are made.
func TestPrecisionOfGorgoniasKernels(t *testing.T) {
	tanh := &ops.Op{
		Name: "tanh", Args: []string{"z"}, Formula: "(e^2z − 1)/(e^2z + 1)",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			e := m.Expm1(m.Add(in[0], in[0]))
			return m.Div(e, m.Add(e, arith.Int(m, 2)))
		},
	}
	kernel := gorgonias(t, gorgonia.Tanh)
	tanh.Kernel = &kernel
	for _, format := range formats {
		logged(t, tanh, format)
		logged(t, unaryKernel(t, "sigmoid", gorgonias(t, gorgonia.Sigmoid)), format)
		logged(t, unaryKernel(t, "softplus", gorgonias(t, gorgonia.Softplus)), format)
	}
	positive := ops.Interval{Low: 0, High: 1e6}
	sigmoid := unaryKernel(t, "sigmoid", gorgonias(t, gorgonia.Sigmoid), positive)
	softplus := unaryKernel(t, "softplus", gorgonias(t, gorgonia.Softplus), positive)
	for _, c := range []struct {
		op     *ops.Op
		format Format
		in     ops.Interval
		atMost float64 // ulp
	}{
		{sigmoid, Float64, ops.Interval{Low: 19, High: 20}, 1e8},
		{sigmoid, Float32, ops.Interval{Low: 15, High: 16}, 10},
		{softplus, Float64, ops.Interval{Low: 16, High: 17}, 1e9},
	} {
		if p := finds(t, c.op, c.format, c.in); !(*p.MaxULP > 2 && *p.MaxULP < c.atMost) {
			t.Errorf("%s in %v is %v ulp off", c.op.Name, c.format, *p.MaxULP)
		}
	}
}

package ops_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"surefoot/ops/arith"
)

// high carries 200 bits: no reference below loses any of them by cancellation.
var high = arith.Big{Precision: 200}

// softplus is log(1+e^z), as z + log(1+e^−z) where e^z could overflow.
func softplus(z *big.Float) *big.Float {
	if z.Sign() > 0 {
		return high.Add(z, softplus(high.Neg(z)))
	}
	return high.Log1p(high.Exp(z))
}

// sigmoid is e^z/(1+e^z), as 1/(1+e^−z) where e^z could overflow.
func sigmoid(z *big.Float) *big.Float {
	if z.Sign() > 0 {
		return high.Div(high.Float(1), high.Add(high.Float(1), high.Exp(high.Neg(z))))
	}
	e := high.Exp(z)
	return high.Div(e, high.Add(high.Float(1), e))
}

// precise says what an op is, to 200 bits, and how far its kernel may be off.
// y is the label of binary ops and 0 else.
var precise = []struct {
	op    string
	limit float64 // in ulp: 2 for values, 4 for derivatives
	exact func(z, y float64) *big.Float
}{
	{"sigmoid", 2, func(z, _ float64) *big.Float { return sigmoid(high.Float(z)) }},
	{"softplus", 2, func(z, _ float64) *big.Float { return softplus(high.Float(z)) }},
	{"log-sigmoid", 2, func(z, _ float64) *big.Float { return high.Neg(softplus(high.Float(-z))) }},
	{"sigmoid-slope", 4, func(z, _ float64) *big.Float {
		return high.Mul(sigmoid(high.Float(z)), sigmoid(high.Float(-z)))
	}},
	{"cross-entropy", 2, func(z, y float64) *big.Float { // y softplus(−z) + (1−y) softplus(z): no term is negative
		label, rest := high.Float(y), high.Sub(high.Float(1), high.Float(y))
		return high.Add(high.Mul(label, softplus(high.Float(-z))), high.Mul(rest, softplus(high.Float(z))))
	}},
	{"residual", 4, func(z, y float64) *big.Float {
		if y == 1 { // σ(z) − 1 = −σ(−z)
			return high.Neg(sigmoid(high.Float(-z)))
		}
		return high.Sub(sigmoid(high.Float(z)), high.Float(y))
	}},
}

// logits are finite numbers of every size: where something happens, uniform in
// their bits, and uniform in the ranges where the kernels bend.
func logits(count int) []float64 {
	random := rand.New(rand.NewPCG(21, 22))
	var z []float64
	for _, x := range []float64{
		0, 0x1p-1074, 0x1p-1022, 1e-300, 1e-17, 0x1p-53, 1e-8, 0.5, 1, 2, 16, 19, 19.5, 36.7368005696771, 36.8, 37, 37.5,
		39.999, 40, 40.001, 54, 708.396, 709.43, 709.7, 709.78, 709.782712893384, 710, 740, 744.44, 745.13, 745.1332191019411,
		745.2, 746, 799, 800, 801, 1000, 1e5, 1e10, 1e300, math.MaxFloat64,
	} {
		z = append(z, x, -x)
	}
	for range count {
		if x := math.Float64frombits(random.Uint64()); !math.IsNaN(x) && !math.IsInf(x, 0) {
			z = append(z, x)
		}
		for _, width := range []float64{1, 5, 40, 750} {
			z = append(z, width*(2*random.Float64()-1))
		}
		z = append(z, 37+random.Float64(), -37-random.Float64(), -708-38*random.Float64(),
			math.Copysign(math.Ldexp(1, -random.IntN(60)), random.Float64()-0.5))
		// Where e^−|z| is just above a power of two and e^−|z|/(1+e^−|z|) just below
		// it, an error of the first counts twice in the second.
		k := 1 + random.IntN(30)
		z = append(z, -float64(k)*math.Ln2+random.Float64()*math.Ldexp(1, -k))
	}
	return z
}

// Every kernel keeps the bound it declares, for every finite logit and hard
// labels, subnormal results included.
func TestPrecision(t *testing.T) {
	z := logits(1500)
	for _, p := range precise {
		kernel := named(t, p.op).Kernel
		if kernel.ULP > p.limit {
			t.Errorf("%s declares %v ulp, more than %v", p.op, kernel.ULP, p.limit)
		}
		labels := []float64{0, 1}
		if kernel.Binary == nil {
			labels = labels[:1]
		}
		worst, at := 0.0, [2]float64{}
		for _, x := range z {
			for _, y := range labels {
				if off := units(kernel.Apply(x, y), p.exact(x, y), 0); !(off <= worst) {
					worst, at = off, [2]float64{x, y}
				}
			}
		}
		if t.Logf("%-13s worst %.3f ulp at z = %v, y = %v", p.op, worst, at[0], at[1]); !(worst <= kernel.ULP) {
			t.Errorf("%s(%v, %v) = %v is %.3f ulp off; it declares %v", p.op, at[0], at[1], kernel.Apply(at[:]...), worst, kernel.ULP)
		}
	}
}

// A label between 0 and 1 keeps the bound, counted where the kernel says.
func TestPrecisionOfSoftLabels(t *testing.T) {
	random := rand.New(rand.NewPCG(23, 24))
	z := logits(300)
	for _, p := range precise {
		kernel := named(t, p.op).Kernel
		if kernel.Binary == nil {
			continue
		}
		worst, at := 0.0, [2]float64{}
		for _, x := range z {
			for _, y := range []float64{random.Float64(), 1 - 1e-3*random.Float64(), 0x1p-53, 1 - 0x1p-53, 0x1p-1074} {
				scale := 0.0
				if kernel.Scale != nil {
					scale = kernel.Scale(x, y)
				}
				if off := units(kernel.Apply(x, y), p.exact(x, y), scale); !(off <= worst) {
					worst, at = off, [2]float64{x, y}
				}
			}
		}
		if t.Logf("%-13s worst %.3f ulp at z = %v, y = %v", p.op, worst, at[0], at[1]); !(worst <= kernel.ULP) {
			t.Errorf("%s(%v, %v) is %.3f ulp off; it declares %v", p.op, at[0], at[1], worst, kernel.ULP)
		}
	}
}

// What is not a number must not come back as one, and the infinities are the
// limits.
func TestKernelsOfSpecialValues(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		op         string
		z, y, want float64
	}{
		{"sigmoid", inf, 0, 1},
		{"sigmoid", -inf, 0, 0},
		{"sigmoid", nan, 0, nan},
		{"softplus", inf, 0, inf},
		{"softplus", -inf, 0, 0},
		{"softplus", nan, 0, nan},
		{"log-sigmoid", inf, 0, 0},
		{"log-sigmoid", -inf, 0, -inf},
		{"log-sigmoid", nan, 0, nan},
		{"sigmoid-slope", inf, 0, 0},
		{"sigmoid-slope", -inf, 0, 0},
		{"sigmoid-slope", nan, 0, nan},
		{"cross-entropy", inf, 0, inf},
		{"cross-entropy", inf, 1, 0},
		{"cross-entropy", -inf, 0, 0},
		{"cross-entropy", -inf, 1, inf},
		{"cross-entropy", nan, 0, nan},
		{"cross-entropy", nan, 1, nan},
		{"cross-entropy", 0, nan, nan},
		{"residual", inf, 0, 1},
		{"residual", inf, 1, 0},
		{"residual", -inf, 0, 0},
		{"residual", -inf, 1, -1},
		{"residual", nan, 0, nan},
		{"residual", nan, 1, nan},
		{"residual", 0, nan, nan},
	} {
		if got := named(t, c.op).Kernel.Apply(c.z, c.y); got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("%s(%v, %v) = %v, not %v", c.op, c.z, c.y, got, c.want)
		}
	}
}

func BenchmarkKernels(b *testing.B) {
	for _, p := range precise {
		kernel := named(b, p.op).Kernel
		b.Run(p.op, func(b *testing.B) {
			x := []float64{-20, 1}
			var sum float64
			for b.Loop() {
				x[0] += 1e-8
				sum += kernel.Apply(x...)
			}
			_ = sum
		})
	}
}

package kernel_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"surefoot/ops/kernel"
)

// mapping is a function over slices: what it is to 128 bits, what it is for one
// pair of numbers, and how far it may be off, in ulp: limit is what the dossiers
// declare, and sharp what the roundings of vectors add up to. That is half a unit for
// each number that is rounded to its last place on the way, ¼ for an exponential's
// two parts and ¼ where a subnormal result is rounded again. Functions of one operand
// do not look at the second.
type mapping struct {
	name     string
	limit    float64
	sharp    float64
	labelled bool
	double   func(out, z, y []float64)
	single   func(out, z, y []float32)
	scalar   func(z, y float64) float64
	exact    func(z, y float64) *big.Float
}

// of makes a function of one operand one of two.
func of[T any](f func(out, z []T)) func(out, z, y []T) {
	return func(out, z, _ []T) { f(out, z) }
}

func one(f func(float64) float64) func(z, y float64) float64 {
	return func(z, _ float64) float64 { return f(z) }
}

var logistics = []mapping{
	{"Exps", 1, 1, false, of(kernel.Exps), of(kernel.Exps32), one(kernel.Exp), func(z, _ float64) *big.Float {
		return high.Exp(high.Float(z))
	}},
	{"Sigmoids", 2, 1, false, of(kernel.Sigmoids), of(kernel.Sigmoids32), one(kernel.Sigmoid), exactSigmoid},
	{"SigmoidSlopes", 4, 2, false, of(kernel.SigmoidSlopes), of(kernel.SigmoidSlopes32), one(kernel.SigmoidSlope), exactSlope},
	{"Softpluses", 2, 1.25, false, of(kernel.Softpluses), of(kernel.Softpluses32), one(kernel.Softplus), exactSoftplus},
	{"LogSigmoids", 2, 1.25, false, of(kernel.LogSigmoids), of(kernel.LogSigmoids32), one(kernel.LogSigmoid), func(z, _ float64) *big.Float {
		return high.Neg(exactSoftplus(-z, 0))
	}},
	{"Tanhs", 2, 1, false, of(kernel.Tanhs), of(kernel.Tanhs32), one(kernel.Tanh), func(z, _ float64) *big.Float {
		t := high.Expm1(high.Mul(high.Float(-2), high.Float(math.Abs(z))))
		t = high.Div(high.Neg(t), high.Add(t, high.Float(2)))
		if z < 0 {
			return high.Neg(t)
		}
		return t
	}},
	{"TanhSlopes", 4, 2, false, of(kernel.TanhSlopes), of(kernel.TanhSlopes32), one(kernel.TanhSlope), func(z, _ float64) *big.Float {
		e := high.Exp(high.Mul(high.Float(-2), high.Float(math.Abs(z))))
		d := high.Add(high.Float(1), e)
		return high.Mul(high.Float(4), high.Div(e, high.Mul(d, d)))
	}},
	{"CrossEntropies", 2, 1.5, true, kernel.CrossEntropies, kernel.CrossEntropies32, kernel.CrossEntropy, exactCrossEntropy},
	{"Residuals", 4, 1.25, true, kernel.Residuals, kernel.Residuals32, kernel.Residual, exactResidual},
	{
		"CrossEntropiesAndResiduals, loss", 2, 1.5, true, jointLoss(kernel.CrossEntropiesAndResiduals),
		jointLoss(kernel.CrossEntropiesAndResiduals32), kernel.CrossEntropy, exactCrossEntropy,
	},
	{
		"CrossEntropiesAndResiduals, residual", 4, 1.25, true, jointResidual(kernel.CrossEntropiesAndResiduals),
		jointResidual(kernel.CrossEntropiesAndResiduals32), kernel.Residual, exactResidual,
	},
}

func jointLoss[T any](f func(loss, residual, z, y []T)) func(out, z, y []T) {
	return func(out, z, y []T) { f(out, make([]T, len(out)), z, y) }
}

func jointResidual[T any](f func(loss, residual, z, y []T)) func(out, z, y []T) {
	return func(out, z, y []T) { f(make([]T, len(out)), out, z, y) }
}

// exactSigmoid is e^−|z|/(1+e^−|z|) or 1/(1+e^−|z|): nothing overflows.
func exactSigmoid(z, _ float64) *big.Float {
	e := high.Exp(high.Float(-math.Abs(z)))
	d := high.Add(high.Float(1), e)
	if z < 0 {
		return high.Div(e, d)
	}
	return high.Div(high.Float(1), d)
}

func exactSlope(z, _ float64) *big.Float {
	return high.Mul(exactSigmoid(z, 0), exactSigmoid(-z, 0))
}

func exactSoftplus(z, _ float64) *big.Float {
	return high.Add(high.Float(max(z, 0)), high.Log1p(high.Exp(high.Float(-math.Abs(z)))))
}

// exactCrossEntropy is y softplus(−z) + (1−y) softplus(z): no term is negative.
func exactCrossEntropy(z, y float64) *big.Float {
	rest := high.Sub(high.Float(1), high.Float(y))
	return high.Add(high.Mul(high.Float(y), exactSoftplus(-z, 0)), high.Mul(rest, exactSoftplus(z, 0)))
}

func exactResidual(z, y float64) *big.Float {
	if y == 1 { // σ(z) − 1 = −σ(−z)
		return high.Neg(exactSigmoid(-z, 0))
	}
	return high.Sub(exactSigmoid(z, 0), high.Float(y))
}

// residualScale is what the error of the residual of a soft label is counted in
// units of: the label, for σ(z) − y vanishes where they are equal.
func residualScale(y float64) float64 {
	if y == 0 || y == 1 {
		return 0
	}
	return y
}

// points are logits of every size and labels: where something happens, uniform in
// their bits, and uniform in the ranges where the functions bend.
func points(count int) (z, y []float64) {
	random := rand.New(rand.NewPCG(31, 32))
	for _, x := range []float64{
		0, 0x1p-1074, 0x1p-1022, 1e-300, 1e-17, 0x1p-53, 1e-8, 1. / 16, math.Nextafter(1./16, 0), 0.5, 1, 2, 16, 19, 20,
		36.7368005696771, 36.8, 37, 37.5, 39.999, 40, 40.001, 40.2, 54, 354.2, 372.5, 693.1, 693.2, 708.396, 709.7, 709.78,
		709.782712893384, 710, 740, 744.44, 745.13, 745.1332191019411, 745.2, 746, 799, 800, 801, 1e5, 1e300, math.MaxFloat64,
	} {
		z = append(z, x, -x)
	}
	for range count {
		if x := math.Float64frombits(random.Uint64()); !math.IsNaN(x) && !math.IsInf(x, 0) {
			z = append(z, x)
		}
		for _, width := range []float64{1, 1, 5, 40, 750} {
			z = append(z, width*(2*random.Float64()-1))
		}
		z = append(z, -708-38*random.Float64(), math.Copysign(math.Ldexp(1, -random.IntN(60)), random.Float64()-0.5))
		// At the ends of the intervals of the reduction, and where the exponential is
		// just above a power of two.
		k := 1 + random.IntN(60)
		z = append(z, -float64(k)*math.Ln2/2+(random.Float64()-0.5)*math.Ldexp(1, -random.IntN(50)))
	}
	for i := range z {
		soft := []float64{0, 1, random.Float64(), 1 - 1e-3*random.Float64(), 0, 1, 0x1p-53, 1 - 0x1p-53, 0x1p-1074}
		y = append(y, soft[i%len(soft)])
	}
	random.Shuffle(len(z), func(i, j int) { z[i], z[j] = z[j], z[i] })
	return z, y
}

// each runs a test with every variant.
func each(t *testing.T, test func(t *testing.T)) {
	for _, v := range kernel.Variants() {
		t.Run(v.Name, func(t *testing.T) {
			v.Use(t)
			test(t)
		})
	}
}

// plain are the functions whose results are the nearest numbers to what they say.
var plain = []mapping{
	{name: "Relus", double: of(kernel.Relus), single: of(kernel.Relus32), scalar: one(kernel.Relu)},
	{name: "Steps", double: of(kernel.Steps), single: of(kernel.Steps32), scalar: one(kernel.Step)},
	{
		name: "Muls", double: kernel.Muls, single: kernel.Muls32,
		scalar: func(x, y float64) float64 { return x * y },
	},
	{
		name: "Adds", double: kernel.Adds, single: kernel.Adds32,
		scalar: func(x, y float64) float64 { return x + y },
	},
	{
		name: "Subs", double: kernel.Subs, single: kernel.Subs32,
		scalar: func(x, y float64) float64 { return x - y },
	},
	{
		name:   "Scales",
		double: of(func(out, x []float64) { kernel.Scales(out, x, -1./3) }),
		single: of(func(out, x []float32) { kernel.Scales32(out, x, -0.25) }),
		scalar: one(func(x float64) float64 { return x * (-1. / 3) }),
	},
}

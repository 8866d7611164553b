package kernel_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"surefoot/ops/kernel"
)

// auditor is what there is of one width.
type auditor[T number] struct {
	unit             float64 // u: half the distance from 1 to the next number
	tolerance, grain float64 // t, and g of a label 1
	terms            int     // how many terms are added up in T at most
	audit            func(sums *kernel.Audit, z, y, c, d, u, s []T)
	residuals        func(out, z, y []T)
	within           func(v kernel.Variant, z, y, c, d []T) bool
	flip             func(x T, bit int) T
	bits             int
}

var (
	doubleAuditor = auditor[float64]{
		0x1p-53, 0x1p-37, 0x1p-50, 1 << 30, kernel.AuditLogits, kernel.Residuals, kernel.Variant.Within,
		func(x float64, bit int) float64 { return math.Float64frombits(math.Float64bits(x) ^ 1<<bit) }, 64,
	}
	singleAuditor = auditor[float32]{
		0x1p-24, 0x1p-18, 0x1p-21, 64, kernel.AuditLogits32, kernel.Residuals32, kernel.Variant.Within32,
		func(x float32, bit int) float32 { return math.Float32frombits(math.Float32bits(x) ^ 1<<bit) }, 32,
	}
)

// eachAudit runs a test of both widths with every variant.
func eachAudit(t *testing.T, double func(*testing.T, auditor[float64]), single func(*testing.T, auditor[float32])) {
	for _, v := range kernel.Variants() {
		t.Run(v.Name, func(t *testing.T) {
			v.Use(t)
			t.Run("float64", func(t *testing.T) { double(t, doubleAuditor) })
			t.Run("float32", func(t *testing.T) { single(t, singleAuditor) })
		})
	}
}

// off is how many derivatives are off.
func (k auditor[T]) off(z, y, c, d []T) int {
	var sums kernel.Audit
	k.audit(&sums, z, y, c, d, nil, d)
	return sums.Off
}

// right are the derivatives as training computes them.
func (k auditor[T]) right(z, y, c []T) []T {
	d := make([]T, len(z))
	k.residuals(d, z, y)
	for i := range c {
		d[i] *= c[i]
	}
	return d
}

// at is number i of x, or nil for nil.
func at[T number](x []T, i int) []T {
	if x == nil {
		return nil
	}
	return x[i : i+1]
}

// factors are from 10⁻⁶ to 10⁶, with signs if they are to have some.
func factors[T number](random *rand.Rand, n int, signed bool) []T {
	c := make([]T, n)
	for i := range c {
		c[i] = T(math.Pow(10, 12*random.Float64()-6))
		if signed && random.IntN(2) == 0 {
			c[i] = -c[i]
		}
	}
	return c
}

// ofAllSizes are logits of every size and labels of every kind.
func ofAllSizes[T number]() (z, y []T) {
	points, labels := points(400)
	for i, v := range points {
		if v := T(v); !math.IsInf(float64(v), 0) {
			z, y = append(z, v), append(y, T(labels[i]))
		}
	}
	inf := math.Inf(1)
	for _, v := range []T{T(inf), T(-inf), T(math.Copysign(0, -1)), 59.999, 60.001, 87, 88, 104, 649.999, 650.001} {
		z, y = append(z, v, v, -v, -v), append(y, 0, 1, 0, 1)
	}
	return z, y
}

// Residuals of soft labels next to 1 may have the errors that they are allowed: here those of
// σ(z), rounded to the width, minus y.
func TestAuditOfLabelsNextToOne(t *testing.T) {
	eachAudit(t, func(t *testing.T, k auditor[float64]) {
		testAuditOfLabelsNextToOne(t, k, kernel.Sigmoids)
	}, func(t *testing.T, k auditor[float32]) {
		testAuditOfLabelsNextToOne(t, k, kernel.Sigmoids32)
	})
}

func testAuditOfLabelsNextToOne[T number](t *testing.T, k auditor[T], sigmoids func(out, z []T)) {
	random := rand.New(rand.NewPCG(91, 92))
	z, y, d := make([]T, 3000), make([]T, 3000), make([]T, 3000)
	for i := range z {
		z[i] = T(40 * (2*random.Float64() - 1))
		y[i] = T(1 - k.unit*float64(int(1)<<random.IntN(20)))
	}
	c := factors[T](random, len(z), false)
	sigmoids(d, z)
	for i := range d {
		d[i] = c[i] * (d[i] - y[i])
	}
	if off := k.off(z, y, c, d) + k.off(z, y, c, k.right(z, y, c)); off != 0 {
		t.Errorf("%d are off", off)
	}
	for i := range d {
		d[i] += c[i] * T(4*(k.grain+k.tolerance*scale(z[i], y[i], 1)))
	}
	if off := k.off(z, y, c, d); off != len(z) {
		t.Errorf("%d of %d are off, all being wrong", off, len(z))
	}
}

func TestAuditOfRightDerivatives(t *testing.T) {
	eachAudit(t, testAuditOfRightDerivatives[float64], testAuditOfRightDerivatives[float32])
}

// Also those that another variant computes are right, and none of those that there
// can be in training needs a second look: it takes long.
func testAuditOfRightDerivatives[T number](t *testing.T, k auditor[T]) {
	random := rand.New(rand.NewPCG(83, 84))
	z, y := ofAllSizes[T]()
	for _, v := range kernel.Variants() {
		for kind, c := range map[string][]T{
			"ones": nil, "positive": factors[T](random, len(z), false), "signed": factors[T](random, len(z), true),
		} {
			restore := v.Set()
			d := k.right(z, y, c)
			restore()
			for i := range z {
				if k.off(at(z, i), at(y, i), at(c, i), at(d, i)) != 0 {
					t.Errorf("z = %v, y = %v, c = %v: %v by %s is off", z[i], y[i], at(c, i), d[i], v.Name)
				}
				ordinary := y[i] <= 1-0x1p-11 || y[i] == 1
				if ordinary && kind != "signed" && !k.within(v, at(z, i), at(y, i), at(c, i), at(d, i)) {
					t.Errorf("z = %v, y = %v, c = %v: %v needs a second look by %s", z[i], y[i], at(c, i), d[i], v.Name)
				}
			}
			if off := k.off(z, y, c, d); off != 0 {
				t.Errorf("%d are off among others that are not alone", off)
			}
		}
	}
	nothing := make([]T, len(z))
	if off := k.off(z, y, nothing, nothing); off != 0 {
		t.Errorf("%d are off where c and d are 0", off)
	}
}

// ordinary are logits and labels that no error of a soft label hides anything of.
func ordinary[T number](random *rand.Rand, n int) (z, y []T) {
	for i := range n {
		z = append(z, T(4*random.NormFloat64()))
		y = append(y, []T{0, 1, T(0.01 + 0.9*random.Float64())}[i%3])
	}
	return z, y
}

// scale is |c|(p+q)/(1+w): what an error of d is measured by.
func scale[T number](z, y, c T) float64 {
	label := float64(y)
	return math.Abs(float64(c)) * ((1-label)*kernel.Sigmoid(float64(z)) + label*kernel.Sigmoid(-float64(z)))
}

func TestAuditOfWrongDerivatives(t *testing.T) {
	eachAudit(t, testAuditOfWrongDerivatives[float64], testAuditOfWrongDerivatives[float32])
}

// A wrong derivative is seen wherever it lies: a whole vector, the rest, any lane.
func testAuditOfWrongDerivatives[T number](t *testing.T, k auditor[T]) {
	random := rand.New(rand.NewPCG(85, 86))
	for n := range 131 {
		z, y := ordinary[T](random, n)
		testAuditOfWrong(t, k, z, y, factors[T](random, n, false))
		testAuditOfWrong(t, k, z, y, nil)
	}
}

func testAuditOfWrong[T number](t *testing.T, k auditor[T], z, y, c []T) {
	t.Helper()
	d, n := k.right(z, y, c), len(z)
	factor := func(i int) T {
		if c == nil {
			return 1
		}
		return c[i]
	}
	for i := range n {
		was := d[i]
		d[i] += T((1 - 2*float64(i%2)) * 4 * k.tolerance * scale(z[i], y[i], factor(i)))
		if off := k.off(z, y, c, d); off != 1 {
			t.Fatalf("%d derivatives, number %d wrong by 4 tolerances: %d off", n, i, off)
		}
		d[i] = was
		for j, x := range [][]T{z, y, c, d} {
			if x == nil {
				continue
			}
			was := x[i]
			for _, nan := range []float64{math.NaN(), math.Copysign(math.NaN(), -1)} {
				x[i] = T(nan)
				if off := k.off(z, y, c, d); off != 1 {
					t.Fatalf("%d derivatives, number %d with NaN for operand %d: %d off", n, i, j, off)
				}
			}
			x[i] = was
		}
	}
	for i := range n {
		d[i] += T(8 * k.tolerance * scale(z[i], y[i], factor(i)))
	}
	if off := k.off(z, y, c, d); off != n {
		t.Fatalf("%d of %d are off, all being wrong", off, n)
	}
}

// farness is |d − c(σ(z)−y)| in units of what is allowed, to 128 bits.
func (k auditor[T]) farness(z, y, c, d T) float64 {
	logit := float64(z)
	if logit != logit || math.IsInf(float64(d), 0) || d != d || math.IsInf(float64(y), 0) || y != y {
		return math.Inf(1)
	}
	if math.IsInf(logit, 0) {
		logit = math.Copysign(math.MaxFloat64, logit)
	}
	label, factor := high.Float(float64(y)), high.Float(float64(c))
	with := high.Mul(high.Sub(high.Float(1), label), exactSigmoid(logit, 0))
	against := high.Mul(label, exactSigmoid(-logit, 0))
	far := high.Sub(high.Float(float64(d)), high.Mul(factor, high.Sub(with, against)))
	allowed := high.Mul(high.Float(k.tolerance), high.Add(absolute(with), absolute(against)))
	if y != 0 && y != 1 {
		allowed = high.Add(allowed, high.Mul(high.Float(k.grain), absolute(label)))
	}
	// The floor, which is no more than this in both widths.
	allowed = high.Add(allowed, high.Float(math.Ldexp(1, map[int]int{64: -933, 32: -84}[k.bits])))
	ratio, _ := high.Div(absolute(far), high.Mul(factor, allowed)).Float64()
	return ratio
}

func absolute(x *big.Float) *big.Float {
	if x.Sign() < 0 {
		return high.Neg(x)
	}
	return x
}

func TestAuditOfFlippedBits(t *testing.T) {
	eachAudit(t, testAuditOfFlippedBits[float64], testAuditOfFlippedBits[float32])
}

// A flipped bit is seen if the derivative is more than 4 tolerances far then, and not if it
// is less than a quarter far: the audit's own error is below a half.
func testAuditOfFlippedBits[T number](t *testing.T, k auditor[T]) {
	random := rand.New(rand.NewPCG(87, 88))
	const n = 45
	seen := map[string]int{}
	for range 12 {
		z, y := ordinary[T](random, n)
		c := factors[T](random, n, false)
		d := k.right(z, y, c)
		i := random.IntN(n)
		for bit := range k.bits {
			for name, x := range map[string]*T{"z": &z[i], "y": &y[i], "d": &d[i]} {
				was := *x
				*x = k.flip(was, bit)
				far, off := k.farness(z[i], y[i], c[i], d[i]), k.off(z, y, c, d)
				switch {
				case far > 4:
					if seen[name+" off"]++; off != 1 {
						t.Errorf("bit %d of %s = %v: %g tolerances far, %d off", bit, name, was, far, off)
					}
				case far < 0.25 && y[i] >= 0 && y[i] <= 1:
					if seen[name+" harmless"]++; off != 0 {
						t.Errorf("bit %d of %s = %v: %g tolerances far, %d off", bit, name, was, far, off)
					}
				}
				*x = was
			}
		}
	}
	for _, name := range []string{"z", "y", "d"} {
		if seen[name+" off"] < 100 || seen[name+" harmless"] < 20 {
			t.Errorf("too few of some kind: %v", seen)
		}
	}
}

package kernel_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"surefoot/ops/arith"
	"surefoot/ops/kernel"
)

// high carries 128 bits, 75 more than the numbers under test: its own error is
// invisible here.
var high = arith.Big{Precision: 128}

// units is |got − exact| in units in the last place of exact, those of the
// subnormals being 2^−1074.
func units(got float64, exact *big.Float) float64 {
	exponent := -1074
	if exact.Sign() != 0 {
		exponent = max(exponent, exact.MantExp(nil)-53)
	}
	distance := high.Sub(high.Float(got), exact)
	u, _ := distance.SetMantExp(distance, -exponent).Float64()
	return math.Abs(u)
}

// arguments are where exp has a value, overflow and total underflow just
// included, with all the ends of reduction intervals near zero.
func arguments(count int) []float64 {
	random := rand.New(rand.NewPCG(1, 2))
	x := []float64{
		0, 0x1p-1074, -0x1p-1074, 1e-17, -1e-17, 709.782712893384, -708.3964185322641,
		-744.4400719213812, -745.1332191019411, -745.1332191019412, -745.2, -800, -801, -1e300,
	}
	for range count {
		x = append(x, -746+(746+709.7827)*random.Float64(), -random.Float64(), math.Ldexp(random.Float64(), -random.IntN(60)))
	}
	for k := range 512 {
		end := (float64(k) + 0.5) * math.Ln2 / 64
		x = append(x, end, -end, math.Nextafter(end, 0), -math.Nextafter(end, 9))
	}
	return x
}

func TestExp(t *testing.T) {
	worst, at := 0.0, 0.0
	for _, x := range arguments(20000) {
		exact := high.Exp(high.Float(x))
		bound := 0.51
		if exact.MantExp(nil) < -1021 {
			bound = 1.01
		}
		u := units(kernel.Exp(x), exact)
		if !(u <= bound) {
			t.Errorf("Exp(%v) = %v is %.3f ulp off", x, kernel.Exp(x), u)
		}
		if u > worst && bound < 1 {
			worst, at = u, x
		}
	}
	t.Logf("worst: %.4f ulp at %v", worst, at)
}

func TestExpParts(t *testing.T) {
	for _, x := range arguments(5000) {
		hi, lo, k := kernel.ExpParts(x)
		if !(hi > 0.5 && hi < 4) || hi+lo != hi {
			t.Fatalf("ExpParts(%v) = %v, %v: not the parts of one number", x, hi, lo)
		}
		sum := high.Add(high.Float(hi), high.Float(lo))
		ratio := high.Div(sum.SetMantExp(sum, k), high.Exp(high.Float(max(x, -800))))
		if off := math.Abs(high.Float64(high.Sub(ratio, high.Float(1)))); !(off < 0x1p-59) {
			t.Errorf("ExpParts(%v) is off by a factor 1 ± %g", x, off)
		}
	}
}

func TestExpSpecialValues(t *testing.T) {
	for _, c := range []struct{ x, want float64 }{
		{math.Inf(1), math.Inf(1)},
		{math.Inf(-1), 0},
		{710, math.Inf(1)},
		{709.782712893385, math.Inf(1)},
		{math.MaxFloat64, math.Inf(1)},
		{-math.MaxFloat64, 0},
		{0, 1},
	} {
		if got := kernel.Exp(c.x); got != c.want {
			t.Errorf("Exp(%v) = %v, not %v", c.x, got, c.want)
		}
	}
	if got := kernel.Exp(math.NaN()); !math.IsNaN(got) {
		t.Errorf("Exp(NaN) = %v", got)
	}
}

func TestScale(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 20000 {
		v, k := math.Ldexp(1+random.Float64(), random.IntN(401)-200), random.IntN(2401)-1200
		if got, want := kernel.Scale(v, k), math.Ldexp(v, k); got != want {
			t.Errorf("Scale(%v, %d) = %v, not %v", v, k, got, want)
		}
	}
}

func TestPowers(t *testing.T) {
	ln2 := high.Log(high.Float(2))
	for j, p := range kernel.Powers {
		exact := high.Exp(high.Div(high.Mul(ln2, high.Float(float64(j))), high.Float(64)))
		first := high.Float64(exact)
		if p[0] != first || p[1] != high.Float64(high.Sub(exact, high.Float(first))) {
			t.Errorf("2^(%d/64) is not %x + %x", j, p[0], p[1])
		}
	}
}

func BenchmarkExp(b *testing.B) {
	var sum float64
	for x := -3.0; b.Loop(); x += 1e-9 {
		sum += kernel.Exp(x)
	}
	_ = sum
}

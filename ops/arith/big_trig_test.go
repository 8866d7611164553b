package arith_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"surefoot/ops/arith"
)

// sin 1 and cos 1 to a hundred digits (OEIS A049469 and A049470), and π (A000796).
const (
	sinOfOne = "0.8414709848078965066525023216302989996225630607983710656727517099919104043912396689486397435430526958"
	cosOfOne = "0.5403023058681397174009366074429766037323104206179222276700972553811003947744717645179518560871830893"
	knownPi  = "3.1415926535897932384626433832795028841971693993751058209749445923078164062862089986280348253421170679"
)

func parse(t *testing.T, digits string) *big.Float {
	x, _, err := big.ParseFloat(digits, 10, 600, big.ToNearestEven)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestBigSineAndCosineOfKnownDigits(t *testing.T) {
	b := arith.Big{Precision: 400}
	for _, c := range []struct {
		name      string
		got, want *big.Float
	}{
		{"sin 1", b.Sin(b.Float(1)), parse(t, sinOfOne)},
		{"cos 1", b.Cos(b.Float(1)), parse(t, cosOfOne)},
		{"sin −1", b.Sin(b.Float(-1)), b.Neg(parse(t, sinOfOne))},
		{"cos −1", b.Cos(b.Float(-1)), parse(t, cosOfOne)},
	} {
		if off := relative(c.got, c.want); !(off <= 1e-99) { // all digits but the rounded last one
			t.Errorf("%s is off by %g", c.name, off)
		}
	}
	// sin of the float64 next to π is π − x, up to the cube of that.
	x := b.Float(math.Pi)
	rest := new(big.Float).SetPrec(600).Sub(parse(t, knownPi), x)
	if off := relative(b.Sin(x), rest); !(off <= 1e-32) { // (π−x)²/6 = 2.5·10⁻³³
		t.Errorf("sin π is off by %g", off)
	}
}

// The identities that determine the two functions: sin² + cos² = 1, the angles
// added, and sin x between x − x³/6 and x near 0. Each function is one rounding
// from the truth, 2^−P, and a product of two three.
func TestBigSineAndCosineByIdentities(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, p := range []uint{53, 64, 200, 500, 2000} {
		b, exact := arith.Big{Precision: p}, arith.Big{Precision: 3 * p}
		tolerance := math.Ldexp(8, -int(min(p, 1000)))
		for i := range 60 {
			x := b.Float(math.Ldexp(random.Float64()-0.5, random.IntN(80)-30))
			y := b.Float(math.Ldexp(random.Float64()-0.5, 3*(i%20)-20))
			sx, cx, sy, cy := b.Sin(x), b.Cos(x), b.Sin(y), b.Cos(y)
			one := exact.Add(exact.Mul(sx, sx), exact.Mul(cx, cx))
			sine := exact.Add(exact.Mul(sx, cy), exact.Mul(cx, sy))
			cosine := exact.Sub(exact.Mul(cx, cy), exact.Mul(sx, sy))
			sum := new(big.Float).Add(exact.Add(x, exact.Float(0)), y) // no bit is lost
			for name, pair := range map[string][2]*big.Float{
				"sin²+cos²": {one, exact.Float(1)}, "sin(x+y)": {sine, b.Sin(sum)}, "cos(x+y)": {cosine, b.Cos(sum)},
			} {
				if d, _ := distance(pair[0], pair[1]).Float64(); !(d <= tolerance) {
					t.Errorf("%s at x = %.10g, y = %.10g to %d bits is off by %g", name, x, y, p, d)
				}
			}
			tiny := b.Float(math.Ldexp(random.Float64()+0.5, -random.IntN(1000)-20))
			cube := exact.Div(exact.Mul(tiny, exact.Mul(tiny, tiny)), exact.Float(6))
			if s := b.Sin(tiny); s.Cmp(tiny) > 0 || distance(s, tiny).Cmp(exact.Add(cube, ulpOf(tiny, p))) > 0 {
				t.Errorf("sin %.10g to %d bits is %.20g", tiny, p, s)
			}
		}
	}
}

// ulpOf is a unit in the last of p places of x.
func ulpOf(x *big.Float, p uint) *big.Float {
	return new(big.Float).SetMantExp(big.NewFloat(1), x.MantExp(nil)-int(p))
}

// Precision asked for is precision got: to P bits and to 3P bits, the one is the
// other rounded, near the zeros and far out too.
func TestBigSineAndCosineKeepRelativePrecision(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	// 6381956970095103·2⁷⁹⁷ is the float64 nearest to a multiple of π/2 (Muller,
	// Elementary Functions, 2nd ed., §9.3); 22, 355 and 103993 come near to
	// multiples of π by its continued fraction.
	angles := []float64{math.Ldexp(6381956970095103, 797), 22, 355, 103993, math.Pi / 2, math.MaxFloat64, 0x1p-1074, 1e22, 3, 0.7}
	for range 200 {
		k := float64(random.IntN(1 << 20))
		angles = append(angles, k*math.Pi/2, math.Ldexp(random.Float64(), random.IntN(2000)-1000))
	}
	for _, p := range []uint{53, 200, 500} {
		b, finer := arith.Big{Precision: p}, arith.Big{Precision: 3 * p}
		for _, a := range angles {
			for name, f := range map[string]func(arith.Big, *big.Float) *big.Float{"sin": arith.Big.Sin, "cos": arith.Big.Cos} {
				if off := relative(f(b, b.Float(a)), f(finer, finer.Float(a))); !(off <= closeEnough(p)) {
					t.Errorf("%s(%v) to %d bits is off by %g", name, a, p, off)
				}
			}
		}
	}
	b := arith.Big{Precision: 100}
	for _, x := range []*big.Float{b.Exp(b.Float(1e9)), b.Exp(b.Float(20000))} {
		if b.Sin(x) != nil || b.Cos(x) != nil {
			t.Error("the sine of a number of thousands of bits is a number")
		}
	}
	if x := b.Exp(b.Float(-1e9)); b.Sin(x).Cmp(x) != 0 || b.Cos(x).Cmp(b.Float(1)) != 0 {
		t.Error("the sine of a minute number is not that number")
	}
}

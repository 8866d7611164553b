package arith_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/cockroachdb/apd/v3"
	"surefoot/ops/arith"
)

// decimals is a second opinion: the same functions in apd's decimal arithmetic,
// from their definitions with enough digits for what cancels.
type decimals struct {
	*apd.Context
	t *testing.T
}

func newDecimals(t *testing.T, digits uint32) decimals {
	c := apd.BaseContext.WithPrecision(digits)
	c.MaxExponent, c.MinExponent = apd.MaxExponent, apd.MinExponent
	return decimals{c, t}
}

func (d decimals) from(x *big.Float) *apd.Decimal {
	text := x.Text('e', int(d.Precision)) // rounded only if x has more digits
	z, _, err := apd.NewFromString(text)
	if err != nil {
		d.t.Fatal(err)
	}
	return z
}

func (d decimals) to(x *apd.Decimal) *big.Float {
	z, _, err := big.ParseFloat(x.Text('e'), 10, uint(float64(d.Precision)*math.Log2(10))+64, big.ToNearestEven)
	if err != nil {
		d.t.Fatal(err)
	}
	return z
}

func (d decimals) evaluate(name string, x *big.Float) *big.Float {
	in, out, one := d.from(x), new(apd.Decimal), apd.New(1, 0)
	var err error
	do := func(f func(z *apd.Decimal) (apd.Condition, error)) {
		if err == nil {
			_, err = f(out)
		}
	}
	switch name {
	case "exp":
		do(func(z *apd.Decimal) (apd.Condition, error) { return d.Exp(z, in) })
	case "log":
		do(func(z *apd.Decimal) (apd.Condition, error) { return d.Ln(z, in) })
	case "log1p":
		do(func(*apd.Decimal) (apd.Condition, error) { return d.Add(in, in, one) })
		do(func(z *apd.Decimal) (apd.Condition, error) { return d.Ln(z, in) })
	case "expm1":
		do(func(z *apd.Decimal) (apd.Condition, error) { return d.Exp(z, in) })
		do(func(z *apd.Decimal) (apd.Condition, error) { return d.Sub(z, z, one) })
	case "sqrt":
		do(func(z *apd.Decimal) (apd.Condition, error) { return d.Sqrt(z, in) })
	}
	if err != nil {
		d.t.Fatalf("%s(%v): %v", name, x, err)
	}
	return d.to(out)
}

// wide holds the arguments that are no float64.
var wide = arith.Big{Precision: 700}

var arguments = map[string][]*big.Float{
	"exp": floats(1e-300, -1e-300, 0x1p-1074, -0x1p-1074, 1000, -1000, 745, -745, -745.1332191019411, 709.78,
		-708.4, 1, -1, 0.5, 37, -37, 1e-17, 0x1p-199, 0x1p-201, math.Ln2/2, 20000, -20000),
	"log": floats(0x1p-1074, 1e-300, math.MaxFloat64, 2, 0.5, 10, 1+0x1p-52, 1-0x1p-53, 1+0x1p-30, 1-0x1p-17,
		1+0x1p-5, 1-0x1p-5, 1+0x1p-4, 0.94, 1.07, math.Sqrt2, math.Sqrt2/2, 745),
	"log1p": append(floats(-1+0x1p-53, -1+0x1p-30, -0.5, 0.5, 1, 1e300, 0x1p-16, -0x1p-16, 0x1p-17, 0x1p-18, -0x1p-17,
		1e-5, -1e-5, 1e-300, -0x1p-1074, 0.06, -0.06),
		wide.Exp(wide.Float(-150)), wide.Exp(wide.Float(-1000)), wide.Exp(wide.Float(-745))),
	"expm1": floats(1e-300, -1e-300, 0x1p-1010, 0x1p-16, -0x1p-16, 0x1p-17, 0x1p-18, -0x1p-18, 1, -1, 40, -40,
		-1000, 700, 1e-17, 0.001),
	"sqrt": floats(0x1p-1074, 1e-300, 2, 0.5, 3, 10, 1+0x1p-52, 1-0x1p-53, 745, 1e300, math.MaxFloat64, 4, 0.0625, 152399025),
}

func floats(x ...float64) []*big.Float {
	out := make([]*big.Float, len(x))
	for i, v := range x {
		out[i] = wide.Float(v)
	}
	return out
}

var precisions = []uint{64, 200, 500}

func bigFunction(name string) func(arith.Big, *big.Float) *big.Float {
	for _, f := range unaries {
		if f.name == name {
			return f.big
		}
	}
	panic(name)
}

// A result rounded to P bits is within 2^−P of the truth, relatively; before
// that it was right to about 2^−(P+20), so that a twice rounded tie adds little.
func closeEnough(precision uint) float64 { return math.Ldexp(1+0x1p-10, -int(precision)) }

func TestBigFunctionsAgainstDecimals(t *testing.T) {
	// 180 digits hold 500 bits and 30 digits more; 1 + x and eˣ − 1 lose as many
	// again as x has zeros behind the point.
	for name, list := range arguments {
		f := bigFunction(name)
		for _, x := range list {
			digits := uint32(180)
			if m := x.MantExp(nil); m < 0 && (name == "log1p" || name == "expm1") {
				digits += uint32(-m)/3 + 1
			}
			want := newDecimals(t, digits).evaluate(name, x)
			for _, p := range precisions {
				if off := relative(f(arith.Big{Precision: p}, x), want); !(off <= closeEnough(p)) {
					t.Errorf("%s(%.20g) to %d bits is off by %g", name, x, p, off)
				}
			}
		}
	}
}

func TestBigFunctionsAtRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	d := newDecimals(t, 100) // 332 bits, 100 of them for what cancels
	b := arith.Big{Precision: 200}
	for range 60 {
		x := math.Ldexp(random.Float64(), random.IntN(40)-30)
		for _, c := range []struct {
			name string
			x    float64
		}{{"exp", x}, {"exp", -x}, {"log", x}, {"log1p", x}, {"log1p", -math.Min(x, random.Float64())}, {"expm1", x}, {"expm1", -x}, {"sqrt", x}} {
			want := d.evaluate(c.name, b.Float(c.x))
			if off := relative(bigFunction(c.name)(b, b.Float(c.x)), want); !(off <= closeEnough(b.Precision)) {
				t.Errorf("%s(%v) is off by %g", c.name, c.x, off)
			}
		}
	}
}

func TestBigFunctionsAtTheEnds(t *testing.T) {
	b := arith.Big{Precision: 100}
	inf := math.Inf(1)
	for _, c := range []struct {
		name    string
		x, want float64
	}{
		{"exp", 2e9, inf},
		{"exp", -2e9, 0},
		{"exp", inf, inf},
		{"exp", -inf, 0},
		{"exp", 0, 1},
		{"log", 0, -inf},
		{"log", inf, inf},
		{"log", -1, math.NaN()},
		{"log", -inf, math.NaN()},
		{"log", 1, 0},
		{"log1p", -1, -inf},
		{"log1p", -2, math.NaN()},
		{"log1p", inf, inf},
		{"log1p", -inf, math.NaN()},
		{"log1p", 0, 0},
		{"expm1", inf, inf},
		{"expm1", -inf, -1},
		{"expm1", 0, 0},
		{"expm1", 2e9, inf},
		{"expm1", -2e9, -1},
		{"sqrt", 0, 0},
		{"sqrt", inf, inf},
		{"sqrt", -1, math.NaN()},
		{"sqrt", -inf, math.NaN()},
		{"sin", 0, 0},
		{"sin", inf, math.NaN()},
		{"sin", -inf, math.NaN()},
		{"cos", 0, 1},
		{"cos", inf, math.NaN()},
	} {
		got := b.Float64(bigFunction(c.name)(b, b.Float(c.x)))
		if got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("%s(%v) = %v, not %v", c.name, c.x, got, c.want)
		}
	}
	// The square of the smallest float64 is 2^−1074 of it: invisible.
	for _, name := range []string{"log1p", "expm1"} {
		if x := b.Float(-0x1p-1074); bigFunction(name)(b, x).Cmp(x) != 0 {
			t.Errorf("%s of the smallest subnormal is not that number", name)
		}
	}
	// The exponent is past float64's here: e^x·e^−x = 1 is all that can be said.
	for _, x := range []float64{1e6, 123456789.5, 9.99e8} {
		product := b.Mul(b.Exp(b.Float(x)), b.Exp(b.Float(-x)))
		if off := relative(product, b.Float(1)); !(off <= 3*closeEnough(100)) { // three roundings
			t.Errorf("e^%g·e^−%g is off by %g", x, x, off)
		}
		if off := relative(b.Log(b.Exp(b.Float(x))), b.Float(x)); !(off <= 2*closeEnough(100)) {
			t.Errorf("log e^%g is off by %g", x, off)
		}
	}
}

func BenchmarkBig(b *testing.B) {
	for _, p := range []uint{200, 500} {
		for name, x := range map[string]float64{"exp": 3.7, "log": 3.7, "log1p": 0.01, "expm1": 0.01, "sqrt": 3.7, "sin": 3.7, "cos": 1e300} {
			f, a := bigFunction(name), arith.Big{Precision: p}
			b.Run(fmt.Sprintf("%s/%d", name, p), func(b *testing.B) {
				for v := a.Float(x); b.Loop(); {
					f(a, v)
				}
			})
		}
	}
}

package arith_test

import (
	"math"
	"math/big"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"
	"surefoot/ops/arith"
)

// unaries are the functions of one number, over Big and over float64.
var unaries = []struct {
	name string
	big  func(arith.Big, *big.Float) *big.Float
	f64  func(arith.Float64, float64) float64
}{
	{"neg", arith.Big.Neg, arith.Float64.Neg},
	{"exp", arith.Big.Exp, arith.Float64.Exp},
	{"log", arith.Big.Log, arith.Float64.Log},
	{"log1p", arith.Big.Log1p, arith.Float64.Log1p},
	{"expm1", arith.Big.Expm1, arith.Float64.Expm1},
	{"sqrt", arith.Big.Sqrt, arith.Float64.Sqrt},
	{"sin", arith.Big.Sin, arith.Float64.Sin},
	{"cos", arith.Big.Cos, arith.Float64.Cos},
}

var binaries = []struct {
	name string
	big  func(b arith.Big, x, y *big.Float) *big.Float
	f64  func(f arith.Float64, x, y float64) float64
}{
	{"add", arith.Big.Add, arith.Float64.Add},
	{"sub", arith.Big.Sub, arith.Float64.Sub},
	{"mul", arith.Big.Mul, arith.Float64.Mul},
	{"div", arith.Big.Div, arith.Float64.Div},
}

func TestBigNeverPanicsNorWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := arith.Big{Precision: uint(rapid.IntRange(53, 300).Draw(t, "precision"))}
		x := rapid.SliceOfN(huge(b), 1, 5).Draw(t, "x")
		y := rapid.SliceOfN(huge(b), len(x), len(x)).Draw(t, "y")
		before := append(copies(x), copies(y)...)
		for _, f := range unaries {
			if f.big(b, x[0]) != nil && x[0] == nil {
				t.Errorf("%s of not-a-number is a number", f.name)
			}
		}
		for _, f := range binaries {
			if f.big(b, x[0], y[0]) != nil && (x[0] == nil || y[0] == nil) {
				t.Errorf("%s of not-a-number is a number", f.name)
			}
		}
		b.Dot(x, y)
		b.Sum(x)
		b.Sign(x[0])
		b.Float64(x[0])
		for i, v := range append(x, y...) {
			if (v == nil) != (before[i] == nil) || v != nil && (v.Cmp(before[i]) != 0 || v.Prec() != before[i].Prec()) {
				t.Errorf("operand %d became %v, was %v", i, v, before[i])
			}
		}
	})
}

func copies(x []*big.Float) []*big.Float {
	out := slices.Clone(x)
	for i, v := range x {
		if v != nil {
			out[i] = new(big.Float).Copy(v)
		}
	}
	return out
}

// Where IEEE 754 gives NaN, an infinity or an exact result, Big must give the
// same; elsewhere, rounded to float64, it must be what correct rounding gives,
// which addition, subtraction, multiplication and division are. The sign of a
// zero is not compared.
func TestBigAgreesWithIEEE(t *testing.T) {
	b, f := arith.Big{Precision: 2200}, arith.Float64{} // sums of any two float64 are exact
	check := func(t *rapid.T, name string, got *big.Float, want float64) {
		if g := b.Float64(got); g != want && !(math.IsNaN(g) && math.IsNaN(want)) {
			t.Errorf("%s gives %v, IEEE %v", name, g, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		x, y := special().Draw(t, "x"), special().Draw(t, "y")
		for _, op := range binaries {
			check(t, op.name, op.big(b, b.Float(x), b.Float(y)), op.f64(f, x, y))
		}
	})
	for _, x := range []float64{0, math.NaN(), math.Inf(1), math.Inf(-1), -1, -2, -1e300} {
		for _, op := range unaries {
			small := arith.Big{Precision: 200}
			got, want := small.Float64(op.big(small, small.Float(x))), op.f64(f, x)
			// math's functions are within one ulp.
			if !(math.Abs(got-want) <= arith.ULP(want)) && got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
				t.Errorf("%s(%v) = %v, IEEE %v", op.name, x, got, want)
			}
		}
	}
}

func TestBigDotWithOverflow(t *testing.T) {
	b := arith.Big{Precision: 64}
	vast := new(big.Float).SetMantExp(b.Float(0.5), big.MaxExp)
	minus := b.Neg(vast)
	if got := b.Dot([]*big.Float{vast, vast}, []*big.Float{vast, minus}); got != nil {
		t.Errorf("∞ − ∞ by overflow is %v, not not-a-number", got)
	}
	if got := b.Dot([]*big.Float{vast, vast}, []*big.Float{vast, vast}); got == nil || !got.IsInf() {
		t.Errorf("∞ + ∞ by overflow is %v", got)
	}
}

// Numbers a billion bits apart must not be laid out in one mantissa.
func TestBigMemory(t *testing.T) {
	b := arith.Big{Precision: 100}
	vast := b.Exp(b.Float(1e9))
	ones := []*big.Float{b.Float(1), b.Float(1)}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, v := range []*big.Float{
		b.Add(vast, ones[0]), b.Sub(ones[0], vast), b.Dot([]*big.Float{vast, ones[0]}, ones), b.Sum([]*big.Float{ones[0], vast}),
	} {
		if v.Cmp(vast) != 0 && v.Cmp(b.Neg(vast)) != 0 {
			t.Errorf("%.10g ± 1 is %.10g", vast, v)
		}
	}
	for _, f := range unaries {
		f.big(b, vast)
		f.big(b, b.Div(ones[0], vast))
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20 { // e^1e9 in bits is 180 MB
		t.Errorf("arithmetic with e^1000000000 took %d bytes", used)
	}
}

func TestBigDotAndSum(t *testing.T) {
	b := arith.Big{Precision: 100}
	x := []*big.Float{b.Float(1), b.Float(2), b.Float(-3)}
	y := []*big.Float{b.Float(4), b.Float(0.5), b.Float(7)}
	if got := b.Float64(b.Dot(x, y)); got != -16 {
		t.Errorf("dot is %v, not −16", got)
	}
	if got := b.Float64(b.Sum(y)); got != 11.5 {
		t.Errorf("sum is %v, not 11.5", got)
	}
	if b.Dot(nil, nil).Sign() != 0 || b.Sum(nil).Sign() != 0 {
		t.Error("an empty sum is not 0")
	}
	for _, c := range []struct{ x, y float64 }{{math.Inf(1), 0}, {math.NaN(), 1}} {
		if got := b.Dot([]*big.Float{b.Float(c.x)}, []*big.Float{b.Float(c.y)}); got != nil {
			t.Errorf("%v·%v is %v", c.x, c.y, got)
		}
	}
	if got := b.Sum([]*big.Float{b.Float(math.Inf(1)), b.Float(math.Inf(-1))}); got != nil {
		t.Errorf("∞ − ∞ is %v", got)
	}
}

func TestBigConstAndSign(t *testing.T) {
	b := arith.Big{Precision: 70}
	third := b.Const(big.NewRat(1, 3))
	if off := relative(b.Mul(third, b.Float(3)), b.Float(1)); off > 0x1p-70 { // half a unit each
		t.Errorf("3·⅓ is off by %g", off)
	}
	for x, want := range map[float64]int{-2: -1, 0: 0, 3: 1, math.Inf(1): 1, math.Inf(-1): -1} {
		if got := b.Sign(b.Float(x)); got != want {
			t.Errorf("the sign of %v is %d", x, got)
		}
	}
	if b.Sign(nil) != 0 || !math.IsNaN(b.Float64(nil)) || b.Float(math.NaN()) != nil {
		t.Error("nil is not not-a-number")
	}
}

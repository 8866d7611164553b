package arith_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"surefoot/ops/arith"
)

const u = arith.Unit

// A bound must be small where float64 is good. Each limit is the textbook's a
// priori bound of the operation, in units of roundoff, with Slack.
func TestBoundIsSmallWhereItShouldBe(t *testing.T) {
	var b arith.Bound
	n := 1000
	var x, y []arith.Bounded
	chain := b.Float(1)
	for i := range n {
		v := b.Float(1 + float64(i)/7)
		x, y = append(x, v), append(y, b.Float(1/v.V))
		chain = b.Mul(chain, b.Float(1+v.V/1e6))
	}
	three := b.Float(3)
	for _, c := range []struct {
		name  string
		got   arith.Bounded
		limit float64 // of the relative error
	}{
		{"sum of exact equals", b.Sub(three, three), 0},
		{"neg", b.Neg(three), 0},
		{"const ½", b.Const(big.NewRat(1, 2)), 0},
		{"const ⅓", b.Const(big.NewRat(1, 3)), u},
		{"3+3", b.Add(three, three), u},
		{"3·3", b.Mul(three, three), u},
		{"1/3", b.Div(b.Float(1), three), u},
		{"e³", b.Exp(three), 4 * u}, // two ulp, an ulp being up to 2u
		{"log 3", b.Log(three), 4 * u},
		{"log1p 3", b.Log1p(three), 4 * u},
		{"expm1 3", b.Expm1(three), 4 * u},
		{"√3", b.Sqrt(three), u},
		{"√(1/3)", b.Sqrt(b.Div(b.Float(1), three)), u/2 + u},
		{"sin 3", b.Sin(three), 4 * u},
		{"cos 3", b.Cos(three), 4 * u},
		{"log e³", b.Log(b.Exp(three)), 4*u + 4*u/3},
		{"dot of positives", b.Dot(x, y), float64(n) * u},
		{"sum of positives", b.Sum(x), float64(n-1) * u},
		{"product of a thousand", chain, 2*float64(n)*u + float64(n)*u}, // each factor and each product rounded
	} {
		if limit := c.limit * math.Abs(c.got.V) * arith.Slack * arith.Slack; !(c.got.E <= limit+0x1p-1070) {
			t.Errorf("%s = %v ± %g, more than ± %g", c.name, c.got.V, c.got.E, limit)
		}
	}
}

// A bound far above what is ever seen would pass every other test: among these
// dot products the error comes within a hundredth of its bound.
func TestBoundIsComeNearTo(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	var b arith.Bound
	nearest := 0.0
	for range 200 {
		var x, y []arith.Bounded
		var ex, ey []*big.Float
		for range 16 {
			v, w := 1+random.Float64(), 1+random.Float64()
			x, y = append(x, b.Float(v)), append(y, b.Float(w))
			ex, ey = append(ex, truth.Float(v)), append(ey, truth.Float(w))
		}
		got := b.Dot(x, y)
		actual, _ := distance(truth.Float(got.V), truth.Dot(ex, ey)).Float64()
		nearest = max(nearest, actual/got.E)
	}
	if t.Logf("the largest error is %.3f of its bound", nearest); !(nearest > 0.01) {
		t.Errorf("no error comes nearer than %g to its bound", nearest)
	}
}

func TestBoundKnowsNothing(t *testing.T) {
	var b arith.Bound
	inf, zero := math.Inf(1), b.Float(0)
	unknown := arith.Bounded{V: 1, E: inf}
	vague := arith.Bounded{V: 1, E: 2} // may be 0, may be negative
	for name, got := range map[string]arith.Bounded{
		"∞":              b.Float(inf),
		"NaN":            b.Float(math.NaN()),
		"const too wide": b.Const(new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 1100))),
		"∞ − ∞":          b.Sub(b.Float(inf), b.Float(inf)),
		"overflow of +":  b.Add(b.Float(math.MaxFloat64), b.Float(math.MaxFloat64)),
		"overflow of ·":  b.Mul(b.Float(1e200), b.Float(1e200)),
		"overflow of ÷":  b.Div(b.Float(1e200), b.Float(1e-200)),
		"e^1000":         b.Exp(b.Float(1000)),
		"e^1000 − 1":     b.Expm1(b.Float(1000)),
		"0·∞":            b.Mul(zero, b.Float(inf)),
		"0·unknown":      b.Mul(zero, unknown),
		"unknown·0":      b.Mul(unknown, zero),
		"dot 0·unknown":  b.Dot([]arith.Bounded{zero}, []arith.Bounded{unknown}),
		"sum of unknown": b.Sum([]arith.Bounded{zero, unknown}),
		"0/0":            b.Div(zero, zero),
		"1/0":            b.Div(b.Float(1), zero),
		"1/vague":        b.Div(b.Float(1), vague),
		"0/unknown":      b.Div(zero, unknown),
		"unknown/1":      b.Div(unknown, b.Float(1)),
		"1/∞":            b.Div(b.Float(1), b.Float(inf)),
		"log 0":          b.Log(zero),
		"log −1":         b.Log(b.Float(-1)),
		"log vague":      b.Log(vague),
		"log1p −1":       b.Log1p(b.Float(-1)),
		"log1p vague":    b.Log1p(arith.Bounded{V: 0, E: 1}),
		"√−1":            b.Sqrt(b.Float(-1)),
		"√vague":         b.Sqrt(vague),
		"√unknown":       b.Sqrt(unknown),
		"√(0 ± 2^−1074)": b.Sqrt(arith.Bounded{E: 0x1p-1074}),
		"sin ∞":          b.Sin(b.Float(inf)),
		"sin unknown":    b.Sin(unknown),
		"cos unknown":    b.Cos(unknown),
		"e^unknown":      b.Exp(unknown),
		"expm1 unknown":  b.Expm1(arith.Bounded{V: -800, E: inf}),
		"kernel unknown": kernelSteps()[0].bound(unknown),
		"kernel NaN":     kernelSteps()[0].bound(b.Float(math.NaN())),
		"x−y² unknown":   kernelSteps()[1].bound(zero, unknown),
	} {
		if !math.IsInf(got.E, 1) {
			t.Errorf("%s = %v ± %g claims to be known", name, got.V, got.E)
		}
	}
}

// Errors as wide as the numbers, where a bound that is right to first order
// only is wrong. The exact value may be any in V ± E; its ends are tried.
func TestBoundOfWideIntervals(t *testing.T) {
	var b arith.Bound
	for _, x := range []arith.Bounded{
		{V: -800, E: 790},
		{V: -800, E: 100},
		{V: -745, E: 700},
		{V: 1, E: 0.999999},
		{V: 3, E: 1e-3},
		{V: 0x1p-1070, E: 0x1p-1071},
		{V: 700, E: 0x1p-45},
		{V: -0.5, E: 0.4999999},
		{V: 1, E: 0x1p-54},
		{V: 1, E: 0x1p-60},
	} {
		for _, s := range steps() {
			if s.arity != 1 {
				continue
			}
			for _, end := range []float64{-1, -0.5, 0.5, 1} {
				exact := truth.Add(truth.Float(x.V), truth.Mul(truth.Float(end), truth.Float(x.E)))
				judge(t, s.name, s.bound(x), s.exact(exact))
				one := truth.Float(1)
				judge(t, "1/x", b.Div(b.Float(1), x), truth.Div(one, exact))
				judge(t, "x²", b.Mul(x, x), truth.Mul(exact, exact))
				square := kernelSteps()[1]
				judge(t, square.name, square.bound(x, x), square.exact(exact, exact))
			}
		}
	}
}

// Kernels as bad as they may be: off by all of their ULP everywhere, or with an
// operand known to less than the spacing of float64.
func TestBoundOfKernelsAtTheirLimits(t *testing.T) {
	up := arith.Kernel{ULP: 8, Unary: func(x float64) float64 { return x + 8*arith.ULP(x) }}
	x := arith.Bounded{V: 1.5, E: 0x1p-45}
	judge(t, "x and 8 ulp", runKernel(up, x), truth.Sub(truth.Float(x.V), truth.Float(x.E)))
	square := arith.Kernel{ULP: 0.5, Unary: func(x float64) float64 { return x * x }}
	x = arith.Bounded{V: 1.5, E: 0x1.8p-54} // 1.5 + E is 1.5 in float64
	high := truth.Add(truth.Float(x.V), truth.Float(x.E))
	judge(t, "x²", runKernel(square, x), truth.Mul(high, high))
	below := math.Nextafter(1, 0) // one ulp of the exact value, 1 + 2^−53, is two of this
	edge := arith.Kernel{ULP: 1, Unary: func(float64) float64 { return below }}
	judge(t, "1 − 2^−53", runKernel(edge, arith.Bounded{V: 1}), truth.Add(truth.Float(1), truth.Float(0x1p-53)))
}

// libraryULP covers the Go library's own functions, too, on which other
// machines' evaluations rest: see each within two units on normal numbers.
func TestBoundCoversTheGoLibrary(t *testing.T) {
	var b arith.Bound
	for i := range 4000 {
		x := -745 + 1454*float64(i)/4000
		v := b.Exp(b.Float(x))
		judge(t, "math.Exp", arith.Bounded{V: math.Exp(x), E: v.E}, wide.Exp(wide.Float(x)))
		y := math.Exp2(x)
		judge(t, "math.Log1p", arith.Bounded{V: math.Log1p(y), E: b.Log1p(b.Float(y)).E}, truth.Log1p(truth.Float(y)))
	}
}

package arith_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
	"surefoot/ops/arith"
)

type dual = arith.Dual[*big.Float]

// at400 is the arithmetic of these tests and forward its derivative.
var (
	at400   = arith.Big{Precision: 400}
	forward = arith.DualOf[*big.Float]{A: at400}
)

// The rules against the textbook, the derivative written out by hand.
func TestDualRules(t *testing.T) {
	b, d := at400, forward
	n := func(x float64) *big.Float { return b.Float(x) }
	x, c := dual{V: n(0.7), D: n(1)}, d.Float(3)
	square := b.Mul(x.V, x.V)
	onePlus := b.Add(n(1), x.V)
	for _, r := range []struct {
		name        string
		got         dual
		value, want *big.Float
	}{
		{"3", c, n(3), n(0)},
		{"⅓", d.Const(big.NewRat(1, 3)), b.Const(big.NewRat(1, 3)), n(0)},
		{"x+3", d.Add(x, c), b.Add(x.V, c.V), n(1)},
		{"3−x", d.Sub(c, x), b.Sub(c.V, x.V), n(-1)},
		{"x·x", d.Mul(x, x), square, b.Mul(n(2), x.V)},
		{"3·x", d.Mul(c, x), b.Mul(c.V, x.V), n(3)},
		{"3/x", d.Div(c, x), b.Div(c.V, x.V), b.Neg(b.Div(c.V, square))},
		{"x/3", d.Div(x, c), b.Div(x.V, c.V), b.Div(n(1), c.V)},
		{"−x", d.Neg(x), b.Neg(x.V), n(-1)},
		{"eˣ", d.Exp(x), b.Exp(x.V), b.Exp(x.V)},
		{"log x", d.Log(x), b.Log(x.V), b.Div(n(1), x.V)},
		{"log1p x", d.Log1p(x), b.Log1p(x.V), b.Div(n(1), onePlus)},
		{"expm1 x", d.Expm1(x), b.Expm1(x.V), b.Exp(x.V)},
		{"√x", d.Sqrt(x), b.Sqrt(x.V), b.Div(b.Float(0.5), b.Sqrt(x.V))},
		{"sin x", d.Sin(x), b.Sin(x.V), b.Cos(x.V)},
		{"cos x", d.Cos(x), b.Cos(x.V), b.Neg(b.Sin(x.V))},
		{"(x,3)·(x,x)", d.Dot([]dual{x, c}, []dual{x, x}), b.Add(square, b.Mul(c.V, x.V)), b.Add(b.Mul(n(2), x.V), c.V)},
		{"x+3+x", d.Sum([]dual{x, c, x}), b.Add(b.Add(x.V, c.V), x.V), n(2)},
	} {
		// Each side is a few roundings from the truth.
		if off := relative(r.got.V, r.value); off > 0x1p-396 {
			t.Errorf("%s is off by %g", r.name, off)
		}
		if off := relative(r.got.D, r.want); off > 0x1p-396 {
			t.Errorf("(%s)′ is %.10g, not %.10g", r.name, r.got.D, r.want)
		}
	}
	if d.Sign(d.Neg(x)) != -1 || d.Float64(x) != 0.7 {
		t.Error("a dual's sign or number is not its value's")
	}
}

// An expression that any arithmetic can evaluate: the draws, replayed.
type choice struct{ op, a, b int }

func replay[T any](m arith.Arith[T], x []T, choices []choice) []T {
	numbers := append([]T(nil), x...)
	for _, c := range choices {
		a, b := numbers[c.a], numbers[c.b]
		one := m.Float(1)
		squared := m.Add(one, m.Mul(b, b)) // keeps denominators and logarithms from 0
		var v T
		switch c.op {
		case 0:
			v = m.Add(a, b)
		case 1:
			v = m.Sub(a, b)
		case 2:
			v = m.Mul(a, b)
		case 3:
			v = m.Div(a, squared)
		case 4:
			v = m.Exp(m.Div(a, squared))
		case 5:
			v = m.Log(squared)
		case 6:
			v = m.Log1p(m.Exp(m.Neg(m.Mul(a, a))))
		case 7:
			v = m.Expm1(m.Neg(m.Mul(a, a)))
		case 8:
			v = m.Dot([]T{a, b, one}, []T{b, a, a})
		case 9:
			v = m.Div(m.Sum([]T{a, b, a}), m.Float(4))
		case 10:
			v = m.Sqrt(squared)
		case 11:
			v = m.Sin(a)
		case 12:
			v = m.Cos(m.Sub(a, b))
		}
		numbers = append(numbers, v)
	}
	return numbers
}

// Forward mode against central differences with h = 2^−80 and h/2: the
// truncation error of the second is a third of their difference, up to terms
// h² smaller again. Rounding adds at most 2^−400/h times the magnitudes on the
// way, which are kept below 2^40, and their slopes below 2^60: 2^−400+81+60+40.
func TestDualAgainstCentralDifferences(t *testing.T) {
	const rounding = 0x1p-219
	checked := 0
	rapid.Check(t, func(t *rapid.T) {
		x, direction := make([]*big.Float, 3), make([]*big.Float, 3)
		for i := range x {
			x[i] = at400.Float(rapid.Float64Range(-2, 2).Draw(t, "x"))
			direction[i] = at400.Float(rapid.Float64Range(-1, 1).Draw(t, "direction"))
		}
		var choices []choice
		for i := range 8 {
			choices = append(choices, choice{
				rapid.IntRange(0, 12).Draw(t, "op"),
				rapid.IntRange(0, 2+i).Draw(t, "a"), rapid.IntRange(0, 2+i).Draw(t, "b"),
			})
		}
		duals := make([]dual, len(x))
		for i := range x {
			duals[i] = dual{V: x[i], D: direction[i]}
		}
		got := replay(arith.Arith[dual](forward), duals, choices)
		coarse, fine := difference(x, direction, choices, 0x1p-80), difference(x, direction, choices, 0x1p-81)
		for i, g := range got {
			if math.Abs(at400.Float64(g.V)) > 0x1p40 || math.Abs(at400.Float64(g.D)) > 0x1p60 {
				return // the bound on rounding says nothing from here on
			}
			limit := distance(coarse[i], fine[i])
			limit.Add(limit, big.NewFloat(rounding))
			if d := distance(g.D, fine[i]); d.Cmp(limit) > 0 {
				t.Errorf("number %d: derivative %.15g, difference %.15g, apart %.5g > %.5g", i, g.D, fine[i], d, limit)
			}
			checked++
		}
	})
	least := 600 // of 100 expressions of 11 numbers
	if testing.Short() {
		least /= 5 // as rapid draws a fifth of them
	}
	if checked < least {
		t.Errorf("only %d derivatives were checked", checked)
	}
}

func difference(x, direction []*big.Float, choices []choice, h float64) []*big.Float {
	at := func(step float64) []*big.Float {
		moved := make([]*big.Float, len(x))
		for i := range x {
			moved[i] = at400.Add(x[i], at400.Mul(direction[i], at400.Float(step)))
		}
		return replay(arith.Arith[*big.Float](at400), moved, choices)
	}
	above, below := at(h), at(-h)
	for i := range above {
		above[i] = at400.Div(at400.Sub(above[i], below[i]), at400.Float(2*h))
	}
	return above
}

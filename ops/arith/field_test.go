package arith_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
	"surefoot/ops/arith"
)

func integer(f arith.Field, x int64) arith.Residue { return f.Const(big.NewRat(x, 1)) }

func randomField(t *rapid.T) arith.Field { return arith.NewField(rapid.Uint64().Draw(t, "seed")) }

func residues(f arith.Field, seed uint64, n int) []arith.Residue {
	out := make([]arith.Residue, n)
	f.Random(seed, out)
	return out
}

// Every field is modulo a prime of 61 bits that is 3 modulo 4: math/big says so.
func TestFieldsHavePrimes(t *testing.T) {
	seen := map[uint64]bool{}
	for seed := range uint64(300) {
		p := arith.NewField(seed).P
		q := new(big.Int).SetUint64(p)
		if !q.ProbablyPrime(20) || q.BitLen() != arith.PrimeBits || p%4 != 3 {
			t.Errorf("seed %d: %d is no prime of %d bits that is 3 modulo 4", seed, p, arith.PrimeBits)
		}
		if seen[p] {
			t.Errorf("seed %d has the prime %d of another seed", seed, p)
		}
		seen[p] = true
	}
	first, again := arith.NewField(7), arith.NewField(7)
	if first.P != again.P || first.Exp(5) != again.Exp(5) {
		t.Error("a seed has two fields")
	}
}

// A field's four operations are those of fractions: they agree with big.Rat on
// what Const makes of them.
func TestFieldComputesLikeFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := randomField(t)
		rat := func(name string) *big.Rat {
			return big.NewRat(rapid.Int64().Draw(t, name), rapid.Int64Range(1, math.MaxInt64).Draw(t, name+" denominator"))
		}
		a, b := rat("a"), rat("b")
		x, y := f.Const(a), f.Const(b)
		for _, op := range []struct {
			name string
			got  arith.Residue
			want *big.Rat
		}{
			{"a+b", f.Add(x, y), new(big.Rat).Add(a, b)},
			{"a−b", f.Sub(x, y), new(big.Rat).Sub(a, b)},
			{"ab", f.Mul(x, y), new(big.Rat).Mul(a, b)},
			{"−a", f.Neg(x), new(big.Rat).Neg(a)},
		} {
			if op.got != f.Const(op.want) {
				t.Errorf("%s is wrong for %v, %v modulo %d", op.name, a, b, f.P)
			}
		}
		if b.Sign() != 0 && f.Div(x, y) != f.Const(new(big.Rat).Quo(a, b)) {
			t.Errorf("a/b is wrong for %v, %v modulo %d", a, b, f.P)
		}
	})
}

// A float64 is the dyadic number that it is, however large or small.
func TestFieldReadsFloatsExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, x := randomField(t), rapid.Float64().Draw(t, "x")
		if want := new(big.Rat).SetFloat64(x); want != nil && f.Float(x) != f.Const(want) {
			t.Errorf("%v is not %v modulo %d", x, want, f.P)
		}
	})
	f := arith.NewField(1)
	for _, x := range []float64{0, 1, -1, 12345, -1 << 52} {
		if got := f.Float64(f.Float(x)); got != x {
			t.Errorf("%v comes back as %v", x, got)
		}
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if !f.IsNaN(f.Float(x)) {
			t.Errorf("%v has a residue", x)
		}
	}
	if f.Trouble().NotNumbers != 3 {
		t.Errorf("three constants are no numbers; counted %d", f.Trouble().NotNumbers)
	}
}

// Sums and dot products of any length are the loops.
func TestFieldDotIsTheLoop(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := randomField(t)
		n := rapid.IntRange(0, 200).Draw(t, "n")
		a, b := residues(f, 1, n), residues(f, 2, n)
		if rapid.Bool().Draw(t, "largest") { // every residue P − 1, where most is carried
			for i := range a {
				a[i], b[i] = arith.Residue(f.P-1), arith.Residue(f.P-1)
			}
		}
		var dot, sum arith.Residue
		for i := range a {
			dot, sum = f.Add(dot, f.Mul(a[i], b[i])), f.Add(sum, a[i])
		}
		if f.Dot(a, b) != dot || f.Sum(a) != sum {
			t.Errorf("%d terms: Dot or Sum is not the loop", n)
		}
		if n > 0 {
			a[n-1] = f.Float(math.NaN())
			if !f.IsNaN(f.Dot(a, b)) || !f.IsNaN(f.Sum(a)) {
				t.Errorf("not-a-number is lost among %d terms", n)
			}
		}
	})
}

// What the atoms know: e^−u = 1/eᵘ, sin² + cos² = 1, odd and even, values at 0 and
// 1, √a √a = a, √(ab) = √a √b. And what they are: functions of the argument alone.
func TestFieldAtomsKnowTheirRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := randomField(t)
		u := residues(f, rapid.Uint64().Draw(t, "u"), 2)
		one := integer(f, 1)
		holds := map[string]bool{
			"e^−u eᵘ = 1":     f.Mul(f.Exp(f.Neg(u[0])), f.Exp(u[0])) == one,
			"eᵘ ≠ eᵛ":         f.Exp(u[0]) != f.Exp(u[1]),
			"e^(u+v) ≠ eᵘ eᵛ": f.Exp(f.Add(u[0], u[1])) != f.Mul(f.Exp(u[0]), f.Exp(u[1])),
			"e⁰ = 1":          f.Exp(0) == one,
			"log 1 = 0":       f.Log(one) == 0,
			"log1p 0 = 0":     f.Log1p(0) == 0,
			"expm1":           f.Expm1(u[0]) == f.Sub(f.Exp(u[0]), one),
			"log1p":           f.Log1p(u[0]) == f.Log(f.Add(one, u[0])),
			"log u ≠ log v":   f.Log(u[0]) != f.Log(u[1]),
			"eᵘ ≠ log u":      f.Exp(u[0]) != f.Log(u[0]),
			"sin² + cos² = 1": f.Add(f.Mul(f.Sin(u[0]), f.Sin(u[0])), f.Mul(f.Cos(u[0]), f.Cos(u[0]))) == one,
			"sin is odd":      f.Sin(f.Neg(u[0])) == f.Neg(f.Sin(u[0])),
			"cos is even":     f.Cos(f.Neg(u[0])) == f.Cos(u[0]),
			"sin 0, cos 0":    f.Sin(0) == 0 && f.Cos(0) == one,
		}
		square := f.Mul(u[0], u[0])
		root, other := f.Sqrt(square), f.Mul(u[1], u[1])
		holds["√a √a = a"] = f.Mul(root, root) == square
		holds["√(ab) = √a √b"] = f.Sqrt(f.Mul(square, other)) == f.Mul(root, f.Sqrt(other))
		for rule, ok := range holds {
			if !ok {
				t.Errorf("%s does not hold modulo %d", rule, f.P)
			}
		}
	})
}

// What has no value is not-a-number, spreads, and is counted.
func TestFieldCountsTrouble(t *testing.T) {
	f := arith.NewField(3)
	one := integer(f, 1)
	nan := f.Div(one, 0)
	if !f.IsNaN(nan) || f.Trouble().ZeroDivisions != 1 {
		t.Errorf("1/0 is %v, counted %d times", nan, f.Trouble().ZeroDivisions)
	}
	for name, v := range map[string]arith.Residue{
		"+": f.Add(nan, one), "−": f.Sub(one, nan), "×": f.Mul(nan, 0), "÷": f.Div(nan, one), "÷ by it": f.Div(one, nan), "neg": f.Neg(nan),
		"exp": f.Exp(nan), "log": f.Log(nan), "log1p": f.Log1p(nan), "expm1": f.Expm1(nan), "sqrt": f.Sqrt(nan),
		"sin": f.Sin(nan), "cos": f.Cos(nan), "log 0": f.Log(0),
	} {
		if !f.IsNaN(v) {
			t.Errorf("%s of not-a-number is %v", name, v)
		}
	}
	// Of x and −x one has a root, as −1 has none.
	x := residues(f, 9, 1)[0]
	if f.IsNaN(f.Sqrt(x)) == f.IsNaN(f.Sqrt(f.Neg(x))) || f.Trouble().Roots != 1 {
		t.Errorf("of x and −x not exactly one has a root; counted %d", f.Trouble().Roots)
	}
	if f.Sign(x) != 0 || f.Trouble().Branches != 1 {
		t.Error("a residue has a sign")
	}
}

// Whole arrays are divided and exponentiated as their numbers are, zeros and
// operands of one element among them.
func TestFieldArraysAreTheirElements(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := randomField(t)
		m := arith.Over[arith.Residue]{A: f}
		n := rapid.IntRange(1, 40).Draw(t, "n")
		a, b := residues(f, 1, n), residues(f, 2, n)
		b[rapid.IntRange(0, n-1).Draw(t, "zero")] = 0
		a[0] = f.Neg(a[n-1])
		quotient := m.Elements(m.Div(arith.NewArray(a, n), arith.NewArray(b, n)))
		inverse := m.Elements(m.Div(arith.NewArray(a[:1]), arith.NewArray(b, n)))
		power := m.Elements(m.Exp(arith.NewArray(a, n)))
		for i := range a {
			if quotient[i] != f.Div(a[i], b[i]) || inverse[i] != f.Div(a[0], b[i]) || power[i] != f.Exp(a[i]) {
				t.Errorf("element %d of %d is not what it is alone", i, n)
			}
		}
	})
}

// Random residues and atoms fill the field evenly: each of 16 parts gets its
// share to six standard deviations of a binomial count.
func TestFieldIsFilledEvenly(t *testing.T) {
	f := arith.NewField(5)
	const n = 1 << 16
	drawn := residues(f, 4, n)
	for name, numbers := range map[string]func(i int) arith.Residue{
		"residues": func(i int) arith.Residue { return drawn[i] },
		"exp":      func(i int) arith.Residue { return f.Exp(integer(f, int64(i+1))) },
		"log":      func(i int) arith.Residue { return f.Log(integer(f, int64(i+2))) },
	} {
		var parts [16]float64
		for i := range n {
			parts[uint64(numbers(i))/(f.P/16+1)]++
		}
		for k, count := range parts {
			if deviation := math.Abs(count-n/16) / math.Sqrt(n/16.*15/16); deviation > 6 {
				t.Errorf("%s: part %d has %v of %d, %.1f standard deviations off", name, k, count, n, deviation)
			}
		}
	}
}

func BenchmarkFieldDot(b *testing.B) {
	f := arith.NewField(1)
	x, y := residues(f, 1, 10000), residues(f, 2, 10000)
	b.SetBytes(10000)
	for b.Loop() {
		f.Dot(x, y)
	}
}

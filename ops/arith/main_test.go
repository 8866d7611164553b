package arith_test

import (
	"flag"
	"fmt"
	"math"
	"math/big"
	"os"
	"testing"

	"pgregory.net/rapid"
	"surefoot/ops/arith"
)

// TestMain gives the property tests a fixed seed, unless the caller gives one,
// and lets them leave no files.
func TestMain(m *testing.M) {
	flag.Parse()
	given := map[string]bool{}
	flag.Visit(func(f *flag.Flag) { given[f.Name] = true })
	for name, value := range map[string]string{"rapid.seed": "1", "rapid.nofailfile": "true"} {
		if !given[name] {
			if err := flag.Set(name, value); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(2)
			}
		}
	}
	os.Exit(m.Run())
}

// checkMany is rapid.Check with more draws than usual.
func checkMany(t *testing.T, draws int, property func(*rapid.T)) {
	t.Helper()
	checks := flag.Lookup("rapid.checks").Value
	usual := checks.String()
	defer func() { _ = checks.Set(usual) }()
	if err := checks.Set(fmt.Sprint(draws)); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, property)
}

// distance is |a − b|, +∞ if either is not a finite number.
func distance(a, b *big.Float) *big.Float {
	if a == nil || b == nil || a.IsInf() || b.IsInf() {
		return new(big.Float).SetInf(false)
	}
	d := new(big.Float).SetPrec(a.Prec()+b.Prec()+64).Sub(a, b)
	return d.Abs(d)
}

// relative is |got − want|/|want|, 0 if they are equal.
func relative(got, want *big.Float) float64 {
	d := distance(got, want)
	if d.Sign() == 0 {
		return 0
	}
	if want == nil || want.Sign() == 0 {
		return math.Inf(1)
	}
	q, _ := d.Quo(d, new(big.Float).Abs(want)).Float64()
	return q
}

// special draws any float64, the awkward ones often.
func special() *rapid.Generator[float64] {
	return rapid.OneOf(
		rapid.SampledFrom([]float64{
			0, math.Copysign(0, -1), 1, -1, 0.5, -2, math.NaN(), math.Inf(1), math.Inf(-1),
			math.MaxFloat64, -math.MaxFloat64, 0x1p-1074, -0x1p-1074, 0x1p-1022, 709.7, -745.2, 1e9, -1e10,
		}),
		rapid.Map(rapid.Uint64(), math.Float64frombits),
	)
}

// huge draws numbers of Big that are beyond float64 as well, up to the ends of
// big.Float's exponents.
func huge(b arith.Big) *rapid.Generator[*big.Float] {
	return rapid.OneOf(
		rapid.Map(special(), b.Float),
		rapid.Custom(func(t *rapid.T) *big.Float {
			m := rapid.Float64Range(-1, 1).Draw(t, "mantissa")
			e := rapid.OneOf(rapid.IntRange(-300, 300), rapid.IntRange(big.MinExp, big.MaxExp)).Draw(t, "exponent")
			f := b.Float(m)
			return f.SetMantExp(f, e)
		}),
	)
}

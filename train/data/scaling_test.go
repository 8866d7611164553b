package data

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// column makes a table of one feature.
func column(x ...float64) *Table {
	return &Table{Features: []string{"x"}, X: x, Y: make([]float64, len(x)), M: len(x), N: 1}
}

// exactMoments returns mean and population standard deviation of x, found in
// 3000-bit arithmetic.
func exactMoments(x []float64) (mean, deviation *big.Float) {
	number := func(v float64) *big.Float { return new(big.Float).SetPrec(3000).SetFloat64(v) }
	m := number(float64(len(x)))
	sum := number(0)
	for _, v := range x {
		sum.Add(sum, number(v))
	}
	mean = sum.Quo(sum, m)
	squares := number(0)
	for _, v := range x {
		d := number(v)
		d.Sub(d, mean)
		squares.Add(squares, d.Mul(d, d))
	}
	return mean, squares.Sqrt(squares.Quo(squares, m))
}

func near(t interface{ Errorf(string, ...any) }, what string, got, want, tolerance float64) {
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %v, want %v within %v", what, got, want, tolerance)
	}
}

func TestStandardizeAgainstExact(t *testing.T) {
	for name, x := range map[string][]float64{
		"plain":           {1, 2, 3, 4, 10},
		"large offset":    {1e9, 1e9 + 1, 1e9 + 2, 1e9 + 1e-3, 1e9 - 3},
		"last bits":       {1, 1 + 0x1p-52, 1 - 0x1p-53, 1},
		"near largest":    {1.7e308, -1.7e308, 1.2e308, 1e308},
		"largest":         {math.MaxFloat64, -math.MaxFloat64},
		"near smallest":   {1e-308, 3e-308, 2.5e-308, -7e-308},
		"subnormal":       {0, 4e-320, 1e-319},
		"one among zeros": {0, 0, 0, 0, 1e-200},
		"all magnitudes":  {1e-300, 1, 1e300},
	} {
		s, constant := Standardize(column(x...))
		if constant != nil {
			t.Errorf("%s: called constant", name)
		}
		mean, deviation := exactMoments(x)
		sd, _ := deviation.Float64()
		mu, _ := mean.Float64()
		tiny := math.SmallestNonzeroFloat64
		near(t, name+": deviation", s.Deviation[0], sd, max(4e-16*sd, tiny))
		near(t, name+": mean", s.Mean[0], mu, max(0x1p-52*math.Abs(mu), 1e-15*sd, tiny))
	}
}

func TestStandardizeProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		exponent := rapid.IntRange(-300, 300).Draw(t, "exponent")
		offset := rapid.Float64Range(-10, 10).Draw(t, "offset")
		x := rapid.SliceOfN(rapid.Float64Range(-1, 1), 2, 50).Draw(t, "x")
		for i := range x {
			x[i] = (x[i] + offset) * math.Pow(10, float64(exponent))
		}
		mean, sd := exactMoments(x)
		ratio, _ := new(big.Float).Quo(mean, sd).Float64()
		if slices.Max(x) == slices.Min(x) || math.Abs(ratio) > 1000 {
			t.Skip("its mean cannot be taken off to 1e-12")
		}
		original := slices.Clone(x)
		table := column(x...)
		s, constant := Standardize(table)
		scaled := s.Scaled(table)
		if constant != nil || !slices.Equal(table.X, original) {
			t.Fatalf("constant %v; table %v, was %v", constant, table.X, original)
		}
		zeroMean, one := exactMoments(scaled.X)
		m, _ := zeroMean.Float64()
		d, _ := one.Float64()
		near(t, "mean", m, 0, 1e-12)
		near(t, "deviation", d, 1, 1e-12)
	})
}

func TestStandardizeIgnoresOtherColumns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 20).Draw(t, "m")
		x := rapid.SliceOfN(rapid.Float64Range(-1e3, 1e3), m, m).Draw(t, "x")
		y := rapid.SliceOfN(rapid.Float64Range(-1e300, 1e300), m, m).Draw(t, "y")
		both := &Table{Features: []string{"x", "y"}, Y: make([]float64, m), M: m, N: 2}
		for i := range m {
			both.X = append(both.X, x[i], y[i])
		}
		s, _ := Standardize(both)
		for j, x := range [][]float64{x, y} {
			alone, _ := Standardize(column(x...))
			if s.Mean[j] != alone.Mean[0] || s.Deviation[j] != alone.Deviation[0] {
				t.Errorf("column %d: %v and %v, alone %+v", j, s.Mean[j], s.Deviation[j], alone)
			}
		}
	})
}

func TestApplyWhereTheDifferenceOverflows(t *testing.T) {
	table := column(math.MaxFloat64, -math.MaxFloat64, -math.MaxFloat64, -math.MaxFloat64)
	s, _ := Standardize(table)
	for i, z := range s.Scaled(table).X {
		want := -1 / math.Sqrt(3)
		if i == 0 {
			want = math.Sqrt(3)
		}
		near(t, "scaled", z, want, 1e-15)
	}
}

func TestApplyNothing(*testing.T) {
	Scaling{}.Apply(nil)
	Scaling{Mean: []float64{1}, Deviation: []float64{1}}.Apply(nil)
}

func TestConstantColumn(t *testing.T) {
	table := &Table{Features: []string{"c", "x"}, X: []float64{0.1, 1, 0.1, 2, 0.1, 3}, Y: make([]float64, 3), M: 3, N: 2}
	s, constant := Standardize(table)
	if !slices.Equal(constant, []string{"c"}) || s.Deviation[0] != 0 || s.Mean[0] != 0.1 {
		t.Errorf("constant %v, scaling %+v", constant, s)
	}
	x := []float64{7, 2}
	s.Apply(x)
	if x[0] != 0 || x[1] != 0 {
		t.Errorf("scaled to %v, want zeros", x)
	}
}

func TestStandardizeNoRows(t *testing.T) {
	s, constant := Standardize(column())
	if len(constant) != 1 || s.Mean[0] != 0 || s.Deviation[0] != 0 {
		t.Errorf("constant %v, scaling %+v", constant, s)
	}
}

func TestApplyPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic for a row of another length")
		}
	}()
	Scaling{Mean: []float64{0, 0}, Deviation: []float64{1, 1}}.Apply(make([]float64, 3))
}

func TestScalingJSON(t *testing.T) {
	text, err := json.Marshal(Scaling{Mean: []float64{1}, Deviation: []float64{2}})
	if want := `{"mean":[1],"deviation":[2]}`; err != nil || string(text) != want {
		t.Errorf("%s, %v, want %s", text, err, want)
	}
}

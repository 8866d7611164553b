package verify

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDiagnose(t *testing.T) {
	e := []float64{0.5, -1.25, 3, 2}
	for _, c := range []struct {
		name, want    string
		expected, got []float64
	}{
		{"equal", "", e, e},
		{"zero", "all zero", e, make([]float64, 4)},
		{"sign", "the sign", e, []float64{-0.5, 1.25, -3, -2}},
		{"sign of one", "the sign", e[:1], []float64{-0.5}},
		{"twice", "twice", e, []float64{1, -2.5, 6, 4}},
		{"half", "half", e, []float64{0.25, -0.625, 1.5, 1}},
		{"running sum", "running sum", e, []float64{0.5, -0.75, 2.25, 4.25}},
		{"first", "every entry is the first one's", e, []float64{0.5, 0.5, 0.5, 0.5}},
		{"reversed", "reverse", e, []float64{2, 3, -1.25, 0.5}},
		{"shifted", "shifted", e, []float64{-1.25, 3, 2, 0.5}},
		{"ratio", "0.3 times", e, []float64{0.15, -0.375, 0.9, 0.6}},
		{"small ratio", "1.000001 times", e, []float64{0.5000005, -1.25000125, 3.000003, 2.000002}},
		{"m times, one entry", "5 times", e[:1], []float64{2.5}},
		{"one m-th, one entry", "0.2 times", e[:1], []float64{0.1}},
		{"no whole ratio, one entry", "", e[:1], []float64{0.15}},
		{"neighbour", "entry 1 has the value of entry 2", e, []float64{0.5, 3, 3, 2}},
		{"two entries, one has the other's", "entry 1 has the value of entry 0", e[:2], []float64{0.5, 0.5}},
		{"two entries swapped", "entry 0 has the value of entry 1", e[:2], []float64{-1.25, 0.5}},
		{"unrelated", "", e, []float64{1, 2, 9, 4}},
		{"another length", "", e, e[:3]},
		{"none", "", nil, nil},
		{"nothing due, something there", "", []float64{0, 0}, []float64{1, 2}},
		{"NaN", "", e, []float64{nan, nan, nan, nan}},
		{"infinite", "", e, []float64{inf, -inf, inf, inf}},
	} {
		got := diagnose(slices.Clone(c.expected), slices.Clone(c.got))
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

// Random numbers have no diagnosis: a hint that is not so is worse than none.
func TestDiagnoseIsSilentOnUnrelatedNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "n")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		expected, got := make([]float64, n), make([]float64, n)
		for i := range n {
			expected[i], got[i] = r.NormFloat64(), r.NormFloat64()
		}
		if d := diagnose(expected, got); d != "" {
			t.Errorf("%v for %v: %q", got, expected, d)
		}
	})
}

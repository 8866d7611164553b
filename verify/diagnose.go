package verify

import (
	"fmt"
	"math"
	"strings"
)

// A mistake is a way to get a quantity wrong: from the expected numbers it makes
// those that the mistake would give, or nil where it cannot apply.
type mistake struct {
	name    string
	entries int // how many it takes to tell it from another mistake
	make    func(expected []float64) []float64
}

var mistakes = []mistake{
	{"all zero: a path to the cost is missing", 1, func(e []float64) []float64 { return make([]float64, len(e)) }},
	{"the sign is wrong", 1, scaledBy(-1)},
	{"twice as large: a path is counted twice", 1, scaledBy(2)},
	{"half as large", 1, scaledBy(0.5)},
	{"a running sum: each entry has those before it added", 3, func(e []float64) []float64 {
		out, sum := make([]float64, len(e)), 0.0
		for i, x := range e {
			sum += x
			out[i] = sum
		}
		return out
	}},
	{"every entry is the first one's: the index is missing", 3, func(e []float64) []float64 {
		out := make([]float64, len(e))
		for i := range out {
			out[i] = e[0]
		}
		return out
	}},
	{"in reverse order", 3, func(e []float64) []float64 {
		out := make([]float64, len(e))
		for i := range out {
			out[i] = e[len(e)-1-i]
		}
		return out
	}},
	{"shifted by one: the index is off by one", 3, func(e []float64) []float64 {
		return append(append([]float64(nil), e[1:]...), e[0])
	}},
}

func scaledBy(k float64) func([]float64) []float64 {
	return func(e []float64) []float64 {
		out := make([]float64, len(e))
		for i, x := range e {
			out[i] = k * x
		}
		return out
	}
}

// alike is how near numbers must be to be called the same in a diagnosis: a hint
// for a person, on which no verdict rests.
const alike = 1e-9

// diagnose names the mistake that turns the expected numbers into those that
// were got, or is empty when none that it knows does.
func diagnose(expected, got []float64) string {
	if len(expected) != len(got) || len(got) == 0 || same(expected, got) {
		return ""
	}
	for _, m := range mistakes {
		if len(got) >= m.entries && same(m.make(expected), got) {
			return m.name
		}
	}
	if k, ok := constantRatio(expected, got); ok {
		return ratio(k) + " times as large"
	}
	if i, j, ok := neighbour(expected, got); ok {
		return fmt.Sprintf("entry %d has the value of entry %d: the index is wrong", i, j)
	}
	return ""
}

// ratio is k, as a fraction of small numbers if it is one and no short decimal.
func ratio(k float64) string {
	decimal := fmt.Sprintf("%.10g", k)
	for q := 3.0; q <= 64 && len(decimal) > 8; q++ {
		if p := math.Round(k * q); p != 0 && p != q && math.Abs(p-k*q) <= alike*math.Abs(p) {
			return strings.ReplaceAll(fmt.Sprintf("%g/%g", p, q), "-", "−")
		}
	}
	return decimal
}

func same(a, b []float64) bool {
	for i := range a {
		if !(math.Abs(a[i]-b[i]) <= alike*math.Max(math.Abs(a[i]), math.Abs(b[i]))) {
			return false
		}
	}
	return true
}

// constantRatio is the factor between all entries; of a single entry, only if it
// is a whole number or one over one, such as m.
func constantRatio(expected, got []float64) (float64, bool) {
	k := 0.0
	for i, e := range expected {
		if math.Abs(e) > 0 {
			k = got[i] / e
			break
		}
	}
	whole := func(x float64) bool { return math.Abs(x-math.Round(x)) <= alike*math.Abs(x) }
	if len(got) == 1 && !whole(k) && !whole(1/k) {
		return 0, false
	}
	return k, k != 0 && !math.IsNaN(k) && !math.IsInf(k, 0) && same(scaledBy(k)(expected), got)
}

// neighbour finds the first wrong entry and another entry whose value it has.
func neighbour(expected, got []float64) (i, j int, ok bool) {
	for i := range got {
		if same(expected[i:i+1], got[i:i+1]) {
			continue
		}
		for j := range expected {
			if j != i && same(expected[j:j+1], got[i:i+1]) {
				return i, j, true
			}
		}
		return 0, 0, false
	}
	return 0, 0, false
}

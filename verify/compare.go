package verify

import (
	"math"
	"math/big"
	"strings"

	"surefoot/ops/arith"
)

// A comparison holds one quantity's numbers: what is claimed, what is true, and
// how far apart rounding may bring them, entry by entry.
type comparison struct {
	got, exact []*big.Float // nil is not-a-number
	bound      []float64
	// loose marks a bound that says too little to pass on; see looseness.
	loose string
}

// judge compares entry by entry. An entry fails when it lies beyond its bound, or
// is not finite where the truth and the bound are; it is undecided where one of
// those is not finite.
func (c comparison) judge(f Finding) Finding {
	worst, undecided := -1.0, c.loose
	f.Verdict, f.MaxULP = Pass, new(float64)
	for i := range c.got {
		got, expected := truth.Float64(c.got[i]), truth.Float64(c.exact[i])
		distance := math.Abs(truth.Float64(truth.Sub(c.got[i], c.exact[i])))
		beyond := distance / (c.bound[i] * arith.Slack)
		switch {
		case math.IsNaN(expected) || math.IsInf(expected, 0):
			undecided = "the true value is not a finite number"
			continue
		case math.IsNaN(c.bound[i]) || math.IsInf(c.bound[i], 0):
			undecided = "no error bound: an intermediate result overflows or divides by zero"
			continue
		case math.IsNaN(got) || math.IsInf(got, 0):
			distance, beyond = math.Inf(1), math.Inf(1)
			f.Diagnosis = "not a finite number"
		case distance == 0:
			beyond = 0
		}
		f.MaxAbs = max(f.MaxAbs, Number(distance))
		*f.MaxULP = max(*f.MaxULP, distance/arith.ULP(expected))
		if beyond > worst {
			worst = beyond
			f.Bound = Number(c.bound[i])
			f.Worst = Worst{Index: i, Expected: Number(expected), Got: Number(got)}
		}
	}
	if math.IsInf(*f.MaxULP, 0) || math.IsNaN(*f.MaxULP) {
		f.MaxULP = nil
	}
	switch {
	case worst > 1:
		f.Verdict = Fail
		f.Diagnosis = strings.Join(nonEmpty(f.Diagnosis, diagnose(rounded(c.exact), rounded(c.got))), "; ")
	case undecided != "":
		f.Verdict, f.Diagnosis = Inconclusive, undecided
	}
	return f
}

// rounded are the nearest float64s.
func rounded(x []*big.Float) []float64 {
	out := make([]float64, len(x))
	for i := range x {
		out[i] = truth.Float64(x[i])
	}
	return out
}

// exactlyThese are float64s as exact numbers.
func exactlyThese(x []float64) []*big.Float {
	out := make([]*big.Float, len(x))
	for i := range x {
		out[i] = truth.Float(x[i])
	}
	return out
}

func nonEmpty(texts ...string) []string {
	var out []string
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}

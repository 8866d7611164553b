package verify

import (
	"fmt"
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
	// subject, where set, is said first of a failure.
	subject string
	// loose marks a bound that says too little to pass on; see looseness.
	loose string
}

// nameless ends the diagnosis of a failure that looks like no mistake known here.
const nameless = "by no mistake that has a name here"

// judge compares entry by entry. An entry fails when it lies beyond its bound, or
// is not finite where the truth and the bound are; it is undecided where one of
// those is not finite.
func (c comparison) judge(f Finding) Finding {
	undecided := c.loose
	f.Verdict, f.MaxULP, f.Entries = Pass, new(float64), len(c.got)
	failures, none := 0, true
	for i := range c.got {
		got, expected := truth.Float64(c.got[i]), truth.Float64(c.exact[i])
		distance := math.Abs(truth.Float64(truth.Sub(c.got[i], c.exact[i])))
		switch {
		case math.IsNaN(expected) || math.IsInf(expected, 0):
			undecided = "the true value is not a finite number"
			continue
		case math.IsNaN(c.bound[i]) || math.IsInf(c.bound[i], 0):
			undecided = "no error bound: an intermediate result overflows or divides by zero"
			continue
		case math.IsNaN(got) || math.IsInf(got, 0):
			distance = math.Inf(1)
			f.Diagnosis = "not a finite number"
		}
		*f.MaxULP = max(*f.MaxULP, distance/arith.ULP(expected))
		fails := distance > c.bound[i]*arith.Slack
		if fails {
			failures++
		}
		// The farthest off; of those beyond their bounds, if there are any.
		if none || fails && failures == 1 || fails == (failures > 0) && Number(distance) > f.MaxAbs {
			none, f.MaxAbs, f.Bound = false, Number(distance), Number(c.bound[i]*arith.Slack)
			f.Worst = Worst{Index: i, Expected: Number(expected), Got: Number(got)}
		}
	}
	if math.IsInf(*f.MaxULP, 0) || math.IsNaN(*f.MaxULP) {
		f.MaxULP = nil
	}
	switch {
	case failures > 0:
		f.Verdict = Fail
		mistake := diagnose(rounded(c.exact), rounded(c.got))
		if mistake == "" && f.Diagnosis == "" {
			mistake = fmt.Sprintf("%d of %d wrong, %s", failures, len(c.got), nameless)
		}
		f.Diagnosis = strings.Join(nonEmpty(c.subject, f.Diagnosis, mistake), "; ")
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

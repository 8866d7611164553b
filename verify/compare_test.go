package verify

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"surefoot/ops/arith"
)

var (
	nan = math.NaN()
	inf = math.Inf(1)
)

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		name              string
		got, exact, bound []float64
		loose             string
		verdict           Verdict
		index             int
		diagnosis         string
		ulp               float64 // −1: none
	}{
		{"equal", []float64{1, 2}, []float64{1, 2}, []float64{0, 0}, "", Pass, 0, "", 0},
		{"within", []float64{1 + 0x1p-52}, []float64{1}, []float64{0x1p-52}, "", Pass, 0, "", 1},
		{"beyond", []float64{1 + 0x1p-51}, []float64{1}, []float64{0x1p-52}, "", Fail, 0, "", 2},
		{"the farthest of those that fail", []float64{1, 1.5, 1.25, 8}, []float64{1, 1, 1, 1}, []float64{1, 0.01, 0.01, 9}, "", Fail, 1, "", 7 * 0x1p52},
		{"a failure after a larger pass", []float64{8, 1.5}, []float64{1, 1}, []float64{9, 0.01}, "", Fail, 1, "", 7 * 0x1p52},
		{"the farthest passes", []float64{1.5, 1.75}, []float64{1, 1}, []float64{1, 1}, "", Pass, 1, "", 0.75 * 0x1p52},
		{"zero where zero is due, no bound", []float64{0}, []float64{0}, []float64{0}, "", Pass, 0, "", 0},
		{"NaN", []float64{1, nan}, []float64{1, 2}, []float64{1, 1}, "", Fail, 1, "not a finite number", -1},
		{"infinite", []float64{inf, 2}, []float64{1, 2}, []float64{1, 1}, "", Fail, 0, "not a finite number", -1},
		{"−infinite", []float64{-inf}, []float64{1}, []float64{1}, "", Fail, 0, "not a finite number", -1},
		{"NaN is not NaN", []float64{nan}, []float64{nan}, []float64{1}, "", Inconclusive, 0, "the true value is not a finite number", 0},
		{"the truth is infinite", []float64{inf}, []float64{inf}, []float64{1}, "", Inconclusive, 0, "the true value is not a finite number", 0},
		{"no bound", []float64{1}, []float64{1}, []float64{inf}, "", Inconclusive, 0, "no error bound", 0},
		{"NaN for a bound", []float64{1}, []float64{2}, []float64{nan}, "", Inconclusive, 0, "no error bound", 0},
		{"NaN without a bound", []float64{nan}, []float64{1}, []float64{inf}, "", Inconclusive, 0, "no error bound", 0},
		{"one fails, one has no bound", []float64{1, 2}, []float64{1, 1}, []float64{inf, 0.5}, "", Fail, 1, "", 0x1p52},
		{"too loose to pass on", []float64{1}, []float64{1}, []float64{1}, "too loose", Inconclusive, 0, "too loose", 0},
		{"too loose, and fails", []float64{9}, []float64{1}, []float64{1}, "too loose", Fail, 0, "", 8 * 0x1p52},
		{"subnormal", []float64{0x1p-1074}, []float64{0}, []float64{0x1p-1074}, "", Pass, 0, "", 1},
		{"nothing to compare", nil, nil, nil, "", Pass, 0, "", 0},
	} {
		f := comparison{got: exactlyThese(c.got), exact: exactlyThese(c.exact), bound: c.bound, loose: c.loose}.judge(Finding{})
		if f.Verdict != c.verdict || !strings.Contains(f.Diagnosis, c.diagnosis) || f.Worst.Index != c.index {
			t.Errorf("%s: %v at entry %d: %s", c.name, f.Verdict, f.Worst.Index, f.Diagnosis)
		}
		switch {
		case c.ulp < 0 && f.MaxULP != nil:
			t.Errorf("%s: %g ulp off, where that has no meaning", c.name, *f.MaxULP)
		case c.ulp >= 0 && (f.MaxULP == nil || *f.MaxULP != c.ulp):
			t.Errorf("%s: max_ulp is %v, not %g", c.name, f.MaxULP, c.ulp)
		}
		if c.verdict == Fail && c.bound[c.index]*arith.Slack != float64(f.Bound) {
			t.Errorf("%s: the bound of entry %d is given as %g", c.name, c.index, float64(f.Bound))
		}
	}
}

// The distance is that of the exact numbers: two that round to one float64 are
// still told apart.
func TestJudgeComparesBeyondFloat64(t *testing.T) {
	one := truth.Float(1)
	near := truth.Add(one, truth.Float(0x1p-100))
	c := comparison{got: []*big.Float{near}, exact: []*big.Float{one}, bound: []float64{0x1p-101}}
	if f := c.judge(Finding{}); f.Verdict != Fail || f.MaxAbs != 0x1p-100 {
		t.Errorf("1 + 2⁻¹⁰⁰ against 1: %v, %g off", f.Verdict, float64(f.MaxAbs))
	}
}

func TestLooseness(t *testing.T) {
	for _, c := range []struct {
		claimed, derivation float64
		loose               bool
	}{
		{1, 1, false}, {loosest, 1, false}, {2 * loosest, 1, true}, {1e-300, 0, true}, {0, 0, false}, {inf, 1, false},
	} {
		got := looseness([]float64{0, c.claimed}, []float64{0, c.derivation})
		if c.loose != strings.Contains(got, "in [1]") {
			t.Errorf("%g beside %g: %q", c.claimed, c.derivation, got)
		}
	}
}

func TestVerdictsAreText(t *testing.T) {
	for verdict, text := range map[Verdict]string{Pass: "pass", Inconclusive: "inconclusive", Fail: "fail"} {
		got, err := verdict.MarshalText()
		if err != nil || string(got) != text {
			t.Errorf("%d is %q, %v", verdict, got, err)
		}
		var back Verdict
		if err := back.UnmarshalText([]byte(text)); err != nil || back != verdict {
			t.Errorf("%q is %v, %v", text, back, err)
		}
	}
	var v Verdict
	if err := v.UnmarshalText([]byte("maybe")); err == nil {
		t.Error("maybe is a verdict")
	}
	if Verdict(9).String() == "" {
		t.Error("an unknown verdict has no text")
	}
}

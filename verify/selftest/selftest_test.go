package selftest

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"surefoot/verify"
)

// gross are the classes that any check should find at inputs of size 1.
var gross = []string{
	"sign", "factor", "missing 1/m", "1/(m−1)", "neighbour's index", "reversed", "running sum", "forgotten bias",
	"transpose", "broadcast reduction", "off-by-one slice", "dropped path", "doubled path", "detached path",
	"wrong loss factor", "NaN", "infinite",
}

func selfTested(t *testing.T, claims []verify.Claim, options Options) *Result {
	t.Helper()
	s, err := Run(t.Context(), claims, options)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range slices.Concat(s.Unplanted, s.Unjudged) {
		t.Errorf("%v: %s", m.Mutant, m.Reason)
	}
	return s
}

// requireDetection requires that both detectors find gross mutants, and that no
// right gradient is accused.
func requireDetection(t *testing.T, s *Result) {
	t.Helper()
	for _, m := range s.FalseAlarms {
		t.Errorf("%s accuses the right gradient: %v %s", m.Detector, m.Mutant, m.Reason)
	}
	for _, m := range s.Undecided {
		t.Logf("%s does not decide %v: %s", m.Detector, m.Mutant, m.Reason)
	}
	for _, m := range s.Missed {
		if m.Detector == "numeric" && slices.Contains(gross, m.Class) {
			t.Errorf("the numeric check passes %v", m.Mutant)
		}
	}
	numeric, differences := slices.Index(s.Detectors, "numeric"), slices.Index(s.Detectors, "finite differences")
	for _, c := range s.Classes {
		if slices.Contains(gross, c.Class) && c.Caught[differences] < c.Wrong*9/10 {
			t.Errorf("finite differences find %d of %d of the class %s", c.Caught[differences], c.Wrong, c.Class)
		}
		if c.Class == "tiny factor" && (c.Caught[differences] > 0 || c.Wrong > 3 && c.Caught[numeric] == 0) {
			t.Errorf("of %d tiny factors differences find %d, the numeric check %d", c.Wrong, c.Caught[differences], c.Caught[numeric])
		}
	}
}

func TestSelfTestOfLogisticRegression(t *testing.T) {
	for _, c := range []struct {
		features, perClass int
		document           bool
	}{{2, 4, false}, {2, 4, true}, {5, 2, false}, {100, 1, false}} {
		s := selfTested(t, logisticClaims(t, c.document, 5, c.features), Options{Seed: 1, PerClass: c.perClass})
		requireDetection(t, s)
	}
}

func TestSelfTestOfGorgoniasOwnOps(t *testing.T) {
	s := selfTested(t, nativeClaims(t), Options{Seed: 1, PerClass: 4})
	requireDetection(t, s)
	for _, c := range s.Classes {
		if c.Class != "kink convention" && c.Wrong+c.Equivalent == 0 {
			t.Errorf("no mutant of the class %q", c.Class)
		}
	}
}

// At one point not every mutant of a step shows; the convention at the kink never
// does.
func TestSelfTestOfAKink(t *testing.T) {
	s := selfTested(t, rampClaims(t, 0.5, -1, 2), Options{Seed: 1})
	for _, m := range s.FalseAlarms {
		t.Errorf("%s accuses the right gradient: %v %s", m.Detector, m.Mutant, m.Reason)
	}
	for _, c := range s.Classes {
		if c.Class == "kink convention" && (c.Wrong != 0 || c.Equivalent == 0) {
			t.Errorf("of the kink conventions %d are wrong and %d equivalent", c.Wrong, c.Equivalent)
		}
	}
}

// The same seed draws the same mutants and gives the same result; a detector is
// asked about every mutant, and what it says is counted.
func TestSelfTestCounts(t *testing.T) {
	asked := 0
	options := Options{Seed: 3, PerClass: 1, Detectors: []Detector{
		{"credulous", func(context.Context, []verify.Claim) (verify.Verdict, error) { return verify.Pass, nil }},
		{"suspicious", func(context.Context, []verify.Claim) (verify.Verdict, error) { asked++; return verify.Fail, nil }},
		{"broken", func(context.Context, []verify.Claim) (verify.Verdict, error) {
			if asked <= 2 { // the right claims
				return verify.Pass, nil
			}
			return verify.Pass, errors.New("out of order")
		}},
	}}
	claims := logisticClaims(t, false, 3, 2)
	first := selfTested(t, claims, options)
	wrong, equivalent := 0, 0
	for _, c := range first.Classes {
		wrong, equivalent = wrong+c.Wrong, equivalent+c.Equivalent
		if c.Caught[0] != 0 || c.Caught[1] != c.Wrong || c.Caught[2] != 0 || c.Wrong+c.Equivalent > 1 {
			t.Errorf("%+v", c)
		}
	}
	if asked != wrong+equivalent+2 || wrong == 0 {
		t.Errorf("asked %d times about %d wrong and %d equivalent ones", asked, wrong, equivalent)
	}
	by := func(list []MutantVerdict, detector string) (n int) {
		for _, m := range list {
			if m.Detector == detector {
				n++
			}
		}
		return n
	}
	if by(first.Missed, "credulous") != wrong || by(first.Undecided, "broken") != wrong ||
		by(first.FalseAlarms, "suspicious") != equivalent+2 || first.RightChecks != 5*(2+equivalent) {
		t.Errorf("of %d and %d: %d missed, %d undecided, %d false alarms, %d right checks", wrong, equivalent,
			by(first.Missed, "credulous"), by(first.Undecided, "broken"), by(first.FalseAlarms, "suspicious"), first.RightChecks)
	}
	asked = 0
	text, again := asJSON(t, first), asJSON(t, selfTested(t, claims, options))
	if text != again {
		t.Errorf("a second run differs:\n%s\n%s", text, again)
	}
	for _, key := range []string{`"class":"sign"`, `"detector":"broken"`, `"reason":"out of order"`, `"caught":[0,1,0,`} {
		if !strings.Contains(text, key) {
			t.Errorf("the JSON lacks %s:\n%s", key, text)
		}
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestSelfTestReportsProgressAndStops(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	last := 0
	_, err := Run(ctx, logisticClaims(t, false, 3, 2), Options{PerClass: 1, Progress: func(done, of int) {
		if done != last+1 || of < 15 {
			t.Errorf("%d of %d after %d", done, of, last)
		}
		if last = done; done == 3 {
			stop()
		}
	}})
	if !errors.Is(err, context.Canceled) || last != 3 {
		t.Errorf("after %d mutants: %v", last, err)
	}
}

func TestSelfTestReturnsADetectorsErrorOnTheRightClaims(t *testing.T) {
	broken := errors.New("out of order")
	_, err := Run(t.Context(), logisticClaims(t, false, 3, 2), Options{Detectors: []Detector{
		{"broken", func(context.Context, []verify.Claim) (verify.Verdict, error) { return verify.Pass, broken }},
	}})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "broken of the right claims") {
		t.Errorf("%v", err)
	}
}

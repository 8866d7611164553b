package verify

import "fmt"

// Verdict is the outcome of a check.
type Verdict int

// The verdicts, from best to worst.
const (
	// Pass: what was asked was checked, and it is so.
	Pass Verdict = iota
	// Inconclusive: it could not be decided; the finding says why.
	Inconclusive
	// Fail: it is not so; the finding has the witness.
	Fail
)

// String is "pass", "inconclusive" or "fail".
func (v Verdict) String() string {
	switch v {
	case Pass:
		return "pass"
	case Inconclusive:
		return "inconclusive"
	case Fail:
		return "fail"
	}
	return fmt.Sprintf("verdict %d", int(v))
}

// MarshalText is String, for JSON.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String writes.
func (v *Verdict) UnmarshalText(text []byte) error {
	for _, known := range []Verdict{Pass, Inconclusive, Fail} {
		if known.String() == string(text) {
			*v = known
			return nil
		}
	}
	return fmt.Errorf("unknown verdict %q", text)
}

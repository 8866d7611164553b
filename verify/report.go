package verify

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Report is what a run of checks found.
type Report struct {
	Verdict  Verdict   `json:"verdict"`
	Model    string    `json:"model,omitempty"`
	Features int       `json:"features,omitempty"`
	Examples int       `json:"examples,omitempty"`
	Seed     int64     `json:"seed"`
	Identity *Identity `json:"identity,omitempty"` // of the identity check
	Checks   []Finding `json:"checks"`
}

// Finding is the outcome of one check of one quantity.
type Finding struct {
	Check    string  `json:"check"`           // which check: "formula"
	Quantity string  `json:"quantity"`        // of what: "dL/dz"
	Formula  string  `json:"formula"`         // what it should be: "a−y"
	Graph    string  `json:"graph,omitempty"` // whose: "document" or "training"
	Verdict  Verdict `json:"verdict"`
	// MaxULP is the largest distance from the exact value in units of its last
	// place, nil where that has no meaning.
	MaxULP *float64 `json:"max_ulp"`
	// Entries is how many numbers were compared. Worst is the one that is
	// farthest off, of those beyond their bounds if there are any; MaxAbs is its
	// distance from the exact value, and Bound what rounding explains of that.
	Entries int    `json:"-"`
	MaxAbs  Number `json:"max_abs"`
	Bound   Number `json:"bound"`
	Worst   Worst  `json:"worst"`
	// Diagnosis says what kind of mistake it looks like, or why the check is
	// inconclusive.
	Diagnosis string `json:"diagnosis,omitempty"`
	// Point says at which inputs, where it is one of several.
	Point string `json:"point,omitempty"`
	// Bits is set where a pass rests on real numbers: they agree to 2^−Bits.
	Bits int `json:"bits,omitempty"`
}

// Worst is an entry of a quantity. Index counts from 0, row by row; At are the
// indices of an array of several axes.
type Worst struct {
	Index    int    `json:"index"`
	At       []int  `json:"at,omitempty"`
	Expected Number `json:"expected"`
	Got      Number `json:"got"`
}

// Number is a float64 that JSON writes as a string when it is not finite.
type Number float64

// MarshalJSON writes 1.5, or "NaN", "+Inf", "-Inf".
func (n Number) MarshalJSON() ([]byte, error) {
	x := float64(n)
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return strconv.AppendQuote(nil, strconv.FormatFloat(x, 'g', -1, 64)), nil
	}
	return json.Marshal(x)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (n *Number) UnmarshalJSON(text []byte) error {
	s := string(text)
	if unquoted, err := strconv.Unquote(s); err == nil {
		s = unquoted
	}
	x, err := strconv.ParseFloat(s, 64)
	*n = Number(x)
	return err
}

// add appends findings and lets the report's verdict be the worst of all.
func (r *Report) add(findings ...Finding) {
	for _, f := range findings {
		r.Checks = append(r.Checks, f)
		r.Verdict = max(r.Verdict, f.Verdict)
	}
}

// Failed is the first finding with the report's verdict, if that is not Pass.
func (r *Report) Failed() (Finding, bool) {
	for _, f := range r.Checks {
		if r.Verdict != Pass && f.Verdict == r.Verdict {
			return f, true
		}
	}
	return Finding{}, false
}

// Place is the quantity with the index of its worst entry, "dL/dw[1]"; of a
// single number, the quantity alone.
func (f Finding) Place() string {
	switch {
	case f.Entries <= 1:
		return f.Quantity
	case len(f.Worst.At) > 1:
		return f.Quantity + strings.ReplaceAll(fmt.Sprint(f.Worst.At), " ", ",")
	}
	return fmt.Sprintf("%s[%d]", f.Quantity, f.Worst.Index)
}

// Witness is one line that says what is wrong and where.
func (f Finding) Witness() string {
	expected, got := float64(f.Worst.Expected), float64(f.Worst.Got)
	formula := ""
	if f.Formula != "" {
		formula = f.Formula + " = "
	}
	line := fmt.Sprintf("%s: expected %s%.9g, got %.9g", f.Place(), formula, expected, got)
	apart := math.Abs(expected - got)
	if apart == 0 { // they differ beyond float64
		apart = float64(f.MaxAbs)
	}
	if !math.IsNaN(apart) && !math.IsInf(apart, 0) {
		line += fmt.Sprintf(", %.3g apart", apart)
		if f.Bound != 0 {
			line += fmt.Sprintf(" where rounding explains %.3g", float64(f.Bound))
		}
	}
	switch {
	case f.Verdict == Inconclusive:
		line = f.Quantity + ": not decided"
	case f.Check == "shape":
		line = f.Quantity + ": wrong shape"
	}
	if f.Point != "" {
		line += " " + f.Point
	}
	if f.Diagnosis != "" {
		line += " (" + f.Diagnosis + ")"
	}
	return line
}

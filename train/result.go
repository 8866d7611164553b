package train

import (
	"errors"
	"fmt"
	"math"
	"time"

	"surefoot/graph"
	"surefoot/verify"
)

// A Point of the history is the cost after some updates.
type Point struct {
	Iteration int     `json:"iteration"` // updates taken
	J         float64 `json:"cost"`
	Norm      float64 `json:"gradient_norm"` // |∇J|∞

	// Checked is how its numbers were checked before the next update: "full",
	// "projection", or "" where they were not; and CheckTime how long that took.
	Checked   string        `json:"checked,omitempty"`
	CheckTime time.Duration `json:"check_time,omitempty"`
}

// Result of a training run, whether it ended well or not.
type Result struct {
	Status      string // "done", "interrupted", "refused", "diverged" or "failed"
	Parameters  graph.Parameters
	Updates     int     // taken, that led to the parameters
	History     []Point // of a refused step, the last one has the refused numbers
	Fingerprint string  // of the graph that was checked and trained
	Verify      Verification
	StartReport *verify.Report // nil without a start check
	Elapsed     time.Duration
}

// Verification counts what was checked.
type Verification struct {
	Policy       Policy
	StepsChecked int
	InFull       int // of those, the ones whose formulas were all checked in full
	Failures     int
	// Faults are errors that were gone when a step was computed once more.
	Faults []Fault
	// SecondLooks are steps whose rounding errors went beyond the threshold of a
	// projection, and that were found right in full.
	SecondLooks int
	// Resolution is the largest error in a number of ∇J that the last step's projections
	// may not have found.
	Resolution float64

	StartTime time.Duration // of the start check
	SetupTime time.Duration // of what the projections read and compute once
	StepTime  time.Duration // of the checks at the steps
}

// A Fault is a transient error: it was found, and was gone when its step was computed
// once more.
type Fault struct {
	Step     int     `json:"step"`     // the update that was to follow, from 1
	Quantity string  `json:"quantity"` // what was found wrong
	Size     float64 `json:"size"`     // how far off
	Witness  string  `json:"witness"`
}

// Last is the last point of the history.
func (r *Result) Last() Point {
	if len(r.History) == 0 {
		return Point{J: math.NaN(), Norm: math.NaN()}
	}
	return r.History[len(r.History)-1]
}

func status(err error) string {
	switch {
	case err == nil:
		return "done"
	case errors.Is(err, verify.ErrRefused):
		return "refused"
	case errors.Is(err, ErrInterrupted):
		return "interrupted"
	case errors.Is(err, ErrDiverged):
		return "diverged"
	}
	return "failed"
}

// String is one line.
func (f Fault) String() string {
	return fmt.Sprintf("a fault before step %d, gone when it was computed again: %s", f.Step, f.Witness)
}

package train

import "slices"

// A Policy says what is checked in a training run.
type Policy string

// VerifyEvery runs the start check once, and then checks every step: by projections, at a
// small part of the step's own cost; and by all formulas in full at every step of a small
// table, at the first steps, and now and then. Engines and models that there are no
// projections for are checked in full at every step.
const VerifyEvery Policy = "every"

// VerifyFull runs the start check once and every formula at every step.
const VerifyFull Policy = "full"

// VerifyStart runs the start check once, and nothing at the steps.
const VerifyStart Policy = "start"

// VerifyOff checks nothing.
const VerifyOff Policy = "off"

// Policies are the policies by name, the default first.
func Policies() []string {
	return []string{string(VerifyEvery), string(VerifyFull), string(VerifyStart), string(VerifyOff)}
}

// starts says whether the policy has the start check, and checksSteps whether anything
// is checked at the steps.
func (p Policy) starts() bool      { return p != VerifyOff }
func (p Policy) checksSteps() bool { return p == VerifyEvery || p == VerifyFull }

func (p Policy) known() bool { return slices.Contains(Policies(), string(p)) }

const (
	// smallNumbers is how many numbers a table has whose steps are all checked in full.
	smallNumbers = 1 << 10
	// firstInFull is how many steps at the start are, for a table of up to firstNumbers;
	// of a larger one the start check has seen a block in full.
	firstInFull  = 2
	firstNumbers = 1 << 17
	// everyInFull is how often a step is: in full, one costs about as much as a hundred
	// steps.
	everyInFull = 20_000
)

// inFull says whether the numbers after k updates are judged by all formulas in full.
func (f *fit) inFull(k int) bool {
	switch {
	case f.settings.Verify == VerifyFull || f.projected == nil:
		return true
	case f.size <= smallNumbers:
		return true
	case f.size <= firstNumbers && k < firstInFull:
		return true
	}
	return k > 0 && k%everyInFull == 0
}

package cli

import (
	"fmt"
	"io"
	"time"

	"surefoot/train"
)

const policyHelp = "`POLICY` of checking: every (each step by projections, small tables and first steps in full), " +
	"full (every formula, every step), start (once) or off"

// mostFaults is how many transient faults the screen names.
const mostFaults = 5

// printChecks says what was checked, and what was found.
func (r *trainRun) printChecks(w io.Writer) error {
	v := r.result.Verify
	lines := []string{r.checksLine()}
	if v.Policy == train.VerifyEvery || v.Policy == train.VerifyFull {
		lines = append(lines, timesLine(v, r.result.Elapsed))
	}
	if x := resolution(v); x > 0 {
		lines = append(lines, fmt.Sprintf("Detects projected errors above %s in ∇J", minus(fmt.Sprintf("%.1e", x))))
	}
	lines = append(lines, faultsFound(v.Faults)...)
	if v.SecondLooks > 0 {
		was := "were"
		if v.SecondLooks == 1 {
			was = "was"
		}
		lines = append(lines, fmt.Sprintf("%s %s beyond the noise expected of rounding, checked in full and found right",
			count(v.SecondLooks, "step"), was))
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

func (r *trainRun) checksLine() string {
	v, updates := r.result.Verify, count(r.result.Updates, "update")
	switch v.Policy {
	case train.VerifyOff:
		return updates + ", none of them checked (--verify off)"
	case train.VerifyStart:
		return updates + ", none of them checked (--verify start); the start check passed"
	}
	return fmt.Sprintf("%d of %s checked first, %s%d refused", v.StepsChecked, updates, inFull(v), v.Failures)
}

// timesLine says how long the checks took: what is done once apart, as it is the same for
// ten updates and for a million.
func timesLine(v train.Verification, elapsed time.Duration) string {
	once := v.StartTime + v.SetupTime
	// A part of the time is an estimate, which may be above what there was.
	share := min(v.StepTime.Seconds()/max(elapsed-once, 1).Seconds(), 1)
	return fmt.Sprintf("Checks took %s %% of the updates' time, after %.0f ms before the first", percent(share), 1e3*once.Seconds())
}

// inFull says how many steps were checked in full where that was not asked of all.
func inFull(v train.Verification) string {
	switch {
	case v.Policy == train.VerifyFull || v.StepsChecked == 0:
		return ""
	case v.InFull == v.StepsChecked:
		return "all in full, "
	}
	return fmt.Sprintf("%d in full, ", v.InFull)
}

// percent is a share in percent, to two digits at least.
func percent(share float64) string {
	if x := 100 * share; x < 9.95 {
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.0f", 100*share)
}

// resolution is what the projections can detect; 0 where no step rested on them alone.
func resolution(v train.Verification) float64 {
	if v.InFull == v.StepsChecked {
		return 0
	}
	return v.Resolution
}

// faultsFound is a line for each transient fault, up to a number.
func faultsFound(faults []train.Fault) []string {
	var lines []string
	for _, fault := range faults[:min(len(faults), mostFaults)] {
		lines = append(lines, "Found "+fault.String())
	}
	if more := len(faults) - mostFaults; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return lines
}

// formulasHead is what stands above a network's formulas.
func formulasHead(policy train.Policy) string {
	switch policy {
	case train.VerifyFull:
		return "Checked against the derivation by hand, every number of every step:"
	case train.VerifyEvery:
		return "Checked against the derivation by hand, each step in full or by projections:"
	case train.VerifyStart:
		return "Checked against the derivation by hand, before the first step:"
	}
	return "The derivation by hand, against which nothing is checked (--verify off):"
}

package train

import (
	"context"
	"fmt"
	"time"

	"surefoot/graph"
	"surefoot/verify"
)

// ErrChanged is returned when numbers that stay as they are during a run, the table's or
// the parameters', have changed in memory. It is a [verify.ErrRefused].
var ErrChanged = fmt.Errorf("%w: numbers have changed in memory", verify.ErrRefused)

// A judged evaluation is what an engine computed, and what was found.
type judged struct {
	*graph.Evaluation
	point   Point
	verdict error // that the step may not be taken
}

// evaluate evaluates at theta, and checks the numbers before the update k+1, and that theta is
// still what the update k made. On a failure it does so once more, from the data, and with all
// formulas in full: what is right then was a transient fault, and is recorded as such.
func (f *fit) evaluate(ctx context.Context, engine graph.Engine, k int) (judged, error) {
	full := f.inFull(k)
	e, err := f.once(ctx, engine, k, full)
	if err != nil {
		return judged{}, err
	}
	first, err := f.judge(e, k, full)
	switch {
	case err != nil:
		return judged{}, err
	case f.gate == nil || first.fine() && f.unchanged():
		return f.judged(e, k, first), nil
	}
	return f.again(ctx, engine, k, first)
}

// again evaluates a second time, after what was found the first time. The parameters may have
// changed before it, or meanwhile.
func (f *fit) again(ctx context.Context, engine graph.Engine, k int, first judgement) (judged, error) {
	restored, err := f.intact(k + 1)
	if err != nil {
		return judged{}, err
	}
	e, err := f.once(ctx, engine, k, true)
	if err != nil {
		return judged{}, err
	}
	second, err := f.judge(e, k, true)
	if err != nil {
		return judged{}, err
	}
	second.time += first.time
	passed, err := f.decide(ctx, k, &second)
	if err != nil {
		return judged{}, err
	}
	if passed && !restored && !first.fine() { // else it is known what it was
		f.result.Verify.Faults = append(f.result.Verify.Faults, first.fault(k+1))
	}
	return f.judged(e, k, second), nil
}

// once evaluates once, with the derivatives by inner quantities where the gate asks for
// them.
func (f *fit) once(ctx context.Context, engine graph.Engine, k int, full bool) (*graph.Evaluation, error) {
	if f.projected != nil && full != f.inner {
		f.projected.ReportInner(full)
		f.inner = full
	}
	e, err := engine.Evaluate(f.theta)
	if err != nil && ctx.Err() != nil {
		err = fmt.Errorf("%w after %d of %d updates", ErrInterrupted, k, f.settings.Iterations)
	}
	return e, err
}

// A judgement is what the checks of one evaluation found.
type judgement struct {
	report    *verify.Report // the gate's, nil where it was not asked
	projected *verify.Report // of a projection that failed, else nil
	shape     error
	point     Point
	time      time.Duration
}

// fine says that nothing was found, and that the numbers are finite.
func (j *judgement) fine() bool {
	return j.shape == nil && j.projected == nil && (j.report == nil || j.report.Verdict == verify.Pass) &&
		finite(j.point.J) && finite(j.point.Norm)
}

// wrong says what the gate has found: that the numbers are not right, or not even there.
func (j *judgement) wrong() bool { return j.report.Verdict != verify.Pass || j.shape != nil }

// judge checks an evaluation, and makes ∂J/∂θ of it: before, so that the sums which the
// update is compared with later are those that were checked.
func (f *fit) judge(e *graph.Evaluation, k int, full bool) (j judgement, err error) {
	norm, shape := f.average(e)
	j.point, j.shape = Point{Iteration: k, J: e.S / float64(f.m), Norm: norm}, shape
	if f.gate == nil {
		return j, nil
	}
	if f.projected != nil {
		j.point.Checked = "projection"
		if !f.projected.Passes(e) {
			j.projected = f.projected.Report()
		}
		j.time = f.projected.Cost()
	}
	if full {
		begin := time.Now()
		j.point.Checked = "full"
		if j.report, err = f.gate.Judge(f.theta, e); err != nil {
			return j, err
		}
		j.time += time.Since(begin)
	}
	return j, nil
}

// decide says whether what was found the first time has passed, now that a step was
// computed a second time: the error ends the run.
func (f *fit) decide(ctx context.Context, k int, second *judgement) (passed bool, err error) {
	switch {
	case second.wrong():
		return false, nil // judged by what the gate says
	case second.projected == nil:
		return true, nil
	}
	// The gate finds it right, and it reads the same table.
	same, err := f.projected.SameData()
	switch {
	case err != nil && ctx.Err() != nil:
		return false, fmt.Errorf("%w after %d of %d updates", ErrInterrupted, k, f.settings.Iterations)
	case err != nil:
		return false, err
	case !same:
		return false, fmt.Errorf("%w: the table, its labels or weights, or what was computed from them at the start", ErrChanged)
	}
	f.result.Verify.SecondLooks++
	second.projected = nil
	return false, nil
}

// fault is what was found the first time.
func (j *judgement) fault(step int) Fault {
	for _, report := range []*verify.Report{j.report, j.projected} {
		if report == nil {
			continue
		}
		if f, failed := report.Failed(); failed {
			return Fault{step, f.Quantity, float64(f.MaxAbs), f.Witness()}
		}
	}
	return Fault{step, "S", j.point.J, fmt.Sprintf("the cost was %v and its gradient %v", j.point.J, j.point.Norm)}
}

// judged puts together what is known of an evaluation.
func (f *fit) judged(e *graph.Evaluation, k int, j judgement) judged {
	out := judged{Evaluation: e, point: j.point}
	out.point.CheckTime = j.time
	f.result.Verify.StepTime += j.time
	if f.gate == nil {
		out.verdict = j.shape
		return out
	}
	report := j.report
	if report != nil && report.Verdict == verify.Inconclusive {
		finding, _ := report.Failed()
		out.verdict = fmt.Errorf("%w: after update %d the numbers are too large to be checked: %s", ErrDiverged, k, finding.Witness())
		return out
	}
	if k < f.settings.Iterations { // the last numbers are judged, and no step follows
		f.result.Verify.StepsChecked++
		if j.point.Checked == "full" {
			f.result.Verify.InFull++
		}
	}
	switch {
	case report != nil && report.Verdict == verify.Fail:
		out.verdict = &verify.Refusal{Step: k + 1, Report: report}
	case j.shape != nil:
		out.verdict = j.shape
	}
	return out
}

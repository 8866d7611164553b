package train

import (
	"fmt"
	"math"
	"slices"

	"surefoot/graph"
	"surefoot/ops/kernel"
)

// A StepWitness says whether a solver's step is the one that it should be. It is made
// before the first step, and shares no memory with the solver.
type StepWitness interface {
	// Check returns an error that names a number of after which is not what the solver
	// makes of before and the derivatives of S, the cost summed over m examples; a
	// number may be off by its rounding, and by tolerance beside its size.
	Check(before, after, sums graph.Parameters, m int, tolerance float64) error
}

// numbers are those of theta and of what is kept of it, of each in one array.
type numbers struct {
	theta, kept []float64 // in which f.theta and f.kept are
	spare       []float64 // a second copy
}

// hold makes the parameters of a run, and what is kept of them.
func (f *fit) hold(start graph.Parameters) {
	f.theta, f.numbers.theta = gathered(start)
	f.kept, f.numbers.kept = gathered(start)
	f.numbers.spare = slices.Clone(f.numbers.theta)
}

// gathered is a copy of the parameters whose numbers follow each other in one array.
func gathered(p graph.Parameters) (out graph.Parameters, all []float64) {
	out = p.Clone()
	for _, q := range out {
		all = append(all, q.Values...)
	}
	from := 0
	for i := range out {
		to := from + len(out[i].Values)
		out[i].Values, from = all[from:to:to], to
	}
	return out, all
}

// update takes the step from what was checked, and checks that it is the solver's, from the
// parameters that are kept. A step that is not is taken back and taken once more.
func (f *fit) update(k int, e *graph.Evaluation) error {
	f.step()
	if f.witness == nil {
		return nil
	}
	if first := f.checkStep(e); first != nil {
		if !kernel.SameBits(f.numbers.kept, f.numbers.spare) { // it is not known which of them to go back to
			return fmt.Errorf("%w: the copies of the parameters, before update %d", ErrChanged, k+1)
		}
		f.restore()
		if _, err := f.average(e); err != nil {
			return err
		}
		f.step()
		if err := f.checkStep(e); err != nil {
			f.restore()
			return fmt.Errorf("%w: the update %d: %w", ErrChanged, k+1, err)
		}
		f.result.Verify.Faults = append(f.result.Verify.Faults, Fault{Step: k + 1, Quantity: "θ", Witness: first.Error()})
	}
	f.keep()
	return nil
}

func (f *fit) step() {
	f.settings.Solver.Step(f.theta, f.mean)
	if f.settings.Single {
		f.theta.Narrow()
	}
}

func (f *fit) checkStep(e *graph.Evaluation) error {
	tolerance := 0.0
	if f.settings.Single { // the rounding of θ′ to float32
		tolerance = 0x1p-24
	}
	return f.witness.Check(f.kept, f.theta, e.Gradient, f.m, tolerance)
}

// keep remembers the parameters until the next step, in two copies: until then, of three that
// are the same, it is known which has changed.
func (f *fit) keep() {
	copy(f.numbers.kept, f.numbers.theta)
	copy(f.numbers.spare, f.numbers.theta)
}

func (f *fit) restore() { copy(f.numbers.theta, f.numbers.kept) }

// unchanged says whether the parameters are those that the last update made.
func (f *fit) unchanged() bool {
	return f.witness == nil || kernel.SameBits(f.numbers.theta, f.numbers.kept)
}

// intact makes sure that they are. Where they, or what is kept of them, have changed in memory
// since, two that agree show what they were; restored says that it was the parameters.
func (f *fit) intact(step int) (restored bool, err error) {
	if f.unchanged() {
		return false, nil
	}
	n := &f.numbers
	fault := memoryFault(step, f.theta, f.kept)
	switch {
	case kernel.SameBits(n.kept, n.spare):
		restored = true
		f.restore()
	case kernel.SameBits(n.theta, n.spare):
		fault = memoryFault(step, f.kept, f.theta)
		f.keep()
	default:
		return false, fmt.Errorf("%w: the parameters, before update %d", ErrChanged, step)
	}
	f.result.Verify.Faults = append(f.result.Verify.Faults, fault)
	return restored, nil
}

// memoryFault names a number that has changed in memory.
func memoryFault(step int, changed, right graph.Parameters) Fault {
	fault := Fault{Step: step, Quantity: "θ"}
	for i, p := range right {
		for j, x := range p.Values {
			if got := changed[i].Values[j]; math.Float64bits(got) != math.Float64bits(x) {
				fault.Quantity, fault.Size = p.Name, math.Abs(got-x)
				fault.Witness = fmt.Sprintf("%s[%d]: %.9g became %.9g in memory", p.Name, j, x, got)
			}
		}
	}
	return fault
}

package train

import (
	"fmt"
	"math"

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

// update takes the step from what was checked, and checks that it is the solver's, from the
// parameters that are kept. A step that is not is taken back and taken once more.
func (f *fit) update(k int, e *graph.Evaluation) error {
	f.step()
	if f.witness == nil {
		return nil
	}
	if first := f.checkStep(e); first != nil {
		if checksum(f.kept) != f.sum { // nothing is left to go back to
			return fmt.Errorf("%w: the copy of the parameters, before update %d", ErrChanged, k+1)
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

// keep remembers the parameters until the next step: a copy, and a sum of both.
func (f *fit) keep() {
	for i, p := range f.theta {
		copy(f.kept[i].Values, p.Values)
	}
	f.sum = checksum(f.theta)
}

func (f *fit) restore() {
	for i, p := range f.theta {
		copy(p.Values, f.kept[i].Values)
	}
}

// intact makes sure that the parameters are those that the last update made: where they
// have changed in memory since, the copy is put in their place, if that has not.
func (f *fit) intact(step int) error {
	if f.witness == nil || checksum(f.theta) == f.sum {
		return nil
	}
	if checksum(f.kept) != f.sum {
		return fmt.Errorf("%w: the parameters, before update %d", ErrChanged, step)
	}
	fault := Fault{Step: step, Quantity: "θ"}
	for i, p := range f.kept {
		for j, x := range p.Values {
			if got := f.theta[i].Values[j]; math.Float64bits(got) != math.Float64bits(x) {
				fault.Quantity, fault.Size = p.Name, math.Abs(got-x)
				fault.Witness = fmt.Sprintf("%s[%d]: %.9g became %.9g in memory", p.Name, j, x, got)
			}
		}
	}
	f.restore()
	f.result.Verify.Faults = append(f.result.Verify.Faults, fault)
	return nil
}

// checksum is a sum of all bits: a number that changes changes it.
func checksum(theta graph.Parameters) uint64 {
	sum := uint64(0)
	for _, p := range theta {
		sum = sum*0xd1342543de82ef95 + kernel.Bitsum(p.Values)
	}
	return sum
}

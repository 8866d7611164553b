package cli

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"surefoot/graph"
	"surefoot/ops/arith"
	"surefoot/train"
	"surefoot/verify"
)

func TestWhatIsSaidOfTheChecks(t *testing.T) {
	faults := func(n int) []train.Fault {
		all := make([]train.Fault, n)
		for i := range all {
			all[i] = train.Fault{Step: i + 1, Quantity: "dL/dw", Witness: "w"}
		}
		return all
	}
	found := func(step int) string {
		return fmt.Sprintf("Found a fault before step %d, gone when it was computed again: w", step)
	}
	const second = time.Second
	for name, c := range map[string]struct {
		v       train.Verification
		updates int
		want    []string
	}{
		"off":   {train.Verification{Policy: train.VerifyOff}, 1, []string{"1 update, none of them checked (--verify off)"}},
		"start": {train.Verification{Policy: train.VerifyStart, StartTime: second}, 9, []string{"9 updates, none of them checked (--verify start); the start check passed"}},
		"full": {
			train.Verification{Policy: train.VerifyFull, StepsChecked: 9, InFull: 9, StartTime: second, StepTime: 8 * second},
			9,
			[]string{"9 of 9 updates checked first, 0 refused", "Checks took 89 % of the updates' time, after 1000 ms before the first"},
		},
		"every, by projections": {
			train.Verification{
				Policy: train.VerifyEvery, StepsChecked: 9, InFull: 2, Resolution: 2.13e-14,
				StartTime: second / 10, SetupTime: second / 10, StepTime: second / 10,
			},
			9,
			[]string{"9 of 9 updates checked first, 2 in full, 0 refused", "Checks took 1.0 % of the updates' time, after 200 ms before the first", "Detects projected errors above 2.1e−14 in ∇J"},
		},
		"every, in full, and a rate of errors that nothing rests on": {
			train.Verification{Policy: train.VerifyEvery, StepsChecked: 9, InFull: 9, Resolution: 1, StepTime: 996 * second / 1000},
			9,
			[]string{"9 of 9 updates checked first, all in full, 0 refused", "Checks took 10 % of the updates' time, after 0 ms before the first"},
		},
		"every, without a step": {
			train.Verification{Policy: train.VerifyEvery, Resolution: 1},
			0,
			[]string{"0 of 0 updates checked first, 0 refused", "Checks took 0.0 % of the updates' time, after 0 ms before the first"},
		},
		"an estimate that is too large": {
			train.Verification{Policy: train.VerifyEvery, StepsChecked: 9, StepTime: 11 * second},
			9,
			[]string{"9 of 9 updates checked first, 0 in full, 0 refused", "Checks took 100 % of the updates' time, after 0 ms before the first"},
		},
		"a fault and a second look": {
			train.Verification{Policy: train.VerifyFull, StepsChecked: 9, Faults: faults(1), SecondLooks: 1},
			9,
			[]string{
				"9 of 9 updates checked first, 0 refused", "Checks took 0.0 % of the updates' time, after 0 ms before the first", found(1),
				"1 step was beyond the noise expected of rounding, checked in full and found right",
			},
		},
		"five faults": {
			train.Verification{Policy: train.VerifyFull, StepsChecked: 9, Faults: faults(5)},
			9,
			[]string{"9 of 9 updates checked first, 0 refused", "Checks took 0.0 % of the updates' time, after 0 ms before the first", found(1), found(2), found(3), found(4), found(5)},
		},
		"eight faults and second looks": {
			train.Verification{Policy: train.VerifyFull, StepsChecked: 9, Faults: faults(8), SecondLooks: 4},
			9,
			[]string{
				"9 of 9 updates checked first, 0 refused", "Checks took 0.0 % of the updates' time, after 0 ms before the first", found(1), found(2), found(3), found(4), found(5), "and 3 more",
				"4 steps were beyond the noise expected of rounding, checked in full and found right",
			},
		},
	} {
		r := &trainRun{result: &train.Result{Updates: c.updates, Verify: c.v, Elapsed: 10 * second}}
		var screen bytes.Buffer
		if err := r.printChecks(&screen); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, strings.Split(strings.TrimSuffix(screen.String(), "\n"), "\n")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// failsFor is the logistic model whose derivation is wrong in the given calls of it alone,
// as a processor that failed for a moment would have it.
func failsFor(first, last int) func(features int) (*graph.Model, error) {
	calls := 0
	return func(features int) (*graph.Model, error) {
		model := graph.Logistic(features)
		right := model.ByHand
		model.ByHand = func(m arith.Machine, in graph.Inputs) graph.Quantities {
			q := right(m, in)
			if calls++; calls >= first && calls <= last {
				q["dL/dw"] = m.Neg(q["dL/dw"])
			}
			return q
		}
		return model, nil
	}
}

// A fault that is gone when its step is computed again is named, and the run goes on. (The
// gate computes what is wrong twice itself, so that a fault which it keeps is in both.)
func TestAFaultThatPassesIsNamed(t *testing.T) {
	args := []string{"train", "--demo", "two-features", "--explain=false", "--iterations", "60", "--format"}
	want := trained(t, surefoot(t, append(args, "json")...).done(t))
	got := trained(t, surefootOn(t, failsFor(41, 42), nil, append(args, "json")...).done(t))
	if len(got.Verify.Faults) != 1 || *got.Verify.StepsChecked != 60 || *got.Verify.Failures != 0 || *got.Status != "done" {
		t.Fatalf("got %+v", got.Verify)
	}
	f := got.Verify.Faults[0]
	if f.Step == nil || f.Quantity == nil || f.Size == nil || f.Witness == nil {
		t.Fatalf("something is missing in %+v", f)
	}
	if *f.Step < 2 || *f.Step > 41 || *f.Quantity != "dL/dw" || !(*f.Size > 0) || !strings.HasPrefix(*f.Witness, "dL/dw[") {
		t.Errorf("step %d, %s, %v: %s", *f.Step, *f.Quantity, *f.Size, *f.Witness)
	}
	if diff := cmp.Diff(want.Parameters, got.Parameters); diff != "" {
		t.Errorf("the fault has moved the parameters: %s", diff)
	}
	screen := surefootOn(t, failsFor(41, 42), nil, append(args, "table")...).done(t).out
	line := fmt.Sprintf("Found a fault before step %d, gone when it was computed again: %s\n", *f.Step, *f.Witness)
	if !strings.Contains(screen, line) {
		t.Errorf("no %q in:\n%s", line, screen)
	}
}

// Numbers that changed in memory are no accusation of a gradient, and the message says
// what may be the matter.
func TestNumbersThatChangedAreExplained(t *testing.T) {
	err := (&app{}).failed(&trainRun{}, fmt.Errorf("%w: the parameters, before update 3", train.ErrChanged))
	want := "gradient refused: numbers have changed in memory: the parameters, before update 3; the memory may be faulty; nothing is written"
	if err.Error() != want || exitCode(err) != exitWrong || !errors.Is(err, verify.ErrRefused) {
		t.Errorf("exit code %d: %v", exitCode(err), err)
	}
}

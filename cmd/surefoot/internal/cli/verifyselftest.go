package cli

import (
	"context"
	"fmt"
	"slices"

	"surefoot/verify"
	"surefoot/verify/selftest"
)

// foreign is the detector that is not ours: torch.autograd.gradcheck's way, with its
// default step and tolerances.
const foreign = "finite differences"

// selfTest plants mutants in the subject's trained graph, and asks the checks.
func (a *app) selfTest(ctx context.Context, s subject, perClass int) (*selftest.Result, error) {
	claims, err := selftest.ModelClaims(s.model, s.block, verify.RandomParameters(s.model, s.block, s.seed))
	if err != nil {
		return nil, err
	}
	var shown bar
	result, err := selftest.Run(ctx, claims, selftest.Options{
		Seed: s.seed, PerClass: perClass, Detectors: []selftest.Detector{selftest.IdentityDetector(s.seed)},
		Progress: func(done, of int) {
			if done == 1 {
				shown = a.newBar("self-test", of)
			}
			shown.set(done)
		},
	})
	shown.finish()
	return result, err
}

// selfTestVerdict is nil where the identity check passes no wrong gradient and none of
// our checks accuses a right one.
func selfTestVerdict(result *selftest.Result) error {
	if passed := len(saidBy("identity", result.Missed)); passed > 0 {
		return verdictFailure("the identity check passes " + count(passed, "wrong gradient"))
	}
	for _, name := range result.Detectors {
		if accused := len(saidBy(name, result.FalseAlarms)); accused > 0 && name != foreign {
			return verdictFailure(fmt.Sprintf("the %s check accuses %s", name, count(accused, "right gradient")))
		}
	}
	return nil
}

// saidBy are the verdicts of one detector.
func saidBy(name string, all []selftest.MutantVerdict) []selftest.MutantVerdict {
	return slices.DeleteFunc(slices.Clone(all), func(m selftest.MutantVerdict) bool { return m.Detector != name })
}

func (a *app) printSelfTest(asked verification, result *selftest.Result) error {
	total := selftest.Tally{Class: "total", Caught: make([]int, len(result.Detectors))}
	for _, c := range result.Classes {
		total.Wrong, total.Equivalent = total.Wrong+c.Wrong, total.Equivalent+c.Equivalent
		for i := range c.Caught {
			total.Caught[i] += c.Caught[i]
		}
	}
	fmt.Fprintf(a.Out, "%s   %s × %s   seed %d   %s planted\n", asked.Model,
		count(asked.Examples, "example"), count(asked.Features, "feature"), result.Seed, count(total.Wrong, "wrong gradient"))
	fmt.Fprintln(a.Out, "  How many of them each check fails; finite differences as torch.autograd.gradcheck\n"+
		"  takes them, with its defaults. Equivalent: planted, but right after all.")
	rows := [][]string{slices.Concat([]string{"", "wrong"}, result.Detectors, []string{"equivalent"})}
	for _, c := range append(slices.Clone(result.Classes), total) {
		rows = append(rows, tallyRow(c))
	}
	right := result.RightChecks / len(result.Detectors)
	for _, row := range []struct {
		title, count string
		said         []selftest.MutantVerdict
	}{
		{"passed", fmt.Sprint(total.Wrong), result.Missed},
		{"not decided", fmt.Sprint(total.Wrong), result.Undecided},
		{"false alarms", fmt.Sprintf("%d right", right), result.FalseAlarms},
	} {
		cells := []string{row.title, "of " + row.count}
		for _, name := range result.Detectors {
			cells = append(cells, fmt.Sprint(len(saidBy(name, row.said))))
		}
		rows = append(rows, cells)
	}
	if err := columns(a.Out, 2, 2, []int{2, 3, 4, 5, 6}, rows...); err != nil {
		return err
	}
	a.printMisses(result)
	return nil
}

// tallyRow is a class in the table; where nothing of it can be planted here, it says
// nothing of the checks.
func tallyRow(c selftest.Tally) []string {
	cells := []string{c.Class, fmt.Sprint(c.Wrong)}
	for _, caught := range c.Caught {
		if c.Wrong == 0 {
			cells = append(cells, "")
		} else {
			cells = append(cells, fmt.Sprint(caught))
		}
	}
	return append(cells, fmt.Sprint(c.Equivalent))
}

// printMisses lists what speaks against our checks, and what could not be judged.
func (a *app) printMisses(result *selftest.Result) {
	for _, m := range saidBy("identity", result.Missed) {
		fmt.Fprintf(a.Out, "  PASSED by identity: %v\n", m.Mutant)
	}
	for _, m := range result.FalseAlarms {
		if m.Detector != foreign {
			fmt.Fprintf(a.Out, "  FALSE ALARM by %s: %s\n", m.Detector, alarmed(m))
		}
	}
	for _, m := range slices.Concat(result.Unjudged, result.Unplanted) {
		fmt.Fprintf(a.Out, "  not counted: %v (%s)\n", m.Mutant, m.Reason)
	}
}

// alarmed is what was accused: the right claims, or a mutant that is right after all.
func alarmed(m selftest.MutantVerdict) string {
	if m.Class == "" {
		return m.Reason
	}
	return fmt.Sprintf("%v (%s)", m.Mutant, m.Reason)
}

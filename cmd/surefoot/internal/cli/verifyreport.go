package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"surefoot/verify"
)

// printFound prints what a verification found.
func (a *app) printFound(r *record) error {
	if r.SelfTest != nil {
		return a.printSelfTest(r.Command, r.SelfTest)
	}
	fmt.Fprintf(a.Out, "%s   %s × %s   seed %d   %s\n", r.Command.Model,
		count(r.Command.Examples, "example"), count(r.Command.Features, "feature"), r.Command.Seed, r.verdictWords())
	if r.Command.AsPrinted {
		return a.printSlips(r.Report)
	}
	if r.Report != nil {
		if err := a.printReport(r.Report); err != nil {
			return err
		}
	}
	if r.Precision != nil {
		return a.printGraphPrecision(r)
	}
	return nil
}

func (a *app) printReport(report *verify.Report) error {
	if err := a.printFormulas(report); err != nil {
		return err
	}
	if err := a.printIdentities(report); err != nil {
		return err
	}
	if err := a.printOthers(report); err != nil {
		return err
	}
	for _, f := range report.Checks {
		if f.Verdict != verify.Pass {
			fmt.Fprintf(a.Out, "  %s %s\n", verdictWord(f.Verdict), f.Witness())
		}
	}
	return nil
}

// printFormulas shows the formula check, a quantity a row.
func (a *app) printFormulas(report *verify.Report) error {
	rows := [][]string{{"", "by hand", "verdict", "error", "bound", "entry", "expected", "got"}}
	for _, f := range report.Checks {
		if f.Check != "formula" {
			continue
		}
		rows = append(rows, []string{
			f.Quantity, f.Formula, verdictWord(f.Verdict), power(float64(f.MaxAbs)), power(float64(f.Bound)),
			strconv.Itoa(f.Worst.Index), six(float64(f.Worst.Expected)), six(float64(f.Worst.Got)),
		})
	}
	if len(rows) == 1 {
		return nil
	}
	return columns(a.Out, 2, 2, []int{4, 5, 6, 7, 8}, rows...)
}

// printOthers shows the checks of the trained graph's claims that are not usual, each
// under its name.
func (a *app) printOthers(report *verify.Report) error {
	for _, check := range checkNames() {
		if slices.Contains(usualChecks, check) {
			continue
		}
		var rows [][]string
		for _, f := range report.Checks {
			if f.Check == check && f.Graph == "training" {
				row := []string{f.Quantity, verdictWord(f.Verdict)}
				if f.Verdict == verify.Pass { // else it has a line of its own
					row = append(row, f.Diagnosis)
				}
				rows = append(rows, row)
			}
		}
		if rows == nil {
			continue
		}
		fmt.Fprintf(a.Out, "\n  The %s check of the trained graph:\n", check)
		if err := columns(a.Out, 2, 2, nil, rows...); err != nil {
			return err
		}
	}
	return nil
}

// printSlips shows each slip with what the verifier says of it.
func (a *app) printSlips(report *verify.Report) error {
	for i, slip := range verify.Slips() {
		f := report.Checks[i]
		fmt.Fprintf(a.Out, "\n%d. %s\n", i+1, slip.Name)
		fmt.Fprintf(a.Out, "   printed  %s\n   meant    %s\n", slip.Printed, slip.Meant)
		if slip.CannotRun != "" {
			fmt.Fprintf(a.Out, "   CANNOT RUN  %s\n", slip.CannotRun)
			continue
		}
		fmt.Fprintf(a.Out, "   %s  breaks %s: %s is %s and should be %s\n", verdictWord(f.Verdict),
			f.Formula, f.Place(), six(float64(f.Worst.Got)), six(float64(f.Worst.Expected)))
		if _, found, ok := strings.Cut(f.Diagnosis, "; "); ok {
			fmt.Fprintf(a.Out, "         %s\n", found)
		}
	}
	return nil
}

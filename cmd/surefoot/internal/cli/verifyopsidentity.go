package cli

import (
	"context"
	"fmt"
	"strings"

	"surefoot/ops"
	"surefoot/verify"
)

// opIdentity is whether the derivatives of an op, symbolic and by hand, are those of
// its meaning by forward mode, over random prime fields.
var opIdentity = opCheck{
	titles: []string{"derivatives"},
	right:  []bool{false},
	ask: func(op *ops.Op, seed int64) opAnswer {
		report, err := verify.CheckOp(context.Background(), op, verify.Seed(seed))
		if err != nil {
			return opAnswer{cells: []string{"?"}, findings: []verify.Finding{{
				Check: "identity", Quantity: op.Name, Verdict: verify.Fail, Diagnosis: err.Error(),
			}}, record: []any{err.Error()}, detail: func(a *app, _ *ops.Op) error {
				fmt.Fprintf(a.Out, "  derivatives: %v\n", err)
				return nil
			}}
		}
		answer := opAnswer{cells: []string{derivativeWords(op, report)}, findings: report.Checks, record: []any{report}}
		answer.detail = func(a *app, _ *ops.Op) error { return a.printDerivatives(op, report) }
		return answer
	},
}

// derivativeWords is what the table says: by what there are derivatives.
func derivativeWords(op *ops.Op, report *verify.Report) string {
	if f, failed := report.Failed(); failed {
		return verdictWord(f.Verdict) + " " + f.Quantity
	}
	return "by " + strings.Join(op.Args, ", ")
}

// printDerivatives shows each derivative, symbolic first, with what it rests on.
func (a *app) printDerivatives(_ *ops.Op, report *verify.Report) error {
	fmt.Fprintf(a.Out, "  derivatives: %s\n", report.Assurance())
	rows := [][]string{}
	for _, f := range report.Checks {
		side := "symbolic = forward mode"
		if f.Formula != "" {
			side = f.Formula + " = forward mode"
		}
		row := []string{f.Quantity, side, verdictWord(f.Verdict)}
		if f.Verdict != verify.Pass {
			row = append(row, f.Witness())
		}
		rows = append(rows, row)
	}
	return columns(a.Out, 2, 2, nil, rows...)
}

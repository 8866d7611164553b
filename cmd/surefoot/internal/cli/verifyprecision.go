package cli

import (
	"fmt"
	"slices"

	"surefoot/verify"
)

// worstNodes is how many nodes of a graph the table of precision shows; the record has
// all.
const worstNodes = 5

// printGraphPrecision shows how far the trained graph's numbers are from the truth:
// what it is asked for, and the worst nodes, each by itself.
func (a *app) printGraphPrecision(r *record) error {
	p := r.Precision
	if r.Report != nil {
		fmt.Fprintf(a.Out, "\n  The precision check of the trained graph: %s (it does not count in the verdict)\n", verdictWord(p.Verdict))
	}
	rows := [][]string{{"", "of", "verdict", "error", "bound", "entry"}}
	for _, f := range slices.Concat(p.Outputs, p.Nodes[:min(worstNodes, len(p.Nodes))]) {
		rows = append(rows, []string{
			shortened(f.Quantity), f.Formula, verdictWord(f.Verdict), power(float64(f.MaxAbs)), power(float64(f.Bound)),
			fmt.Sprint(f.Worst.Index),
		})
	}
	if err := columns(a.Out, 2, 2, []int{4, 5, 6}, rows...); err != nil {
		return err
	}
	if more := len(p.Nodes) - worstNodes; more > 0 {
		fmt.Fprintf(a.Out, "  and %s, nearer to the truth\n", count(more, "node"))
	}
	for _, f := range slices.Concat(p.Outputs, p.Nodes) {
		if f.Verdict != verify.Pass {
			f.Quantity = shortened(f.Quantity)
			fmt.Fprintf(a.Out, "  %s %s\n", verdictWord(f.Verdict), f.Witness())
		}
	}
	return nil
}

// shortened is a node's name without what Gorgonia adds of its operands.
func shortened(name string) string {
	const most = 24
	letters := []rune(name)
	if len(letters) <= most {
		return name
	}
	return string(letters[:most-1]) + "…"
}

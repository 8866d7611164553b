package cli

import (
	"fmt"
	"math"
	"strings"

	"surefoot/ops"
	"surefoot/verify"
)

const largestNumber = math.MaxFloat64

// opPrecision is how far an op's kernels are from the truth, in both types: the error
// of the worst input found, and what is allowed there.
var opPrecision = opCheck{
	titles: []string{"float64 ulp", "float32 ulp", "worst input"},
	right:  []bool{false, false, false},
	ask: func(op *ops.Op, seed int64) opAnswer {
		answer := opAnswer{}
		var both []verify.Precision
		for _, format := range []verify.Format{verify.Float64, verify.Float32} {
			p := verify.PrecisionOf(op, format, seed, opSamples)
			both = append(both, p)
			answer.cells = append(answer.cells, ulpOf(p))
			answer.findings, answer.record = append(answer.findings, p.Finding), append(answer.record, p)
		}
		shown := both[0]
		if both[1].Verdict > shown.Verdict {
			shown = both[1]
		}
		answer.cells = append(answer.cells, inputWords(op, shown))
		answer.detail = func(a *app, op *ops.Op) error { return a.printPrecision(op, both) }
		return answer
	},
}

// ulpOf is "0.985 of 2".
func ulpOf(p verify.Precision) string { return errorOf(p) + " of " + short(float64(p.Declared)) }

func errorOf(p verify.Precision) string {
	switch {
	case len(p.Input) == 0:
		return "?"
	case p.MaxULP == nil:
		return "∞"
	}
	return short(*p.MaxULP)
}

// inputWords are the worst input in six digits, or how many numbers it has.
func inputWords(op *ops.Op, p verify.Precision) string {
	if op.Ranks != nil || len(p.Input) != len(op.Args) {
		return count(len(p.Input), "number")
	}
	var parts []string
	for k, x := range p.Input {
		parts = append(parts, minus(fmt.Sprintf("%s = %.6g", op.Args[k], float64(x))))
	}
	return strings.Join(parts, ", ")
}

func (a *app) printPrecision(op *ops.Op, both []verify.Precision) error {
	kernel := "the meaning as it stands; the bound is on its rounding at the worst input"
	switch {
	case op.Kernel == nil:
	case op.Kernel.Single == nil:
		kernel = "a kernel in float64, which float32 graphs round once; the bound is the dossier's"
	default:
		kernel = "a kernel in each type; the bounds are the dossier's"
	}
	fmt.Fprintf(a.Out, "  precision: %s\n", kernel)
	rows := [][]string{{"", "verdict", "ulp", "bound", "expected", "got", "inputs", "not judged"}}
	for _, p := range both {
		rows = append(rows, []string{
			p.Format.String(), verdictWord(p.Verdict), errorOf(p), short(float64(p.Declared)),
			digits(p.Format, p.Worst.Expected), digits(p.Format, p.Worst.Got), fmt.Sprint(p.Judged), fmt.Sprint(p.Unjudged),
		})
	}
	if err := columns(a.Out, 2, 2, []int{3, 4, 5, 6, 7, 8}, rows...); err != nil {
		return err
	}
	for _, p := range both {
		if p.At != "" {
			fmt.Fprintf(a.Out, "  worst in %v at %s\n", p.Format, p.At)
		}
	}
	return nil
}

// digits are as many as tell numbers of a type apart.
func digits(format verify.Format, x verify.Number) string {
	if format == verify.Float32 {
		return minus(fmt.Sprintf("%.9g", float64(x)))
	}
	return minus(fmt.Sprintf("%.17g", float64(x)))
}

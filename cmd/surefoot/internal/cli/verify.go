package cli

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"surefoot/graph"
	"surefoot/train/data"
	"surefoot/verify"
)

func init() { commands = append(commands, verifyCommand) }

type verifyOptions struct {
	model              string
	features, examples int
	data, target       string
	positive           string
	seed               int64
	asPrinted          bool
	ops                bool
	op                 string
	format             string
}

func verifyCommand(a *app) *cobra.Command {
	o := verifyOptions{}
	cmd := &cobra.Command{
		Use: "verify-gradients", Short: "Check every derived gradient against the hand-derived formula", Args: takes(0, 0),
		Long: `Builds the derivation's graph, lets Gorgonia differentiate it, and checks each
derivative entry by entry against the formula derived by hand, at random
parameters (w from N(0, 1/n), b not 0, |z| at most 8) on random examples or on
those of a file. The expected values are computed in 160 bits; the tolerance is a
bound on the rounding error of the graph, printed beside each row. Entries count
from 0.

It sees a derivative that is wrong at these inputs, and nothing elsewhere.

With --ops or --op it looks at the table of operations instead: how far each op's
float64 and float32 results are from its meaning in high precision, in units of the
last place (ulp), at the worst of many inputs, and what the op declares.`,
		Example: `  surefoot verify-gradients --features 30 --examples 500
  surefoot verify-gradients --data patients.csv --target outcome
  surefoot verify-gradients --model mlp:8tanh,8relu,3softmax
  surefoot verify-gradients --as-printed     # the slips in the text
  surefoot verify-gradients --ops            # the table of operations`,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.verifyGradients(cmd, o) },
	}
	flags := cmd.Flags()
	flags.StringVar(&o.model, "model", logistic, modelHelp)
	flags.IntVar(&o.features, "features", 2, "`NUMBER` of features n")
	flags.IntVar(&o.examples, "examples", 5, "`NUMBER` of examples m")
	flags.StringVar(&o.data, "data", "", "take the examples from a CSV `FILE`: its first 256, or as many as --examples says")
	flags.StringVar(&o.target, "target", "", "label `COLUMN` of --data (default: the last)")
	flags.StringVar(&o.positive, "positive", "", "positive class `LABEL` of --data (default: the greater of two)")
	flags.Int64Var(&o.seed, "seed", 1, "`NUMBER` that the random numbers depend on")
	flags.BoolVar(&o.asPrinted, "as-printed", false, "run the slips in the text's pseudo-code instead, each alone")
	flags.BoolVar(&o.ops, "ops", false, "check the precision of every op in the table instead")
	flags.StringVar(&o.op, "op", "", "check the op of that `NAME` instead, and show its dossier")
	flags.StringVar(&o.format, "format", "table", formatHelp)
	complete(cmd, map[string][]string{"format": {"table", "json"}, "op": opNames(), "model": graph.ModelNames()})
	return cmd
}

func (a *app) verifyGradients(cmd *cobra.Command, o verifyOptions) error {
	err := cmp.Or(formatFlag(o.format, "table", "json"), sizes(o.features, o.examples, largestCheck))
	if err != nil {
		return err
	}
	given := cmd.Flags().Changed
	list, err := opFlags(o, given)
	if err != nil {
		return err
	}
	if list != nil {
		return a.verifyOps(cmd.Context(), list, o)
	}
	switch {
	case o.data != "" && given("features"):
		return usage("--features comes from --data; give one of them")
	case o.data == "" && (given("target") || given("positive")):
		return usage("--target and --positive need --data")
	case o.asPrinted && (o.data != "" || o.features != 2):
		return usage("--as-printed is about two features and random examples")
	case o.asPrinted && o.model != logistic:
		return usage("--as-printed is about the logistic model, not %s", o.model)
	case o.asPrinted && o.examples < 2:
		return usage("--as-printed needs at least two examples")
	}
	if err := o.checkModel(); err != nil {
		return err
	}
	report, err := a.gradientReport(cmd.Context(), o, given("examples"))
	if err != nil {
		return err
	}
	if o.format == "json" {
		err = writeJSON(a.Out, report)
	} else {
		err = a.printReport(report, o.asPrinted)
	}
	if err != nil {
		return err
	}
	switch report.Verdict {
	case verify.Fail:
		if o.asPrinted {
			return fmt.Errorf("%w, and is found: these slips are in the text; the graph has none of them", errVerdict)
		}
		return errVerdict
	case verify.Inconclusive:
		return errInconclusive
	}
	return nil
}

func (a *app) gradientReport(ctx context.Context, o verifyOptions, examplesGiven bool) (*verify.Report, error) {
	if o.asPrinted {
		return verify.AsPrinted(o.examples, o.seed)
	}
	if o.data == "" {
		model, err := a.model(o.model, o.features)
		if err != nil {
			return nil, err
		}
		return verify.Document(ctx, model, verify.RandomExamples(model, o.examples, o.seed), o.seed)
	}
	table, err := a.readTable(o.data, data.Options{Target: o.target, Positive: o.positive})
	if err != nil {
		return nil, err
	}
	block := graph.NewBlock(table.X, table.Y, table.N)
	if examplesGiven {
		block = block.Rows(0, min(block.M, o.examples))
	} else {
		block = verify.StartBlock(block)
	}
	model, err := a.model(o.model, block.N)
	if err != nil {
		return nil, err
	}
	return verify.Document(ctx, model, block, o.seed)
}

// checkModel says what is wrong with --model, alone and beside --data.
func (o verifyOptions) checkModel() error {
	if o.data != "" {
		return twoClasses(o.model)
	}
	return modelFlag(o.model)
}

func (a *app) printReport(report *verify.Report, asPrinted bool) error {
	fmt.Fprintf(a.Out, "%s   %s × %s   seed %d   verdict: %s\n", report.Model,
		count(report.Examples, "example"), count(report.Features, "feature"), report.Seed, strings.ToUpper(report.Verdict.String()))
	if asPrinted {
		return a.printSlips(report)
	}
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
	if err := columns(a.Out, 2, 2, []int{4, 5, 6, 7, 8}, rows...); err != nil {
		return err
	}
	if err := a.printIdentities(report); err != nil {
		return err
	}
	for _, f := range report.Checks {
		if f.Verdict != verify.Pass {
			fmt.Fprintf(a.Out, "  %s %s\n", verdictWord(f.Verdict), f.Witness())
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

// largestCheck is the largest table, in numbers, that is made for a check in high
// precision: some 2 GB of memory.
const largestCheck = 1 << 23

// sizes checks --features and --examples, whose product may be at most limit.
func sizes(features, examples, limit int) error {
	switch {
	case features < 1:
		return usage("--features must be at least 1, and is %d", features)
	case examples < 1:
		return usage("--examples must be at least 1, and is %d", examples)
	case features > limit/examples:
		return usage("--features %d times --examples %d is too much: at most %d numbers", features, examples, limit)
	}
	return nil
}

func verdictWord(v verify.Verdict) string { return strings.ToUpper(v.String()) }

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// six is x with six decimals and a true minus sign, or in scientific notation
// where six decimals would not show it.
func six(x float64) string {
	format := "%.6f"
	if size := math.Abs(x); size != 0 && (size < 1e-4 || size >= 1e6) {
		format = "%.6g"
	}
	return minus(fmt.Sprintf(format, x))
}

// short is x in three digits.
func short(x float64) string { return minus(fmt.Sprintf("%.3g", x)) }

// power is x in three digits and a power of ten, always as wide.
func power(x float64) string {
	if x == 0 {
		return "0"
	}
	return minus(fmt.Sprintf("%.2e", x))
}

// minus replaces the hyphens of numbers by minus signs.
func minus(number string) string { return strings.ReplaceAll(number, "-", "−") }

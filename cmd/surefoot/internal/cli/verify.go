package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"surefoot/graph"
	"surefoot/train"
	"surefoot/verify"
)

func init() { commands = append(commands, verifyCommand) }

type verifyOptions struct {
	model              string
	features, examples int
	data, target       string
	positive           string
	seed               int64
	check              string
	selfTest           bool
	perClass           int
	rerun              string
	asPrinted          bool
	ops                bool
	op                 string
	format             string
}

func verifyCommand(a *app) *cobra.Command {
	o := verifyOptions{}
	cmd := &cobra.Command{
		Use: "verify-gradients", Short: "Check every derived gradient: by hand, as an identity, in numbers", Args: takes(0, 0),
		Long: verifyHelp(),
		Example: `  surefoot verify-gradients --features 30 --examples 500
  surefoot verify-gradients --data patients.csv --target outcome
  surefoot verify-gradients --model mlp:8tanh,8relu,3softmax --check identity,numeric
  surefoot verify-gradients --self-test      # which wrong gradients are found?
  surefoot verify-gradients --format json > record.json
  surefoot verify-gradients --rerun record.json
  surefoot verify-gradients --as-printed     # the slips in the text
  surefoot verify-gradients --ops            # the table of operations`,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.verifyGradients(cmd, o) },
	}
	o.register(cmd.Flags())
	complete(cmd, map[string][]string{
		"format": {"table", "json"}, "op": opNames(), "model": graph.ModelNames(), "check": checkNames(),
	})
	return cmd
}

// register makes the flags.
func (o *verifyOptions) register(flags *pflag.FlagSet) {
	flags.StringVar(&o.model, "model", logistic, modelHelp)
	flags.IntVar(&o.features, "features", 2, "`NUMBER` of features n")
	flags.IntVar(&o.examples, "examples", 5, "`NUMBER` of examples m")
	flags.StringVar(&o.data, "data", "", "take the examples from a CSV `FILE`: its first 256, or as many as --examples says")
	flags.StringVar(&o.target, "target", "", "label `COLUMN` of --data (default: the last)")
	flags.StringVar(&o.positive, "positive", "", "positive class `LABEL` of --data (default: the greater of two)")
	flags.Int64Var(&o.seed, "seed", 1, "`NUMBER` that the random numbers depend on")
	flags.StringVar(&o.check, "check", "", "run the checks `NAME,...` (default: "+strings.Join(usualChecks, ",")+")")
	flags.BoolVar(&o.selfTest, "self-test", false, "plant wrong gradients instead, and count who finds them")
	flags.IntVar(&o.perClass, "per-class", 0, "plant at most `NUMBER` of each class in --self-test (default: all)")
	flags.StringVar(&o.rerun, "rerun", "", "repeat the record in the JSON `FILE`, and compare")
	flags.BoolVar(&o.asPrinted, "as-printed", false, "run the slips in the text's pseudo-code instead, each alone")
	flags.BoolVar(&o.ops, "ops", false, "check every op in the table instead: derivatives and precision")
	flags.StringVar(&o.op, "op", "", "check the op of that `NAME` instead, and show its dossier")
	flags.StringVar(&o.format, "format", "table", formatHelp+"; json is a record for --rerun")
}

func (a *app) verifyGradients(cmd *cobra.Command, o verifyOptions) error {
	given := cmd.Flags().Changed
	if o.rerun != "" {
		if err := rerunAlone(given); err != nil {
			return err
		}
		return notCancelled(a.rerun(cmd.Context(), o.rerun))
	}
	err := cmp.Or(formatFlag(o.format, "table", "json"), sizes(o.features, o.examples, largestCheck))
	if err != nil {
		return err
	}
	list, err := opFlags(o, given)
	if err != nil {
		return err
	}
	if list != nil {
		return a.verifyOps(cmd.Context(), list, o)
	}
	asked, err := o.verification(given)
	if err != nil {
		return err
	}
	return notCancelled(a.carryOut(cmd.Context(), asked, o.format))
}

// carryOut does what is asked and prints what it finds.
func (a *app) carryOut(ctx context.Context, asked verification, format string) error {
	found, err := a.verify(ctx, asked)
	if err != nil {
		return err
	}
	if format == "json" {
		err = writeJSON(a.Out, found)
	} else {
		err = a.printFound(found)
	}
	return cmp.Or(err, found.verdict())
}

// notCancelled names an interrupted check as such.
func notCancelled(err error) error {
	if errors.Is(err, context.Canceled) {
		return train.ErrInterrupted
	}
	return err
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

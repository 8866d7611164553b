package cli

import (
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"surefoot/graph"
	"surefoot/train"
	"surefoot/train/data"
)

func init() { commands = append(commands, trainCommand) }

type trainOptions struct {
	file, demo, target, positive, delimiter string
	solver, algorithm, engine, verify       string
	rate, test                              float64
	iterations                              int
	seed                                    int64
	standardize, explain                    bool
	out, plot, dot, format                  string
}

func trainCommand(a *app) *cobra.Command {
	o := trainOptions{}
	cmd := &cobra.Command{
		Use: "train [FILE | --demo NAME]", Short: "Train on a table, every step checked first", Args: cobra.MaximumNArgs(1),
		Long: `Trains logistic regression on a CSV table with a header: one example a row, one
column the label (the last, or --target), all others numbers. Before the first
step the graph is checked; before every step its gradient is; a step that is
refused is not taken. Without FILE it trains on a table that comes with the
program; with "-" it reads standard input.`,
		Example: `  surefoot train
  surefoot train patients.csv --target outcome --positive ill --out model.json
  surefoot train flowers.csv --positive virginica --rate 0.5 --format json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.file = args[0]
			}
			if err := o.check(cmd.Flags().Changed); err != nil {
				return err
			}
			return a.train(cmd.Context(), o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.demo, "demo", "breast_cancer", "a table that comes with the program: "+strings.Join(data.Demos(), ", "))
	flags.StringVar(&o.target, "target", "", "label `COLUMN` (default: the last)")
	flags.StringVar(&o.positive, "positive", "", "positive class `LABEL` (default: the greater); of more than two, that one against the rest")
	flags.StringVar(&o.delimiter, "delimiter", "", "`CHARACTER` between cells, or \"tab\" (default: what the header shows)")
	flags.StringVar(&o.solver, "solver", "gd", strings.Join(train.SolverNames(), ", "))
	flags.StringVar(&o.algorithm, "algorithm", "vectorised", "vectorised (the graph) or looped (a loop over the examples)")
	flags.StringVar(&o.engine, "engine", "program", "what runs the graph: "+strings.Join(graph.EngineNames(), ", "))
	flags.Float64Var(&o.rate, "rate", 0.1, "learning rate α")
	flags.IntVar(&o.iterations, "iterations", 1000, "number of updates")
	flags.BoolVar(&o.standardize, "standardize", true, "scale each feature to mean 0 and standard deviation 1")
	flags.Float64Var(&o.test, "test", 0.2, "`FRACTION` of the rows kept for testing; 0 trains on all")
	flags.Int64Var(&o.seed, "seed", 1, "seed of the split and of the start check")
	flags.StringVar(&o.verify, "verify", string(train.VerifyFull), "full (every formula at every step) or off")
	flags.StringVar(&o.out, "out", "", "write the model to `FILE`")
	flags.StringVar(&o.plot, "plot", "", "draw the cost curve into the SVG `FILE`")
	flags.StringVar(&o.dot, "dot", "", "write the trained graph to the Graphviz `FILE`")
	flags.StringVar(&o.format, "format", "table", "table or json")
	flags.BoolVar(&o.explain, "explain", true, "first show one example and a planted error (default: without FILE only)")
	return cmd
}

// check refuses options that make no sense, and settles those that depend on
// others.
func (o *trainOptions) check(given func(flag string) bool) error {
	if err := formatFlag(o.format, "table", "json"); err != nil {
		return err
	}
	switch {
	case o.file != "" && given("demo"):
		return usage("give a FILE or --demo, not both")
	case o.file == "" && !slices.Contains(data.Demos(), o.demo):
		return usage("--demo %s is not one of %s", o.demo, strings.Join(data.Demos(), ", "))
	case o.algorithm != "vectorised" && o.algorithm != train.Looped:
		return usage("--algorithm %s is neither vectorised nor looped", o.algorithm)
	case o.algorithm == train.Looped && given("engine"):
		return usage("--engine is about the graph, which --algorithm looped does not use")
	case !slices.Contains(graph.EngineNames(), o.engine):
		return usage("--engine %s is not one of %s", o.engine, strings.Join(graph.EngineNames(), ", "))
	case o.iterations < 0:
		return usage("--iterations must not be negative, and is %d", o.iterations)
	case !(o.rate > 0) || math.IsInf(o.rate, 0):
		return usage("--rate must be a positive number, and is %v", o.rate)
	case !(o.test >= 0 && o.test < 1):
		return usage("--test must be at least 0 and less than 1, and is %v", o.test)
	case o.verify != string(train.VerifyFull) && o.verify != string(train.VerifyOff):
		return usage("--verify %s is neither full nor off", o.verify)
	}
	if err := delimiterFlag(o.delimiter); err != nil {
		return err
	}
	if o.algorithm == train.Looped {
		o.engine = train.Looped
	}
	if !given("explain") {
		o.explain = o.file == ""
	}
	return nil
}

func (o *trainOptions) settings() (train.Settings, error) {
	solver, err := train.NewSolver(o.solver, o.rate)
	return train.Settings{
		Solver: solver, Iterations: o.iterations, Engine: o.engine,
		Verify: train.Policy(o.verify), Seed: o.seed,
	}, err
}

// source is how messages name the table.
func (o *trainOptions) source() string {
	switch o.file {
	case "":
		return o.demo
	case "-":
		return "standard input"
	}
	return o.file
}

func (o *trainOptions) read(a *app) (*data.Table, error) {
	options := data.Options{Target: o.target, Positive: o.positive, Comma: delimiterRune(o.delimiter)}
	switch o.file {
	case "":
		return data.DemoOptions(o.demo, options)
	case "-":
		return data.Read(a.In, o.source(), options)
	}
	return data.ReadFile(o.file, options)
}

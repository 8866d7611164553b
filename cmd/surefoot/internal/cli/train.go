package cli

import (
	"cmp"
	"math"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"surefoot/graph"
	"surefoot/train"
	"surefoot/train/data"
)

func init() { commands = append(commands, trainCommand) }

type trainOptions struct {
	file, labels                      string
	demo, target, positive, delimiter string
	model, dtype                      string
	solver, algorithm, engine, verify string
	rate, test                        float64
	iterations, workers               int
	seed                              int64
	standardize, explain, stream      bool
	out, plot, dot, format            string
}

func trainCommand(a *app) *cobra.Command {
	o := trainOptions{}
	cmd := &cobra.Command{
		Use: "train [FILE | --demo NAME]", Short: "Train on a table, every step checked first", Args: takes(0, 1),
		Long: `Trains logistic regression, or the network of --model, on a CSV table with a
header: one example a row, one column the label (the last, or --target), all others
numbers; or on NumPy's arrays X and y, m×n numbers and m labels, in a .npz file or
in two .npy files. Without FILE it trains on a table that comes with the program;
with "-" it reads standard input.

Before the first step the graph is checked; before every step its gradient is. By
default (--verify every) a step is checked by random projections, which cost little
and detect errors above a size that the results name; and by every formula, number
for number, on small tables, at the first steps of middling ones, and now and then.
A step that fails is computed once more and checked by every formula: what was gone
by then is reported as a fault; what fails again is refused, and not taken.`,
		Example: `  surefoot train
  surefoot train patients.csv --target outcome --positive ill --out model.json
  surefoot train flowers.csv --positive virginica --rate 0.5 --format json
  surefoot train patients.csv --model mlp:8,8 --out model.json
  surefoot train X.npy --labels y.npy
  surefoot train large.npz --stream --iterations 200`,
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
	o.register(cmd.Flags())
	complete(cmd, map[string][]string{
		"demo": data.Demos(), "model": graph.ModelNames(), "solver": train.SolverNames(), "engine": graph.EngineNames(),
		"algorithm": {"vectorised", train.Looped}, "format": {"table", "json"},
		"verify": train.Policies(), "dtype": dtypes, "workers": nil,
	})
	return cmd
}

// register makes the flags.
func (o *trainOptions) register(flags *pflag.FlagSet) {
	flags.StringVar(&o.demo, "demo", "breast_cancer", "table `NAME` that comes with the program: "+strings.Join(data.Demos(), ", "))
	flags.StringVar(&o.labels, "labels", "", labelsHelp)
	flags.BoolVar(&o.stream, "stream", false, "read a NumPy file block by block, again for each update: it may be larger than memory")
	flags.StringVar(&o.target, "target", "", "label `COLUMN` (default: the last)")
	flags.StringVar(&o.positive, "positive", "", "positive class `LABEL` (default: the greater of two); of more than two, this one against the rest")
	flags.StringVar(&o.delimiter, "delimiter", "", delimiterHelp)
	flags.StringVar(&o.model, "model", logistic, modelHelp)
	flags.StringVar(&o.solver, "solver", "gd", "`NAME` of the solver: "+strings.Join(train.SolverNames(), ", "))
	flags.StringVar(&o.algorithm, "algorithm", "vectorised", "`NAME` of the algorithm: vectorised (the graph) or looped")
	flags.StringVar(&o.engine, "engine", "program", "`NAME` of the engine that runs the graph: "+strings.Join(graph.EngineNames(), ", "))
	flags.Float64Var(&o.rate, "rate", 0.1, "learning `RATE` α")
	flags.IntVar(&o.iterations, "iterations", 1000, "`NUMBER` of updates")
	flags.IntVar(&o.workers, "workers", 0, "`NUMBER` of cores to train on, which changes no result; 0 is all, where it pays")
	flags.BoolVar(&o.standardize, "standardize", true, "scale each feature to mean 0 and standard deviation 1")
	flags.Float64Var(&o.test, "test", 0.2, "`FRACTION` of the rows kept for testing; 0 trains on all")
	flags.Int64Var(&o.seed, "seed", 1, "`NUMBER` that the split, a network's start and the start check depend on")
	flags.StringVar(&o.verify, "verify", string(train.VerifyEvery), policyHelp)
	flags.StringVar(&o.dtype, "dtype", float64Name, "`TYPE` of numbers to compute in: "+strings.Join(dtypes, " or "))
	flags.StringVar(&o.out, "out", "", "write the model to `FILE`")
	flags.StringVar(&o.plot, "plot", "", "draw the cost curve into the SVG `FILE`")
	flags.StringVar(&o.dot, "dot", "", "write the trained graph to the Graphviz `FILE`")
	flags.StringVar(&o.format, "format", "table", formatHelp)
	flags.BoolVar(&o.explain, "explain", false, "first show one example and a planted error, as without FILE")
}

// check refuses options that make no sense, and settles those that depend on
// others.
func (o *trainOptions) check(given func(flag string) bool) error {
	err := cmp.Or(
		formatFlag(o.format, "table", "json"),
		oneOf("demo", o.demo, data.Demos()),
		oneOf("solver", o.solver, train.SolverNames()),
		oneOf("algorithm", o.algorithm, []string{"vectorised", train.Looped}),
		oneOf("engine", o.engine, graph.EngineNames()),
		oneOf("verify", o.verify, train.Policies()),
		oneOf("dtype", o.dtype, dtypes),
		delimiterFlag(o.delimiter),
		arrayFlags(o.file, o.labels, given),
		twoClasses(o.model),
	)
	switch {
	case err != nil:
		return err
	case o.file != "" && given("demo"):
		return usage("give a FILE or --demo, not both")
	case o.algorithm == train.Looped && o.model != logistic:
		return usage("--algorithm looped is for the logistic model, not %s", o.model)
	case o.algorithm == train.Looped && given("engine"):
		return usage("--engine is about the graph, which --algorithm looped does not use")
	case o.iterations < 0:
		return usage("--iterations must not be negative, and is %d", o.iterations)
	case o.workers < 0:
		return usage("--workers must not be negative, and is %d", o.workers)
	case !(o.rate > 0) || math.IsInf(o.rate, 0):
		return usage("--rate must be a positive number, and is %v", o.rate)
	case !(o.test >= 0 && o.test < 1):
		return usage("--test must be at least 0 and less than 1, and is %v", o.test)
	}
	if err := cmp.Or(o.streamFlags(given), o.dtypeFlag()); err != nil {
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
		Verify: train.Policy(o.verify), Seed: o.seed, Workers: o.workers,
		Single: o.dtype == float32Name,
	}, err
}

// source is how messages name the table.
func (o *trainOptions) source() string {
	switch o.file {
	case "":
		return o.demo
	case "-":
		return standardInput
	}
	return o.file
}

func (o *trainOptions) read(a *app) (*data.Table, error) {
	options := data.Options{Target: o.target, Positive: o.positive, Comma: delimiterRune(o.delimiter)}
	if o.file == "" {
		return data.DemoOptions(o.demo, options)
	}
	return a.readTable(o.file, o.labels, options)
}

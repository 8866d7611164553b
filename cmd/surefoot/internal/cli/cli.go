// Package cli is the surefoot command line: one command a file.
package cli

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"
	"surefoot/graph"
)

// Streams are where a command reads and writes. Results go to Out, all else to
// Err.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// app is what the commands share.
type app struct {
	Streams
	// model builds the model to train and to verify.
	model func(features int) (*graph.Model, error)
}

// commands are the constructors of all commands; each file adds its own.
var commands []func(*app) *cobra.Command

// Run runs the command line and returns its exit code.
func Run(ctx context.Context, args []string, streams Streams) int {
	return run(ctx, args, &app{
		Streams: streams,
		model:   func(features int) (*graph.Model, error) { return graph.NewModel("logistic", features) },
	})
}

func run(ctx context.Context, args []string, a *app) int {
	root := &cobra.Command{
		Use:   "surefoot",
		Short: "Train with every gradient checked before its step",
		Long: `Surefoot builds logistic regression as a Gorgonia expression graph, lets Gorgonia
derive the gradient, checks it against the hand-derived formulas, and only then
takes the step.`,
		Example: `  surefoot train                       # a demonstration on real data
  surefoot train patients.csv --target outcome --out model.json
  surefoot predict model.json new.csv
  surefoot verify-gradients`,
		SilenceUsage: true, SilenceErrors: true,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetArgs(args)
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	for _, build := range commands {
		root.AddCommand(build(a))
	}
	markUsageErrors(root)
	err := root.ExecuteContext(ctx)
	if err != nil {
		_, _ = fmt.Fprintln(a.Err, "surefoot: "+oneLine(err.Error()))
	}
	return exitCode(err)
}

// terminal is the width of w if it is a terminal, else 0.
func terminal(w io.Writer) int {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return 0
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 80
	}
	return width
}

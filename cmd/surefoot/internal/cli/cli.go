// Package cli is the surefoot command line: one command a file.
package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"
	"surefoot/graph"
	"surefoot/train"
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
	// model builds the model of that name, to train and to verify.
	model func(name string, features int) (*graph.Model, error)
	// writing is held while files are written.
	writing sync.Mutex
}

// commands are the constructors of all commands; each file adds its own.
var commands []func(*app) *cobra.Command

// Main runs the program's command line until it ends or is interrupted, and
// returns its exit code. A second signal ends it at once.
func Main() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return Run(ctx, os.Args[1:], Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
}

// Run runs the command line and returns its exit code.
func Run(ctx context.Context, args []string, streams Streams) int {
	return run(ctx, args, &app{Streams: streams, model: graph.NewModel})
}

func run(ctx context.Context, args []string, a *app) int {
	out := &results{to: a.Out}
	a.Out = out
	root := a.root()
	root.SetArgs(args)
	err := a.untilInterrupted(ctx, func() error {
		if err := root.ExecuteContext(ctx); err != nil {
			return err
		}
		return out.err
	})
	if err != nil {
		_, _ = fmt.Fprintln(a.Err, "surefoot: "+oneLine(err.Error()))
	}
	return exitCode(err)
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:     "surefoot",
		Version: moduleVersion("surefoot"),
		Short:   "Train with every gradient checked before its step",
		Long: `Surefoot builds logistic regression, or a network of layers, as a Gorgonia
expression graph, lets Gorgonia derive the gradient, checks it against the
hand-derived formulas, and only then takes the step.`,
		Example: `  surefoot train                       # a demonstration on real data
  surefoot train patients.csv --target outcome --out model.json
  surefoot predict model.json new.csv
  surefoot verify-gradients`,
		SilenceUsage: true, SilenceErrors: true, SuggestionsMinimumDistance: 2,
		Args:              knownCommand,
		PersistentPreRunE: noEmptyFlags,
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	root.SetFlagErrorFunc(flagError)
	root.SetUsageTemplate(usageTemplate(root.UsageTemplate()))
	for _, build := range commands {
		root.AddCommand(build(a))
	}
	root.SetHelpCommand(helpCommand())
	addCompletion(root)
	return root
}

// patience is how long an interrupted command may take to end by itself.
const patience = time.Second

// untilInterrupted runs a command. One that waits for input or is busy when the
// context ends is left behind; what it has begun to write, it may finish.
func (a *app) untilInterrupted(ctx context.Context, command func() error) error {
	done := make(chan error, 1)
	go func() { done <- command() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(patience):
		a.writing.Lock() // for good: nothing is written from here on
		return train.ErrInterrupted
	}
}

// results is where results are written. It remembers the first error: results
// that did not arrive make the command fail.
type results struct {
	to  io.Writer
	err error
}

func (r *results) Write(text []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	n, err := r.to.Write(text)
	if err != nil {
		r.err = fmt.Errorf("write standard output: %w", plainError(err))
	}
	return n, r.err
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

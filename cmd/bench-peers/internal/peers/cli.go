// Package peers runs an iteration of gradient descent in Surefoot and in other
// programs, in turn and on the same data, and compares their times and their results.
package peers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit codes.
const (
	exitDone        = 0
	exitWrong       = 1   // peers disagree, or one failed
	exitUsage       = 2   // the command line makes no sense
	exitFile        = 3   // a file could not be written or read
	exitInterrupted = 130 // interrupted
)

// Main runs the command line until it ends or is interrupted, and returns its exit
// code. The file system holds the scripts, *.py, and yardstick/*.c. A second signal
// ends the process at once.
func Main(programs fs.FS) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return run(ctx, os.Args[1:], programs, os.Stdout, os.Stderr)
}

func run(ctx context.Context, args []string, programs fs.FS, out, progress io.Writer) int {
	cmd := command(programs, out, progress)
	cmd.SetArgs(args)
	cmd.SetOut(out)
	cmd.SetErr(progress)
	err := cmd.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil:
		err = errors.New("interrupted")
	}
	fmt.Fprintln(progress, "bench-peers: "+strings.Join(strings.Fields(err.Error()), " "))
	var wrongUsage usageError
	switch {
	case ctx.Err() != nil:
		return exitInterrupted
	case errors.As(err, &wrongUsage):
		return exitUsage
	case errors.Is(err, errDisagree), errors.Is(err, errFailed):
		return exitWrong
	}
	return exitFile
}

// usageError is a mistake on the command line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// flags are the command line.
type flags struct {
	sizes, types, peers string
	rounds              int
	seed                uint64
	bandwidth           bool
	python, json        string
	markdown            bool
}

func command(programs fs.FS, out, progress io.Writer) *cobra.Command {
	f := flags{}
	cmd := &cobra.Command{
		Use: "bench-peers", Short: "Compare the time of an iteration with other programs", DisableFlagsInUseLine: true,
		Long: `Times an iteration of gradient descent of logistic regression on all examples (the
cost J, its derivatives dw and db, the step with rate 0.1, from w = b = 0) in Surefoot
and in other programs: one written by hand in C for this machine, the yardstick; NumPy
on OpenBLAS; PyTorch with autograd; Gorgonia's TapeMachine; gonum.

The peers take turns on the same table: in each round each runs once, ten iterations to
warm up and then batches of at least 20 ms, so that a noisy machine hits all alike. What
is compared is the median of the rounds, and the median of the rounds' ratios to C. All
must agree on J after ten iterations.

What is not installed is said and left out. The yardstick needs gcc; on Debian the
others are python3-numpy with libopenblas0-pthread, and python3-torch. Tables are made
in the folder for temporary files, the largest of the usual ones 1.25 GB, and removed.

Exit codes: 0 done, 1 peers disagree or one failed, 2 usage, 3 files, 130 interrupted.`,
		Example: `  bench-peers
  bench-peers --sizes 1000x20,100000x100 --dtype float64 --rounds 5
  bench-peers --peers c,surefoot --json peers.json`,
		SilenceUsage: true, SilenceErrors: true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("unexpected argument %q; see bench-peers --help", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.run(cmd.Context(), programs, out, progress)
		},
	}
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage("%w; see bench-peers --help", err) })
	cmd.CompletionOptions.DisableDefaultCmd = true
	f.register(cmd)
	return cmd
}

func (f *flags) register(cmd *cobra.Command) {
	set := cmd.Flags()
	set.StringVar(&f.sizes, "sizes", "100x2,1000x20,100000x100,1000000x20,200000x784", "`LIST` of EXAMPLESxFEATURES")
	set.StringVar(&f.types, "dtype", "float64,float32", "`LIST` of types of number")
	set.StringVar(&f.peers, "peers", strings.Join(peerKeys(), ","), "`LIST` of the programs that run")
	set.IntVar(&f.rounds, "rounds", 3, "`NUMBER` of rounds")
	set.Uint64Var(&f.seed, "seed", 1, "`NUMBER` that the tables depend on")
	set.BoolVar(&f.bandwidth, "bandwidth", true, "measure how fast memory is read; takes 2 GiB of it")
	set.StringVar(&f.python, "python", debianPython, "`PROGRAM` that runs NumPy and PyTorch")
	set.StringVar(&f.json, "json", "", "write all numbers to the JSON `FILE`")
	set.BoolVar(&f.markdown, "markdown", false, "print Markdown")
	cmd.SetUsageTemplate(strings.ReplaceAll(cmd.UsageTemplate(), ".FlagUsages", ".FlagUsagesWrapped 80"))
}

func (f *flags) settings() (settings, error) {
	s := settings{rounds: f.rounds, seed: f.seed, bandwidth: f.bandwidth, python: f.python}
	var err error
	if s.sizes, err = parseSizes(f.sizes); err != nil {
		return s, err
	}
	if s.types, err = parseTypes(f.types); err != nil {
		return s, err
	}
	if s.peers, err = parsePeers(f.peers); err != nil {
		return s, err
	}
	if f.rounds < 1 {
		return s, usage("--rounds must be at least 1, and is %d", f.rounds)
	}
	return s, nil
}

func (f *flags) run(ctx context.Context, programs fs.FS, out, progress io.Writer) (err error) {
	s, err := f.settings()
	if err != nil {
		return err
	}
	file, err := newJSONFile(f.json)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.drop()) }()
	r, err := s.run(ctx, programs, progress)
	if err != nil {
		return err
	}
	if err := r.write(out, f.markdown); err != nil {
		return err
	}
	if err := file.fill(r); err != nil {
		return err
	}
	return r.wrong()
}

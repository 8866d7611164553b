package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"surefoot/train"
	"surefoot/verify"
)

// The exit codes, on which scripts rely.
const (
	exitDone        = 0   // checked and done
	exitWrong       = 1   // a gradient is wrong
	exitUsage       = 2   // the command line makes no sense
	exitData        = 3   // bad data or file
	exitDiverged    = 4   // diverged, or a requested tolerance was not reached
	exitInterrupted = 130 // interrupted
)

// usageError is a mistake on the command line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// errVerdict ends a command whose report is already printed with a verdict other
// than pass.
var errVerdict = errors.New("a gradient is wrong")

// errInconclusive ends a command that could not decide.
var errInconclusive = errors.New("the check is inconclusive")

func exitCode(err error) int {
	var wrongUsage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, verify.ErrRefused), errors.Is(err, errVerdict), errors.Is(err, errInconclusive):
		return exitWrong
	case errors.As(err, &wrongUsage), errors.Is(err, train.ErrSettings):
		return exitUsage
	case errors.Is(err, train.ErrInterrupted):
		return exitInterrupted
	case errors.Is(err, train.ErrDiverged):
		return exitDiverged
	}
	return exitData
}

// markUsageErrors makes what cobra says of wrong commands and arguments usage
// errors.
func markUsageErrors(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				return usageError{fmt.Errorf("%w; see %s --help", err, c.CommandPath())}
			}
			return nil
		}
	}
	for _, child := range cmd.Commands() {
		markUsageErrors(child)
	}
}

// oneLine keeps a message on one line whatever is in it.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

package cli

import (
	"errors"
	"strings"
	"unicode"

	"surefoot/train"
	"surefoot/train/data"
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

// errVerdict ends a command whose report is already printed with a verdict other
// than pass.
var errVerdict = errors.New("a gradient is wrong")

// errInconclusive ends a command that could not decide.
var errInconclusive = errors.New("the check is inconclusive")

// verdictFailure ends a command whose report is already printed, or says all; its exit
// code is that of a wrong gradient.
type verdictFailure string

func (f verdictFailure) Error() string { return string(f) }
func (f verdictFailure) Unwrap() error { return errVerdict }

func exitCode(err error) int {
	var wrongUsage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, verify.ErrRefused), errors.Is(err, errVerdict), errors.Is(err, errInconclusive):
		return exitWrong
	case errors.As(err, &wrongUsage), errors.Is(err, train.ErrSettings), errors.Is(err, data.ErrDelimiter):
		return exitUsage
	case errors.Is(err, train.ErrInterrupted):
		return exitInterrupted
	case errors.Is(err, train.ErrDiverged):
		return exitDiverged
	}
	return exitData
}

// oneLine keeps a message on one line, and harmless to a terminal, whatever is
// in it.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return '?'
		}
		return r
	}, strings.TrimSpace(text))
}

package cli

import (
	"context"
	"runtime"

	"surefoot/verify"
	"surefoot/verify/selftest"
)

const (
	recordFormat  = "surefoot-record"
	recordVersion = 1
)

// A record is a run of verify-gradients: what was asked, by which programs, and what
// was found. The same question has the same findings, byte by byte.
type record struct {
	Format   string       `json:"format"`
	Version  int          `json:"version"`
	Command  verification `json:"command"`
	Versions versions     `json:"versions"`
	found
}

// found is what a verification finds; parts that were not asked for are nil.
type found struct {
	*verify.Report
	Precision *precisionReport `json:"precision,omitempty"`
	SelfTest  *selftest.Result `json:"self_test,omitempty"`
}

// versions are those of the programs that numbers depend on.
type versions struct {
	Surefoot string `json:"surefoot"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
	Gorgonia string `json:"gorgonia"`
	Tensor   string `json:"tensor"`
}

func versionsHere() versions {
	return versions{
		moduleVersion("surefoot"), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH,
		moduleVersion("gorgonia.org/gorgonia"), moduleVersion("gorgonia.org/tensor"),
	}
}

// verify does what is asked.
func (a *app) verify(ctx context.Context, asked verification) (*record, error) {
	r := &record{Format: recordFormat, Version: recordVersion, Versions: versionsHere()}
	var err error
	if asked.AsPrinted {
		r.Report, err = verify.AsPrinted(asked.Examples, asked.Seed)
		r.Command = asked
		return r, err
	}
	if asked.Data != nil {
		data := *asked.Data // which is completed
		asked.Data = &data
	}
	s, err := a.subject(&asked)
	if err != nil {
		return nil, err
	}
	r.Command = asked
	if asked.SelfTest != nil {
		r.SelfTest, err = a.selfTest(ctx, s, asked.SelfTest.PerClass)
	} else {
		r.Report, r.Precision, err = s.check(ctx, asked.Checks)
	}
	return r, err
}

// verdict is the error that the command ends with, nil for a pass. Precision counts
// where nothing else was asked for.
func (r *record) verdict() error {
	if r.SelfTest != nil {
		return selfTestVerdict(r.SelfTest)
	}
	if r.Report == nil {
		switch r.Precision.Verdict {
		case verify.Fail:
			return verdictFailure("a result is farther from the truth than its kernel declares")
		case verify.Inconclusive:
			return errInconclusive
		}
		return nil
	}
	switch report := r.Report; {
	case report.Verdict == verify.Fail && r.Command.AsPrinted:
		return verdictFailure(errVerdict.Error() + ", and is found: these slips are in the text; the graph has none of them")
	case report.Verdict == verify.Fail:
		return errVerdict
	case report.Verdict == verify.Inconclusive:
		return errInconclusive
	}
	return nil
}

// verdictWords are the verdicts of a record for people.
func (r *record) verdictWords() string {
	switch {
	case r.SelfTest != nil && selfTestVerdict(r.SelfTest) == nil:
		return "no wrong gradient passes the identity check"
	case r.SelfTest != nil:
		return selfTestVerdict(r.SelfTest).Error()
	case r.Report == nil:
		return "precision: " + verdictWord(r.Precision.Verdict)
	}
	return "verdict: " + verdictWord(r.Verdict)
}

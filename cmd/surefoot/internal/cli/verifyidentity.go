package cli

import (
	"fmt"
	"slices"
	"strings"

	"surefoot/verify"
)

// printIdentities shows what was checked as identities, question by question, and
// how likely a wrong gradient is to pass.
func (a *app) printIdentities(report *verify.Report) error {
	var questions []string
	identities := *report
	identities.Checks = nil // whose assurance is another, numbers', is left out
	quantities, verdicts := map[string][]string{}, map[string]verify.Verdict{}
	for _, f := range report.Checks {
		question := identityQuestion(f)
		if question == "" {
			continue
		}
		identities.Checks = append(identities.Checks, f)
		if !slices.Contains(questions, question) {
			questions = append(questions, question)
		}
		quantities[question] = append(quantities[question], f.Quantity)
		verdicts[question] = max(verdicts[question], f.Verdict)
	}
	if questions == nil {
		return nil
	}
	rows := [][]string{}
	for _, q := range questions {
		rows = append(rows, []string{q, strings.Join(quantities[q], ", "), verdictWord(verdicts[q])})
	}
	fmt.Fprintf(a.Out, "\n  As identities: %s\n", identities.Assurance())
	return columns(a.Out, 2, 2, nil, rows...)
}

// identityQuestion is what an identity check asked, empty for another check.
func identityQuestion(f verify.Finding) string {
	switch {
	case f.Check == "graphs":
		return "document = trained graph"
	case f.Check != "identity":
		return ""
	case f.Formula == "":
		return strings.Replace(f.Graph, "training", "trained", 1) + " graph = forward mode"
	}
	return strings.Replace(f.Graph, "training", "trained", 1) + " graph = by hand"
}

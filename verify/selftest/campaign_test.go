//go:build campaign

package selftest

import (
	"flag"
	"strconv"
	"strings"
	"testing"

	"surefoot/graph"
	"surefoot/verify/mutants"
)

// The long runs, by `make campaign`. The figures depend on the seed alone.
var (
	campaignSeed   = flag.Int64("campaign.seed", 1, "seed of the campaign")
	campaignChecks = flag.Int("campaign.checks", 100_000, "checks of right gradients")
	campaignGraphs = flag.String("campaign.graphs", "", "the numbers of the graphs to check again, by commas; else all")
)

// No right gradient is accused.
func TestCampaignOfRightGradients(t *testing.T) {
	run := &rightRun{seed: *campaignSeed, checks: *campaignChecks}
	for number := range strings.SplitSeq(*campaignGraphs, ",") {
		if k, err := strconv.ParseInt(number, 10, 64); err == nil {
			run.only = append(run.only, k)
		} else if *campaignGraphs != "" {
			t.Fatal(err)
		}
	}
	run.run(t)
	run.requireNoAccusal(t)
}

// No mutant that is wrong is passed by the identity check.
func TestCampaignOfMutants(t *testing.T) {
	total := &mutantRun{seed: *campaignSeed}
	for _, n := range []int{2, 5, 10, 30, 100} {
		total.model(t, graph.Logistic(n), 5)
	}
	network, err := graph.NewModel("mlp:4tanh,3relu,3softmax", 2)
	if err != nil {
		t.Fatal(err)
	}
	total.model(t, network, 5)
	cost, wrt := mutants.Native()
	total.claims(t, "Gorgonia's own", claimsBy(t, cost, wrt))
	t.Log("\n" + total.String())
}

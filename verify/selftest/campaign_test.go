//go:build campaign

package selftest

import (
	"flag"
	"testing"
)

// The long runs, by `make campaign`. The figures depend on the seed alone.
var (
	campaignSeed   = flag.Int64("campaign.seed", 1, "seed of the campaign")
	campaignChecks = flag.Int("campaign.checks", 100_000, "checks of right gradients")
)

// No right gradient is accused.
func TestCampaignOfRightGradients(t *testing.T) {
	run := &rightRun{seed: *campaignSeed, checks: *campaignChecks}
	run.run(t)
	run.requireNoAccusal(t)
}

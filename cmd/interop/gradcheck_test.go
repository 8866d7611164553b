//go:build interop

package interop

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"surefoot/graph"
	"surefoot/verify"
)

// BenchmarkBesideGradcheck times the identity check of all gradients of a model
// beside torch.autograd.gradcheck of the same model on the same machine, one after
// the other: logistic regression of 64 examples and 10,000 parameters, and a network
// of 20-50-50-1 on 64 examples. It reports how many times as long gradcheck takes.
//
//	go test -tags interop -run '^$' -bench Gradcheck ./cmd/interop
func BenchmarkBesideGradcheck(b *testing.B) {
	for _, c := range []struct {
		name, model string
		features    int
	}{{"logistic", "logistic", 10000}, {"network", "mlp:50,50", 20}} {
		b.Run(c.name, func(b *testing.B) {
			peer := timeGradcheck(b, c.name)
			claims := claimsOf(b, c.model, c.features)
			for b.Loop() {
				report, err := verify.Check(b.Context(), claims)
				if err != nil || report.Verdict != verify.Pass {
					b.Fatal(report, err)
				}
			}
			seconds := b.Elapsed().Seconds() / float64(b.N)
			b.ReportMetric(peer.Slow*1e9, "gradcheck-slow-ns")
			b.ReportMetric(peer.Fast*1e9, "gradcheck-fast-ns")
			b.ReportMetric(peer.Slow/seconds, "slow/identity")
			b.ReportMetric(peer.Fast/seconds, "fast/identity")
		})
	}
}

// gradcheckTimes are the medians in seconds.
type gradcheckTimes struct {
	Slow, Fast float64
	Version    string
}

func timeGradcheck(b *testing.B, model string) gradcheckTimes {
	b.Helper()
	if exec.Command(python, "-c", "import torch").Run() != nil {
		b.Skip("PyTorch is not installed")
	}
	out, err := exec.Command(python, "gradcheck.py", model, "30").Output()
	if err != nil {
		b.Fatal(err)
	}
	var times gradcheckTimes
	if err := json.NewDecoder(strings.NewReader(string(out))).Decode(&times); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	b.Logf("torch %s", times.Version)
	return times
}

func claimsOf(b *testing.B, name string, features int) []verify.Claim {
	b.Helper()
	model, err := graph.NewModel(name, features)
	if err != nil {
		b.Fatal(err)
	}
	g, err := model.Training(64)
	if err == nil {
		err = g.Derive()
	}
	if err != nil {
		b.Fatal(err)
	}
	claims, err := verify.GraphClaims(g)
	if err != nil {
		b.Fatal(err)
	}
	return claims
}

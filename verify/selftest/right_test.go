package selftest

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"surefoot/verify"
)

// perGraph is how often each graph is checked, with other seeds and other numbers.
const perGraph = 8

// rightRun is many checks of right gradients and what came of them.
type rightRun struct {
	seed   int64
	checks int
	only   []int64 // the graphs to check, where not all
	mutex  sync.Mutex
	start  time.Time
	figures
}

// figures are counts, the same whatever the order of the checks.
type figures struct {
	total      int
	byKind     map[string]*[4]int // by the field alone, by bits too, inconclusive, fail
	reasons    map[string]int     // of what is inconclusive, and an example of each
	examples   map[string]string
	accusals   []string          // right gradients that were accused
	strange    []string          // errors, and wrong gradients that were passed
	unbuilt    int               // compositions that Gorgonia does not build or differentiate
	unjudged   int               // graphs of which differences say nothing
	wrong      [3]int            // checks of gradients that are wrong by differences, by verdict
	second     map[string]string // graphs that were accused, and what differences at more points say is wrong
	slowest    time.Duration
	slowestOne string
}

// run checks right gradients, as many as asked for, two graphs at a time. The
// figures depend on the seed alone.
func (run *rightRun) run(t *testing.T) {
	t.Helper()
	run.start = time.Now()
	run.figures = figures{byKind: map[string]*[4]int{}, reasons: map[string]int{}, examples: map[string]string{}, second: map[string]string{}}
	graphs := make(chan int64)
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			for k := range graphs {
				run.graph(t, k)
			}
		})
	}
	for k := range int64(run.checks+perGraph-1) / perGraph {
		if len(run.only) == 0 || slices.Contains(run.only, k) {
			graphs <- k
		}
	}
	close(graphs)
	workers.Wait()
}

// graph draws the k-th graph and checks it.
func (run *rightRun) graph(t *testing.T, k int64) {
	r := rand.New(rand.NewPCG(uint64(run.seed), uint64(k)))
	g, verdict := run.draw(t, r, k)
	for i := range perGraph {
		if i > 0 { // once without numbers
			g.bind(r, sizesOfZ[r.IntN(len(sizesOfZ))])
		}
		seed, before := r.Int64(), time.Now()
		report, err := verify.Check(context.Background(), g.claims, verify.Seed(seed))
		if verdict == isRight && err == nil && report.Verdict == verify.Fail {
			if where := wrongSomewhere(g.claims, run.seed+k); where != "" {
				verdict = isWrong
				run.mutex.Lock()
				run.second[fmt.Sprintf("graph %d: %s", k, g.name)] = where
				run.mutex.Unlock()
			}
		}
		name := fmt.Sprintf("graph %d, check %d: %s", k, i, g.name)
		run.mutex.Lock()
		if took := time.Since(before); took > run.slowest {
			run.slowest, run.slowestOne = took, name
		}
		switch {
		case err != nil:
			run.strange = append(run.strange, fmt.Sprintf("%s: %v", name, err))
		case verdict == isRight:
			run.count(t, g.kind, name, report)
		case verdict == isWrong:
			run.wrong[report.Verdict]++
			if report.Verdict == verify.Pass {
				run.strange = append(run.strange, name+": passes, and differences say that it is wrong")
			}
		}
		run.mutex.Unlock()
	}
}

// draw draws until there is a graph whose gradient is right, or known to be wrong.
func (run *rightRun) draw(t *testing.T, r *rand.Rand, k int64) (*rightGraph, judgement) {
	if k%3 < 2 {
		g, err := drawModel(r, k%3 == 1)
		if err != nil {
			t.Fatal(err)
		}
		return g, isRight
	}
	for {
		g, err := drawNative(r)
		if err != nil {
			run.mutex.Lock()
			run.unbuilt++
			run.mutex.Unlock()
			continue
		}
		if verdict := judged(g.claims, r.Int64()); verdict != unjudged {
			return g, verdict
		}
		run.mutex.Lock()
		run.unjudged++
		run.mutex.Unlock()
	}
}

var figure = regexp.MustCompile(`[0-9]+`)

// count counts a check of a right gradient.
func (run *rightRun) count(t *testing.T, kind, name string, report *verify.Report) {
	if run.byKind[kind] == nil {
		run.byKind[kind] = new([4]int)
	}
	column := 0
	failed, _ := report.Failed()
	switch report.Verdict {
	case verify.Fail:
		column = 3
		run.accusals = append(run.accusals, name+": "+failed.Witness())
		t.Logf("accused: %s: %s", name, failed.Witness())
	case verify.Inconclusive:
		column = 2
		reason := figure.ReplaceAllString(failed.Diagnosis, "…")
		run.reasons[reason]++
		run.examples[reason] = name
	default:
		if slices.ContainsFunc(report.Checks, func(f verify.Finding) bool { return f.Bits > 0 }) {
			column = 1
		}
	}
	run.byKind[kind][column]++
	if run.total++; run.total%1000 == 0 {
		t.Logf("%d of %d checks in %v, %d accusals", run.total, run.checks, time.Since(run.start).Round(time.Second), len(run.accusals))
	}
}

// String is the table of figures.
func (run *rightRun) String() string {
	var out strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	line("%d checks of right gradients, seed %d, in %v", run.total, run.seed, time.Since(run.start).Round(time.Second))
	line("%-24s %12s %12s %12s %12s", "", "field alone", "bits too", "inconclusive", "accused")
	for _, kind := range slices.Sorted(maps.Keys(run.byKind)) {
		c := run.byKind[kind]
		line("%-24s %12d %12d %12d %12d", kind, c[0], c[1], c[2], c[3])
	}
	for _, reason := range slices.Sorted(maps.Keys(run.reasons)) {
		line("inconclusive %6d: %s (%s)", run.reasons[reason], reason, run.examples[reason])
	}
	line("of gradients of Gorgonia's that are wrong by differences: %d pass, %d inconclusive, %d fail",
		run.wrong[verify.Pass], run.wrong[verify.Inconclusive], run.wrong[verify.Fail])
	for _, name := range slices.Sorted(maps.Keys(run.second)) {
		line("  wrong at a second look: %s: %s", name, run.second[name])
	}
	line("%d compositions were not built, of %d graphs differences say nothing", run.unbuilt, run.unjudged)
	line("the slowest check took %v: %s", run.slowest.Round(time.Millisecond), run.slowestOne)
	return out.String()
}

// requireNoAccusal fails for each right gradient that was accused.
func (run *rightRun) requireNoAccusal(t *testing.T) {
	t.Helper()
	t.Log("\n" + run.String())
	slices.Sort(run.accusals)
	slices.Sort(run.strange)
	for _, what := range run.accusals {
		t.Errorf("a right gradient is accused: %s", what)
	}
	for _, what := range run.strange {
		t.Error(what)
	}
}

// A small campaign: see campaign_test.go for the long one.
func TestNoRightGradientIsAccused(t *testing.T) {
	run := &rightRun{seed: 1, checks: 480}
	if testing.Short() {
		run.checks = 96
	}
	run.run(t)
	run.requireNoAccusal(t)
}

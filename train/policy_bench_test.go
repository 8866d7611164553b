package train

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"surefoot/graph"
	"surefoot/verify"
)

// BenchmarkEveryBesideOff takes steps of two runs in turn, one that checks every step and
// one that checks nothing, and reports the median of the ratios of their times; the start
// check and what the projections read once apart:
//
//	go test ./train -run '^$' -bench EveryBesideOff
func BenchmarkEveryBesideOff(b *testing.B) {
	for _, size := range []struct{ m, n, steps int }{{1000, 20, 500}, {100_000, 100, 4}, {1_000_000, 20, 2}} {
		block := verify.RandomBlock(size.m, size.n, 1)
		for _, single := range []bool{false, true} {
			for _, workers := range []int{1, 2} {
				name := fmt.Sprintf("%d×%d/float64/workers=%d", size.m, size.n, workers)
				if single {
					name = fmt.Sprintf("%d×%d/float32/workers=%d", size.m, size.n, workers)
				}
				b.Run(name, func(b *testing.B) {
					benchmarkEvery(b, block, Settings{Single: single, Workers: workers}, size.steps)
				})
			}
		}
	}
}

func benchmarkEvery(b *testing.B, block graph.Block, s Settings, steps int) {
	off := newStepper(b, block, s, VerifyOff)
	every := newStepper(b, block, s, VerifyEvery)
	var ratios []float64
	var whole [2]time.Duration
	for b.Loop() {
		for range 8 {
			unchecked := off.steps(b, steps)
			checked := every.steps(b, steps)
			ratios = append(ratios, float64(checked)/float64(unchecked))
			whole[0], whole[1] = whole[0]+unchecked, whole[1]+checked
		}
	}
	slices.Sort(ratios)
	v := every.fit.result.Verify
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(100*(ratios[len(ratios)/2]-1), "overhead-%")
	b.ReportMetric(float64(whole[0].Nanoseconds())/float64(len(ratios)*steps), "ns/step-off")
	b.ReportMetric(float64(whole[1].Nanoseconds())/float64(len(ratios)*steps), "ns/step-every")
	b.ReportMetric(100*v.StepTime.Seconds()/every.spent.Seconds(), "reported-%")
	b.ReportMetric(v.StartTime.Seconds()*1e3, "start-ms")
	b.ReportMetric(v.SetupTime.Seconds()*1e3, "setup-ms")
}

// A stepper is a run that is taken step by step.
type stepper struct {
	fit    *fit
	engine graph.Engine
	k      int
	spent  time.Duration
}

func newStepper(b *testing.B, block graph.Block, s Settings, policy Policy) *stepper {
	s.Solver, s.Iterations, s.Engine, s.Verify, s.Seed = GradientDescent{0.01}, 1<<30, Program, policy, 1
	f, err := newFit(context.Background(), graph.Logistic(block.N), block.Source(), s)
	if err != nil {
		b.Fatal(err)
	}
	engine, err := f.prepare(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	return &stepper{fit: f, engine: engine, k: firstInFull}
}

// steps takes so many steps, as a run does.
func (s *stepper) steps(b *testing.B, n int) time.Duration {
	begin := time.Now()
	for range n {
		e, err := s.fit.evaluate(context.Background(), s.engine, s.k)
		if err == nil {
			err = s.fit.record(e.point)
		}
		if err == nil {
			err = s.fit.update(s.k, e.Evaluation)
		}
		if err != nil || e.verdict != nil || len(s.fit.result.Verify.Faults)+s.fit.result.Verify.SecondLooks > 0 {
			b.Fatal(err, e.verdict, s.fit.result.Verify)
		}
		s.k++
	}
	spent := time.Since(begin)
	s.spent += spent
	s.fit.result.History = s.fit.result.History[:0]
	return spent
}

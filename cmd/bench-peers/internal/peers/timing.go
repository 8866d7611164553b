package peers

import (
	"context"
	"slices"
	"time"
)

// rate is the learning rate α of all peers, and warmUp the iterations before any time
// is taken, after which J is compared. Both are fixed in the yardstick.
const (
	rate   = 0.1
	warmUp = 10
)

// measured is what a run of a peer tells.
type measured struct {
	Seconds float64 // an iteration, the median of its batches
	Cost    float64 // J at the last iteration of the warm-up
	// Rounding is how far the cost may be from the one that was computed, where it
	// was printed in decimals.
	Rounding float64
	Gate     float64 // seconds a judgement; 0 where it was not timed
}

// An iteration computes the cost J and its derivatives, takes the step, and returns J.
type iteration func() (float64, error)

// measure takes the time of an iteration as the yardstick does: the warm-up, three
// iterations to choose how many make a batch of 20 ms, and the median of as many
// batches as fit 1.5 s, 5 at least and 15 at most.
func measure(ctx context.Context, step iteration) (measured, error) {
	var out measured
	times := func(count int) (float64, error) {
		start := time.Now()
		for range count {
			var err error
			if out.Cost, err = step(); err != nil {
				return 0, err
			}
		}
		return time.Since(start).Seconds() / float64(count), ctx.Err()
	}
	for range warmUp {
		if _, err := times(1); err != nil {
			return measured{}, err
		}
	}
	cost := out.Cost
	estimate, err := times(3)
	if err != nil {
		return measured{}, err
	}
	inner, batches := plan(estimate)
	var all []float64
	for range batches {
		seconds, err := times(inner)
		if err != nil {
			return measured{}, err
		}
		all = append(all, seconds)
	}
	slices.Sort(all)
	return measured{Seconds: all[batches/2], Cost: cost}, nil
}

// plan is how many iterations make a batch, and how many batches there are, if an
// iteration takes about so many seconds.
func plan(estimate float64) (inner, batches int) {
	inner = 1
	if estimate < 0.02 {
		inner += int(0.02 / max(estimate, 1e-9))
	}
	return inner, int(min(max(1.5/(float64(inner)*estimate), 5), 15))
}

// median is the middle of the numbers, between the two in the middle of an even
// count; 0 of none.
func median(numbers []float64) float64 {
	if len(numbers) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(numbers))
	middle := len(s) / 2
	if len(s)%2 == 1 {
		return s[middle]
	}
	return (s[middle-1] + s[middle]) / 2
}

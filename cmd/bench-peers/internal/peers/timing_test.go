package peers

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		numbers []float64
		want    float64
	}{{nil, 0}, {[]float64{7}, 7}, {[]float64{9, 1, 2}, 2}, {[]float64{8, 1, 4, 2}, 3}} {
		if got := median(c.numbers); got != c.want {
			t.Errorf("median of %v is %v, want %v", c.numbers, got, c.want)
		}
	}
}

// The numbers are those of the yardstick's own lines of C.
func TestBatchesAreTheYardsticks(t *testing.T) {
	for _, c := range []struct {
		estimate       float64
		inner, batches int
	}{{1e-6, 20001, 15}, {1e-3, 21, 15}, {0.0199, 2, 15}, {0.02, 1, 15}, {0.15, 1, 10}, {0.25, 1, 6}, {2, 1, 5}} {
		inner, batches := plan(c.estimate)
		if inner != c.inner && c.estimate > 1e-5 || inner < 20000 && c.estimate <= 1e-5 || batches != c.batches {
			t.Errorf("at %v s: %d batches of %d, want %d of %d", c.estimate, batches, inner, c.batches, c.inner)
		}
	}
}

func TestMeasureKeepsTheCostAfterTheWarmUp(t *testing.T) {
	calls := 0
	got, err := measure(t.Context(), func() (float64, error) {
		calls++
		time.Sleep(5 * time.Millisecond)
		return float64(calls), nil
	})
	if err != nil || got.Cost != warmUp {
		t.Errorf("cost %v, %v; want that of iteration %d", got.Cost, err, warmUp)
	}
	// No sleep is shorter than it was asked to be.
	if got.Seconds < 0.005 {
		t.Errorf("%v s for an iteration that sleeps 5 ms", got.Seconds)
	}
	if least := warmUp + 3 + 5; calls < least {
		t.Errorf("%d calls, want at least %d", calls, least)
	}
}

func TestMeasureStops(t *testing.T) {
	for _, at := range []int{1, warmUp + 2, warmUp + 5} {
		calls := 0
		_, err := measure(t.Context(), func() (float64, error) {
			if calls++; calls == at {
				return 0, errMadeUp
			}
			return 1, nil
		})
		if !errors.Is(err, errMadeUp) || calls != at {
			t.Errorf("an error in call %d: %v after %d", at, err, calls)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	_, err := measure(ctx, func() (float64, error) {
		if calls++; calls == 4 {
			cancel()
		}
		return 1, nil
	})
	if !errors.Is(err, context.Canceled) || calls != 4 {
		t.Errorf("cancelled in call 4: %v after %d", err, calls)
	}
}

package metrics

import "testing"

// Predictions that come a few at a time are scored as those that come at once.
func TestScorer(t *testing.T) {
	z := []float64{2, -1, 0, 700, -3, 0.5, -745}
	y := []float64{1, 0, 1, 0, 1, 0, 1}
	for _, step := range []int{1, 2, 3, 7} {
		var s Scorer
		for lo := 0; lo < len(z); lo += step {
			hi := min(lo+step, len(z))
			s.Add(z[lo:hi], y[lo:hi])
		}
		if got, want := s.Value(), Evaluate(z, y); got != want {
			t.Errorf("%d at a time: %v, not %v", step, got, want)
		}
	}
	if got := new(Scorer).Value(); got != (Binary{}) {
		t.Errorf("of none: %v", got)
	}
}

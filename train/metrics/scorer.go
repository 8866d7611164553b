package metrics

import "fmt"

// Scorer summarises predictions that come a few at a time, as [Evaluate] does those that
// come at once. Its zero value has seen none.
type Scorer struct {
	seen   Binary
	losses mean
}

// Add counts logits z and their labels y, each 0 or 1. It panics as Evaluate does.
func (s *Scorer) Add(z, y []float64) {
	if len(z) != len(y) {
		panic(fmt.Sprintf("metrics: %d logits for %d labels", len(z), len(y)))
	}
	for i, logit := range z {
		if y[i] != 0 && y[i] != 1 {
			panic(fmt.Sprintf("metrics: label %d is %v, neither 0 nor 1", i, y[i]))
		}
		predicted := 0
		if Positive(logit) {
			predicted = 1
		}
		s.seen.Confusion[int(y[i])][predicted]++
		s.losses.add(Loss(logit, y[i]))
	}
	s.seen.M += len(z)
}

// Value is the summary of all that were added; without any, everything in it is 0.
func (s *Scorer) Value() Binary {
	b := s.seen
	if b.M > 0 {
		b.Accuracy = ratio(b.Right(), b.M)
		b.LogLoss = s.losses.value()
	}
	return b
}

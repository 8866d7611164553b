package metrics

import "math"

// Losses are summed in units of 2⁶⁴, so that a sum of 2⁶³ finite ones cannot
// overflow. Scaling is exact: the losses that it would take below the smallest
// normal number are too small to count beside any others, and alone they come
// from logits above 660.
const unit = 0x1p64

// mean is the mean of numbers, summed with their rounding errors kept apart
// (Knuth's exact two-sum).
type mean struct {
	count     int
	largest   float64
	high, low float64
}

func (s *mean) add(x float64) {
	s.count++
	s.largest = max(s.largest, x) // NaN stays
	x /= unit
	high := s.high + x
	part := high - s.high
	s.low += (s.high - (high - part)) + (x - part)
	s.high = high
}

// value is the mean of at least one number. An infinite number or a NaN among
// them is the mean.
func (s *mean) value() float64 {
	if math.IsNaN(s.largest) || math.IsInf(s.largest, 1) {
		return s.largest
	}
	// The rounding of a mean must not take it beyond the numbers.
	return min((s.high+s.low)/float64(s.count)*unit, s.largest)
}

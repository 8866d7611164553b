package data

import "math"

// moments finds mean and standard deviation of a column in three passes:
// reach, total and spread. The column is multiplied by a power of two where
// sums or squares could overflow or underflow; sums are compensated.
type moments struct {
	min, max float64
	scale    float64 // 2⁶⁰⁰, 1 or 2⁻⁶⁰⁰; 0 before the first pass
	passed   int
	sum      accurateSum // of the column, then of its deviations
	mean     float64     // of the scaled column
	squares  accurateSum // of the deviations
}

// prepare begins the next pass over a column of m numbers.
func (c *moments) prepare(m int) {
	switch c.passed {
	case 0:
		c.min, c.max = math.Inf(1), math.Inf(-1)
	case 1:
		c.scale = scaleFor(max(math.Abs(c.min), math.Abs(c.max)))
	case 2:
		c.mean = c.sum.value() / float64(m)
		c.sum = accurateSum{}
	}
	c.passed++
}

// scaleFor returns a power of two that takes numbers of a magnitude to where
// they can be squared and summed, and their smallest differences can too.
func scaleFor(magnitude float64) float64 {
	switch {
	case magnitude > 1e100:
		return 0x1p-600
	case magnitude < 1e-100:
		return 0x1p+600
	}
	return 1
}

func (c *moments) reach(x float64) {
	c.min = min(c.min, x)
	c.max = max(c.max, x)
}

func (c *moments) total(x float64) { c.sum.add(x * c.scale) }

func (c *moments) spread(x float64) {
	d := x*c.scale - c.mean
	c.sum.add(d)
	c.squares.add(float64(d * d))
}

// result returns mean and population standard deviation of m numbers; the
// deviation is 0 only if they are all the same.
func (c *moments) result(m int) (mean, deviation float64) {
	if m == 0 {
		return 0, 0
	}
	if c.min == c.max {
		return c.min, 0
	}
	count := float64(m)
	// What the rounding of the first mean left in the deviations corrects it.
	rest := c.sum.value() / count
	mean = (c.mean + rest) / c.scale
	variance := c.squares.value()/count - rest*rest
	deviation = math.Sqrt(max(variance, 0)) / c.scale
	return mean, max(deviation, math.SmallestNonzeroFloat64)
}

// accurateSum is a sum with the rounding errors of its additions (Knuth's
// exact two-sum) kept apart: as if summed in twice the precision.
type accurateSum struct{ high, low float64 }

func (s *accurateSum) add(x float64) {
	high := s.high + x
	part := high - s.high
	s.low += (s.high - (high - part)) + (x - part)
	s.high = high
}

func (s *accurateSum) value() float64 { return s.high + s.low }

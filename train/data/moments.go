package data

import "math"

// moments finds mean and standard deviation of a column in two passes, of which
// the second needs the mean: totalRows and spreadRows. The column is multiplied by
// a power of two where sums or squares could overflow or underflow, which is known
// after the first pass: for such a column, which is rare, totalAgain is one more.
// Sums are compensated, and are the same in whatever pieces the rows come.
type moments struct {
	min, max float64
	scale    float64     // 2⁶⁰⁰, 1 or 2⁻⁶⁰⁰
	sum      accurateSum // of the scaled column, then of its deviations
	mean     float64     // of the scaled column
	squares  accurateSum // of the deviations
}

func newMoments(n int) []moments {
	columns := make([]moments, n)
	for j := range columns {
		columns[j] = moments{min: math.Inf(1), max: math.Inf(-1), scale: 1}
	}
	return columns
}

// totalRows begins with rows of a table: the reach of each column, and its sum if
// it needs no scale.
func totalRows(columns []moments, table []float64) {
	for n := len(columns); len(table) > 0; table = table[n:] {
		for j, x := range table[:n] {
			c := &columns[j]
			c.min, c.max = min(c.min, x), max(c.max, x)
			c.sum.add(x)
		}
	}
}

// rescale chooses the scales, and says whether one of them is not 1.
func rescale(columns []moments) bool {
	any := false
	for j := range columns {
		c := &columns[j]
		// The mean of a column of one number is known.
		if c.scale = scaleFor(max(math.Abs(c.min), math.Abs(c.max))); c.scale != 1 && c.min != c.max {
			c.sum = accurateSum{}
			any = true
		}
	}
	return any
}

// totalAgain sums the columns that have a scale.
func totalAgain(columns []moments, table []float64) {
	for n := len(columns); len(table) > 0; table = table[n:] {
		for j, x := range table[:n] {
			if c := &columns[j]; c.scale != 1 {
				c.sum.add(float64(x * c.scale))
			}
		}
	}
}

// center takes the mean from the sum over m rows.
func (c *moments) center(m int) {
	c.mean = c.sum.value() / float64(m)
	c.sum = accurateSum{}
}

// spreadRows sums the deviations from the mean and their squares.
func spreadRows(columns []moments, table []float64) {
	for n := len(columns); len(table) > 0; table = table[n:] {
		for j, x := range table[:n] {
			c := &columns[j]
			d := float64(x*c.scale) - c.mean
			c.sum.add(d)
			c.squares.add(float64(d * d))
		}
	}
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

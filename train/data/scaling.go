package data

import (
	"math"
	"slices"
)

// Scaling is x ↦ (x − Mean)/Deviation for each of n features. A feature of
// deviation 0 becomes 0.
type Scaling struct {
	Mean      []float64 `json:"mean"`      // n
	Deviation []float64 `json:"deviation"` // n
}

// Standardize returns the scaling that gives every feature of t mean 0 and
// population standard deviation 1, and the names of the constant features,
// whose deviation is 0. It does not modify t.
//
// The mean is rounded to a float64, so for a feature with a mean μ far larger
// than its deviation σ the scaled mean is 0 within 2⁻⁵³|μ|/σ.
func Standardize(t *Table) (s Scaling, constant []string) {
	columns := make([]moments, t.N)
	for _, pass := range []func(*moments, float64){(*moments).reach, (*moments).total, (*moments).spread} {
		for j := range columns {
			columns[j].prepare(t.M)
		}
		for i := range t.M {
			row := t.Row(i)
			for j, x := range row {
				pass(&columns[j], x)
			}
		}
	}
	s = Scaling{Mean: make([]float64, t.N), Deviation: make([]float64, t.N)}
	for j := range columns {
		s.Mean[j], s.Deviation[j] = columns[j].result(t.M)
		if s.Deviation[j] == 0 {
			constant = append(constant, t.Features[j])
		}
	}
	return s, constant
}

// Apply scales x, m×n row by row, in place. It panics when len(x) is not a
// multiple of n.
func (s Scaling) Apply(x []float64) {
	n := len(s.Mean)
	if n == 0 && len(x) == 0 {
		return
	}
	if n == 0 || len(x)%n != 0 {
		panic("data: scaling of rows with another number of features")
	}
	for row := range slices.Chunk(x, n) {
		for j, v := range row {
			row[j] = scaled(v, s.Mean[j], s.Deviation[j])
		}
	}
}

func scaled(x, mean, deviation float64) float64 {
	if deviation == 0 {
		return 0
	}
	d := x - mean
	if math.IsInf(d, 0) {
		// The difference overflows, its half does not.
		return (x/2 - mean/2) / (deviation / 2)
	}
	return d / deviation
}

// Scaled returns a copy of t with its features scaled.
func (s Scaling) Scaled(t *Table) *Table {
	c := t.empty(0)
	c.M = t.M
	c.X = slices.Clone(t.X)
	c.Y = slices.Clone(t.Y)
	s.Apply(c.X)
	return c
}

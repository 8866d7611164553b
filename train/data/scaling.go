package data

import "math"

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
	// A pass over memory does not fail.
	s, _ = scalingOf(t.M, t.N, func(use func([]float64)) error { use(t.X); return nil })
	for _, j := range s.constant() {
		constant = append(constant, t.Features[j])
	}
	return s, constant
}

// scalingOf finds the scaling of m rows of n features, which pass hands over in
// their order, in pieces of whole rows, as often as it is called.
func scalingOf(m, n int, pass func(use func([]float64)) error) (Scaling, error) {
	columns := newMoments(n)
	if err := pass(func(table []float64) { totalRows(columns, table) }); err != nil {
		return Scaling{}, err
	}
	if rescale(columns) {
		if err := pass(func(table []float64) { totalAgain(columns, table) }); err != nil {
			return Scaling{}, err
		}
	}
	for j := range columns {
		columns[j].center(m)
	}
	if err := pass(func(table []float64) { spreadRows(columns, table) }); err != nil {
		return Scaling{}, err
	}
	s := Scaling{Mean: make([]float64, n), Deviation: make([]float64, n)}
	for j := range columns {
		s.Mean[j], s.Deviation[j] = columns[j].result(m)
	}
	return s, nil
}

// constant are the places of the features that are the same in all rows.
func (s Scaling) constant() []int {
	var places []int
	for j, deviation := range s.Deviation {
		if deviation == 0 {
			places = append(places, j)
		}
	}
	return places
}

// Apply scales x, m×n row by row, in place. It panics when len(x) is not a
// multiple of n.
func (s Scaling) Apply(x []float64) { s.applyTo(x, x) }

// applyTo scales x into dst, which is as long and may be the same.
func (s Scaling) applyTo(dst, x []float64) {
	n := len(s.Mean)
	if n == 0 && len(x) == 0 {
		return
	}
	if n == 0 || len(x)%n != 0 {
		panic("data: scaling of rows with another number of features")
	}
	mean, deviation := s.Mean[:n], s.Deviation[:n]
	for at := 0; at < len(x); at += n {
		row, out := x[at:at+n:at+n], dst[at:at+n:at+n]
		for j, v := range row {
			out[j] = scaled(v, mean[j], deviation[j])
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
	c := t.copy()
	s.Apply(c.X)
	return c
}

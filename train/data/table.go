package data

import "surefoot/graph"

// Table is m examples of n features with a two-class label.
type Table struct {
	Name     string    // where it came from, for messages ("iris", "patients.csv")
	Features []string  // n names
	Target   string    // the label column's name
	Classes  [2]string // negative, positive
	Rest     bool      // the negative class is every label but the positive one
	X        []float64 // m×n, row by row
	Y        []float64 // m, 0 or 1
	M, N     int
}

// Row returns the n features of example i, 0 ≤ i < m. It is a window into
// t.X, not a copy.
func (t *Table) Row(i int) []float64 {
	return t.X[i*t.N : (i+1)*t.N : (i+1)*t.N]
}

// Schema returns what a model trained on t must remember to read other files.
func (t *Table) Schema() Schema {
	return Schema{
		Features: append([]string(nil), t.Features...),
		Target:   t.Target,
		Classes:  t.Classes,
		Rest:     t.Rest,
	}
}

// empty returns a table described like t, with space for m rows and none yet.
func (t *Table) empty(m int) *Table {
	return &Table{
		Name:     t.Name,
		Features: append([]string(nil), t.Features...),
		Target:   t.Target,
		Classes:  t.Classes,
		Rest:     t.Rest,
		X:        make([]float64, 0, m*t.N),
		Y:        make([]float64, 0, m),
		N:        t.N,
	}
}

// add appends row i of from, which has the same features.
func (t *Table) add(from *Table, i int) {
	t.X = append(t.X, from.Row(i)...)
	t.Y = append(t.Y, from.Y[i])
	t.M++
}

// Source is the table as a source of examples of weight 1, over the table's memory.
func (t *Table) Source() graph.Source { return graph.NewBlock(t.X, t.Y, t.N).Source() }

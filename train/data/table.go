package data

import (
	"slices"

	"surefoot/graph"
)

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

// window is rows lo up to hi, over the same memory.
func (t *Table) window(lo, hi int) *Table {
	part := *t
	part.Features = slices.Clone(t.Features)
	part.X = t.X[lo*t.N : hi*t.N : hi*t.N]
	part.Y = t.Y[lo:hi:hi]
	part.M = hi - lo
	return &part
}

// copy is the table in memory of its own.
func (t *Table) copy() *Table {
	c := t.window(0, t.M)
	c.X, c.Y = slices.Clone(t.X), slices.Clone(t.Y)
	return c
}

// Source is the table as a source of examples of weight 1, over the table's memory.
func (t *Table) Source() graph.Source { return graph.NewBlock(t.X, t.Y, t.N).Source() }

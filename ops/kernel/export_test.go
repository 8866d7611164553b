package kernel

import "testing"

// Powers shows the table to the tests.
var Powers = powers

// Variant is one way to compute functions over slices.
type Variant struct {
	Name   string
	double maps[float64]
	single maps[float32]
}

// Variants are those that this processor can run, the scalar functions in Go first.
func Variants() []Variant { return append([]Variant{{Name: "scalar"}}, vectorVariants()...) }

// Use makes the package compute in this way until the test ends.
func (v Variant) Use(t testing.TB) { t.Cleanup(v.Set()) }

// Set makes the package compute in this way until the function that it returns is
// called.
func (v Variant) Set() (restore func()) {
	double, single := vectors, vectors32
	vectors, vectors32 = v.double, v.single
	return func() { vectors, vectors32 = double, single }
}

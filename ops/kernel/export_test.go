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

// Variants are those that this processor can run, the scalar functions first.
func Variants() []Variant { return append([]Variant{{Name: "scalar"}}, vectorVariants()...) }

// Use makes the package compute in this way until the test ends.
func (v Variant) Use(t testing.TB) {
	double, single := vectors, vectors32
	vectors, vectors32 = v.double, v.single
	t.Cleanup(func() { vectors, vectors32 = double, single })
}

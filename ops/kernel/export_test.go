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

// Within says whether an audit by v needs no second look at derivatives.
func (v Variant) Within(z, y, c, d []float64) bool {
	return within(&v.double, z, y, c, d)
}

// Within32 is Within of float32.
func (v Variant) Within32(z, y, c, d []float32) bool {
	return within(&v.single, z, y, c, d)
}

func within[T number](functions *maps[T], z, y, c, d []T) bool {
	var sums Audit
	return functions.audit == nil || auditRun(functions, &sums, z, y, c, d, d, d, 0)
}

// WithinHard says whether an audit of hard labels by v needs no second look at derivatives.
func (v Variant) WithinHard(z []float64, hard []byte, d []float64) bool {
	return withinHard(&v.double, z, hard, d)
}

// WithinHard32 is WithinHard of float32.
func (v Variant) WithinHard32(z []float32, hard []byte, d []float32) bool {
	return withinHard(&v.single, z, hard, d)
}

func withinHard[T number](functions *maps[T], z []T, hard []byte, d []T) bool {
	var sums Audit
	return functions.auditHard == nil || functions.auditHard(&sums, &z[0], &hard[0], &d[0], &d[0], &d[0], len(z), 0)
}

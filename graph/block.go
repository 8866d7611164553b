package graph

import (
	"fmt"
	"slices"

	"surefoot/ops"
	"surefoot/ops/arith"
)

// Block is m examples of n features with labels and weights.
type Block = BlockOf[float64]

// BlockOf is a [Block] in numbers of type T.
type BlockOf[T ops.Float] struct {
	M, N  int
	K     int // labels an example; 0 stands for 1
	Table []T // m×n, one example a row
	Y     []T // m labels, or m×K
	C     []T // m weights
}

// NewBlock is m = len(y) examples of weight 1 over the given memory. It panics
// unless len(table) is m·n.
func NewBlock(table, y []float64, n int) Block { return NewBlockOf(table, y, n) }

// NewBlockOf is [NewBlock] in numbers of type T.
func NewBlockOf[T ops.Float](table, y []T, n int) BlockOf[T] {
	if len(table) != len(y)*n {
		panic(fmt.Sprintf("graph: %d numbers are not %d examples of %d features", len(table), len(y), n))
	}
	return BlockOf[T]{M: len(y), N: n, Table: table, Y: y, C: slices.Repeat([]T{1}, len(y))}
}

// NewClassBlock is m examples of weight 1 over the given memory, with k labels each:
// for one of k classes, 1 in its place and 0 elsewhere. It panics unless y has
// m·k numbers and the table m·n.
func NewClassBlock(table, y []float64, n, k int) Block {
	if len(y)%k != 0 || len(table) != len(y)/k*n {
		panic(fmt.Sprintf("graph: %d numbers and %d labels are not examples of %d features with %d labels",
			len(table), len(y), n, k))
	}
	m := len(y) / k
	return Block{M: m, N: n, K: k, Table: table, Y: y, C: slices.Repeat([]float64{1}, m)}
}

// Labels is how many labels an example has.
func (b BlockOf[T]) Labels() int { return max(b.K, 1) }

// labelShape is the shape of the labels of m examples: (m), or (m,K) for K > 1.
func labelShape(m, labels int) []int {
	if labels <= 1 {
		return []int{m}
	}
	return []int{m, labels}
}

// Rows are the examples from lo up to hi, over the same memory.
func (b BlockOf[T]) Rows(lo, hi int) BlockOf[T] {
	k := b.Labels()
	return BlockOf[T]{
		M: hi - lo, N: b.N, K: b.K,
		Table: b.Table[lo*b.N : hi*b.N], Y: b.Y[lo*k : hi*k], C: b.C[lo:hi],
	}
}

// Parameter is a named array of numbers that training changes, or a derivative
// by one. It is plain data, made to be written to a file.
type Parameter struct {
	Name   string    `json:"name"`
	Shape  []int     `json:"shape"`
	Values []float64 `json:"values"` // row-major
}

// Parameters are a model's parameters in the model's order.
type Parameters []Parameter

// Zero is a parameter of zeros.
func Zero(name string, shape ...int) Parameter {
	return Parameter{Name: name, Shape: shape, Values: make([]float64, arith.Size(shape))}
}

// Clone is a copy that shares no memory.
func (p Parameters) Clone() Parameters {
	out := slices.Clone(p)
	for i := range out {
		out[i].Shape = slices.Clone(p[i].Shape)
		out[i].Values = slices.Clone(p[i].Values)
	}
	return out
}

// Fits says how p differs from the model's parameters in names, order, shapes and
// lengths, as an [ErrShape]; nil if it does not.
func (p Parameters) Fits(model *Model) error {
	if len(p) != len(model.Parameters) {
		return fmt.Errorf("%w: %d parameters where a %s model has %d", ErrShape, len(p), model.Name, len(model.Parameters))
	}
	for i, want := range model.Parameters {
		got := p[i]
		if got.Name != want.Name || !slices.Equal(got.Shape, want.Shape) || len(got.Values) != len(want.Values) {
			return fmt.Errorf("%w: parameter %d is %s of shape %v with %d numbers, where a %s model with %d features has %s of shape %v",
				ErrShape, i+1, got.Name, got.Shape, len(got.Values), model.Name, model.Features, want.Name, want.Shape)
		}
	}
	return nil
}

// Get is the values of the parameter of that name, nil if there is none.
func (p Parameters) Get(name string) []float64 {
	for i := range p {
		if p[i].Name == name {
			return p[i].Values
		}
	}
	return nil
}

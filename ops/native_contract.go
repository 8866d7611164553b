package ops

import (
	"fmt"
	"reflect"
	"slices"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
)

func init() {
	registerNative("gorgonia.tensordotOp", readTensordot)
	registerNative("gorgonia.diagFlatOp", readDiagFlat)
}

// batched is the product of the matrices in the last two axes of A and B, either
// transposed, the axes before being the same.
func batched(transA, transB bool) *Op {
	mark := map[bool]string{true: "ᵀ"}
	formula := "A" + mark[transA] + "·B" + mark[transB]
	return &Op{
		Name: "gorgonia batched " + formula, Args: []string{"A", "B"}, Formula: formula + " for each batch",
		Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
			a, b := matrices(m, in[0], transA), matrices(m, in[1], !transB)
			p, r, inner := a.Shape()[1], b.Shape()[1], a.Shape()[2]
			// aᵢₖ and bⱼₖ of batch s, at s, i, j, k.
			cube := []int{a.Shape()[0], p, r, inner}
			left := m.Gather(a, cube, func(i int) int { return i/(r*inner)*inner + i%inner })
			right := m.Gather(b, cube, func(i int) int {
				return (i/(p*r*inner)*r+i/inner%r)*inner + i%inner
			})
			return m.Reshape(m.Sum(m.Mul(left, right), 3), shape...)
		},
	}
}

// matrices are the matrices in the last two axes, transposed if so, one after the
// other.
func matrices(m arith.Machine, x arith.Value, transposed bool) arith.Value {
	d := len(x.Shape())
	if d < 3 {
		panic(arith.ShapeError{Message: fmt.Sprintf("shape %v holds no batch of matrices", x.Shape())})
	}
	if transposed {
		axes := make([]int, d)
		for k := range axes {
			axes[k] = k
		}
		axes[d-2], axes[d-1] = d-1, d-2
		x = m.Transpose(x, axes...)
	}
	s := x.Shape()
	return m.Reshape(x, arith.Size(s[:d-2]), s[d-2], s[d-1])
}

// type tensordotOp struct { aAxes, bAxes []int; aDims, bDims, retDims int }
func readTensordot(_ gorgonia.Op, fields reflect.Value) (*Op, error) {
	aAxes, bAxes := ints(fields.Field(0)), ints(fields.Field(1))
	return &Op{
		Name: fmt.Sprintf("gorgonia tensordot%v%v", aAxes, bAxes), Args: []string{"A", "B"}, Formula: "Σ A B along axes",
		Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
			a, inner := contracted(m, in[0], aAxes)
			b, _ := contracted(m, in[1], bAxes)
			rows, columns := arith.Size(in[0].Shape())/inner, arith.Size(in[1].Shape())/inner
			a, b = m.Reshape(a, rows, inner), m.Reshape(b, columns, inner)
			return m.Reshape(m.MatMul(a, m.Transpose(b, 1, 0)), shape...)
		},
	}, nil
}

// contracted is x with the given axes last, in their order, and their size.
func contracted(m arith.Machine, x arith.Value, axes []int) (arith.Value, int) {
	var order []int
	inner := 1
	for k, length := range x.Shape() {
		if slices.Contains(axes, k) {
			inner *= length
		} else {
			order = append(order, k)
		}
	}
	return m.Transpose(x, append(order, axes...)...), inner
}

// type diagFlatOp struct{}: the numbers of x on the diagonal of a matrix.
func readDiagFlat(gorgonia.Op, reflect.Value) (*Op, error) {
	return &Op{
		Name: "gorgonia diagonal", Args: []string{"x"}, Formula: "diag x",
		Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
			return m.Gather(in[0], shape, func(i int) int {
				if i/shape[1] != i%shape[1] {
					return -1
				}
				return i % shape[1]
			})
		},
	}, nil
}

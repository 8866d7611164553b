package ops

import (
	"fmt"
	"reflect"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
)

// Gorgonia keeps its products in one Go type, linAlgBinOp{kind, transA, transB}.
// The kinds, in the order of its constants:
const (
	matrixMatrix = iota
	matrixVector
	vectorVector
	outerProduct
	batchedMatrixMatrix
)

func init() {
	registerNative("gorgonia.linAlgBinOp", func(op gorgonia.Op, fields reflect.Value) (*Op, error) {
		kind, transA, transB := fields.Field(0).Uint(), fields.Field(1).Bool(), fields.Field(2).Bool()
		switch kind {
		case matrixMatrix, matrixVector, vectorVector:
			return product(transA, transB && kind == matrixMatrix), nil
		case batchedMatrixMatrix:
			return batched(transA, transB), nil
		case outerProduct:
			return &Op{
				Name: "gorgonia outer product", Args: []string{"a", "b"}, Formula: "a bᵀ",
				Meaning: binary(arith.Outer),
			}, nil
		}
		return nil, fmt.Errorf("%w: %v (%T)", ErrNoDossier, op, op)
	})
}

func product(transA, transB bool) *Op {
	mark := map[bool]string{true: "ᵀ"}
	formula := "A" + mark[transA] + "·B" + mark[transB]
	return &Op{
		Name: "gorgonia " + formula, Args: []string{"A", "B"}, Formula: formula,
		Run:    products(transA, transB),
		Follow: followProduct(transA, transB), ZeroIf: ifAny,
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			a, b := in[0], in[1]
			if transA && len(a.Shape()) == 2 {
				a = m.Transpose(a, 1, 0)
			}
			if transB && len(b.Shape()) == 2 {
				b = m.Transpose(b, 1, 0)
			}
			return m.MatMul(a, b)
		},
	}
}

package ops

import (
	"fmt"
	"slices"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
)

// scaleRows multiplies row i of a matrix by vᵢ: the chain rule of a loss that is one
// number for each row of logits.
var scaleRows = &Op{
	Name: "scale-rows", Args: []string{"v", "X"}, Formula: "v ⊙ rows of X",
	Source: "the chain rule of a loss of each row; v (m), X (m,k) → (m,k)",
	Ranks:  []int{1, 2, 2},
	Shape: func(in [][]int) ([]int, error) {
		if len(in[0]) != 1 || len(in[1]) != 2 || in[0][0] != in[1][0] {
			return nil, fmt.Errorf("scale-rows takes v (m) and X (m,k); got %v and %v", in[0], in[1])
		}
		return slices.Clone(in[1]), nil
	},
	Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
		return m.Mul(arith.Along(m, in[0], shape, 1), in[1])
	},
	Run:    Runs{Float64: rows64.scaleRows, Float32: rows32.scaleRows},
	Follow: byRows, ZeroIf: ifAny,
}

func init() {
	// dvᵢ = Σ over the row of grad ⊙ X; here, because the derivative by X names the op.
	scaleRows.SymDiff = func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		b := builder{}
		return gorgonia.Nodes{b.sumAlong(b.mul(grad, in[1]), 1), b.apply(scaleRows, in[0], grad)}, b.err
	}
	Register(scaleRows)
}

func (k *rows[T]) scaleRows(out []T, in []Operand[T]) {
	width := in[1].Shape[1]
	for i, v := range in[0].Data {
		k.scale(out[i*width:(i+1)*width], in[1].Data[i*width:(i+1)*width], v)
	}
}

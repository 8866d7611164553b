package ops

import (
	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
)

// rowSums has in each place of a matrix the sum of its row: the Σ of a softmax's
// derivative, beside the entries that it is multiplied with.
var rowSums = &Op{
	Name: "row-sums", Args: []string{"X"}, Formula: "Σ of the row",
	Source: "the product with a matrix of ones; (m,K) → (m,K)",
	Ranks:  []int{2, 2}, Shape: rowsOfLogits("row-sums"),
	Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
		return arith.Along(m, m.Sum(in[0], 1), shape, 1)
	},
	Run:    Runs{Float64: rows64.rowSums, Float32: rows32.rowSums},
	Follow: byRows, ZeroIf: ifFirst,
}

func init() {
	// A matrix of ones is symmetric; here, because the op names itself.
	rowSums.SymDiff = func(_ gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		b := builder{}
		return gorgonia.Nodes{b.apply(rowSums, grad)}, b.err
	}
	Register(rowSums)
}

func (k *rows[T]) rowSums(out []T, in []Operand[T]) {
	width := in[0].Shape[1]
	for i := 0; i < len(out); i += width {
		fill(out[i:i+width], k.sum(in[0].Data[i:i+width]))
	}
}

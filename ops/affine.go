package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
)

// affine is z = wᵀX + b for the m examples that are the columns of X.
var affine = Register(&Op{
	Name: "affine", Args: []string{"w", "X", "b"}, Formula: "wᵀX + b",
	Source: "the linear predictor; (n), (n,m), () → (m)",
	Ranks:  []int{1, 2, 0, 1},
	Shape: func(in [][]int) ([]int, error) {
		w, x := in[0], in[1]
		if len(w) != 1 || len(x) != 2 || len(in[2]) != 0 || w[0] != x[0] {
			return nil, fmt.Errorf("affine takes w (n), X (n,m) and b (); got %v, %v and %v", w, x, in[2])
		}
		return []int{x[1]}, nil
	},
	Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
		return m.Add(m.MatMul(in[0], in[1]), in[2])
	},
	Run:    Runs{Float64: rows64.affine, Float32: rows32.affine, Views: true},
	Follow: func(in []Extent, _ []int) (int, bool) { return 0, in[0].Axis == Nowhere && in[1].Axis == 1 },
	// dw = X dzᵀ, dX = w dzᵀ (an outer product), db = Σ dz.
	SymDiff: func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		b := builder{}
		return gorgonia.Nodes{
			b.binary(gorgonia.Mul, in[1], grad),
			b.binary(gorgonia.OuterProd, in[0], grad),
			b.unary(func(x *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.Sum(x) }, grad),
		}, b.err
	},
})

// Affine is the node of z = wᵀX + b: w is (n), X is (n,m) with one example a
// column, b is (), and z is (m).
func Affine(w, x, b *gorgonia.Node) (*gorgonia.Node, error) { return Apply(affine, w, x, b) }

func (k *rows[T]) affine(out []T, in []Operand[T]) {
	k.product(out, in[0], in[1], false, false)
	// Last, as in wᵀX + b: first, it would be rounded with every product.
	b := in[2].Data[0]
	for i := range out {
		out[i] += b
	}
}

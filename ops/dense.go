package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
)

// dense is z = Wx + b for m examples, each a row of a table, and denseWeights the sum
// Σ dz xᵀ over them, which is the derivative by W.
var (
	dense = Register(&Op{
		Name: "dense", Args: []string{"x", "W", "b"}, Formula: "Wx + b",
		Source: "the layer of a network; x (m,k) one example a row, W (out,k), b (out) → (m,out)",
		Ranks:  []int{2, 2, 1, 2},
		Shape: func(in [][]int) ([]int, error) {
			x, w, b := in[0], in[1], in[2]
			if len(x) != 2 || len(w) != 2 || len(b) != 1 || x[1] != w[1] || w[0] != b[0] {
				return nil, fmt.Errorf("dense takes x (m,k), W (out,k) and b (out); got %v, %v and %v", x, w, b)
			}
			return []int{x[0], w[0]}, nil
		},
		Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
			product := m.MatMul(in[0], m.Transpose(in[1], 1, 0))
			return m.Add(product, arith.Along(m, in[2], shape, 0))
		},
		Run: Runs{Float64: rows64.dense, Float32: rows32.dense, Views: true},
		Follow: func(in []Extent, _ []int) (int, bool) {
			return 0, in[0].Axis == 0 && in[1].Axis == Nowhere && in[2].Axis == Nowhere
		},
		// dx = Wᵀdz for each example, dW = Σ dz xᵀ, db = Σ dz.
		SymDiff: func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
			b := builder{}
			return gorgonia.Nodes{
				b.binary(gorgonia.Mul, grad, in[1]),
				b.apply(denseWeights, grad, in[0]),
				b.sumAlong(grad, 0),
			}, b.err
		},
	})
	denseWeights = Register(&Op{
		Name: "dense-weights", Args: []string{"dz", "x"}, Formula: "Σ dz xᵀ",
		Source: "derivative of dense by W; dz (m,out), x (m,k) → (out,k)",
		Ranks:  []int{2, 2, 2},
		Shape: func(in [][]int) ([]int, error) {
			dz, x := in[0], in[1]
			if len(dz) != 2 || len(x) != 2 || dz[0] != x[0] {
				return nil, fmt.Errorf("dense-weights takes dz (m,out) and x (m,k); got %v and %v", dz, x)
			}
			return []int{dz[1], x[1]}, nil
		},
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			return m.MatMul(m.Transpose(in[0], 1, 0), in[1])
		},
		Run:    products(true, false),
		Follow: func(in []Extent, _ []int) (int, bool) { return Summed, in[0].Axis == 0 && in[1].Axis == 0 },
		ZeroIf: ifAny,
		// For a cotangent V (out,k), the derivative by dz is Vx for each example, and
		// that by x is Vᵀdz.
		SymDiff: func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
			b := builder{}
			return gorgonia.Nodes{
				b.binary(gorgonia.Mul, in[1], b.transpose(grad)),
				b.binary(gorgonia.Mul, in[0], grad),
			}, b.err
		},
	})
)

// Dense is the node of z = Wx + b: x is (m,k) with one example a row, W is (out,k), b
// is (out), and z is (m,out).
func Dense(x, w, b *gorgonia.Node) (*gorgonia.Node, error) { return Apply(dense, x, w, b) }

func (k *rows[T]) dense(out []T, in []Operand[T]) {
	x, w, b := in[0], in[1], in[2].Data
	k.product(out, x, w, false, true)
	for i := 0; i < len(out); i += len(b) {
		k.plus(out[i:i+len(b)], out[i:i+len(b)], b)
	}
}

// sumAlong is the sum along one axis.
func (b *builder) sumAlong(x *gorgonia.Node, axis int) *gorgonia.Node {
	return b.unary(func(x *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.Sum(x, axis) }, x)
}

func (b *builder) transpose(x *gorgonia.Node) *gorgonia.Node {
	return b.unary(func(x *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.Transpose(x, 1, 0) }, x)
}

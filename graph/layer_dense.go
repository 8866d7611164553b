package graph

import (
	"gorgonia.org/gorgonia"
	"surefoot/ops"
	"surefoot/ops/arith"
)

func init() { RegisterLayer(dense) }

// dense is z = Wx + b for each example x, with W (out,in) and b (out). Its way back:
//
//	dx = Wᵀ dz,  dW = Σ dz xᵀ,  db = Σ dz.
//
// With one example a row, x (m,in) and dz (m,out), that is dx = dz·W and dW = dzᵀ·x.
var dense = &LayerKind{
	Name: "dense", Letter: "z",
	Parameters: func(in, out int) Parameters { return Parameters{Zero("W", out, in), Zero("b", out)} },
	Formula:    func(l Letters) string { return l.Parameters[0] + l.In + " + " + l.Parameters[1] },
	Training: func(in node, parameters []node) (node, error) {
		return ops.Dense(in, parameters[0], parameters[1])
	},
	Document: func(g *Graph, l Letters, in node, parameters []node) node {
		w, b := l.Parameters[0], l.Parameters[1]
		transposed := g.Let(w+"ᵀ", w+"ᵀ", func() (node, error) { return gorgonia.Transpose(parameters[0], 1, 0) })
		product := g.Let(w+l.In, w+l.In, func() (node, error) { return gorgonia.Mul(in, transposed) })
		row := g.Let(b+"ᵀ", b+" as a row", func() (node, error) {
			return gorgonia.Reshape(parameters[1], []int{1, parameters[1].Shape()[0]})
		})
		// The product with a column of ones has b in each row.
		repeated := g.Let("1 "+b+"ᵀ", "1 "+b+"ᵀ", func() (node, error) { return gorgonia.Mul(ones(in.Shape()[0], 1), row) })
		return g.Let(l.Out, w+l.In+" + "+b, func() (node, error) { return gorgonia.Add(product, repeated) })
	},
	ByHand: func(m arith.Machine, in arith.Value, parameters []arith.Value) (arith.Value, Back) {
		w, b := parameters[0], parameters[1]
		product := m.MatMul(in, m.Transpose(w, 1, 0))
		return m.Add(product, arith.Along(m, b, product.Shape(), 0)), Back{
			In: func(d arith.Value) arith.Value { return m.MatMul(d, w) },
			Parameters: func(d arith.Value) []arith.Value {
				return []arith.Value{m.MatMul(m.Transpose(d, 1, 0), in), m.Sum(d, 0)}
			},
		}
	},
	ByIn:        func(l Letters, byOut string) string { return l.Parameters[0] + "ᵀ" + byOut },
	ByParameter: func(l Letters) []string { return []string{"d" + l.Out + " " + l.In + "ᵀ", "d" + l.Out} },
}

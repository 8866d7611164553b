package graph

import (
	"surefoot/ops"
	"surefoot/ops/arith"
)

// h = σ(z), with ∂h/∂z = h(1−h).
func init() {
	RegisterLayer(activation("sigmoid", ops.Sigmoid,
		func(l Letters) string { return "σ(" + l.In + ")" },
		func(l Letters) string { return l.Out + "(1−" + l.Out + ")" },
		func(m arith.Machine, z arith.Value) (h, slope arith.Value) {
			h, notH, _ := sigmoidByHand(m, z)
			return h, m.Mul(h, notH)
		}))
}

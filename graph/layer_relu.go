package graph

import (
	"surefoot/ops"
	"surefoot/ops/arith"
)

// h = max(z, 0), with ∂h/∂z = 1 where z > 0 and 0 elsewhere, at z = 0 by convention.
func init() {
	RegisterLayer(activation("relu", ops.Relu,
		func(l Letters) string { return "max(" + l.In + ", 0)" },
		func(l Letters) string { return "[" + l.In + " > 0]" },
		func(m arith.Machine, z arith.Value) (h, slope arith.Value) {
			zero, not := arith.Int(m, 0), m.Neg(z)
			return m.Select(not, zero, z), m.Select(not, zero, arith.Int(m, 1))
		}))
}

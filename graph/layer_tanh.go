package graph

import (
	"surefoot/ops"
	"surefoot/ops/arith"
)

// h = tanh z, with ∂h/∂z = 1 − h².
func init() {
	RegisterLayer(activation("tanh", ops.Tanh,
		func(l Letters) string { return "tanh " + l.In },
		func(l Letters) string { return "1−" + l.Out + "²" },
		tanhByHand))
}

// tanhByHand is h = ±(1 − e)/(1 + e) and 1 − h² = 4e/(1 + e)² with e = e^−2|z|, which
// is finite at every z; 1 − e is −(e^−2|z| − 1), so that h is right near 0.
func tanhByHand(m arith.Machine, z arith.Value) (h, slope arith.Value) {
	size := magnitude(m, z)
	u := m.Neg(m.Add(size, size))
	t := m.Expm1(u)
	d := m.Add(t, arith.Int(m, 2)) // 1 + e
	h = m.Div(t, d)
	slope = m.Div(m.Div(m.Mul(arith.Int(m, 4), m.Exp(u)), d), d)
	return m.Select(z, m.Neg(h), h), slope
}

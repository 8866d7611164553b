package ops

import "surefoot/ops/arith"

// Evaluate32 computes the op as graphs of float32 do, from float32 numbers held in
// float64, in row-major order: by its kernel's float32 evaluation if it declares
// one, else in float64 with each result rounded once. An op that is not
// elementwise so gathers its sums in float64.
func (op *Op) Evaluate32(in []arith.Value, shape []int) []float32 {
	m := arith.Over[float64]{A: arith.Float64{}}
	if op.Kernel == nil || op.Kernel.Single == nil {
		return narrowed(m.Elements(op.Evaluate(m, in, shape)))
	}
	// The float32 kernel in the place of the float64 one, for the same broadcasting.
	single := arith.Kernel{}
	if op.Kernel.Single.Unary != nil {
		single.Unary = func(x float64) float64 { return float64(op.Kernel.Apply32(float32(x))) }
	} else {
		single.Binary = func(x, y float64) float64 { return float64(op.Kernel.Apply32(float32(x), float32(y))) }
	}
	out, _ := m.Map(single, in...)
	return narrowed(m.Elements(out))
}

// narrowed are the nearest float32 numbers.
func narrowed(x []float64) []float32 {
	out := make([]float32, len(x))
	for i, v := range x {
		out[i] = float32(v)
	}
	return out
}

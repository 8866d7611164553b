package kernel

// Exps32 puts eˣ with an error below 1 unit in the last place of each element into out, computed in float64 and rounded once.
func Exps32(out, x []float32) { unary(vectors32.exps, Exp, out, x) }

// Sigmoids32 puts σ(z) = 1/(1+e^−z) of each element into out, computed in float64 and rounded once.
func Sigmoids32(out, z []float32) { unary(vectors32.sigmoids, Sigmoid, out, z) }

// SigmoidSlopes32 puts σ′(z) of each element into out, computed in float64 and rounded once.
func SigmoidSlopes32(out, z []float32) { unary(vectors32.sigmoidSlopes, SigmoidSlope, out, z) }

// Softpluses32 puts log(1+e^z) of each element into out, computed in float64 and rounded once.
func Softpluses32(out, z []float32) { unary(vectors32.softpluses, Softplus, out, z) }

// LogSigmoids32 puts log σ(z) of each element into out, computed in float64 and rounded once.
func LogSigmoids32(out, z []float32) { unary(vectors32.logSigmoids, LogSigmoid, out, z) }

// Tanhs32 puts tanh z of each element into out, computed in float64 and rounded once.
func Tanhs32(out, z []float32) { unary(vectors32.tanhs, Tanh, out, z) }

// TanhSlopes32 puts 1 − tanh²z of each element into out, computed in float64 and rounded once.
func TanhSlopes32(out, z []float32) { unary(vectors32.tanhSlopes, TanhSlope, out, z) }

// Relus32 puts max(z, 0) of each element into out, computed in float64 and rounded once.
func Relus32(out, z []float32) { unary(vectors32.relus, Relu, out, z) }

// Steps32 puts 1 for z > 0 and 0 for z ≤ 0 of each element into out, computed in float64 and rounded once.
func Steps32(out, z []float32) { unary(vectors32.steps, Step, out, z) }

// CrossEntropies32 puts the loss max(z,0) − yz + log(1+e^−|z|) of each logit z and label y
// into loss, computed in float64 and rounded once.
func CrossEntropies32(loss, z, y []float32) {
	binary(vectors32.crossEntropies, CrossEntropy, loss, z, y)
}

// Residuals32 puts σ(z) − y of each logit z and label y into residual, computed in float64 and rounded once.
func Residuals32(residual, z, y []float32) {
	binary(vectors32.residuals, Residual, residual, z, y)
}

// CrossEntropiesAndResiduals32 is CrossEntropies32 and Residuals32, bit for bit, for little more
// than the price of one: they share the exponential. loss and residual must not overlap.
func CrossEntropiesAndResiduals32(loss, residual, z, y []float32) {
	crossEntropiesAndResiduals(vectors32.crossEntropiesAndResiduals, loss, residual, z, y)
}

// Muls32 puts x·y of each pair of elements into out.
func Muls32(out, x, y []float32) { binary(vectors32.muls, mul, out, x, y) }

// Adds32 puts x + y of each pair of elements into out.
func Adds32(out, x, y []float32) { binary(vectors32.adds, add, out, x, y) }

// Subs32 puts x − y of each pair of elements into out.
func Subs32(out, x, y []float32) { binary(vectors32.subs, sub, out, x, y) }

// Scales32 puts a·x of each element into out.
func Scales32(out, x []float32, a float32) { scales(vectors32.scales, out, x, a) }

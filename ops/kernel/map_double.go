package kernel

// Exps puts eˣ with an error below 1 unit in the last place of each element into out.
func Exps(out, x []float64) { unary(vectors.exps, Exp, out, x) }

// Sigmoids puts σ(z) = 1/(1+e^−z) of each element into out.
func Sigmoids(out, z []float64) { unary(vectors.sigmoids, Sigmoid, out, z) }

// SigmoidSlopes puts σ′(z) of each element into out.
func SigmoidSlopes(out, z []float64) { unary(vectors.sigmoidSlopes, SigmoidSlope, out, z) }

// Softpluses puts log(1+e^z) of each element into out.
func Softpluses(out, z []float64) { unary(vectors.softpluses, Softplus, out, z) }

// LogSigmoids puts log σ(z) of each element into out.
func LogSigmoids(out, z []float64) { unary(vectors.logSigmoids, LogSigmoid, out, z) }

// Tanhs puts tanh z of each element into out.
func Tanhs(out, z []float64) { unary(vectors.tanhs, Tanh, out, z) }

// TanhSlopes puts 1 − tanh²z of each element into out.
func TanhSlopes(out, z []float64) { unary(vectors.tanhSlopes, TanhSlope, out, z) }

// Relus puts max(z, 0) of each element into out.
func Relus(out, z []float64) { unary(vectors.relus, Relu, out, z) }

// Steps puts 1 for z > 0 and 0 for z ≤ 0 of each element into out.
func Steps(out, z []float64) { unary(vectors.steps, Step, out, z) }

// CrossEntropies puts the loss max(z,0) − yz + log(1+e^−|z|) of each logit z and label y
// into loss.
func CrossEntropies(loss, z, y []float64) {
	binary(vectors.crossEntropies, CrossEntropy, loss, z, y)
}

// Residuals puts σ(z) − y of each logit z and label y into residual.
func Residuals(residual, z, y []float64) {
	binary(vectors.residuals, Residual, residual, z, y)
}

// CrossEntropiesAndResiduals is CrossEntropies and Residuals, bit for bit, for little more
// than the price of one: they share the exponential. loss and residual must not overlap.
func CrossEntropiesAndResiduals(loss, residual, z, y []float64) {
	crossEntropiesAndResiduals(vectors.crossEntropiesAndResiduals, loss, residual, z, y)
}

// Muls puts x·y of each pair of elements into out.
func Muls(out, x, y []float64) { binary(vectors.muls, mul, out, x, y) }

// Adds puts x + y of each pair of elements into out.
func Adds(out, x, y []float64) { binary(vectors.adds, add, out, x, y) }

// Subs puts x − y of each pair of elements into out.
func Subs(out, x, y []float64) { binary(vectors.subs, sub, out, x, y) }

// Scales puts a·x of each element into out.
func Scales(out, x []float64, a float64) { scales(vectors.scales, out, x, a) }

// Of two float32 numbers, these are rounded to float32 as if they had never been to
// float64: it has more than twice the bits.
func mul(x, y float64) float64 { return x * y }
func add(x, y float64) float64 { return x + y }
func sub(x, y float64) float64 { return x - y }

package kernel

import "fmt"

// number is what there are vectors of.
type number interface{ float32 | float64 }

// maps are functions over n elements that start where the pointers point; nil
// where the processor has none.
type maps[T number] struct {
	exps, sigmoids, sigmoidSlopes, softpluses, logSigmoids, tanhs, tanhSlopes, relus, steps func(out, z *T, n int)

	crossEntropies, residuals, muls, adds, subs func(out, z, y *T, n int)

	crossEntropiesAndResiduals func(loss, residual, z, y *T, n int)

	scales func(out, z *T, n int, a T)

	// decays puts 2^(−(high+low)·min(|z|, limit)) into out.
	decays func(out, z *T, n int, limit, high, low T)

	// audit adds to all sums but Off, and says whether none is off; if it says no, some may be.
	// auditOfOnes does not read c: all of it is 1.
	audit, auditOfOnes func(sums *Audit, z, y, c, d, u, s *T, n, ahead int) (within bool)

	// auditHard is auditOfOnes with labels 0 and 1, the bits of hard.
	auditHard func(sums *Audit, z *T, hard *byte, d, u, s *T, n, ahead int) (within bool)

	// auditRun is how many elements these take at most, a multiple of 8.
	auditRun int

	rowFunctions[T]
}

// vectors and vectors32 are the functions in use.
var vectors, vectors32 = fastest()

// unary is f of each element, by the vector function if there is one.
func unary[T number](vector func(out, z *T, n int), f func(float64) float64, out, z []T) {
	same(len(out), len(z))
	if len(z) == 0 {
		return
	}
	if vector != nil {
		vector(&out[0], &z[0], len(z))
		return
	}
	for i, v := range z {
		out[i] = T(f(float64(v)))
	}
}

// binary is f of each pair of elements, by the vector function if there is one.
func binary[T number](vector func(out, z, y *T, n int), f func(z, y float64) float64, out, z, y []T) {
	same(len(out), len(z), len(y))
	if len(z) == 0 {
		return
	}
	if vector != nil {
		vector(&out[0], &z[0], &y[0], len(z))
		return
	}
	for i, v := range z {
		out[i] = T(f(float64(v), float64(y[i])))
	}
}

func crossEntropiesAndResiduals[T number](vector func(loss, residual, z, y *T, n int), loss, residual, z, y []T) {
	same(len(loss), len(residual), len(z), len(y))
	if len(z) == 0 {
		return
	}
	if vector != nil {
		vector(&loss[0], &residual[0], &z[0], &y[0], len(z))
		return
	}
	for i, v := range z {
		logit, label := float64(v), float64(y[i])
		loss[i], residual[i] = T(CrossEntropy(logit, label)), T(Residual(logit, label))
	}
}

// scales is a·x. The product of two float32 numbers fits into a float64.
func scales[T number](vector func(out, x *T, n int, a T), out, x []T, a T) {
	same(len(out), len(x))
	if len(x) == 0 {
		return
	}
	if vector != nil {
		vector(&out[0], &x[0], len(x), a)
		return
	}
	for i, v := range x {
		out[i] = a * v
	}
}

// same panics unless all lengths are the same.
func same(lengths ...int) {
	for _, n := range lengths {
		if n != lengths[0] {
			panic(fmt.Sprintf("kernel: slices of %d and of %d elements", lengths[0], n))
		}
	}
}

package ops_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"surefoot/ops"
)

// What is small must be right: the loss of a class that is nearly sure, and the
// residual of its logit, which is −Σ of the others' probabilities.
func TestSoftmaxKeepsItsTails(t *testing.T) {
	random := rand.New(rand.NewPCG(27, 28))
	for range 2000 {
		size := math.Pow(10, 4*random.Float64()-1)
		z := []float64{size * random.NormFloat64(), size * random.NormFloat64(), size * random.NormFloat64()}
		class := random.IntN(3)
		y := []float64{0, 0, 0}
		y[class] = 1
		loss, residual := make([]float64, 1), make([]float64, 3)
		in := []ops.Operand[float64]{{Data: z, Shape: []int{1, 3}}, {Data: y, Shape: []int{1, 3}}}
		named(t, "softmax-cross-entropy").Runs().Float64(loss, in)
		named(t, "softmax-residual").Runs().Float64(residual, in)
		// The others' e^(z−z_class), and Σ of them: L = log(1+Σ), residuals e/(1+Σ).
		sum := new(big.Float)
		others := make([]*big.Float, 3)
		for k := range z {
			if k != class {
				others[k] = high.Exp(high.Sub(high.Float(z[k]), high.Float(z[class])))
				sum = high.Add(sum, others[k])
			}
		}
		exact := high.Log1p(sum)
		d := high.Add(high.Float(1), sum)
		// Differences of logits are rounded to u·2|z|, which the exponential makes
		// a relative error; 32 units of the last place are for all else.
		allowed := 32 + 4*(math.Abs(z[0])+math.Abs(z[1])+math.Abs(z[2]))
		if off := units(loss[0], exact, 0); !(off <= allowed) {
			t.Errorf("the loss of class %d at %v is %v, %.3g ulp off", class, z, loss[0], off)
		}
		for k := range z {
			want := others[k]
			if k == class {
				want = high.Neg(sum)
			}
			if off := units(residual[k], high.Div(want, d), 0); !(off <= allowed) {
				t.Errorf("the residual of logit %d, class %d, at %v is %v, %.3g ulp off", k, class, z, residual[k], off)
			}
		}
	}
}

func TestSoftmaxIsFiniteAtEveryFiniteLogit(t *testing.T) {
	for _, size := range []float64{1000, 1e300, math.MaxFloat64 / 2} {
		in := []ops.Operand[float64]{
			{Data: []float64{size, -size, 0, size}, Shape: []int{2, 2}},
			{Data: []float64{0, 1, 1, 0}, Shape: []int{2, 2}},
		}
		for _, op := range []string{"softmax", "surprise", "softmax-cross-entropy", "softmax-residual"} {
			out := make([]float64, 4)
			if op == "softmax-cross-entropy" {
				out = out[:2]
			}
			named(t, op).Runs().Float64(out, in[:len(named(t, op).Args)])
			for i, x := range out {
				if math.IsNaN(x) || math.IsInf(x, 0) {
					t.Errorf("%s at |z| = %g: element %d is %v", op, size, i, x)
				}
			}
		}
	}
}

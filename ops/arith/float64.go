package arith

import (
	"math"
	"math/big"

	"surefoot/ops/kernel"
)

// Float64 is the arithmetic of the machine, IEEE 754 binary64.
type Float64 struct{}

var _ Arith[float64] = Float64{}

// Const is the float64 nearest to q.
func (Float64) Const(q *big.Rat) float64 { x, _ := q.Float64(); return x }

// Float is x.
func (Float64) Float(x float64) float64 { return x }

// Float64 is a.
func (Float64) Float64(a float64) float64 { return a }

// Add is a + b.
func (Float64) Add(a, b float64) float64 { return a + b }

// Sub is a − b.
func (Float64) Sub(a, b float64) float64 { return a - b }

// Mul is a·b.
func (Float64) Mul(a, b float64) float64 { return a * b }

// Div is a/b.
func (Float64) Div(a, b float64) float64 { return a / b }

// Neg is −a.
func (Float64) Neg(a float64) float64 { return -a }

// Exp is eᵃ.
func (Float64) Exp(a float64) float64 { return kernel.Exp(a) }

// Log is log a.
func (Float64) Log(a float64) float64 { return kernel.Log(a) }

// Log1p is log(1+a).
func (Float64) Log1p(a float64) float64 { return math.Log1p(a) }

// Expm1 is eᵃ − 1.
func (Float64) Expm1(a float64) float64 { return math.Expm1(a) }

// Sqrt is √a.
func (Float64) Sqrt(a float64) float64 { return math.Sqrt(a) }

// Sin is sin a.
func (Float64) Sin(a float64) float64 { return math.Sin(a) }

// Cos is cos a.
func (Float64) Cos(a float64) float64 { return math.Cos(a) }

// Sign is the sign of a.
func (Float64) Sign(a float64) int {
	switch {
	case a > 0:
		return 1
	case a < 0:
		return -1
	}
	return 0
}

// Dot is Σ aᵢbᵢ in four interleaved partial sums, always in the same order.
func (Float64) Dot(a, b []float64) float64 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float64
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return (s0 + s1) + (s2 + s3)
}

// Sum is Σ aᵢ in four interleaved partial sums, always in the same order.
func (Float64) Sum(a []float64) float64 {
	var s0, s1, s2, s3 float64
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i]
		s1 += a[i+1]
		s2 += a[i+2]
		s3 += a[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i]
	}
	return (s0 + s1) + (s2 + s3)
}

func (Float64) applyKernel(k Kernel, x []float64) float64 { return k.Apply(x...) }

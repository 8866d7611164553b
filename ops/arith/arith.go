// Package arith holds the arithmetics over which a graph can be evaluated.
//
// A graph has one meaning and many evaluations: in float64 to see what the
// machine sees, in high precision to see the truth, with an error bound beside
// every number to know how far apart the two may lie, and with a derivative
// beside every number to know how the result moves. An [Arith] is a few scalar
// operations; [Over] turns any of them into a [Machine], which computes with
// whole arrays; a meaning is written once, against Machine.
package arith

import "math/big"

// Arith is arithmetic on numbers of type T.
//
// Operations never panic: what has no value (0/0, log or root of a negative number) is
// the arithmetic's own not-a-number, which [Arith.Float64] shows as NaN.
type Arith[T any] interface {
	// Const is the rational q, rounded if it must be.
	Const(q *big.Rat) T
	// Float is the number x, exactly.
	Float(x float64) T
	// Float64 is the nearest float64 to a.
	Float64(a T) float64

	Add(a, b T) T
	Sub(a, b T) T
	Mul(a, b T) T
	Div(a, b T) T
	Neg(a T) T

	Exp(a T) T
	Log(a T) T
	Log1p(a T) T
	Expm1(a T) T
	Sqrt(a T) T
	Sin(a T) T
	Cos(a T) T

	// Dot is Σ aᵢbᵢ and Sum is Σ aᵢ. They are methods so that an arithmetic can
	// do better than a loop of Add and Mul. The lengths are equal.
	Dot(a, b []T) T
	Sum(a []T) T

	// Sign is −1, 0 or 1: the sign by which a piecewise function chooses its
	// branch. The sign of not-a-number is 0.
	Sign(a T) int
}

// A Kernel is the accurate float64 evaluation of an elementwise function of one
// or two numbers; exactly one of Unary and Binary is set.
type Kernel struct {
	Unary  func(x float64) float64
	Binary func(x, y float64) float64
	// ULP bounds the error: |computed − exact| ≤ ULP units in the last place of
	// the exact value, on the function's whole domain.
	ULP float64
	// Scale, if set, is the number in whose last place a binary kernel's error is
	// counted where it is larger than the exact value, as where that vanishes.
	Scale func(x, y float64) float64
	// ExactAtZero says that a unary kernel's value at 0 is the function's, exactly.
	ExactAtZero bool
	// Single, if set, is the float32 evaluation; without it, float32 graphs round
	// the float64 value once.
	Single *Single
}

// Apply is the kernel's value at x, which has one element or two.
func (k Kernel) Apply(x ...float64) float64 {
	if k.Unary != nil {
		return k.Unary(x[0])
	}
	return k.Binary(x[0], x[1])
}

// kernelArith is an arithmetic that runs kernels where a function has one,
// instead of the function's meaning: the floating-point ones.
type kernelArith[T any] interface {
	applyKernel(k Kernel, x []T) T
}

// manyArith is an arithmetic that divides many numbers, or takes many
// exponentials, for less than one by one. An operand of divideAll that has one
// element serves all.
type manyArith[T any] interface {
	divideAll(out, a, b []T)
	expAll(out, a []T)
}

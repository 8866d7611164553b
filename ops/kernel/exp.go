// Package kernel holds the functions that ops run where the Go library's are not
// accurate or not fast enough.
//
// The library's exponential is assembly on some processors; on amd64 its error
// reaches 1.8 units in the last place and it overflows from 709.44 although
// e^709.78 is still finite. A sigmoid within 2 units needs better.
//
// A name in the singular is a function of numbers, as Sigmoid; in the plural, one
// over slices of float64, as Sigmoids; and with 32, over slices of float32, as Sigmoids32. A
// function over slices takes all of one length, else it panics, and no memory of its
// own; out may be the same slice as an operand, but must not overlap one otherwise.
//
// On amd64 the functions over slices use AVX-512 or AVX2 with FMA, whichever the processor
// has, and give the same bits with both; elsewhere, they call the function of
// numbers. Both keep the bounds that the functions of numbers state, but they differ in
// the last places. An element's result depends on nothing but itself: not on its place,
// its neighbours or how long the slice is.
package kernel

import "math"

// log 2/64 in two parts: the first has 35 bits, so that its product with an
// integer below 2¹⁷ is exact.
const (
	stepHigh = 0x1.62e42fef8p-07
	stepLow  = 0x1.1cf79abc9e3b4p-42
	perStep  = 0x1.71547652b82fep+06
)

// Exp is eˣ with an error below 0.51 units in the last place, 1.01 where the
// result is subnormal: it is rounded to 53 bits first.
func Exp(x float64) float64 {
	if x > 709.79 {
		return math.Inf(1)
	}
	hi, _, k := ExpParts(x)
	return Scale(hi, k)
}

// ExpParts is eˣ = (hi + lo)·2ᵏ with ½ < hi < 4 and |lo| ≤ ½ ulp of hi, to a
// relative error below 2⁻⁵⁹, for x ≤ 709.79. Below −800, e^−800 stands for eˣ:
// both are zero in float64.
//
// With x = (64k + j) log 2/64 + r, eˣ = 2ᵏ·2^(j/64)·eʳ (P. T. P. Tang, Table-driven
// implementation of the exponential function, ACM TOMS 15, 1989). Conversions to
// float64 keep the compiler from fusing.
func ExpParts(x float64) (hi, lo float64, k int) {
	const toInteger = 0x1.8p52 // adding and subtracting it rounds to an integer
	if x < -800 {
		x = -800
	}
	n := float64(x*perStep) + toInteger - toInteger
	rest := x - float64(n*stepHigh) // exact
	low := -float64(n * stepLow)    // |rest + low| < 0.0055
	r := rest + low
	tail := low + r*r*(0.5+r*(1./6+r*(1./24+r*(1./120+r*(1./720)))))

	i := int(n)
	power := &powers[i&63]
	linear := float64(power[0] * rest)
	sum := power[0] + linear
	left := linear - (sum - power[0])
	left += power[1] + float64(power[0]*tail) + power[1]*rest
	hi = sum + left
	return hi, left - (hi - sum), i >> 6
}

// Scale is v·2ᵏ, rounded once, for 2⁻²⁰⁰ ≤ |v| ≤ 2²⁰⁰ and |k| ≤ 1200.
func Scale(v float64, k int) float64 {
	switch {
	case k < -500:
		return v * power(k+700) * 0x1p-700
	case k > 500:
		return v * power(k-700) * 0x1p700
	}
	return v * power(k)
}

// power is 2ᵏ, a normal number.
func power(k int) float64 { return math.Float64frombits(uint64(k+1023) << 52) }

package kernel

import "math"

// Bitsum is a sum of all bits of x, each number's times an odd factor of its own: a number
// that changes changes it, and so, but for one time in 2⁶⁴, do several, and two that change
// places.
func Bitsum[T number](x []T) uint64 {
	// The factors are powers of an odd number, in four chains that do not wait for each
	// other.
	f0 := uint64(1)
	f1 := f0 * bitsumFactor
	f2 := f1 * bitsumFactor
	f3 := f2 * bitsumFactor
	step := f3 * bitsumFactor
	var s0, s1, s2, s3 uint64
	for ; len(x) >= 4; x = x[4:] {
		s0 += math.Float64bits(float64(x[0])) * f0
		s1 += math.Float64bits(float64(x[1])) * f1
		s2 += math.Float64bits(float64(x[2])) * f2
		s3 += math.Float64bits(float64(x[3])) * f3
		f0, f1, f2, f3 = f0*step, f1*step, f2*step, f3*step
	}
	for _, v := range x {
		s0 += math.Float64bits(float64(v)) * f0
		f0 *= bitsumFactor
	}
	return s0 + s1 + s2 + s3
}

var bitsumFactor uint64 = 0x9e3779b97f4a7c15

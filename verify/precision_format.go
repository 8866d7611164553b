package verify

import (
	"fmt"
	"math"
	"math/big"
)

// Format is a floating-point type, by its number of bits.
type Format int

// The types that kernels are measured in.
const (
	Float32 Format = 32
	Float64 Format = 64
)

// String is Go's name of the type.
func (f Format) String() string { return fmt.Sprintf("float%d", int(f)) }

// shape is how many significant bits a normal number has, the exponent of the
// smallest number, and that of the first power of two that overflows.
func (f Format) shape() (digits, smallest, limit int) {
	if f == Float32 {
		return 24, -149, 128
	}
	return 53, -1074, 1024
}

// largest is the largest finite number.
func (f Format) largest() float64 {
	if f == Float32 {
		return math.MaxFloat32
	}
	return math.MaxFloat64
}

// nearest is x rounded to the format.
func (f Format) nearest(x float64) float64 {
	if f == Float32 {
		return float64(float32(x))
	}
	return x
}

// step is the number that lies k numbers of the format above x, for a finite x and a
// small k; infinite beyond the largest.
func (f Format) step(x float64, k int) float64 {
	to := math.Inf(k)
	if k == 0 {
		return x
	}
	for range max(k, -k) {
		if f == Float32 {
			x = float64(math.Nextafter32(float32(x), float32(to)))
		} else {
			x = math.Nextafter(x, to)
		}
	}
	return x
}

// flip is x with one bit of its mantissa, 0 being the last, turned over.
func (f Format) flip(x float64, bit int) float64 {
	if f == Float32 {
		return float64(math.Float32frombits(math.Float32bits(float32(x)) ^ 1<<bit))
	}
	return math.Float64frombits(math.Float64bits(x) ^ 1<<bit)
}

// unit is the exponent of the unit in the last place of exact, or of scale where
// that is larger.
func (f Format) unit(exact *big.Float, scale float64) int {
	digits, unit, limit := f.shape()
	for _, x := range []*big.Float{exact, new(big.Float).SetFloat64(scale)} {
		switch {
		case x.IsInf():
			unit = limit - digits
		case x.Sign() != 0:
			unit = max(unit, x.MantExp(nil)-digits)
		}
	}
	return min(unit, limit-digits)
}

// off is |got − exact| in units of 2^unit: +∞ where got is not a number. An
// infinite result stands for the first power of two that the format does not
// hold and for all beyond, as it does in rounding.
func (f Format) off(got float64, exact *big.Float, unit int) float64 {
	if math.IsNaN(got) {
		return math.Inf(1)
	}
	value := f.end(math.Signbit(got))
	if !math.IsInf(got, 0) {
		value = new(big.Float).SetFloat64(got)
	}
	if end := f.end(exact.Signbit()); exact.IsInf() || exact.MantExp(nil) > end.MantExp(nil)-1 {
		exact = end
	}
	distance := truth.Sub(value, exact) // exact operands: 160 bits of the difference
	u, _ := distance.SetMantExp(distance, -unit).Float64()
	return math.Abs(u)
}

// end is the first power of two that overflows, or its negative.
func (f Format) end(negative bool) *big.Float {
	_, _, limit := f.shape()
	x := new(big.Float).SetMantExp(big.NewFloat(1), limit)
	if negative {
		x.Neg(x)
	}
	return x
}

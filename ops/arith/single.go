package arith

import "math"

// Single is a float32 evaluation of an elementwise function of its own; exactly
// one of Unary and Binary is set. ULP bounds its error as [Kernel.ULP] does, in
// units of float32.
type Single struct {
	Unary  func(x float32) float32
	Binary func(x, y float32) float32
	ULP    float64
}

// Apply32 is the kernel's float32 value at x: that of its own float32
// evaluation, or else the float64 value rounded once.
func (k Kernel) Apply32(x ...float32) float32 {
	switch s := k.Single; {
	case s == nil && k.Unary != nil:
		return float32(k.Unary(float64(x[0])))
	case s == nil:
		return float32(k.Binary(float64(x[0]), float64(x[1])))
	case s.Unary != nil:
		return s.Unary(x[0])
	}
	return k.Single.Binary(x[0], x[1])
}

// ULP32 bounds the error of Apply32 in units of float32. Of a float64 value that
// is rounded once, it is half a unit and the float64 part, whose unit is 2⁻²⁹ of
// float32's where both are normal, and less where float32's is subnormal.
func (k Kernel) ULP32() float64 {
	if k.Single != nil {
		return k.Single.ULP
	}
	return 0.5 + k.ULP*0x1p-29
}

// ULP32 is the unit in the last place that float32 numbers of the size of x have:
// [ULP] for float32. Beyond the largest float32 it is that number's.
func ULP32(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return math.NaN()
	}
	_, exponent := math.Frexp(x)
	if x == 0 {
		exponent = -200
	}
	return math.Ldexp(1, min(max(exponent-24, -149), 104))
}

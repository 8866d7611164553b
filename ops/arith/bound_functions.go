package arith

import "math"

// Sqrt is √a: |√(a±E) − √a| ≤ E/(√(a−E) + √a), and IEEE 754 rounds it correctly.
// Where a − E < 0 the exact root may not exist, and nothing is known.
func (Bound) Sqrt(a Bounded) Bounded {
	v, e := math.Sqrt(a.V), a.E*Slack
	if e == 0 {
		return rounded(v, 0)
	}
	if !(a.V-e >= 0x1p-1022) { // below, the difference is not known to a few roundings
		return Bounded{V: v, E: math.Inf(1)}
	}
	return rounded(v, e/(math.Sqrt(a.V-e)+v))
}

// Sin is sin a.
func (Bound) Sin(a Bounded) Bounded { return wave(a, math.Sin(a.V), math.Cos(a.V)) }

// Cos is cos a.
func (Bound) Cos(a Bounded) Bounded { return wave(a, math.Cos(a.V), math.Sin(a.V)) }

// wave is v, the sine or cosine of a, the other being slope. By Taylor's theorem
// the function moves by at most |slope|E + E²/2 over V ± E, by at most E since no
// slope is above 1, and by at most 2 in any case. The library takes a multiple of
// π/4 from a number below 2²⁹ by a π/4 that is some 2^−102 off (Cody and Waite),
// which near a zero is more than an ulp: up to |a|·4/π times that and as much
// again for rounding the product. From a larger number it keeps the fraction
// (Payne and Hanek), less 1 in every other octant, as a float64: off by u.
func wave(a Bounded, v, slope float64) Bounded {
	e := a.E * Slack
	if math.IsInf(e, 1) {
		return Bounded{V: v, E: e}
	}
	reduction := Unit
	if math.Abs(a.V) < 0x1p29 {
		reduction = math.Abs(a.V) * 0x1p-100
	}
	steep := math.Abs(slope) + 4*Unit // the slope's own error, in absolute terms
	return library(v, min(e*(steep+e/2), e, 2)+reduction)
}

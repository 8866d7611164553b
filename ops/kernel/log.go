package kernel

import "math"

// Log is the natural logarithm. The Go library's assembly for amd64 takes
// subnormal numbers for larger ones (log 2⁻¹⁰⁷⁴ = −709 instead of −744); they are
// scaled to normal ones first.
func Log(x float64) float64 {
	if 0 < x && x < 0x1p-1022 {
		return math.Log(x*0x1p54) - 54*math.Ln2
	}
	return math.Log(x)
}

package kernel

import (
	"math"
	"slices"
	"testing"
)

func TestSameBitsSeesEveryBit(t *testing.T) {
	x := []float64{1, 0, math.Copysign(0, -1), math.NaN(), math.Pi, 1e-300, math.Inf(1)}
	y := slices.Clone(x)
	if !SameBits(x, y) || !SameBits(x[:0], nil) || SameBits(x, y[:6]) {
		t.Error("the same numbers, none, or fewer")
	}
	for i, v := range x {
		for bit := range 64 {
			y[i] = math.Float64frombits(math.Float64bits(v) ^ 1<<bit)
			if SameBits(x, y) {
				t.Errorf("bit %d of number %d", bit, i)
			}
		}
		y[i] = v
	}
	if SameBits([]float32{1, 2}, []float32{1, math.Nextafter32(2, 3)}) {
		t.Error("float32")
	}
}

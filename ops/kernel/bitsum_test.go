package kernel

import (
	"math"
	"testing"
)

func TestBitsumSeesBitsAndPlaces(t *testing.T) {
	x := []float64{1, 0, 0, 0, 1, 0, 2.5, -0.75, math.Pi, 1e-300}
	sum := Bitsum(x)
	for i, v := range x {
		for bit := range 64 {
			x[i] = math.Float64frombits(math.Float64bits(v) ^ 1<<bit)
			if Bitsum(x) == sum {
				t.Errorf("bit %d of number %d", bit, i)
			}
		}
		x[i] = v
		for j := range i {
			x[i], x[j] = x[j], x[i]
			if same := math.Float64bits(x[i]) == math.Float64bits(x[j]); same != (Bitsum(x) == sum) {
				t.Errorf("numbers %d and %d in each other's places", i, j)
			}
			x[i], x[j] = x[j], x[i]
		}
	}
	// Two labels of three classes that have changed places.
	if Bitsum([]float32{1, 0, 0, 0, 1, 0}) == Bitsum([]float32{0, 1, 0, 1, 0, 0}) {
		t.Error("classes in each other's places")
	}
}

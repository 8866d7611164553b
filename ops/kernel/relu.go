package kernel

import "math"

// Relu is max(z, 0).
func Relu(z float64) float64 { return math.Max(z, 0) }

// Step is 1 for z > 0 and 0 for z ≤ 0.
func Step(z float64) float64 {
	switch {
	case z > 0:
		return 1
	case z <= 0:
		return 0
	}
	return math.NaN()
}

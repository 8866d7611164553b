package kernel

import "math"

// CrossEntropy is max(z,0) − yz + log(1+e^−|z|) of a logit z and a label 0 ≤ y ≤ 1,
// with an error below 2 units in the last place. It takes the two hard labels
// apart: softplus(z) for y = 0 and softplus(−z) for y = 1 lose nothing where
// log(1+e^z) − z cancels. For a label in between, max(z,0) − yz ≥ 0 is rounded once.
func CrossEntropy(z, y float64) float64 {
	switch y {
	case 0:
		return Softplus(z)
	case 1:
		return Softplus(-z)
	}
	return math.FMA(-y, z, math.Max(z, 0)) + log1pExp(-math.Abs(z))
}

// Residual is σ(z) − y for 0 ≤ y ≤ 1, with an error below 4 units in the last place. It
// takes the two hard labels apart for the same reason: σ(z) − 1 = −σ(−z). For a
// label in between, σ(z) − y vanishes where σ(z) = y, and the error is counted in
// units of y.
func Residual(z, y float64) float64 {
	switch y {
	case 0:
		return Sigmoid(z)
	case 1:
		return -Sigmoid(-z)
	}
	return Sigmoid(z) - y
}

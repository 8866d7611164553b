package train

import "surefoot/graph"

func init() { RegisterSolver("gd", func(rate float64) Solver { return GradientDescent{Rate: rate} }) }

// GradientDescent takes the step w ← w − α dw, b ← b − α db (A.-L. Cauchy, 1847).
type GradientDescent struct {
	Rate float64 `json:"rate"` // α
}

// Step is θ ← θ − α ∂J/∂θ.
func (s GradientDescent) Step(theta, gradient graph.Parameters) {
	for i, p := range theta {
		for j, d := range gradient[i].Values {
			p.Values[j] -= s.Rate * d
		}
	}
}

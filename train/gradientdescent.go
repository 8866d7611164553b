package train

import (
	"fmt"
	"math"

	"surefoot/graph"
)

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

// Witness checks the steps with a copy of the rate.
func (s GradientDescent) Witness() StepWitness { return &descentWitness{s.Rate} }

// descentWitness computes θ′ = θ − (α/m) Σ again from the sums over the examples, with the
// factors in another order.
type descentWitness struct{ rate float64 }

// Check returns an error for a number that is farther off than a few roundings: of α/m, of
// the products on both sides, and of the difference.
func (w *descentWitness) Check(before, after, sums graph.Parameters, m int, tolerance float64) error {
	rate, largest := w.rate/float64(m), math.MaxFloat64/4
	if tolerance > 0 {
		largest = math.MaxFloat32 / 4
	}
	// What ∂J/∂θ loses where it is smaller than the smallest number, times α.
	lost := stepUnderflow + 0x1p-1022*w.rate
	for i, p := range after {
		was, sum := before[i].Values, sums.Get(p.Name)
		if len(sum) != len(p.Values) {
			return fmt.Errorf("%s has %d derivatives for its %d numbers", p.Name, len(sum), len(p.Values))
		}
		was, relative := was[:len(sum)], 0x1p-50+tolerance
		for j, got := range p.Values {
			move := rate * sum[j]
			want := was[j] - move
			allowed := relative*(math.Abs(was[j])+math.Abs(move)) + lost
			if !(math.Abs(got-want) <= allowed) && !bothBeyond(got, want, largest) {
				return fmt.Errorf("%s[%d] became %.9g where θ − α∇J is %.9g", p.Name, j, got, want)
			}
		}
	}
	return nil
}

// bothBeyond says whether both numbers are too large for their type, or have come from
// such: no error of the step's, and the next cost will tell.
func bothBeyond(got, want, largest float64) bool {
	beyond := func(x float64) bool { return !(math.Abs(x) <= largest) }
	return beyond(got) && beyond(want)
}

// stepUnderflow is how far a product may be off that is smaller than the smallest float32.
const stepUnderflow = 0x1p-148

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
	for i := range after {
		p, was, sum := &after[i], before[i].Values, sums.Get(after[i].Name)
		if len(sum) != len(p.Values) {
			return fmt.Errorf("%s has %d derivatives for its %d numbers", p.Name, len(sum), len(p.Values))
		}
		for from := 0; from < len(was); from++ {
			from += w.near(was[from:], p.Values[from:], sum[from:], m, tolerance)
			if from == len(was) {
				break
			}
			if err := w.allowed(p.Name, from, was, p.Values, sum, m, tolerance); err != nil {
				return err
			}
		}
	}
	return nil
}

// near is how many numbers from the first on are so near that there is no more to ask:
// within the tolerance times √(θ² + (α/m Σ)²), which is less than is allowed.
func (w *descentWitness) near(before, after, sum []float64, m int, tolerance float64) int {
	rate, relative := w.rate/float64(m), 0x1p-50+tolerance
	relative *= relative
	before, sum = before[:len(after)], sum[:len(after)]
	for j, got := range after {
		was, move := before[j], rate*sum[j]
		off, size := got-(was-move), was*was+move*move
		if !(off*off <= relative*size && size < 1e300) {
			return j
		}
	}
	return len(after)
}

// allowed returns an error for a number that is too far off.
func (w *descentWitness) allowed(name string, j int, before, after, sum []float64, m int, tolerance float64) error {
	largest := math.MaxFloat64 / 4
	if tolerance > 0 {
		largest = math.MaxFloat32 / 4
	}
	// What ∂J/∂θ loses where it is smaller than the smallest number, 2⁻¹⁰²², times α, and more:
	// processors are slow with products that are as small as that.
	lost := stepUnderflow + 0x1p-900*w.rate
	move := w.rate / float64(m) * sum[j]
	got, want := after[j], before[j]-move
	allowed := (0x1p-50+tolerance)*(math.Abs(before[j])+math.Abs(move)) + lost
	if !(math.Abs(got-want) <= allowed) && !bothBeyond(got, want, largest) {
		return fmt.Errorf("%s[%d] became %.9g where θ − α∇J is %.9g", name, j, got, want)
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

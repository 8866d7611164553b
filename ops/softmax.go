package ops

import (
	"fmt"
	"math"
	"slices"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
	"surefoot/ops/kernel"
)

// softmaxOp is aₖ = e^zₖ/Σe^z for each row of logits, and surprise −log a = log Σe^z − z.
// Over an arithmetic where exponentials may overflow, the largest logit of the row
// is subtracted first.
var (
	softmaxOp = &Op{
		Name: "softmax", Args: []string{"z"}, Formula: "e^z/Σe^z",
		Source: "L. Boltzmann (1868); of each row, (m,K) → (m,K)",
		Ranks:  []int{2, 2}, Shape: rowsOfLogits("softmax"),
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value { return rowSoftmax(m, in[0]) },
		Run:     Runs{Float64: runSoftmax[float64], Float32: runSoftmax[float32]},
		Follow:  byRows,
		SymDiff: func(_ gorgonia.Nodes, a, grad *gorgonia.Node) (gorgonia.Nodes, error) {
			b := builder{}
			return gorgonia.Nodes{b.mul(a, b.centred(grad, a))}, b.err
		},
	}
	surprise = &Op{
		Name: "surprise", Args: []string{"z"}, Formula: "log Σe^z − z",
		Source: "C. E. Shannon (1948): −log of softmax; of each row, (m,K) → (m,K)",
		Ranks:  []int{2, 2}, Shape: rowsOfLogits("surprise"),
		Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
			shifted := m.Sub(in[0], arith.Along(m, m.Anchor(in[0], 1), shape, 1))
			return m.Sub(arith.Along(m, m.Log(m.Sum(m.Exp(shifted), 1)), shape, 1), shifted)
		},
		Run:    Runs{Float64: runSurprise[float64], Float32: runSurprise[float32]},
		Follow: byRows,
		// Σₖ gₖ (aⱼ − δⱼₖ) = aⱼ Σg − gⱼ.
		SymDiff: func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
			b := builder{}
			return gorgonia.Nodes{b.apply(softmaxResidual, in[0], grad)}, b.err
		},
	}
)

func init() { Register(softmaxOp); Register(surprise) }

// rowSoftmax is e^(z−g)/Σe^(z−g), g being near the largest of the row.
func rowSoftmax(m arith.Machine, z arith.Value) arith.Value {
	shape := z.Shape()
	e := m.Exp(m.Sub(z, arith.Along(m, m.Anchor(z, 1), shape, 1)))
	return m.Div(e, arith.Along(m, m.Sum(e, 1), shape, 1))
}

// rowsOfLogits is the shape of what has one number for each logit: all operands are
// matrices of one shape.
func rowsOfLogits(name string) func(in [][]int) ([]int, error) {
	return func(in [][]int) ([]int, error) {
		for _, shape := range in {
			if len(shape) != 2 || !slices.Equal(shape, in[0]) {
				return nil, fmt.Errorf("%s takes matrices (m,K) of one shape; got %v", name, in)
			}
		}
		return slices.Clone(in[0]), nil
	}
}

func runSoftmax[T Float](out []T, in []Operand[T]) {
	width := in[0].Shape[1]
	for i := 0; i < len(out); i += width {
		z := in[0].Data[i : i+width]
		r := newLogits(z)
		for k := range z {
			out[i+k] = T(kernel.Exp(float64(z[k])-r.largest) / r.sum())
		}
	}
}

func runSurprise[T Float](out []T, in []Operand[T]) {
	width := in[0].Shape[1]
	for i := 0; i < len(out); i += width {
		z := in[0].Data[i : i+width]
		r := newLogits(z)
		for k := range z {
			out[i+k] = T(r.logSum() + (r.largest - float64(z[k])))
		}
	}
}

// logits is what a row of logits has in common: the largest, and the sum of the
// others' e^(z−largest), its own being 1.
type logits struct{ largest, others float64 }

func newLogits[T Float](z []T) logits {
	at := 0
	for k, x := range z {
		if x > z[at] || math.IsNaN(float64(x)) {
			at = k
		}
	}
	r := logits{largest: float64(z[at])}
	for k, x := range z {
		if k != at {
			r.others += kernel.Exp(float64(x) - r.largest)
		}
	}
	return r
}

func (r logits) sum() float64 { return 1 + r.others }

// logSum is log Σe^(z−largest), which loses nothing where the others are tiny.
func (r logits) logSum() float64 { return math.Log1p(r.others) }

// centred is g − Σ a ⊙ g, the sum being over the row.
func (b *builder) centred(g, a *gorgonia.Node) *gorgonia.Node {
	return b.sub(g, b.apply(rowSums, b.mul(a, g)))
}

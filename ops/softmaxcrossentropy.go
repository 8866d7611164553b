package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
	"surefoot/ops/kernel"
)

// softmaxCrossEntropy is the loss of each example from its K logits and its labels,
//
//	L(z, y) = −Σ yₖ log aₖ = (Σy) log Σe^z − Σ yₖzₖ,   a = softmax(z),
//
// and softmaxResidual its derivative by z, a Σy − y, which for labels that add up
// to 1, as those of one class do, is a − y. With Σy in it, both are what
// the derivation's −Σ y log a is for all y.
var (
	softmaxCrossEntropy = &Op{
		Name: "softmax-cross-entropy", Args: []string{"z", "y"}, Formula: "Σy log Σe^z − Σyz",
		Source: "J. S. Bridle (1990), Neurocomputing: the negative log-likelihood; (m,K), (m,K) → (m)",
		Ranks:  []int{2, 2, 1},
		Shape: func(in [][]int) ([]int, error) {
			shape, err := rowsOfLogits("softmax-cross-entropy")(in)
			if err != nil {
				return nil, err
			}
			return shape[:1], nil
		},
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			z, y := in[0], in[1]
			shifted := m.Sub(z, arith.Along(m, m.Anchor(z, 1), z.Shape(), 1))
			return m.Sub(m.Mul(m.Sum(y, 1), m.Log(m.Sum(m.Exp(shifted), 1))), m.Sum(m.Mul(y, shifted), 1))
		},
		Run:    Runs{Float64: runSoftmaxCrossEntropy[float64], Float32: runSoftmaxCrossEntropy[float32]},
		Follow: byRows,
		SymDiff: func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
			b := builder{}
			return gorgonia.Nodes{
				b.apply(scaleRows, grad, b.apply(softmaxResidual, in[0], in[1])),
				b.apply(scaleRows, grad, b.apply(surprise, in[0])),
			}, b.err
		},
	}
	softmaxResidual = &Op{
		Name: "softmax-residual", Args: []string{"z", "y"}, Formula: "e^z/Σe^z Σy − y",
		Source: "derivative of softmax-cross-entropy by z: a − y; (m,K), (m,K) → (m,K)",
		Ranks:  []int{2, 2, 2}, Shape: rowsOfLogits("softmax-residual"),
		Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
			return m.Sub(m.Mul(arith.Along(m, m.Sum(in[1], 1), shape, 1), rowSoftmax(m, in[0])), in[1])
		},
		Run:    Runs{Float64: runSoftmaxResidual[float64], Float32: runSoftmaxResidual[float32]},
		Follow: byRows,
		// By z, with g the cotangent: Σy a ⊙ (g − Σag); by y: Σag − g.
		SymDiff: func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
			b := builder{}
			a := b.apply(softmaxOp, in[0])
			g := b.centred(grad, a)
			return gorgonia.Nodes{b.mul(b.apply(rowSums, in[1]), b.mul(a, g)), b.neg(g)}, b.err
		},
	}
)

func init() {
	Register(softmaxCrossEntropy)
	Register(softmaxResidual)
}

// SoftmaxCrossEntropy is the node of the loss of each example from its logits z (m,K)
// and its labels y (m,K), which add up to 1 in each row: finite for every finite z.
func SoftmaxCrossEntropy(z, y *gorgonia.Node) (*gorgonia.Node, error) {
	if z.Dims() == 2 && z.Shape()[1] < 2 {
		return nil, fmt.Errorf("a softmax takes two logits or more, not %d", z.Shape()[1])
	}
	return Apply(softmaxCrossEntropy, z, y)
}

// runSoftmaxCrossEntropy adds yₖ(log Σe^(z−g) + g − zₖ), g being the largest logit: no
// term cancels.
func runSoftmaxCrossEntropy[T Float](out []T, in []Operand[T]) {
	z, y := in[0].Data, in[1].Data
	k := in[0].Shape[1]
	for i := range out {
		row := z[i*k : (i+1)*k]
		r := newLogits(row)
		log := r.logSum()
		sum := 0.0
		for j, x := range row {
			if label := y[i*k+j]; label != 0 {
				sum += float64(label) * (log + (r.largest - float64(x)))
			}
		}
		out[i] = T(sum)
	}
}

// runSoftmaxResidual takes the one label of a class apart: a − 1 is minus the sum of
// the other aₖ.
func runSoftmaxResidual[T Float](out []T, in []Operand[T]) {
	z, y := in[0].Data, in[1].Data
	k := in[0].Shape[1]
	for i := 0; i < len(out); i += k {
		row, labels := z[i:i+k], y[i:i+k]
		r := newLogits(row)
		labelSum := 0.0
		for _, label := range labels {
			labelSum += float64(label)
		}
		for j := range labels {
			label, e := float64(labels[j]), kernel.Exp(float64(row[j])-r.largest)
			switch {
			case label == labelSum && label != 0:
				out[i+j] = T(-label * (sumBut(row, j, r.largest) / r.sum()))
			default:
				out[i+j] = T(labelSum*(e/r.sum()) - label)
			}
		}
	}
}

// sumBut is Σe^(z−g) without one of the terms.
func sumBut[T Float](z []T, but int, g float64) float64 {
	sum := 0.0
	for k, x := range z {
		if k != but {
			sum += kernel.Exp(float64(x) - g)
		}
	}
	return sum
}

package ops

import (
	"math"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
	"surefoot/ops/kernel"
)

// crossEntropy is the loss of one example from its logit,
//
//	L(z, y) = −(y log σ(z) + (1−y) log(1−σ(z))) = log(1+e^z) − yz
//	        = max(z,0) − yz + log1p(e^−|z|),
//
// and residual its derivative by z, σ(z) − y.
var (
	crossEntropy = &Op{
		Name: "cross-entropy", Args: []string{"z", "y"}, Formula: "max(z,0) − yz + log(1+e^−|z|)",
		Source: "D. R. Cox (1958), J. R. Stat. Soc. B 20: the negative log-likelihood",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			return m.Sub(m.Log1p(m.Exp(in[0])), m.Mul(in[1], in[0]))
		},
		Derivatives: []Meaning{
			func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
				one := arith.Int(m, 1)
				return m.Sub(m.Div(one, m.Add(one, m.Exp(m.Neg(in[0])))), in[1])
			},
			func(m arith.Machine, in []arith.Value, _ []int) arith.Value { return m.Neg(in[0]) },
		},
		Kernel: &arith.Kernel{Binary: kernel.CrossEntropy, ULP: 2},
		Run:    binaryArrays(kernel.CrossEntropies, kernel.CrossEntropies32),
		Domain: []Interval{everywhere, {0, 1}},
		SymDiff: func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
			b := builder{}
			return gorgonia.Nodes{
				b.mul(grad, b.apply(residual, in[0], in[1])),
				b.neg(b.mul(grad, in[0])),
			}, b.err
		},
	}
	residual = &Op{
		Name: "residual", Args: []string{"z", "y"}, Formula: "1/(1+e^−z) − y",
		Source: "derivative of cross-entropy by z: a − y",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			// (1 − y − y e^−z)/(1+e^−z): nothing cancels for y in {0, 1}.
			one := arith.Int(m, 1)
			e := m.Exp(m.Neg(in[0]))
			return m.Div(m.Sub(m.Sub(one, in[1]), m.Mul(in[1], e)), m.Add(one, e))
		},
		Derivatives: []Meaning{
			derivativeOfSigmoid,
			func(m arith.Machine, _ []arith.Value, shape []int) arith.Value {
				return m.Gather(arith.Int(m, -1), shape, func(int) int { return 0 })
			},
		},
		Kernel: &arith.Kernel{Binary: kernel.Residual, ULP: 4, Scale: residualScale},
		Run:    binaryArrays(kernel.Residuals, kernel.Residuals32),
		Domain: []Interval{everywhere, {0, 1}},
		SymDiff: func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
			b := builder{}
			return gorgonia.Nodes{b.mul(grad, b.apply(sigmoidSlope, in[0])), b.neg(grad)}, b.err
		},
	}
)

var everywhere = Interval{-math.MaxFloat64, math.MaxFloat64}

func init() {
	Register(crossEntropy)
	Register(residual)
	RegisterJoint(&Joint{ // they share the exponential, which is most of their work
		Ops: []*Op{crossEntropy, residual},
		Float64: func(out [][]float64, in []Operand[float64]) {
			kernel.CrossEntropiesAndResiduals(out[0], out[1], in[0].Data, in[1].Data)
		},
		Float32: func(out [][]float32, in []Operand[float32]) {
			kernel.CrossEntropiesAndResiduals32(out[0], out[1], in[0].Data, in[1].Data)
		},
	})
}

// CrossEntropy is the node of the loss of each example from its logit z and its
// label y in {0, 1}, both of one shape: finite for every finite z.
func CrossEntropy(z, y *gorgonia.Node) (*gorgonia.Node, error) { return Apply(crossEntropy, z, y) }

// residualScale is what the error of a residual is counted in units of, where its
// label is soft: σ(z) − y vanishes where σ(z) = y.
func residualScale(_, y float64) float64 {
	if y == 0 || y == 1 {
		return 0
	}
	return math.Abs(y)
}

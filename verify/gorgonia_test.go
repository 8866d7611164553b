package verify

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/graph"
	"surefoot/ops/arith"
)

// A nativeGraph is a graph of Gorgonia's own ops: a function of inputs x and y of
// these shapes, of numbers from low to high.
type nativeGraph struct {
	name      string
	x, y      []int // y nil: a function of x alone
	low, high float64
	build     func(x, y node) (node, error)
}

func ofOne(name string, f func(x node) (node, error), low, high float64) nativeGraph {
	return nativeGraph{name, []int{2, 3}, nil, low, high, func(x, _ node) (node, error) { return f(x) }}
}

func ofTwo(name string, f func(x, y node) (node, error), low, high float64, x, y []int) nativeGraph {
	return nativeGraph{name, x, y, low, high, f}
}

// nativeGraphs are graphs through Gorgonia's public functions. Nothing here says
// which of its gradients are right.
var nativeGraphs = []nativeGraph{
	ofOne("Abs", gorgonia.Abs, -3, 3),
	ofOne("Sin", gorgonia.Sin, -3, 3),
	ofOne("Cos", gorgonia.Cos, -3, 3),
	ofOne("Exp", gorgonia.Exp, -3, 3),
	ofOne("Log", gorgonia.Log, 0.2, 3),
	ofOne("Log2", gorgonia.Log2, 0.2, 3),
	ofOne("Neg", gorgonia.Neg, -3, 3),
	ofOne("Square", gorgonia.Square, -3, 3),
	ofOne("Sqrt", gorgonia.Sqrt, 0.2, 3),
	ofOne("Inverse", gorgonia.Inverse, 0.2, 3),
	ofOne("InverseSqrt", gorgonia.InverseSqrt, 0.2, 3),
	ofOne("Cube", gorgonia.Cube, -3, 3),
	ofOne("Tanh", gorgonia.Tanh, -3, 3),
	ofOne("Sigmoid", gorgonia.Sigmoid, -3, 3),
	ofOne("Log1p", gorgonia.Log1p, -0.5, 3),
	ofOne("Expm1", gorgonia.Expm1, -3, 3),
	ofOne("Softplus", gorgonia.Softplus, -3, 3),
	ofOne("Mish", gorgonia.Mish, -3, 3),
	ofOne("Rectify", gorgonia.Rectify, -3, 3),
	ofOne("LeakyRelu", func(x node) (node, error) { return gorgonia.LeakyRelu(x, 0.3) }, -3, 3),
	ofOne("Max", func(x node) (node, error) { return gorgonia.Max(x) }, -3, 3),
	ofOne("Max along 1", func(x node) (node, error) { return gorgonia.Max(x, 1) }, -3, 3),
	ofOne("Mean", func(x node) (node, error) { return gorgonia.Mean(x) }, -3, 3),
	ofOne("Mean along 0", func(x node) (node, error) { return gorgonia.Mean(x, 0) }, -3, 3),
	ofOne("Sum along 1", func(x node) (node, error) { return gorgonia.Sum(x, 1) }, -3, 3),
	ofOne("Norm", func(x node) (node, error) { return gorgonia.Norm(x, 0, 2) }, 0.2, 3),
	ofOne("LogSumExp", func(x node) (node, error) { return gorgonia.LogSumExp(x, 1) }, -3, 3),
	ofOne("SoftMax", func(x node) (node, error) { return gorgonia.SoftMax(x, 1) }, -3, 3),
	ofOne("SoftMax along 0", func(x node) (node, error) { return gorgonia.SoftMax(x, 0) }, -3, 3),
	ofOne("LogSoftMax", func(x node) (node, error) { return gorgonia.LogSoftMax(x, 1) }, -3, 3),
	ofOne("Transpose", func(x node) (node, error) { return gorgonia.Transpose(x, 1, 0) }, -3, 3),
	ofOne("Reshape", func(x node) (node, error) { return gorgonia.Reshape(x, tensor.Shape{3, 2}) }, -3, 3),
	ofOne("Ravel", gorgonia.Ravel, -3, 3),
	ofOne("Slice", func(x node) (node, error) { return gorgonia.Slice(x, nil, gorgonia.S(1, 3)) }, -3, 3),
	ofOne("Slice of a row", func(x node) (node, error) { return gorgonia.Slice(x, gorgonia.S(1)) }, -3, 3),
	ofOne("x + x", func(x node) (node, error) { return gorgonia.Add(x, x) }, -3, 3),
	ofOne("x³ by powers", func(x node) (node, error) { return gorgonia.Pow(x, gorgonia.NewConstant(3.0)) }, -3, 3),
	ofOne("√x by powers", func(x node) (node, error) { return gorgonia.Pow(x, gorgonia.NewConstant(0.5)) }, 0.2, 3),
	ofOne("c / x", func(x node) (node, error) { return gorgonia.HadamardDiv(gorgonia.NewConstant(0.7), x) }, 0.2, 3),
	ofOne("x / c", func(x node) (node, error) { return gorgonia.HadamardDiv(x, gorgonia.NewConstant(0.7)) }, 0.2, 3),
	ofOne("c − x", func(x node) (node, error) { return gorgonia.Sub(gorgonia.NewConstant(0.7), x) }, 0.2, 3),
	ofTwo("Add", gorgonia.Add, -3, 3, []int{2, 3}, []int{2, 3}),
	ofTwo("Sub", gorgonia.Sub, -3, 3, []int{2, 3}, []int{2, 3}),
	ofTwo("HadamardProd", gorgonia.HadamardProd, -3, 3, []int{2, 3}, []int{2, 3}),
	ofTwo("HadamardDiv", gorgonia.HadamardDiv, 0.2, 3, []int{2, 3}, []int{2, 3}),
	ofTwo("Pow", gorgonia.Pow, 0.2, 3, []int{2, 3}, []int{2, 3}),
	ofTwo("scalar · matrix", gorgonia.HadamardProd, -3, 3, scalar, []int{2, 3}),
	ofTwo("scalar − matrix", gorgonia.Sub, -3, 3, scalar, []int{2, 3}),
	ofTwo("matrix ÷ scalar", gorgonia.HadamardDiv, 0.2, 3, []int{2, 3}, scalar),
	ofTwo("MaxBetween", gorgonia.MaxBetween, -3, 3, []int{2, 3}, []int{2, 3}),
	ofTwo("MinBetween", gorgonia.MinBetween, -3, 3, []int{2, 3}, []int{2, 3}),
	ofTwo("BinaryXent", gorgonia.BinaryXent, 0.1, 0.9, []int{4}, []int{4}),
	ofTwo("matrix · matrix", gorgonia.Mul, -3, 3, []int{2, 3}, []int{3, 4}),
	ofTwo("matrix · vector", gorgonia.Mul, -3, 3, []int{2, 3}, []int{3}),
	ofTwo("vector · matrix", gorgonia.Mul, -3, 3, []int{2}, []int{2, 3}),
	ofTwo("vector · vector", gorgonia.Mul, -3, 3, []int{3}, []int{3}),
	ofTwo("square · square", gorgonia.Mul, -3, 3, []int{3, 3}, []int{3, 3}),
	ofTwo("OuterProd", gorgonia.OuterProd, -3, 3, []int{2}, []int{3}),
	ofTwo("OuterProd of one length", gorgonia.OuterProd, -3, 3, []int{3}, []int{3}),
	ofTwo("BatchedMatMul", func(x, y node) (node, error) { return gorgonia.BatchedMatMul(x, y) }, -3, 3, []int{2, 2, 3}, []int{2, 3, 2}),
	ofTwo("Tensordot", func(x, y node) (node, error) { return gorgonia.Tensordot([]int{1}, []int{0}, x, y) }, -3, 3, []int{2, 3}, []int{3, 2}),
	ofTwo("Concat", func(x, y node) (node, error) { return gorgonia.Concat(0, x, y) }, -3, 3, []int{2, 3}, []int{2, 3}),
	ofTwo("Concat along 1", func(x, y node) (node, error) { return gorgonia.Concat(1, x, y) }, -3, 3, []int{2, 3}, []int{2, 2}),
	ofTwo("BroadcastAdd of a row", func(x, y node) (node, error) { return gorgonia.BroadcastAdd(x, y, nil, []byte{0}) }, -3, 3, []int{2, 3}, []int{3}),
	ofTwo("BroadcastAdd of (1,3)", func(x, y node) (node, error) { return gorgonia.BroadcastAdd(x, y, nil, []byte{0}) }, -3, 3, []int{2, 3}, []int{1, 3}),
	ofTwo("BroadcastHadamardProd", func(x, y node) (node, error) { return gorgonia.BroadcastHadamardProd(x, y, nil, []byte{1}) }, -3, 3, []int{2, 3}, []int{2, 1}),
	ofTwo("a layer", func(x, y node) (node, error) { return gorgonia.Tanh(must(gorgonia.Mul(x, y))) }, -1, 1, []int{4, 3}, []int{3, 2}),
}

// scalar is the shape of one number, told from no shape.
var scalar = []int{}

// claims builds Σ c ⊙ f(x, y) with random weights c as an input, and lets Gorgonia
// differentiate it.
func (s nativeGraph) claims() ([]Claim, error) {
	g := gorgonia.NewGraph()
	x := inputNode(g, "x", s.x)
	wrt := []node{x}
	var y node
	if s.y != nil {
		y = inputNode(g, "y", s.y)
		wrt = append(wrt, y)
	}
	out, err := s.build(x, y)
	if err != nil {
		return nil, err
	}
	weighted, err := gorgonia.HadamardProd(inputNode(g, "c", out.Shape()), out)
	if err != nil {
		return nil, err
	}
	cost, err := gorgonia.Sum(weighted)
	if err != nil {
		return nil, err
	}
	return Claims(cost, wrt...)
}

// differs is the independent judge: central differences in 200 bits, with a step
// of 2⁻⁶⁰, which are right to about 2⁻¹⁰⁰. It says whether the claimed gradient is off
// by more than 1e-9 of its largest entry.
func (s nativeGraph) differs(t *testing.T, claims []Claim) (bool, string) {
	t.Helper()
	c := newClaimed(claims)
	m := arith.Over[*big.Float]{A: arith.Big{Precision: 200}}
	at := c.drawn(5, "", func(r *rand.Rand) float64 { return s.low + (s.high-s.low)*r.Float64() })
	values := c.setting(m, func(n node) arith.Value { return m.Floats(at.numbers[n], n.Shape()...) })
	for _, claim := range claims {
		gradient, err := graph.Interpret(m, values, claim.Gradient)
		if err != nil {
			return true, err.Error()
		}
		claimed := m.Float64s(gradient[0])
		if len(claimed) != arith.Size(claim.Wrt.Shape()) {
			return true, fmt.Sprintf("%s has %d entries", claim.quantity(), len(claimed))
		}
		for k := range claimed {
			cost := func(step float64) arith.Value {
				moved := graph.Values{}
				for n, v := range values {
					moved[n] = v
				}
				delta := basis(len(claimed), k)
				delta[k] = step
				moved[claim.Wrt] = m.Add(values[claim.Wrt], m.Floats(delta, claim.Wrt.Shape()...))
				out, err := graph.Interpret(m, moved, claim.Cost)
				if err != nil {
					t.Fatal(err)
				}
				return out[0]
			}
			const h = 0x1p-60
			slope := m.Float64s(m.Div(m.Sub(cost(h), cost(-h)), m.Floats([]float64{2 * h})))[0]
			if !(math.Abs(slope-claimed[k]) <= 1e-9*(1+math.Abs(slope))) {
				return true, fmt.Sprintf("%s[%d]: %g by differences, %g claimed", claim.quantity(), k, slope, claimed[k])
			}
		}
	}
	return false, ""
}

// The checker finds the wrong gradients of Gorgonia's own ops, and accuses none of
// the right ones; which they are is decided by differences in high precision.
func TestGorgoniasOwnOps(t *testing.T) {
	right, wrong := 0, 0
	for _, s := range nativeGraphs {
		claims, err := s.claims()
		if err != nil {
			t.Logf("%-26s cannot be differentiated: %v", s.name, err)
			continue
		}
		report, err := Check(context.Background(), claims)
		if err != nil {
			t.Errorf("%s: %v", s.name, err)
			continue
		}
		off, why := s.differs(t, claims)
		failed, _ := report.Failed()
		switch {
		case off && report.Verdict == Fail:
			wrong++
			t.Logf("%-26s is wrong: %s", s.name, failed.Witness())
		case !off && report.Verdict == Pass:
			right++
			for _, f := range report.Checks {
				if f.Bits > 0 {
					t.Logf("%-26s passes %s", s.name, f.Diagnosis)
				}
			}
		case !off && report.Verdict == Inconclusive && strings.Contains(failed.Diagnosis, "constants"):
			t.Logf("%-26s %s", s.name, failed.Witness())
		default:
			t.Errorf("%s: %v, and by differences %q: %s", s.name, report.Verdict, why, failed.Witness())
		}
	}
	t.Logf("%d right, %d wrong", right, wrong)
	if wrong == 0 || right < 40 {
		t.Errorf("%d right and %d wrong: the test sees too little", right, wrong)
	}
}

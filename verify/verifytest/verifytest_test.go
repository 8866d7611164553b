package verifytest_test

import (
	"fmt"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/ops"
	"surefoot/ops/arith"
	"surefoot/verify"
	"surefoot/verify/verifytest"
)

type node = *gorgonia.Node

var must = gorgonia.Must

func vector(g *gorgonia.ExprGraph, name string, n int) node {
	return gorgonia.NewVector(g, gorgonia.Float64, gorgonia.WithShape(n), gorgonia.WithName(name))
}

// cubed is x³ with a derivative of somebody's making.
func cubed(name string, derivative func(x, grad node) (node, error)) *ops.Op {
	return &ops.Op{
		Name: name, Args: []string{"x"}, Formula: "x³",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			return m.Mul(in[0], m.Mul(in[0], in[0]))
		},
		SymDiff: func(in gorgonia.Nodes, _, grad node) (gorgonia.Nodes, error) {
			d, err := derivative(in[0], grad)
			return gorgonia.Nodes{d}, err
		},
	}
}

// times is k x² grad.
func times(k float64) func(x, grad node) (node, error) {
	return func(x, grad node) (node, error) {
		return gorgonia.HadamardProd(grad, must(gorgonia.HadamardProd(gorgonia.NewConstant(k), must(gorgonia.HadamardProd(x, x)))))
	}
}

func TestRightGradientsPass(t *testing.T) {
	g := gorgonia.NewGraph()
	x := vector(g, "x", 4)
	r := &recorder{}
	verifytest.Gradients(r, must(gorgonia.Sum(must(ops.Apply(cubed("cubed", times(3)), x)))), x)
	if len(r.errors) > 0 || !r.helper {
		t.Errorf("a right gradient fails, or the helper is not marked: %v", r.errors)
	}
	if len(r.logs) != 1 || !strings.Contains(r.logs[0], "seeds [") {
		t.Errorf("the seeds are not logged: %q", r.logs)
	}
	z := vector(gorgonia.NewGraph(), "z", 3)
	verifytest.Gradients(t, must(gorgonia.Sum(must(ops.Sigmoid(z)))), z)
}

// The failure messages are read by people: each is a golden file.
func TestFailuresReadWell(t *testing.T) {
	for name, build := range map[string]func() (cost node, wrt []node){
		"factor": func() (node, []node) {
			x := vector(gorgonia.NewGraph(), "x", 4)
			return must(gorgonia.Sum(must(ops.Apply(cubed("cubed", times(2)), x)))), []node{x}
		},
		"last_bit": func() (node, []node) {
			x := vector(gorgonia.NewGraph(), "x", 4)
			return must(gorgonia.Sum(must(ops.Apply(cubed("cubed", times(3+0x1p-51)), x)))), []node{x}
		},
		"matrix_entry": func() (node, []node) {
			g := gorgonia.NewGraph()
			w := gorgonia.NewMatrix(g, gorgonia.Float64, gorgonia.WithShape(2, 3), gorgonia.WithName("W"))
			wrong := cubed("cubed", func(x, grad node) (node, error) {
				right := must(times(3)(x, grad))
				return gorgonia.Add(right, must(gorgonia.HadamardProd(grad, onlyEntry(g, 1, 2))))
			})
			return must(gorgonia.Sum(must(ops.Apply(wrong, w)))), []node{w}
		},
		"not_a_number": func() (node, []node) {
			x := vector(gorgonia.NewGraph(), "x", 3)
			wrong := cubed("cubed", func(x, _ node) (node, error) {
				zero := must(gorgonia.Sub(x, x))
				return gorgonia.HadamardDiv(zero, zero)
			})
			return must(gorgonia.Sum(must(ops.Apply(wrong, x)))), []node{x}
		},
		"shape": func() (node, []node) {
			x := vector(gorgonia.NewGraph(), "x", 3)
			wrong := cubed("cubed", func(x, _ node) (node, error) { return gorgonia.Sum(x) })
			return must(gorgonia.Sum(must(ops.Apply(wrong, x)))), []node{x}
		},
		"no_symbolic_derivative": func() (node, []node) {
			x := vector(gorgonia.NewGraph(), "x", 3)
			wrong := cubed("cubed", nil)
			wrong.SymDiff = nil
			return must(gorgonia.Sum(must(ops.Apply(wrong, x)))), []node{x}
		},
		"panic": func() (node, []node) {
			x := vector(gorgonia.NewGraph(), "x", 3)
			wrong := cubed("cubed", func(_, _ node) (node, error) { panic("index out of range [3] with length 3") })
			return must(gorgonia.Sum(must(ops.Apply(wrong, x)))), []node{x}
		},
		"not_a_scalar": func() (node, []node) {
			x := vector(gorgonia.NewGraph(), "x", 3)
			return must(ops.Apply(cubed("cubed", times(3)), x)), []node{x}
		},
	} {
		cost, wrt := build()
		r := &recorder{}
		verifytest.Gradients(r, cost, wrt...)
		if len(r.errors) != 1 {
			t.Errorf("%s: %d failures where one is due: %q", name, len(r.errors), r.errors)
			continue
		}
		golden(t, name+".txt", r.errors[0])
	}
}

// onlyEntry is a constant (2,3) of zeros and a 1.
func onlyEntry(g *gorgonia.ExprGraph, i, j int) node {
	x := make([]float64, 6)
	x[3*i+j] = 1
	return constant(g, x, 2, 3)
}

func TestDifferentiatedGraphsAreRefused(t *testing.T) {
	x := vector(gorgonia.NewGraph(), "x", 3)
	cost := must(gorgonia.Sum(must(ops.Apply(cubed("cubed", times(3)), x))))
	if _, err := verify.Claims(cost, x); err != nil {
		t.Fatal(err)
	}
	r := &recorder{}
	verifytest.Gradients(r, cost, x)
	golden(t, "twice.txt", fmt.Sprint(r.errors))
}

// A dossier is checked as a whole.
func TestOp(t *testing.T) {
	verifytest.Op(t, cubed("cubed", times(3)))
	r := &recorder{}
	verifytest.Op(r, cubed("cubed", times(4)))
	golden(t, "op.txt", strings.Join(r.errors, "\n"))
	r = &recorder{}
	coarse := cubed("cubed", times(3))
	coarse.Kernel = &arith.Kernel{ULP: 2, Unary: func(x float64) float64 { return float64(float32(x * x * x)) }}
	verifytest.Op(r, coarse)
	golden(t, "coarse.txt", strings.Join(r.errors, "\n"))
	for _, op := range ops.All() {
		verifytest.Op(t, op)
	}
}

func constant(_ *gorgonia.ExprGraph, x []float64, shape ...int) node {
	return gorgonia.NewConstant(tensor.New(tensor.WithShape(shape...), tensor.WithBacking(x)), gorgonia.WithName(fmt.Sprint(x)))
}

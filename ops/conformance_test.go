package ops_test

import (
	"math"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// Every registered op conforms; one that is registered tomorrow is in All.
func TestConformance(t *testing.T) {
	if len(ops.All()) == 0 {
		t.Fatal("the table is empty")
	}
	for _, op := range ops.All() {
		t.Run(op.Name, func(t *testing.T) {
			if op.Formula == "" || op.Source == "" || len(op.Args) == 0 || op.Meaning == nil {
				t.Error("the dossier is incomplete")
			}
			if op.Domain != nil && len(op.Domain) != len(op.Args) {
				t.Error("the domain has another number of operands")
			}
			if err := conform(op); err != nil {
				t.Error(err)
			}
		})
	}
}

// The checker itself: with any one side of a dossier corrupted, and the others
// right, it must refuse. The factor's error is far below what a float64 check
// with a usual tolerance would see.
const corruption = 1 + 0x1p-30

// corrupted is f times corruption.
func corrupted(f ops.Meaning) ops.Meaning {
	return func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
		return m.Mul(f(m, in, shape), m.Floats([]float64{corruption}))
	}
}

func TestConformanceRefusesACorruptedMeaning(t *testing.T) {
	for _, op := range ops.All() {
		if vanishes(op, 0) {
			continue // see TestConformanceRefusesADerivativeThatShouldVanish
		}
		bad := *op
		bad.Meaning = corrupted(op.Meaning)
		refuse(t, &bad, "meaning", "forward")
	}
}

func TestConformanceRefusesACorruptedDerivative(t *testing.T) {
	for _, op := range ops.All() {
		for k := range op.Derivatives {
			if vanishes(op, k) {
				continue
			}
			bad := *op
			bad.Derivatives = append([]ops.Meaning(nil), op.Derivatives...)
			bad.Derivatives[k] = corrupted(op.Derivatives[k])
			refuse(t, &bad, "derivative by "+op.Args[k], "by hand")
		}
	}
}

func TestConformanceRefusesACorruptedSymDiff(t *testing.T) {
	for _, op := range ops.All() {
		for k := range op.Args {
			if vanishes(op, k) {
				continue
			}
			bad := *op
			bad.SymDiff = func(in gorgonia.Nodes, out, grad *gorgonia.Node) (gorgonia.Nodes, error) {
				nodes, err := op.SymDiff(in, out, grad)
				if err == nil {
					nodes[k], err = gorgonia.HadamardProd(nodes[k], gorgonia.NewConstant(corruption))
				}
				return nodes, err
			}
			refuse(t, &bad, "symbolic derivative by "+op.Args[k], "symbolic")
		}
	}
}

func TestConformanceRefusesACorruptedKernel(t *testing.T) {
	for _, op := range ops.All() {
		if op.Kernel == nil {
			continue
		}
		kernel, right := *op.Kernel, *op.Kernel
		wrong := func(v float64) float64 { return v + (2*right.ULP+1)*arith.ULP(v) }
		if kernel.Unary != nil {
			kernel.Unary = func(x float64) float64 { return wrong(right.Unary(x)) }
		} else {
			kernel.Binary = func(x, y float64) float64 { return wrong(right.Binary(x, y)) }
		}
		bad := *op
		bad.Kernel = &kernel
		refuse(t, &bad, "kernel", "kernel")
	}
}

func TestConformanceRefusesACorruptedRun(t *testing.T) {
	for _, op := range ops.All() {
		right := op.Runs().Float64
		bad := *op
		bad.Run.Float64 = func(out []float64, in []ops.Operand[float64]) {
			right(out, in)
			at := 0 // the largest: a slope may have underflowed to 0
			for i, x := range out {
				if math.Abs(x) > math.Abs(out[at]) {
					at = i
				}
			}
			out[at] *= corruption
		}
		refuse(t, &bad, "run", "Run")
	}
}

// Faults that are made in practice rather than planted by a factor.
func TestConformanceRefusesUsualMistakes(t *testing.T) {
	sigmoid := *named(t, "sigmoid")
	swapped := *named(t, "cross-entropy")
	swapped.SymDiff = func(in gorgonia.Nodes, out, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		nodes, err := named(t, "cross-entropy").SymDiff(in, out, grad)
		return gorgonia.Nodes{nodes[1], nodes[0]}, err
	}
	refuse(t, &swapped, "order of symbolic derivatives", "symbolic")
	forgotten := sigmoid
	forgotten.SymDiff = func(in gorgonia.Nodes, _, _ *gorgonia.Node) (gorgonia.Nodes, error) {
		node, err := ops.Apply(named(t, "sigmoid-slope"), in[0])
		return gorgonia.Nodes{node}, err // the cotangent of the chain rule is missing
	}
	refuse(t, &forgotten, "forgotten cotangent", "symbolic")
	naive := sigmoid
	naive.Kernel = &arith.Kernel{ULP: 2, Unary: func(z float64) float64 { return 1 / (1 + math.Exp(-z)) }}
	refuse(t, &naive, "naive kernel", "kernel")
	missing := sigmoid
	missing.Derivatives = nil
	refuse(t, &missing, "missing derivatives", "0 derivatives")
	reduced := *named(t, "affine")
	reduced.SymDiff = func(in gorgonia.Nodes, out, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		nodes, err := named(t, "affine").SymDiff(in, out, grad)
		return gorgonia.Nodes{nodes[0], nodes[1], grad}, err // db is not summed
	}
	refuse(t, &reduced, "gradient of another shape", "shape")
}

// refuse requires that the checker's reason has the given word in it.
func refuse(t *testing.T, bad *ops.Op, side, word string) {
	t.Helper()
	if err := conform(bad); err == nil {
		t.Errorf("%s with a corrupted %s conforms", bad.Name, side)
	} else if !strings.Contains(err.Error(), word) {
		t.Errorf("a corrupted %s is refused for another reason: %v", side, err)
	}
}

package ops_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// value32 is a float32 value of the given shape.
func value32(x []float32, shape ...int) gorgonia.Value {
	if len(shape) == 0 {
		return gorgonia.NewF32(x[0])
	}
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(slices.Clone(x)))
}

// On float32 values every op is its float64 result, rounded once.
func TestDoFloat32(t *testing.T) {
	random := rand.New(rand.NewPCG(61, 62))
	for _, op := range ops.All() {
		shapes := slices.Repeat([][]int{{2, 3}}, len(op.Args))
		if op.Ranks != nil {
			shapes = op.SampleShapes()
		}
		for _, scalar := range []bool{false, true} {
			if scalar && op.Ranks != nil {
				continue
			}
			var narrow, wide []gorgonia.Value
			for k := range shapes {
				if scalar {
					shapes[k] = nil
				}
				x := make([]float32, arith.Size(shapes[k]))
				for i := range x {
					x[i] = float32(samples(op, random, 6, 20)[k][i%6])
				}
				narrow, wide = append(narrow, value32(x, shapes[k]...)), append(wide, value(numbers(t, value32(x, shapes[k]...)), shapes[k]...))
			}
			got, err := applied(t, op.Name, shapes...).Do(narrow...)
			if err != nil {
				t.Fatal(err)
			}
			want, err := applied(t, op.Name, shapes...).Do(wide...)
			if err != nil {
				t.Fatal(err)
			}
			if got.Dtype() != tensor.Float32 || !slices.Equal(got.Shape(), want.Shape()) {
				t.Errorf("%s of float32 is %v of shape %v", op.Name, got.Dtype(), got.Shape())
			}
			for i, w := range numbers(t, want) {
				if g := numbers(t, got)[i]; g != float64(float32(w)) && !(math.IsNaN(g) && math.IsNaN(w)) {
					t.Errorf("%s in float32 is %v, and %v in float64", op.Name, g, w)
				}
			}
		}
	}
}

// A float32 evaluation of the dossier's own is what float32 graphs run, and float64
// graphs do not.
func TestDoRunsTheFloat32Kernel(t *testing.T) {
	for _, args := range [][]string{{"x"}, {"x", "y"}} {
		op := &ops.Op{Name: "own", Args: args, Kernel: &arith.Kernel{Single: &arith.Single{ULP: 1}}}
		if len(args) == 1 {
			op.Kernel.Unary = func(x float64) float64 { return x }
			op.Kernel.Single.Unary = func(x float32) float32 { return -x }
		} else {
			op.Kernel.Binary = func(x, _ float64) float64 { return x }
			op.Kernel.Single.Binary = func(x, _ float32) float32 { return -x }
		}
		in := slices.Repeat([]arith.Value{arith.NewArray([]float64{1, 2}, 2)}, len(args))
		if got := op.Evaluate32(in, []int{2}); !slices.Equal(got, []float32{-1, -2}) {
			t.Errorf("%v: %v", args, got)
		}
		m := arith.Over[float64]{A: arith.Float64{}}
		if got := m.Elements(op.Evaluate(m, in, []int{2})); !slices.Equal(got, []float64{1, 2}) {
			t.Errorf("%v in float64: %v", args, got)
		}
		if op.Kernel.ULP32() != 1 {
			t.Errorf("it declares 1 ulp, and ULP32 says %v", op.Kernel.ULP32())
		}
	}
}

// Numbers of float32 views: the second opinion is the tensor's own iterator.
func TestNumbersOfFloat32Views(t *testing.T) {
	for name, v := range views(t) {
		backing := make([]float32, len(v.Float64s()))
		for i, x := range v.Float64s() {
			backing[i] = float32(x)
		}
		if len(v.Shape()) != 2 || v.DataOrder().IsColMajor() {
			continue
		}
		single := tensor.New(tensor.WithShape(v.Shape()[1], v.Shape()[0]), tensor.WithBacking(backing[:v.Shape().TotalSize()]))
		if err := single.T(); err != nil {
			t.Fatal(err)
		}
		got := numbers(t, single)
		for i := range got {
			want, err := single.At(i/v.Shape()[1], i%v.Shape()[1])
			if err != nil {
				t.Fatal(err)
			}
			if got[i] != float64(want.(float32)) {
				t.Errorf("%s: element %d is %v, not %v", name, i, got[i], want)
			}
		}
	}
}

// The symbolic derivatives of every op are float32 nodes of the operands' shapes.
func TestSymDiffOfFloat32(t *testing.T) {
	for _, op := range ops.All() {
		shapes := slices.Repeat([][]int{{2, 3}}, len(op.Args))
		if op.Ranks != nil {
			shapes = op.SampleShapes()
		}
		g := gorgonia.NewGraph()
		var in gorgonia.Nodes
		for k, shape := range shapes {
			in = append(in, input32(g, op.Args[k], shape...))
		}
		out := must(t)(ops.Apply(op, in...))
		derivatives, err := op.SymDiff(in, out, input32(g, "cotangent", out.Shape()...))
		if err != nil {
			t.Errorf("%s: %v", op.Name, err)
			continue
		}
		for k, d := range derivatives {
			if d.Dtype() != tensor.Float32 || !d.Shape().Eq(in[k].Shape()) {
				t.Errorf("∂%s/∂%s is %v of shape %v", op.Name, op.Args[k], d.Dtype(), d.Shape())
			}
		}
	}
}

// input32 is a node for float32 numbers of the given shape.
func input32(g *gorgonia.ExprGraph, name string, shape ...int) *gorgonia.Node {
	if len(shape) == 0 {
		return gorgonia.NewScalar(g, tensor.Float32, gorgonia.WithName(name))
	}
	return gorgonia.NewTensor(g, tensor.Float32, len(shape), gorgonia.WithShape(shape...), gorgonia.WithName(name))
}

// A float32 graph of our ops is differentiated and run by Gorgonia's machine; each
// derivative lies within 2⁻²⁰ of the float64 graph's: its result and cotangents pass
// at most five roundings of 2⁻²⁴ each.
func TestFloat32Graph(t *testing.T) {
	z := []float64{-20, -3.5, -0.25, 0, 0.5, 2, 30}
	y := []float64{0, 1, 1, 0, 1, 0, 1}
	for name, build := range map[string]func(z, y *gorgonia.Node) (*gorgonia.Node, error){
		"sigmoid":       func(z, _ *gorgonia.Node) (*gorgonia.Node, error) { return ops.Sigmoid(z) },
		"sigmoid-slope": func(z, _ *gorgonia.Node) (*gorgonia.Node, error) { return ops.Apply(named(t, "sigmoid-slope"), z) },
		"log-sigmoid":   func(z, _ *gorgonia.Node) (*gorgonia.Node, error) { return ops.LogSigmoid(z) },
		"softplus":      func(z, _ *gorgonia.Node) (*gorgonia.Node, error) { return ops.Softplus(z) },
		"cross-entropy": ops.CrossEntropy,
	} {
		wide := slopes(t, tensor.Float64, z, y, build)
		for i, got := range slopes(t, tensor.Float32, z, y, build) {
			if off := math.Abs(got - wide[i]); !(off <= 0x1p-20*math.Abs(wide[i])) {
				t.Errorf("%s′(%v) is %v in float32 and %v in float64", name, z[i], got, wide[i])
			}
		}
	}
}

// slopes are ∂/∂z of the sum of a graph of z and y, run by Gorgonia.
func slopes(t *testing.T, of tensor.Dtype, z, y []float64, build func(z, y *gorgonia.Node) (*gorgonia.Node, error)) []float64 {
	t.Helper()
	g := gorgonia.NewGraph()
	let := func(name string, x []float64) *gorgonia.Node {
		v := value(x, len(x))
		if of == tensor.Float32 {
			narrow := make([]float32, len(x))
			for i := range x {
				narrow[i] = float32(x[i])
			}
			v = value32(narrow, len(x))
		}
		return gorgonia.NewVector(g, of, gorgonia.WithShape(len(x)), gorgonia.WithName(name), gorgonia.WithValue(v))
	}
	logits, labels := let("z", z), let("y", y)
	cost := must(t)(gorgonia.Sum(must(t)(build(logits, labels))))
	d, err := gorgonia.Grad(cost, logits)
	if err != nil {
		t.Fatal(err)
	}
	var out gorgonia.Value
	gorgonia.Read(d[0], &out)
	machine := gorgonia.NewTapeMachine(g)
	defer func() { _ = machine.Close() }()
	if err := machine.RunAll(); err != nil {
		t.Fatal(err)
	}
	if out.Dtype() != of {
		t.Errorf("the derivative holds %v", out.Dtype())
	}
	return numbers(t, out)
}

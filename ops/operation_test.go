package ops_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// applied is the Gorgonia op of the dossier of that name.
func applied(t *testing.T, name string, shapes ...[]int) gorgonia.Op {
	t.Helper()
	g := gorgonia.NewGraph()
	op := named(t, name)
	var in []*gorgonia.Node
	for k, shape := range shapes {
		in = append(in, input(g, op.Args[k], shape...))
	}
	return must(t)(ops.Apply(op, in...)).Op()
}

func numbers(t *testing.T, v gorgonia.Value) []float64 {
	t.Helper()
	x, err := ops.Numbers(v)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestDo(t *testing.T) {
	z := []float64{-800, -1, 0, 0.5, 3, 1e300}
	kernel := named(t, "sigmoid").Kernel
	for _, shape := range [][]int{{6}, {2, 3}, {6, 1}, {1, 6}, {1, 2, 3}} {
		out, err := applied(t, "sigmoid", shape).Do(value(z, shape...))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(out.Shape(), shape) {
			t.Errorf("the result of shape %v has shape %v", shape, out.Shape())
		}
		for i, got := range numbers(t, out) {
			if want := kernel.Apply(z[i]); got != want {
				t.Errorf("σ(%v) = %v, not %v", z[i], got, want)
			}
		}
	}
	for _, shape := range [][]int{{}, {1}, {1, 1}} {
		out, err := applied(t, "cross-entropy", shape, shape).Do(value([]float64{2}, shape...), value([]float64{1}, shape...))
		if err != nil {
			t.Fatal(err)
		}
		if _, scalar := out.(*gorgonia.F64); scalar != (len(shape) == 0) || !slices.Equal(out.Shape(), shape) {
			t.Errorf("one number of shape %v gives %T of shape %v", shape, out, out.Shape())
		}
		if got := numbers(t, out)[0]; math.Abs(got-math.Log1p(math.Exp(-2))) > 4*arith.ULP(got) { // 2 ulp here and there
			t.Errorf("L(2, 1) = %v", got)
		}
	}
}

func TestDoChangesNoOperandAndSharesNoMemory(t *testing.T) {
	z := value([]float64{1, 2, 3}, 3).(*tensor.Dense)
	op := applied(t, "sigmoid", []int{3})
	out, err := op.Do(z)
	if err != nil {
		t.Fatal(err)
	}
	out.(*tensor.Dense).Float64s()[0] = 99
	if got := z.Float64s(); !slices.Equal(got, []float64{1, 2, 3}) {
		t.Errorf("the operand is %v now", got)
	}
	if op.ReturnsPtr() || op.OverwritesInput() != -1 || op.CallsExtern() {
		t.Error("the op claims to share memory")
	}
}

func TestDoAffine(t *testing.T) {
	out, err := applied(t, "affine", []int{2}, []int{2, 3}, []int{}).Do(
		value([]float64{10, 100}, 2), value([]float64{1, 2, 3, 4, 5, 6}, 2, 3), gorgonia.NewF64(0.5))
	if err != nil {
		t.Fatal(err)
	}
	if got := numbers(t, out); !slices.Equal(got, []float64{410.5, 520.5, 630.5}) || !slices.Equal(out.Shape(), []int{3}) {
		t.Errorf("wᵀX + b = %v of shape %v", got, out.Shape())
	}
}

// views are tensors whose numbers do not lie in row-major order.
func views(t *testing.T) map[string]*tensor.Dense {
	t.Helper()
	random := rand.New(rand.NewPCG(51, 52))
	fresh := func(shape ...int) *tensor.Dense {
		x := make([]float64, arith.Size(shape))
		for i := range x {
			x[i] = random.NormFloat64()
		}
		return value(x, shape...).(*tensor.Dense)
	}
	slice := func(v *tensor.Dense, s ...tensor.Slice) *tensor.Dense {
		view, err := v.Slice(s...)
		if err != nil {
			t.Fatal(err)
		}
		return view.(*tensor.Dense)
	}
	turn := func(v *tensor.Dense, axes ...int) *tensor.Dense {
		if err := v.T(axes...); err != nil {
			t.Fatal(err)
		}
		return v
	}
	columns := tensor.New(tensor.WithShape(2, 3), tensor.AsFortran([]float64{1, 4, 2, 5, 3, 6}))
	return map[string]*tensor.Dense{
		"plain":                     fresh(3, 4),
		"transposed":                turn(fresh(3, 4)),
		"transposed cube":           turn(fresh(2, 3, 4), 2, 0, 1),
		"transposed column":         turn(fresh(4, 1)),
		"rows":                      slice(fresh(5, 3), gorgonia.S(1, 4)),
		"columns":                   slice(fresh(5, 4), nil, gorgonia.S(1, 3)),
		"block":                     slice(fresh(5, 4), gorgonia.S(1, 3), gorgonia.S(2, 4)),
		"one column":                slice(fresh(5, 4), nil, gorgonia.S(2)),
		"one row":                   slice(fresh(5, 4), gorgonia.S(2)),
		"every second":              slice(fresh(7), gorgonia.S(1, 7, 2)),
		"slice of a transposed":     slice(turn(fresh(3, 4)), gorgonia.S(1, 3)),
		"transposed slice":          turn(slice(fresh(5, 4), nil, gorgonia.S(1, 3))),
		"column-major":              columns,
		"transposed column-major":   turn(tensor.New(tensor.WithShape(2, 3), tensor.AsFortran([]float64{1, 4, 2, 5, 3, 6}))),
		"one number of a matrix":    slice(fresh(2, 2), gorgonia.S(1), gorgonia.S(0)),
		"one number of shape (1)":   fresh(1),
		"one number of shape (1,1)": fresh(1, 1),
	}
}

// The second opinion is the tensor's own At.
func TestNumbersOfViews(t *testing.T) {
	for name, v := range views(t) {
		got := numbers(t, v)
		shape := v.Shape()
		if len(got) != shape.TotalSize() {
			t.Errorf("%s of shape %v has %d numbers", name, shape, len(got))
			continue
		}
		for i := range got {
			index, rest := make([]int, len(shape)), i
			for k := len(shape) - 1; k >= 0; k-- {
				index[k], rest = rest%shape[k], rest/shape[k]
			}
			want := v.ScalarValue
			if len(shape) > 0 {
				want = func() any {
					x, err := v.At(index...)
					if err != nil {
						t.Fatal(name, err)
					}
					return x
				}
			}
			if got[i] != want() {
				t.Errorf("%s: element %v is %v, not %v", name, index, got[i], want())
			}
		}
	}
}

func TestDoOnViews(t *testing.T) {
	kernel := named(t, "softplus").Kernel
	for name, v := range views(t) {
		out, err := applied(t, "softplus", v.Shape()).Do(v)
		if err != nil {
			t.Fatal(err)
		}
		z := numbers(t, v)
		for i, got := range numbers(t, out) {
			if got != kernel.Apply(z[i]) {
				t.Errorf("%s: element %d is %v, not softplus(%v)", name, i, got, z[i])
			}
		}
	}
}

func TestDoRefuses(t *testing.T) {
	three := value([]float64{1, 2, 3}, 3)
	single := tensor.New(tensor.WithShape(3), tensor.WithBacking([]float32{1, 2, 3}))
	whole := tensor.New(tensor.WithShape(3), tensor.WithBacking([]int{1, 2, 3}))
	for _, c := range []struct {
		name, word string
		op         gorgonia.Op
		in         []gorgonia.Value
	}{
		{"int number", "I", applied(t, "sigmoid", []int{}), []gorgonia.Value{gorgonia.NewI(1)}},
		{"int tensor", "int", applied(t, "sigmoid", []int{3}), []gorgonia.Value{whole}},
		{"float32 label", "operand y: holds float32, and z holds float64", applied(t, "cross-entropy", []int{3}, []int{3}), []gorgonia.Value{three, single}},
		{"float32 logit", "operand y: holds float64, and z holds float32", applied(t, "cross-entropy", []int{3}, []int{3}), []gorgonia.Value{single, three}},
		{"two shapes", "one shape", applied(t, "cross-entropy", []int{3}, []int{3}), []gorgonia.Value{three, value([]float64{1, 2}, 2)}},
		{"number and tensor", "one shape", applied(t, "cross-entropy", []int{3}, []int{3}), []gorgonia.Value{gorgonia.NewF64(1), three}},
		{"one operand of two", "2 operands", applied(t, "cross-entropy", []int{3}, []int{3}), []gorgonia.Value{three}},
		{"no operand", "1 operands", applied(t, "sigmoid", []int{3}), nil},
		{
			"affine misfit", "affine", applied(t, "affine", []int{3}, []int{3, 2}, []int{}),
			[]gorgonia.Value{three, value([]float64{1, 2, 3, 4}, 2, 2), gorgonia.NewF64(0)},
		},
	} {
		out, err := c.op.Do(c.in...)
		if err == nil || !strings.Contains(err.Error(), c.word) {
			t.Errorf("%s gives %v and the error %v, which should say %q", c.name, out, err, c.word)
		}
	}
}

func TestInferShapeRefuses(t *testing.T) {
	crossEntropy := applied(t, "cross-entropy", []int{3}, []int{3})
	affine := applied(t, "affine", []int{3}, []int{3, 2}, []int{})
	shape := func(s ...int) gorgonia.DimSizer { return tensor.Shape(s) }
	for name, infer := range map[string]func() (tensor.Shape, error){
		"two shapes":  func() (tensor.Shape, error) { return crossEntropy.InferShape(shape(3), shape(2)) },
		"one operand": func() (tensor.Shape, error) { return crossEntropy.InferShape(shape(3)) },
		"no shape":    func() (tensor.Shape, error) { return crossEntropy.InferShape(shape(3), nil) },
		"misfit":      func() (tensor.Shape, error) { return affine.InferShape(shape(3), shape(2, 3), shape()) },
		"a bias each": func() (tensor.Shape, error) { return affine.InferShape(shape(3), shape(3, 2), shape(2)) },
		"w a matrix":  func() (tensor.Shape, error) { return affine.InferShape(shape(3, 1), shape(3, 2), shape()) },
	} {
		if got, err := infer(); err == nil {
			t.Errorf("%s gives the shape %v", name, got)
		}
	}
	if got, err := affine.InferShape(shape(3), shape(3, 2), shape()); err != nil || !slices.Equal(got, []int{2}) {
		t.Errorf("affine of (3), (3,2), () has shape %v: %v", got, err)
	}
	g := gorgonia.NewGraph()
	if node, err := ops.CrossEntropy(input(g, "z", 3), input(g, "y", 2)); err == nil {
		t.Errorf("the loss of three logits and two labels is %v", node)
	}
	if node, err := ops.Affine(input(g, "w", 3), input(g, "X", 2, 3), input(g, "b")); err == nil {
		t.Errorf("wᵀX of (3) and (2,3) is %v", node)
	}
}

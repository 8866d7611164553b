package ops_test

import (
	"math"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
)

// given is an input of the given numbers.
func (s *sheet) given(x []float64, shape ...int) *gorgonia.Node {
	node := s.input(shape...)
	s.known[node] = float64s.Floats(x, shape...)
	return node
}

// At and beside its boundary each piecewise op takes the branch that Gorgonia's
// own takes, and its gradient's nodes do, too.
func TestNativeBoundaries(t *testing.T) {
	around := []float64{-1, -0x1p-1074, 0, 0x1p-1074, 1}
	unaries := []func(x *gorgonia.Node) (*gorgonia.Node, error){
		gorgonia.Abs, gorgonia.Sign, gorgonia.Rectify,
		func(x *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.LeakyRelu(x, 0.5) },
	}
	for k, f := range unaries {
		for _, v := range around { // Gorgonia's sign of a scalar differs from that of a tensor
			s := newSheet(t)
			s.must(f(s.given([]float64{v})))
			s.compare()
		}
		s := newSheet(t)
		node := s.must(f(s.given(around, 5)))
		if k != 1 { // the sign has no derivative
			s.grad(node)
		}
		s.compare()
	}
	left, right := []float64{0, 1, 1, -2, 5, 0x1p-1074, 3}, []float64{0, 1, math.Nextafter(1, 2), -2, -5, 0, math.Nextafter(3, 0)}
	for _, f := range []func(a, b *gorgonia.Node, same bool) (*gorgonia.Node, error){
		gorgonia.Lt, gorgonia.Gt, gorgonia.Lte, gorgonia.Gte, gorgonia.Eq, gorgonia.Ne,
	} {
		s := newSheet(t)
		s.must(f(s.given(left, 7), s.given(right, 7), true))
		s.must(f(s.given(left, 7), gorgonia.NewConstant(1.0), true))
		s.must(f(s.given([]float64{1}), gorgonia.NewConstant(1.0), true))
		s.compare()
	}
	for _, f := range []func(a, b *gorgonia.Node) (*gorgonia.Node, error){gorgonia.MinBetween, gorgonia.MaxBetween} {
		s := newSheet(t)
		s.grad(s.must(f(s.given(left, 7), s.given(right, 7))))
		s.compare()
	}
	s := newSheet(t) // ties, and none
	s.grad(s.must(gorgonia.Max(s.given([]float64{-3, -1, -1, -7, -2, -5, -4, -9}, 2, 4), 1)))
	s.compare()
}

// tanh keeps the bound that it declares, on every size of number, and is finite at
// the ends; sigmoid and softplus share the kernels of our own ops.
func TestPrecisionOfTanh(t *testing.T) {
	g := gorgonia.NewGraph()
	tanh, err := gorgonia.Tanh(input(g, "x", 2))
	op := native(t, tanh, err)
	worst, at := 0.0, 0.0
	for _, x := range logits(1500) {
		e := high.Expm1(high.Float(-2 * math.Abs(x))) // e^2x overflows no big.Float, but 1/e^2x is as good
		exact := high.Div(high.Neg(e), high.Add(e, high.Float(2)))
		if x < 0 {
			exact = high.Neg(exact)
		}
		if off := units(op.Kernel.Apply(x), exact, 0); !(off <= worst) {
			worst, at = off, x
		}
	}
	if t.Logf("worst %.3f ulp at %v", worst, at); !(worst <= op.Kernel.ULP) {
		t.Errorf("tanh(%v) is %.3f ulp off; it declares %v", at, worst, op.Kernel.ULP)
	}
	for x, want := range map[float64]float64{math.Inf(1): 1, math.Inf(-1): -1, 0: 0, 1000: 1, -1000: -1} {
		if got := op.Kernel.Apply(x); got != want {
			t.Errorf("tanh %v = %v", x, got)
		}
	}
	if !math.IsNaN(op.Kernel.Apply(math.NaN())) {
		t.Error("tanh of not-a-number is a number")
	}
	for name, f := range map[string]func(*gorgonia.Node) (*gorgonia.Node, error){"sigmoid": gorgonia.Sigmoid, "softplus": gorgonia.Softplus} {
		node, err := f(input(g, name, 2))
		if like := native(t, node, err); like.Kernel != named(t, name).Kernel || like.SymDiff != nil {
			t.Errorf("Gorgonia's %s has another kernel, or a derivative of ours", name)
		}
	}
}

// anchored is float64 that names the numbers near which a softmax is taken.
type anchored struct{ arith.Over[float64] }

func (a anchored) Anchor(x arith.Value, axis int) arith.Value {
	if axis != 0 {
		panic("the test has one axis")
	}
	largest := math.Inf(-1)
	for _, v := range a.Float64s(x) {
		largest = math.Max(largest, v)
	}
	return a.Floats([]float64{largest})
}

// A softmax of large numbers is finite over a machine that has an anchor, and
// over high precision without one.
func TestSoftmaxOfLargeNumbers(t *testing.T) {
	g := gorgonia.NewGraph()
	x := []float64{1000, 999, -1000}
	for _, f := range []func(*gorgonia.Node, ...int) (*gorgonia.Node, error){gorgonia.SoftMax, gorgonia.LogSoftMax} {
		node, err := f(input(g, "x"+string(rune('a'+len(g.AllNodes()))), 3))
		op := native(t, node, err)
		m := anchored{float64s}
		got := m.Float64s(op.Evaluate(m, []arith.Value{m.Floats(x, 3)}, []int{3}))
		want := exactly.Elements(op.Evaluate(exactly, []arith.Value{exactly.Floats(x, 3)}, []int{3}))
		for i, exact := range want { // a shift by a whole number rounds nothing; then a few ulp each
			if off := units(got[i], exact, 0); !(off <= 8) {
				t.Errorf("%s: element %d is %v, exactly %.17g: %.3g ulp off", op.Name, i, got[i], exact, off)
			}
		}
	}
}

// A node that Gorgonia has made of constants alone has lost its operands; that is
// a misfit and no panic of another kind.
func TestMissingOperands(t *testing.T) {
	defer func() {
		if _, ok := recover().(arith.ShapeError); !ok {
			t.Error("a missing operand is no ShapeError")
		}
	}()
	g := gorgonia.NewGraph()
	node, err := gorgonia.Add(input(g, "x"), input(g, "y"))
	native(t, node, err).Evaluate(float64s, []arith.Value{float64s.Floats([]float64{1})}, nil)
}

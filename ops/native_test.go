package ops_test

import (
	"errors"
	"fmt"
	"testing"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/ops"
)

func TestNativeElementwise(t *testing.T) {
	for _, shape := range [][]int{{}, {1}, {5}, {2, 3}, {3, 1}, {1, 3}} {
		s := newSheet(t)
		x, y := s.input(shape...), s.input(shape...)
		for _, f := range []func(a, b *gorgonia.Node) (*gorgonia.Node, error){
			gorgonia.Add, gorgonia.Sub, gorgonia.HadamardProd, gorgonia.HadamardDiv,
		} {
			s.must(f(x, y))
			s.must(f(y, gorgonia.NewConstant(3.0)))
			s.must(f(gorgonia.NewConstant(2.0), x))
		}
		for _, f := range []func(a *gorgonia.Node) (*gorgonia.Node, error){
			gorgonia.Neg, gorgonia.Exp, gorgonia.Log, gorgonia.Log1p, gorgonia.Expm1, gorgonia.Square, gorgonia.Inverse,
		} {
			s.must(f(x))
		}
		s.compare()
		s.saw("gorgonia +", "gorgonia −", "gorgonia ⊙", "gorgonia ÷", "gorgonia neg", "gorgonia exp", "gorgonia log",
			"gorgonia log1p", "gorgonia expm1", "gorgonia square", "gorgonia inverse")
	}
}

// The derivatives that Gorgonia emits for its elementwise ops are evaluated too.
func TestNativeElementwiseGradients(t *testing.T) {
	for _, f := range []func(a *gorgonia.Node) (*gorgonia.Node, error){
		gorgonia.Neg, gorgonia.Exp, gorgonia.Log, gorgonia.Log1p, gorgonia.Expm1, gorgonia.Square, gorgonia.Inverse,
	} {
		s := newSheet(t)
		s.grad(s.must(f(s.input(4))))
		s.compare()
	}
	for _, f := range []func(a, b *gorgonia.Node) (*gorgonia.Node, error){
		gorgonia.Add, gorgonia.Sub, gorgonia.HadamardProd, gorgonia.HadamardDiv,
	} {
		s := newSheet(t)
		s.grad(s.must(f(s.input(2, 3), s.input(2, 3))))
		s.compare()
	}
}

func TestNativeProducts(t *testing.T) {
	for _, c := range []struct {
		a, b []int
		want []string
	}{
		{[]int{2, 3}, []int{3, 4}, []string{"gorgonia A·B", "gorgonia A·Bᵀ", "gorgonia Aᵀ·B"}},
		{[]int{3}, []int{3, 4}, []string{"gorgonia Aᵀ·B", "gorgonia A·B", "gorgonia outer product"}},
		{[]int{2, 3}, []int{3}, []string{"gorgonia A·B", "gorgonia Aᵀ·B", "gorgonia outer product"}},
		{[]int{3}, []int{3}, []string{"gorgonia A·B"}},
		{[]int{}, []int{3}, []string{"gorgonia ⊙"}},
		{[]int{1, 3}, []int{3, 1}, []string{"gorgonia A·B"}},
	} {
		s := newSheet(t)
		product := s.must(gorgonia.Mul(s.input(c.a...), s.input(c.b...)))
		if !product.IsScalar() { // a cotangent that is not constant
			product = s.must(gorgonia.HadamardProd(product, s.input(product.Shape()...)))
		}
		s.grad(product)
		s.compare()
		s.saw(c.want...)
	}
	s := newSheet(t) // without Grad: Gorgonia's derivative of OuterProd multiplies the wrong operands
	s.must(gorgonia.OuterProd(s.input(2), s.input(3)))
	s.compare()
	s.saw("gorgonia outer product")
}

// The products that occur in the derivative of a derivative.
func TestNativeProductsOfSecondOrder(t *testing.T) {
	s := newSheet(t)
	s.grad(s.must(gorgonia.Mul(s.input(2, 3), s.input(3, 4))))
	derived := 0
	for _, node := range s.g.AllNodes() {
		op, err := ops.Of(node.Op())
		if err != nil || op.Name != "gorgonia Aᵀ·B" && op.Name != "gorgonia A·Bᵀ" {
			continue
		}
		derivatives, err := node.Op().(gorgonia.SDOp).SymDiff(ops.Operands(node), node, s.input(node.Shape()...))
		if err != nil {
			t.Fatal(err)
		}
		derived += len(derivatives)
	}
	if derived != 4 {
		t.Errorf("%d second derivatives, not 2 of each operand", derived)
	}
	s.compare()
	s.saw("gorgonia A·B", "gorgonia A·Bᵀ", "gorgonia Aᵀ·B")
}

func TestNativeSumsAndRepeats(t *testing.T) {
	for _, c := range []struct {
		shape []int
		axes  []int
	}{
		{[]int{4}, nil},
		{[]int{4}, []int{0}},
		{[]int{2, 3}, nil},
		{[]int{2, 3}, []int{0}},
		{[]int{2, 3}, []int{1}},
		{[]int{2, 3}, []int{0, 1}},
		{[]int{2, 3, 4}, []int{1}},
		{[]int{2, 3, 4}, []int{0}},
		{[]int{2, 3, 4}, []int{2}},
		{[]int{3, 1}, []int{0}},
		{[]int{1, 3}, []int{1}},
	} {
		s := newSheet(t)
		sum := s.must(gorgonia.Sum(s.input(c.shape...), c.axes...))
		if !sum.IsScalar() {
			sum = s.must(gorgonia.HadamardProd(sum, s.input(sum.Shape()...)))
		}
		s.grad(sum)
		s.compare()
		axes := c.axes
		if axes == nil {
			for k := range c.shape {
				axes = append(axes, k)
			}
		}
		s.saw(fmt.Sprintf("gorgonia sum%v", axes), fmt.Sprintf("gorgonia repeat[%d]", axes[0]), fmt.Sprintf("gorgonia size[%d]", axes[0]))
	}
}

// A broadcast is a reshape and repeats.
func TestNativeBroadcasts(t *testing.T) {
	for _, c := range []struct {
		a, b        []int
		left, right []byte
	}{
		{[]int{2, 3}, []int{1, 3}, nil, []byte{0}},
		{[]int{2, 3}, []int{2, 1}, nil, []byte{1}},
		{[]int{2, 3}, []int{3}, nil, []byte{0}},
		{[]int{2, 3}, []int{2}, nil, []byte{1}},
		{[]int{1, 3}, []int{2, 3}, []byte{0}, nil},
		{[]int{2, 1, 4}, []int{2, 3, 4}, []byte{1}, nil},
	} {
		s := newSheet(t)
		s.grad(s.must(gorgonia.BroadcastHadamardProd(s.input(c.a...), s.input(c.b...), c.left, c.right)))
		s.compare()
		s.saw("gorgonia ⊙")
	}
}

func TestNativeShapes(t *testing.T) {
	s := newSheet(t)
	reshaped := s.must(gorgonia.Reshape(s.input(2, 3), tensor.Shape{3, 2}))
	s.grad(s.must(gorgonia.HadamardProd(reshaped, s.input(3, 2))))
	s.must(gorgonia.SizeOf(1, s.input(2, 5)))
	s.must(gorgonia.SizeOf(0, s.input(2, 5)))
	s.compare()
	s.saw("gorgonia reshape", "gorgonia size[0]", "gorgonia size[1]")

	s = newSheet(t)
	turned := s.must(gorgonia.Transpose(s.input(2, 3)))
	s.grad(s.must(gorgonia.HadamardProd(turned, s.input(3, 2))))
	s.must(gorgonia.Transpose(s.input(2, 3, 4), 2, 0, 1))
	s.must(gorgonia.Transpose(s.input(2, 3, 4), 1, 2, 0))
	s.compare()
	s.saw("gorgonia transpose[1 0]", "gorgonia transpose[2 0 1]", "gorgonia transpose[1 2 0]")
}

// Gorgonia's logistic regression, the graph that all this is for.
func TestNativeLogisticRegression(t *testing.T) {
	s := newSheet(t)
	table, w, b := s.input(5, 3), s.input(3), s.input()
	m := must(t)
	z, err := ops.Affine(w, m(gorgonia.Transpose(table)), b)
	loss := m(ops.CrossEntropy(m(z, err), s.input(5)))
	s.grad(loss)
	for _, node := range s.g.AllNodes() {
		if node.Op() != nil {
			if _, err := ops.Of(node.Op()); err != nil && node.Op().Arity() > 0 {
				t.Errorf("%v: %v", node, err)
			}
		}
	}
	s.compare()
	s.saw("affine", "cross-entropy", "residual", "gorgonia A·B", "gorgonia outer product")
}

func TestNoDossier(t *testing.T) {
	g := gorgonia.NewGraph()
	x, y, image := input(g, "x", 3), input(g, "y", 3), input(g, "image", 1, 1, 4, 4)
	m := must(t)
	for name, node := range map[string]*gorgonia.Node{
		"ceil": m(gorgonia.Ceil(x)), "floor": m(gorgonia.Floor(x)), "sparsemax": m(gorgonia.Sparsemax(x)),
		// Truth values are no numbers.
		"gt": m(gorgonia.Gt(x, y, false)), "eq": m(gorgonia.Eq(x, y, false)),
		"max pool": m(gorgonia.MaxPool2D(image, tensor.Shape{2, 2}, []int{0, 0}, []int{1, 1})),
	} {
		if op, err := ops.Of(node.Op()); !errors.Is(err, ops.ErrNoDossier) {
			t.Errorf("%s has the dossier %v and the error %v", name, op, err)
		}
	}
	if _, err := ops.Of(nil); !errors.Is(err, ops.ErrNoDossier) {
		t.Errorf("no op at all: %v", err)
	}
}

package selftest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/ops"
	"surefoot/verify"
)

type unary = func(*gorgonia.Node) (*gorgonia.Node, error)

// unaries are functions of one array of any shape.
var unaries = []struct {
	name string
	f    unary
}{
	{"sigmoid", gorgonia.Sigmoid},
	{"tanh", gorgonia.Tanh},
	{"exp", gorgonia.Exp},
	{"square", gorgonia.Square},
	{"neg", gorgonia.Neg},
	{"rectify", gorgonia.Rectify},
	{"sin", gorgonia.Sin},
	{"cos", gorgonia.Cos},
	{"softplus", gorgonia.Softplus},
	{"log", gorgonia.Log},
	{"inverse", gorgonia.Inverse},
	{"abs", gorgonia.Abs},
	{"cube", gorgonia.Cube},
	{"sqrt", gorgonia.Sqrt},
	{"log1p", gorgonia.Log1p},
	{"expm1", gorgonia.Expm1},
	{"log2", gorgonia.Log2},
	{"1/√", gorgonia.InverseSqrt},
	{"mish", gorgonia.Mish},
	{"leaky relu", func(x *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.LeakyRelu(x, 0.3) }},
	{"our relu", ops.Relu},
	{"our tanh", ops.Tanh},
	{"our sigmoid", ops.Sigmoid},
	{"our softplus", ops.Softplus},
	{"log σ", ops.LogSigmoid},
}

// along are functions of a matrix that work along an axis or change the shape.
var along = []struct {
	name string
	f    func(x *gorgonia.Node, axis int) (*gorgonia.Node, error)
}{
	{"sum", func(x *gorgonia.Node, axis int) (*gorgonia.Node, error) { return gorgonia.Sum(x, axis) }},
	{"mean", func(x *gorgonia.Node, axis int) (*gorgonia.Node, error) { return gorgonia.Mean(x, axis) }},
	{"max", func(x *gorgonia.Node, axis int) (*gorgonia.Node, error) { return gorgonia.Max(x, axis) }},
	{"softmax", func(x *gorgonia.Node, axis int) (*gorgonia.Node, error) { return gorgonia.SoftMax(x, axis) }},
	{"log softmax", func(x *gorgonia.Node, axis int) (*gorgonia.Node, error) { return gorgonia.LogSoftMax(x, axis) }},
	{"log Σexp", gorgonia.LogSumExp},
	{"norm", func(x *gorgonia.Node, axis int) (*gorgonia.Node, error) { return gorgonia.Norm(x, axis, 2) }},
	{"transpose", func(x *gorgonia.Node, _ int) (*gorgonia.Node, error) { return gorgonia.Transpose(x, 1, 0) }},
	{"slice", func(x *gorgonia.Node, _ int) (*gorgonia.Node, error) { return gorgonia.Slice(x, gorgonia.S(0)) }},
}

// binaries are functions of two arrays of one shape.
var binaries = []struct {
	name string
	f    func(x, y *gorgonia.Node) (*gorgonia.Node, error)
}{
	{"+", gorgonia.Add},
	{"−", gorgonia.Sub},
	{"⊙", gorgonia.HadamardProd},
	{"÷", gorgonia.HadamardDiv},
	{"max", gorgonia.MaxBetween},
	{"min", gorgonia.MinBetween},
	{"^", gorgonia.Pow},
}

// constants are those that graphs are made with: exact in binary, and not.
var constants = []float64{2, 0.5, 0.1, 0.3, 1.0 / 3, 3, 1e-3, 0.7}

// drawNative is a random composition of Gorgonia's own functions and ours, with
// the gradient that Gorgonia derives. The error says why there is none.
func drawNative(r *rand.Rand) (out *rightGraph, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	c := &composition{r: r, g: gorgonia.NewGraph(), dtype: gorgonia.Float64}
	kind := "Gorgonia's own"
	if r.IntN(5) == 0 {
		c.dtype, kind = gorgonia.Float32, "Gorgonia's own, float32"
	}
	a, k, b := 1+r.IntN(3), 1+r.IntN(4), 1+r.IntN(3)
	var z *gorgonia.Node
	if r.IntN(2) == 0 {
		z = c.apply("·", func() (*gorgonia.Node, error) { return gorgonia.Mul(c.input(a, k), c.input(k, b)) })
	} else {
		z = c.input(a, b)
	}
	first := c.wrt
	scaled := z
	for range 1 + r.IntN(4) {
		z = c.step(z)
	}
	if r.IntN(2) == 0 {
		z = c.apply("weighted", func() (*gorgonia.Node, error) { return gorgonia.HadamardProd(c.input(z.Shape()...), z) })
	}
	if len(z.Shape()) > 0 {
		z = c.apply("Σ", func() (*gorgonia.Node, error) { return gorgonia.Sum(z) })
	}
	claims, err := verify.Claims(z, c.wrt...)
	if err != nil {
		return nil, err
	}
	return &rightGraph{
		kind: kind, name: fmt.Sprintf("%s of %v", strings.Join(c.steps, ", "), scaled.Shape()),
		claims: claims, inputs: verify.Inputs(claims), scaled: scaled, linear: first[:1],
	}, nil
}

// composition is a graph on its way.
type composition struct {
	r     *rand.Rand
	g     *gorgonia.ExprGraph
	dtype tensor.Dtype
	wrt   []*gorgonia.Node
	steps []string
}

func (c *composition) input(shape ...int) *gorgonia.Node {
	n := gorgonia.NewTensor(c.g, c.dtype, len(shape),
		gorgonia.WithName(fmt.Sprintf("x%d", len(c.wrt))), gorgonia.WithShape(shape...))
	c.wrt = append(c.wrt, n)
	return n
}

func (c *composition) constant() *gorgonia.Node {
	x := constants[c.r.IntN(len(constants))]
	c.steps = append(c.steps, fmt.Sprint(x))
	if c.dtype == tensor.Float32 {
		return gorgonia.NewConstant(float32(x))
	}
	return gorgonia.NewConstant(x)
}

func (c *composition) apply(name string, f func() (*gorgonia.Node, error)) *gorgonia.Node {
	out := must(f())
	c.steps = append(c.steps, name)
	return out
}

// step applies one random function.
func (c *composition) step(z *gorgonia.Node) *gorgonia.Node {
	switch kind := c.r.IntN(10); {
	case kind < 2 && len(z.Shape()) == 2:
		op := along[c.r.IntN(len(along))]
		axis := c.r.IntN(2)
		return c.apply(fmt.Sprintf("%s along %d", op.name, axis), func() (*gorgonia.Node, error) { return op.f(z, axis) })
	case kind < 4:
		op := binaries[c.r.IntN(len(binaries))]
		return c.apply(op.name, func() (*gorgonia.Node, error) { return op.f(z, c.another(z)) })
	case kind < 5:
		op := binaries[c.r.IntN(len(binaries))]
		if c.r.IntN(2) == 0 {
			return c.apply(op.name+" from the left", func() (*gorgonia.Node, error) { return op.f(c.constant(), z) })
		}
		return c.apply(op.name, func() (*gorgonia.Node, error) { return op.f(z, c.constant()) })
	}
	op := unaries[c.r.IntN(len(unaries))]
	return c.apply(op.name, func() (*gorgonia.Node, error) { return op.f(z) })
}

// another is an operand of z's shape: a new input, z itself, or a function of z.
func (c *composition) another(z *gorgonia.Node) *gorgonia.Node {
	switch c.r.IntN(3) {
	case 0:
		return c.input(z.Shape()...)
	case 1:
		c.steps = append(c.steps, "itself")
		return z
	}
	op := unaries[c.r.IntN(len(unaries))]
	return c.apply("its "+op.name, func() (*gorgonia.Node, error) { return op.f(z) })
}

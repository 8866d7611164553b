package ops_test

import (
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/ops/arith"
)

// A builder is one of Gorgonia's public functions that make nodes, applied to
// operands of several shapes.
type builder struct {
	name   string
	builds []func(s *sheet) *gorgonia.Node
}

// real is an input of numbers from low to high.
func (s *sheet) real(low, high float64, shape ...int) *gorgonia.Node {
	node := s.input(shape...)
	x := make([]float64, arith.Size(shape))
	for i := range x {
		x[i] = low + (high-low)*s.dice.Float64()
	}
	s.known[node] = float64s.Floats(x, shape...)
	return node
}

var shapes = [][]int{{}, {1}, {5}, {2, 3}, {3, 1}, {1, 3}, {2, 1, 3}}

// each is a unary elementwise function on numbers from low to high.
func each(name string, f func(x *gorgonia.Node) (*gorgonia.Node, error), low, high float64) builder {
	b := builder{name: name}
	for _, shape := range shapes {
		b.builds = append(b.builds, func(s *sheet) *gorgonia.Node { return s.must(f(s.real(low, high, shape...))) })
	}
	return b
}

// pairs is a binary elementwise function, with a constant on either side too.
func pairs(name string, f func(x, y *gorgonia.Node) (*gorgonia.Node, error), low, high float64) builder {
	b := builder{name: name}
	for _, shape := range shapes {
		b.builds = append(b.builds,
			func(s *sheet) *gorgonia.Node {
				return s.must(f(s.real(low, high, shape...), s.real(low, high, shape...)))
			},
			func(s *sheet) *gorgonia.Node {
				return s.must(f(s.real(low, high, shape...), gorgonia.NewConstant(2.0)))
			},
			func(s *sheet) *gorgonia.Node {
				return s.must(f(gorgonia.NewConstant(1.5), s.real(low, high, shape...)))
			})
	}
	return b
}

// broadcasts is a binary elementwise function with an operand stretched.
func broadcasts(name string, f func(x, y *gorgonia.Node, left, right []byte) (*gorgonia.Node, error)) builder {
	return builder{name, []func(s *sheet) *gorgonia.Node{
		func(s *sheet) *gorgonia.Node {
			return s.must(f(s.real(0.5, 3, 2, 3), s.real(0.5, 3, 1, 3), nil, []byte{0}))
		},
		func(s *sheet) *gorgonia.Node {
			return s.must(f(s.real(0.5, 3, 2, 1), s.real(0.5, 3, 2, 3), []byte{1}, nil))
		},
		func(s *sheet) *gorgonia.Node {
			return s.must(f(s.real(0.5, 3, 2, 3), s.real(0.5, 3, 3), nil, []byte{0}))
		},
	}}
}

// asNumbers is a comparison that gives numbers.
func asNumbers(f func(x, y *gorgonia.Node, same bool) (*gorgonia.Node, error)) func(x, y *gorgonia.Node) (*gorgonia.Node, error) {
	return func(x, y *gorgonia.Node) (*gorgonia.Node, error) { return f(x, y, true) }
}

func stretched(f func(x, y *gorgonia.Node, same bool, left, right []byte) (*gorgonia.Node, error)) func(x, y *gorgonia.Node, left, right []byte) (*gorgonia.Node, error) {
	return func(x, y *gorgonia.Node, left, right []byte) (*gorgonia.Node, error) {
		return f(x, y, true, left, right)
	}
}

// along is a function of an array and an axis.
func along(name string, f func(x *gorgonia.Node, axis int) (*gorgonia.Node, error), cases ...[]int) builder {
	b := builder{name: name}
	for _, c := range cases { // the axis, then the shape
		b.builds = append(b.builds, func(s *sheet) *gorgonia.Node {
			return s.must(f(s.real(-2, 2, c[1:]...), c[0]))
		})
	}
	return b
}

// builders are the elementwise ones; see arrayBuilders for the others.
var builders = []builder{
	each("Abs", gorgonia.Abs, -3, 3),
	each("Sign", gorgonia.Sign, -3, 3),
	each("Sin", gorgonia.Sin, -9, 9),
	each("Cos", gorgonia.Cos, -9, 9),
	each("Exp", gorgonia.Exp, -5, 5),
	each("Log", gorgonia.Log, 0.1, 9),
	each("Log2", gorgonia.Log2, 0.1, 9),
	each("Neg", gorgonia.Neg, -3, 3),
	each("Square", gorgonia.Square, -3, 3),
	each("Sqrt", gorgonia.Sqrt, 0.1, 9),
	each("Inverse", gorgonia.Inverse, 0.1, 9),
	each("InverseSqrt", gorgonia.InverseSqrt, 0.1, 9),
	each("Cube", gorgonia.Cube, -3, 3),
	each("Tanh", gorgonia.Tanh, -4, 4),
	each("Sigmoid", gorgonia.Sigmoid, -8, 8),
	each("Log1p", gorgonia.Log1p, -0.5, 4),
	each("Expm1", gorgonia.Expm1, -4, 4),
	each("Softplus", gorgonia.Softplus, -8, 8),
	each("Mish", gorgonia.Mish, -4, 4),
	each("Rectify", gorgonia.Rectify, -3, 3),
	each("LeakyRelu", func(x *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.LeakyRelu(x, 0.25) }, -3, 3),
	pairs("Add", gorgonia.Add, -3, 3),
	pairs("Sub", gorgonia.Sub, -3, 3),
	pairs("HadamardProd", gorgonia.HadamardProd, -3, 3),
	pairs("HadamardDiv", gorgonia.HadamardDiv, 0.5, 3),
	pairs("Div", gorgonia.Div, 0.5, 3),
	pairs("Pow", gorgonia.Pow, 0.5, 3),
	pairs("Lt", asNumbers(gorgonia.Lt), 0, 3),
	pairs("Gt", asNumbers(gorgonia.Gt), 0, 3),
	pairs("Lte", asNumbers(gorgonia.Lte), 0, 3),
	pairs("Gte", asNumbers(gorgonia.Gte), 0, 3),
	pairs("Eq", asNumbers(gorgonia.Eq), 0, 3),
	pairs("Ne", asNumbers(gorgonia.Ne), 0, 3),
	{"BinaryXent", []func(s *sheet) *gorgonia.Node{
		func(s *sheet) *gorgonia.Node {
			return s.must(gorgonia.BinaryXent(s.real(0.1, 0.9, 5), s.real(0, 1, 5)))
		},
		func(s *sheet) *gorgonia.Node {
			return s.must(gorgonia.BinaryXent(s.real(0.1, 0.9, 2, 3), s.real(0, 1, 2, 3)))
		},
	}},
	broadcasts("BroadcastAdd", gorgonia.BroadcastAdd),
	broadcasts("BroadcastSub", gorgonia.BroadcastSub),
	broadcasts("BroadcastHadamardProd", gorgonia.BroadcastHadamardProd),
	broadcasts("BroadcastHadamardDiv", gorgonia.BroadcastHadamardDiv),
	broadcasts("BroadcastPow", gorgonia.BroadcastPow),
	broadcasts("BroadcastLt", stretched(gorgonia.BroadcastLt)),
	broadcasts("BroadcastGt", stretched(gorgonia.BroadcastGt)),
	broadcasts("BroadcastLte", stretched(gorgonia.BroadcastLte)),
	broadcasts("BroadcastGte", stretched(gorgonia.BroadcastGte)),
	broadcasts("BroadcastEq", stretched(gorgonia.BroadcastEq)),
	broadcasts("BroadcastNe", stretched(gorgonia.BroadcastNe)),
	{"Auto", []func(s *sheet) *gorgonia.Node{
		func(s *sheet) *gorgonia.Node {
			return s.must(gorgonia.Auto(gorgonia.BroadcastAdd, s.real(-3, 3, 2, 3), s.real(-3, 3, 1, 3)))
		},
	}},
	{"Broadcast", []func(s *sheet) *gorgonia.Node{
		func(s *sheet) *gorgonia.Node {
			a, b, err := gorgonia.Broadcast(s.real(-3, 3, 2, 3), s.real(-3, 3, 2, 1), gorgonia.NewBroadcastPattern(nil, []byte{1}))
			if err != nil {
				s.t.Fatal(err)
			}
			return s.must(gorgonia.HadamardProd(a, b))
		},
	}},
	{"KeepDims", []func(s *sheet) *gorgonia.Node{
		func(s *sheet) *gorgonia.Node {
			return s.must(gorgonia.KeepDims(s.real(-3, 3, 2, 3), false, func(x *gorgonia.Node) (*gorgonia.Node, error) {
				return gorgonia.Sum(x, 1)
			}))
		},
	}},
	{"MinBetween", between(gorgonia.MinBetween)},
	{"MaxBetween", between(gorgonia.MaxBetween)},
}

func between(f func(x, y *gorgonia.Node) (*gorgonia.Node, error)) (builds []func(s *sheet) *gorgonia.Node) {
	for _, shape := range shapes[2:] { // of scalars Gorgonia's own fails
		builds = append(builds,
			func(s *sheet) *gorgonia.Node {
				return s.must(f(s.real(-3, 3, shape...), s.real(-3, 3, shape...)))
			},
			func(s *sheet) *gorgonia.Node { // with many ties
				return s.must(f(s.input(shape...), s.input(shape...)))
			})
	}
	return builds
}

// arrayBuilders are the ones that are not elementwise.
var arrayBuilders = []builder{
	along("Sum", func(x *gorgonia.Node, axis int) (*gorgonia.Node, error) { return gorgonia.Sum(x, axis) },
		[]int{0, 5}, []int{0, 2, 3}, []int{1, 2, 3}, []int{1, 2, 3, 4}),
	along("Mean", func(x *gorgonia.Node, axis int) (*gorgonia.Node, error) { return gorgonia.Mean(x, axis) },
		[]int{0, 5}, []int{0, 2, 3}, []int{1, 2, 3}, []int{1, 2, 3, 4}),
	along("Max", func(x *gorgonia.Node, axis int) (*gorgonia.Node, error) { return gorgonia.Max(x, axis) },
		[]int{0, 5}, []int{0, 2, 3}, []int{1, 2, 3}, []int{1, 2, 3, 4}, []int{0, 1, 3}),
	along("Norm", func(x *gorgonia.Node, axis int) (*gorgonia.Node, error) {
		p := 2
		if x.Dims() == 1 { // Gorgonia takes the logarithm of what is raised to the power 3
			p, x = 3, gorgonia.Must(gorgonia.Exp(x))
		}
		return gorgonia.Norm(x, axis, p)
	}, []int{0, 5}, []int{0, 2, 3}, []int{1, 2, 3}),
	along("LogSumExp", gorgonia.LogSumExp, []int{0, 5}),
	along("SoftMax", func(x *gorgonia.Node, axis int) (*gorgonia.Node, error) { return gorgonia.SoftMax(x, axis) },
		[]int{0, 5}, []int{0, 2, 3}, []int{1, 2, 3}, []int{-1, 2, 3}, []int{1, 2, 3, 4}, []int{-1, 3, 1}, []int{-1, 1, 3}, []int{-2, 2, 3}),
	along("LogSoftMax", func(x *gorgonia.Node, axis int) (*gorgonia.Node, error) { return gorgonia.LogSoftMax(x, axis) },
		[]int{0, 5}, []int{0, 2, 3}, []int{1, 2, 3}, []int{-1, 2, 3}, []int{1, 2, 3, 4}, []int{-1, 3, 1}, []int{-1, 1, 3}),
	along("SizeOf", func(x *gorgonia.Node, axis int) (*gorgonia.Node, error) { return gorgonia.SizeOf(axis, x) },
		[]int{0, 5}, []int{1, 2, 3}),
	along("Ravel", func(x *gorgonia.Node, _ int) (*gorgonia.Node, error) { return gorgonia.Ravel(x) },
		[]int{0, 5}, []int{0, 2, 3}, []int{0, 2, 3, 2}),
	along("Reshape", func(x *gorgonia.Node, _ int) (*gorgonia.Node, error) {
		return gorgonia.Reshape(x, tensor.Shape{3, -1})
	}, []int{0, 6}, []int{0, 2, 3}),
	along("Transpose", func(x *gorgonia.Node, _ int) (*gorgonia.Node, error) { return gorgonia.Transpose(x) },
		[]int{0, 2, 3}, []int{0, 2, 3, 4}, []int{0, 1, 3}),
	along("DiagFlat", func(x *gorgonia.Node, _ int) (*gorgonia.Node, error) { return gorgonia.DiagFlat(x) },
		[]int{0, 4}, []int{0, 2, 2}),
	along("At", func(x *gorgonia.Node, at int) (*gorgonia.Node, error) {
		return gorgonia.At(x, []int{1, at, 1}[:x.Dims()]...)
	}, []int{0, 5}, []int{2, 2, 3}, []int{2, 2, 3, 2}),
	{"Slice", sliced()},
	{"Concat", []func(s *sheet) *gorgonia.Node{
		func(s *sheet) *gorgonia.Node {
			return s.must(gorgonia.Concat(0, s.real(-2, 2, 3), s.real(-2, 2, 2), s.real(-2, 2, 1)))
		},
		func(s *sheet) *gorgonia.Node {
			return s.must(gorgonia.Concat(0, s.real(-2, 2, 3, 2), s.real(-2, 2, 2, 2)))
		},
		func(s *sheet) *gorgonia.Node {
			return s.must(gorgonia.Concat(1, s.real(-2, 2, 2, 3), s.real(-2, 2, 2, 2)))
		},
	}},
	{"Unconcat", []func(s *sheet) *gorgonia.Node{
		func(s *sheet) *gorgonia.Node { return unconcat(s, 0, 2, 6) },
		func(s *sheet) *gorgonia.Node { return unconcat(s, 0, 2, 4, 3) },
		func(s *sheet) *gorgonia.Node { return unconcat(s, 1, 2, 3, 4) },
	}},
	{"ReduceAdd", []func(s *sheet) *gorgonia.Node{
		func(s *sheet) *gorgonia.Node {
			return s.must(gorgonia.ReduceAdd(gorgonia.Nodes{s.real(-2, 2, 3), s.real(-2, 2, 3), s.real(-2, 2, 3)}))
		},
	}},
	{"ReduceMul", []func(s *sheet) *gorgonia.Node{
		func(s *sheet) *gorgonia.Node {
			return s.must(gorgonia.ReduceMul(gorgonia.Nodes{s.real(-2, 2, 2, 2), s.real(-2, 2, 2, 2), s.real(-2, 2, 2)}))
		},
	}},
	{"Mul", []func(s *sheet) *gorgonia.Node{
		func(s *sheet) *gorgonia.Node { return s.must(gorgonia.Mul(s.real(-2, 2, 2, 3), s.real(-2, 2, 3, 4))) },
		func(s *sheet) *gorgonia.Node { return s.must(gorgonia.Mul(s.real(-2, 2, 2, 3), s.real(-2, 2, 3))) },
		func(s *sheet) *gorgonia.Node { return s.must(gorgonia.Mul(s.real(-2, 2, 2), s.real(-2, 2, 2, 3))) },
		func(s *sheet) *gorgonia.Node { return s.must(gorgonia.Mul(s.real(-2, 2, 3), s.real(-2, 2, 3))) },
		func(s *sheet) *gorgonia.Node { return s.must(gorgonia.Mul(s.real(-2, 2), s.real(-2, 2, 3))) },
	}},
	{"OuterProd", []func(s *sheet) *gorgonia.Node{
		func(s *sheet) *gorgonia.Node { return s.must(gorgonia.OuterProd(s.real(-2, 2, 2), s.real(-2, 2, 3))) },
	}},
	{"BatchedMatMul", []func(s *sheet) *gorgonia.Node{
		func(s *sheet) *gorgonia.Node { return batched(s, []int{4, 2, 3}, []int{4, 3, 2}, false, false) },
		func(s *sheet) *gorgonia.Node { return batched(s, []int{4, 3, 2}, []int{4, 3, 5}, true, false) },
		func(s *sheet) *gorgonia.Node { return batched(s, []int{4, 2, 3}, []int{4, 5, 3}, false, true) },
		func(s *sheet) *gorgonia.Node { return batched(s, []int{4, 3, 2}, []int{4, 5, 3}, true, true) },
		func(s *sheet) *gorgonia.Node { return batched(s, []int{2, 2, 2, 3}, []int{2, 2, 3, 2}, false, false) },
	}},
	{"Im2Col", []func(s *sheet) *gorgonia.Node{
		func(s *sheet) *gorgonia.Node { return columns(s, []int{1, 1}, []int{0, 0}, []int{1, 1}) },
		func(s *sheet) *gorgonia.Node { return columns(s, []int{2, 3}, []int{1, 2}, []int{2, 1}) },
		func(s *sheet) *gorgonia.Node { return columns(s, []int{3, 2}, []int{2, 0}, []int{1, 3}) },
		func(s *sheet) *gorgonia.Node { return columns(s, []int{2, 2}, []int{0, 1}, []int{2, 2}, 2, 2) },
	}},
	{"Conv2d", []func(s *sheet) *gorgonia.Node{
		func(s *sheet) *gorgonia.Node {
			return s.must(gorgonia.Conv2d(s.real(-2, 2, 2, 3, 5, 4), s.real(-2, 2, 2, 3, 3, 2), tensor.Shape{3, 2}, []int{1, 0}, []int{2, 1}, []int{1, 1}))
		},
	}},
	{"Conv1d", []func(s *sheet) *gorgonia.Node{
		func(s *sheet) *gorgonia.Node {
			return s.must(gorgonia.Conv1d(s.real(-2, 2, 2, 3, 1, 6), s.real(-2, 2, 2, 3, 1, 3), 3, 1, 2, 1))
		},
	}},
	{"Tensordot", []func(s *sheet) *gorgonia.Node{
		func(s *sheet) *gorgonia.Node { return tensordot(s, []int{1}, []int{0}, []int{2, 3}, []int{3, 4}) },
		func(s *sheet) *gorgonia.Node { return tensordot(s, []int{0}, []int{1}, []int{3, 2}, []int{4, 3}) },
		func(s *sheet) *gorgonia.Node {
			return tensordot(s, []int{0, 2}, []int{1, 0}, []int{2, 3, 4}, []int{4, 2, 5})
		},
		func(s *sheet) *gorgonia.Node { return tensordot(s, []int{0}, []int{0}, []int{3}, []int{3}) },
		func(s *sheet) *gorgonia.Node { return tensordot(s, []int{1}, []int{0}, []int{2, 3}, []int{3}) },
	}},
}

// columns are the windows on two images of three channels.
func columns(s *sheet, kernel, pad, stride []int, dilation ...int) *gorgonia.Node {
	if dilation == nil {
		dilation = []int{1, 1}
	}
	return s.must(gorgonia.Im2Col(s.real(-2, 2, 2, 3, 5, 6), kernel, pad, stride, dilation))
}

func sliced() (builds []func(s *sheet) *gorgonia.Node) {
	for _, c := range []struct {
		shape []int
		cuts  []tensor.Slice
	}{
		{[]int{5}, []tensor.Slice{gorgonia.S(1, 4)}},
		{[]int{5}, []tensor.Slice{gorgonia.S(2)}},
		{[]int{6}, []tensor.Slice{gorgonia.S(0, 6, 2)}},
		{[]int{4, 3}, []tensor.Slice{gorgonia.S(1, 3)}},
		{[]int{4, 3}, []tensor.Slice{gorgonia.S(1)}},
		{[]int{4, 3}, []tensor.Slice{nil, gorgonia.S(1, 3)}},
		{[]int{4, 3}, []tensor.Slice{nil, gorgonia.S(2)}},
		{[]int{4, 3}, []tensor.Slice{gorgonia.S(1), gorgonia.S(2)}},
		{[]int{4, 3}, []tensor.Slice{gorgonia.S(1), gorgonia.S(0, 2)}},
		{[]int{2, 4, 3}, []tensor.Slice{nil, gorgonia.S(1, 3)}},
	} {
		builds = append(builds, func(s *sheet) *gorgonia.Node {
			return s.must(gorgonia.Slice(s.real(-2, 2, c.shape...), c.cuts...))
		})
	}
	return builds
}

// unconcat takes an array apart and multiplies the parts.
func unconcat(s *sheet, axis, n int, shape ...int) *gorgonia.Node {
	parts, err := gorgonia.Unconcat(s.real(-2, 2, shape...), axis, n)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.must(gorgonia.HadamardProd(parts[0], parts[1]))
}

func batched(s *sheet, a, b []int, transA, transB bool) *gorgonia.Node {
	return s.must(gorgonia.BatchedMatMul(s.real(-2, 2, a...), s.real(-2, 2, b...), transA, transB))
}

func tensordot(s *sheet, aAxes, bAxes, a, b []int) *gorgonia.Node {
	return s.must(gorgonia.Tensordot(aAxes, bAxes, s.real(-2, 2, a...), s.real(-2, 2, b...)))
}

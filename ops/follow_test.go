package ops_test

import (
	"slices"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// What an op's Follow says must hold: with the examples cut in two, the result is the
// two results side by side along the axis, or their sum. It is asked of every op of the
// table and of Gorgonia's, for every choice of axes. Gorgonia's are run on whole numbers,
// whose sums are exact.
func TestFollow(t *testing.T) {
	f := follower{t: t, followed: map[string]bool{}}
	for _, op := range ops.All() {
		shapes, shape := op.SampleShapes(), []int{3, 4}
		if shapes == nil {
			shapes = slices.Repeat([][]int{shape}, len(op.Args))
		} else {
			shape, _ = op.Shape(shapes)
		}
		in := make([]arith.Value, len(shapes))
		for k, s := range shapes {
			in[k] = wholeNumbers(k, s)
		}
		f.ask(op, in, shape)
	}
	for _, node := range nativeNodes(t) {
		op, err := ops.Of(node.Op())
		if err != nil {
			t.Fatal(err)
		}
		var in []arith.Value
		for k, operand := range ops.Operands(node) {
			in = append(in, wholeNumbers(k, operand.Shape()))
		}
		f.ask(op, in, node.Shape())
	}
	for _, name := range []string{
		"affine", "dense", "dense-weights", "scale-rows", "row-sums", "softmax", "softmax-cross-entropy", "sigmoid",
		"gorgonia ⊙", "gorgonia A·B", "gorgonia Aᵀ·B", "gorgonia A·Bᵀ", "gorgonia sum[0]", "gorgonia sum[1]",
		"gorgonia transpose[1 0]", "gorgonia reshape", "gorgonia repeat[0]", "gorgonia repeat[1]",
	} {
		if !f.followed[name] {
			t.Errorf("%s was never followed", name)
		}
	}
}

// A program in float32 uses no way of computing that one in float64 has not, and the
// other way round: what runs in stretches in one must not fall back in the other.
func TestRunsComeInBothTypes(t *testing.T) {
	all := ops.All()
	for _, node := range nativeNodes(t) {
		op, err := ops.Of(node.Op())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, op)
	}
	for _, op := range all {
		runs := op.Runs()
		if (runs.Float64 == nil) != (runs.Float32 == nil) || (runs.Add64 == nil) != (runs.Add32 == nil) {
			t.Errorf("%s runs in one type of numbers only", op.Name)
		}
		if j := op.Joint(); j != nil && (j.Float64 == nil || j.Float32 == nil) {
			t.Errorf("the joint of %s runs in one type of numbers only", op.Name)
		}
	}
}

// nativeNodes are nodes of Gorgonia's ops that move numbers, and products.
func nativeNodes(t *testing.T) []*gorgonia.Node {
	s := newSheet(t)
	x, v, w := s.input(3, 4), s.input(3), s.input(4)
	for _, build := range []func() (*gorgonia.Node, error){
		func() (*gorgonia.Node, error) { return gorgonia.Sum(x, 0) },
		func() (*gorgonia.Node, error) { return gorgonia.Sum(x, 1) },
		func() (*gorgonia.Node, error) { return gorgonia.Sum(x) },
		func() (*gorgonia.Node, error) { return gorgonia.Mul(x, w) },
		func() (*gorgonia.Node, error) { return gorgonia.Mul(v, x) },
		func() (*gorgonia.Node, error) { return gorgonia.Transpose(x, 1, 0) },
		func() (*gorgonia.Node, error) { return gorgonia.Transpose(s.input(2, 3, 4), 2, 0, 1) },
		func() (*gorgonia.Node, error) { return gorgonia.Reshape(x, []int{3, 2, 2}) },
		func() (*gorgonia.Node, error) { return gorgonia.Reshape(x, []int{6, 2}) },
		func() (*gorgonia.Node, error) { return gorgonia.Reshape(v, []int{3, 1}) },
		func() (*gorgonia.Node, error) { return gorgonia.OuterProd(v, w) },
		func() (*gorgonia.Node, error) { return gorgonia.Max(x, 1) },
		func() (*gorgonia.Node, error) { return gorgonia.Slice(x, gorgonia.S(1)) },
		func() (*gorgonia.Node, error) { return gorgonia.SoftMax(x) },
	} {
		s.must(build())
	}
	g := newSheet(t)
	a, b := g.input(3, 4), g.input(3, 4)
	g.grad(g.must(gorgonia.Sum(g.must(gorgonia.Mul(a, g.must(gorgonia.Transpose(b, 1, 0)))), 0)))
	h := newSheet(t) // whose derivative repeats along the second axis
	h.grad(h.must(gorgonia.Sum(h.must(gorgonia.HadamardProd(h.input(3, 4), h.input(3, 4))), 1)))
	return slices.DeleteFunc(slices.Concat(s.g.AllNodes(), g.g.AllNodes(), h.g.AllNodes()), func(n *gorgonia.Node) bool {
		return n.Op() == nil || len(ops.Operands(n)) == 0
	})
}

type follower struct {
	t        *testing.T
	followed map[string]bool
}

// ask tries every choice of an axis, or none, for each operand.
func (f follower) ask(op *ops.Op, in []arith.Value, shape []int) {
	for length := 2; length <= 4; length++ {
		f.choose(op, in, shape, length, nil)
	}
}

func (f follower) choose(op *ops.Op, in []arith.Value, shape []int, length int, axes []int) {
	if len(axes) < len(in) {
		f.choose(op, in, shape, length, append(slices.Clone(axes), ops.Nowhere))
		for k, l := range in[len(axes)].Shape() {
			if l == length {
				f.choose(op, in, shape, length, append(slices.Clone(axes), k))
			}
		}
		return
	}
	if slices.Max(axes) == ops.Nowhere {
		return
	}
	var extents []ops.Extent
	for k, v := range in {
		extents = append(extents, ops.Extent{Shape: v.Shape(), Axis: axes[k]})
	}
	axis, ok := op.Follows(extents, shape)
	if !ok || axis == ops.Count {
		return
	}
	f.followed[op.Name] = true
	f.askZero(op, in, axes, shape, axis, length)
	whole := float64s.Elements(op.Evaluate(float64s, in, shape))
	const cut = 1
	first, second := part(op, in, axes, shape, axis, 0, cut), part(op, in, axes, shape, axis, cut, length)
	if got := f.together(first, second, shape, axis, cut); !slices.Equal(got, whole) {
		f.t.Errorf("%s, operands along %v of %d examples: the result is not along %d: %v, cut in two %v",
			op.Name, axes, length, axis, whole, got)
	}
}

// askZero makes the operands along an axis 0 for one example, in every choice of them:
// where ZeroIf says so, that example must not count.
func (f follower) askZero(op *ops.Op, in []arith.Value, axes, shape []int, axis, length int) {
	if op.ZeroIf == nil {
		return
	}
	for choice := 1; choice < 1<<len(in); choice++ {
		zero, operands := make([]bool, len(in)), slices.Clone(in)
		for k, v := range in {
			if zero[k] = choice>>k&1 == 1 && axes[k] >= 0; zero[k] {
				x := slices.Clone(float64s.Elements(v))
				inner := arith.Size(v.Shape()[axes[k]+1:])
				for i := range x {
					if i/inner%v.Shape()[axes[k]] == 0 {
						x[i] = 0
					}
				}
				operands[k] = float64s.Floats(x, v.Shape()...)
			}
		}
		if !slices.Contains(zero, true) || !op.ZeroIf(zero) {
			continue
		}
		got := float64s.Elements(op.Evaluate(float64s, operands, shape))
		want := part(op, operands, axes, shape, axis, 1, length)
		if axis >= 0 {
			none := make([]float64, arith.Size(shape)/shape[axis])
			want = f.together(none, want, shape, axis, 1)
		}
		if !slices.Equal(got, want) {
			f.t.Errorf("%s with %v 0 for the first example: %v, not %v", op.Name, zero, got, want)
		}
	}
}

// part is the op on the examples from lo up to hi.
func part(op *ops.Op, in []arith.Value, axes, shape []int, axis, lo, hi int) []float64 {
	operands := make([]arith.Value, len(in))
	for k, v := range in {
		operands[k] = v
		if axes[k] >= 0 {
			s := slices.Clone(v.Shape())
			s[axes[k]] = hi - lo
			operands[k] = float64s.Floats(window(float64s.Elements(v), v.Shape(), axes[k], lo, hi), s...)
		}
	}
	shape = slices.Clone(shape)
	if axis >= 0 {
		shape[axis] = hi - lo
	}
	return float64s.Elements(op.Evaluate(float64s, operands, shape))
}

// window are the numbers from lo up to hi along an axis.
func window(x []float64, shape []int, axis, lo, hi int) []float64 {
	var out []float64
	inner := arith.Size(shape[axis+1:])
	for i, v := range x {
		if at := i / inner % shape[axis]; lo <= at && at < hi {
			out = append(out, v)
		}
	}
	return out
}

func (f follower) together(first, second []float64, shape []int, axis, cut int) []float64 {
	if axis == ops.Nowhere {
		return first
	}
	out := make([]float64, arith.Size(shape))
	if axis == ops.Summed {
		for i := range out {
			out[i] = first[i] + second[i]
		}
		return out
	}
	inner := arith.Size(shape[axis+1:])
	i, j := 0, 0
	for at := range out {
		if at/inner%shape[axis] < cut {
			out[at], i = first[i], i+1
		} else {
			out[at], j = second[j], j+1
		}
	}
	return out
}

// wholeNumbers are numbers from 0 to 6, in an order of their own for each operand; of
// labels and the like, the ops under test take any.
func wholeNumbers(operand int, shape []int) arith.Value {
	x := make([]float64, arith.Size(shape))
	for i := range x {
		x[i] = float64((i*i + 3*i + 5*operand) % 7)
	}
	return float64s.Floats(x, shape...)
}

package verify

import (
	"context"
	"errors"
	"fmt"
	"hash"
	"hash/fnv"
	"slices"
	"strings"
	"testing"

	"github.com/chewxy/hm"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/graph"
	"surefoot/ops"
)

// box is a stranger's op: x³, with the derivative 3x² times factor, whose Do can
// be made to go wrong.
type box struct {
	factor float64
	slope  bool // it is the derivative itself
	do     func(x gorgonia.Value) (gorgonia.Value, error)
}

func (b *box) Arity() int { return 1 }
func (b *box) Type() hm.Type {
	return hm.NewFnType(hm.TypeVariable('a'), hm.TypeVariable('a'))
}

func (b *box) InferShape(in ...gorgonia.DimSizer) (tensor.Shape, error) {
	return in[0].(tensor.Shape).Clone(), nil
}

func (b *box) Do(in ...gorgonia.Value) (gorgonia.Value, error) {
	if b.do != nil {
		return b.do(in[0])
	}
	change(in[0], func(x float64) float64 {
		if b.slope {
			return 3 * x * x * b.factor
		}
		return x * x * x
	})
	return in[0], nil // in place
}

// change is each number of the value changed in place.
func change(v gorgonia.Value, f func(float64) float64) {
	switch v := v.(type) {
	case *gorgonia.F64:
		*v = gorgonia.F64(f(float64(*v)))
	case *tensor.Dense:
		switch data := v.Data().(type) {
		case []float64:
			for i := range data {
				data[i] = f(data[i])
			}
		case []float32:
			for i := range data {
				data[i] = float32(f(float64(data[i])))
			}
		}
	}
}

func (b *box) DiffWRT(int) []bool { return []bool{true} }
func (b *box) SymDiff(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
	d, err := gorgonia.ApplyOp(&box{factor: b.factor, slope: true}, in[0])
	if err != nil {
		return nil, err
	}
	d, err = gorgonia.HadamardProd(grad, d)
	return gorgonia.Nodes{d}, err
}

func (b *box) ReturnsPtr() bool      { return false }
func (b *box) CallsExtern() bool     { return false }
func (b *box) OverwritesInput() int  { return -1 }
func (b *box) WriteHash(h hash.Hash) { _, _ = fmt.Fprintf(h, "%p", b) }
func (b *box) Hashcode() uint32      { h := fnv.New32a(); b.WriteHash(h); return h.Sum32() }
func (b *box) String() string        { return "box" }

// boxed are the claims of Σ box(w) ⊙ w, and the box's node.
func boxed(t testing.TB, b *box) ([]Claim, *gorgonia.Node) {
	t.Helper()
	g := gorgonia.NewGraph()
	if b.factor == 0 {
		b.factor = 1
	}
	w := gorgonia.NewVector(g, gorgonia.Float64, gorgonia.WithName("w"), gorgonia.WithShape(3))
	cube := must(gorgonia.ApplyOp(b, w))
	cost := must(gorgonia.Sum(must(gorgonia.HadamardProd(cube, w))))
	return claimsBy(t, cost, []*gorgonia.Node{w}), cube
}

func TestEvaluateFloat64(t *testing.T) {
	claims, cube := boxed(t, &box{})
	c := claims[0]
	given := Point{c.Wrt: {1, 2, -3}}
	out, err := EvaluateFloat64(t.Context(), given, c.Cost, c.Gradient, cube, c.Wrt)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]float64{{1 + 16 + 81}, {4, 32, -108}, {1, 8, -27}, {1, 2, -3}} {
		if !slices.Equal(out[i], want) {
			t.Errorf("%d: %v, not %v", i, out[i], want)
		}
	}
	if !slices.Equal(given[c.Wrt], []float64{1, 2, -3}) {
		t.Errorf("an op that overwrites its operand changed what was given: %v", given[c.Wrt])
	}
	if out, err = EvaluateFloat64(t.Context(), Point{c.Wrt: {1, 2, -3}, cube: {1, 1, 1}}, c.Cost); err != nil || out[0][0] != 0 {
		t.Errorf("with an inner node given: %v, %v", out, err)
	}
}

func TestEvaluateFloat64NamesTheOpThatFails(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(gorgonia.Value) (gorgonia.Value, error)
		says string
	}{
		"panic":       {func(gorgonia.Value) (gorgonia.Value, error) { panic("out of cheese") }, "panic: out of cheese"},
		"nil pointer": {func(gorgonia.Value) (gorgonia.Value, error) { var d *tensor.Dense; return d, d.Reshape(1) }, "panic"},
		"error":       {func(gorgonia.Value) (gorgonia.Value, error) { return nil, errors.New("no") }, "no"},
		"nothing":     {func(gorgonia.Value) (gorgonia.Value, error) { return nil, nil }, "no result"},
		"integers":    {func(gorgonia.Value) (gorgonia.Value, error) { return gorgonia.NewI(1), nil }, "float64"},
		"wrong shape": {func(gorgonia.Value) (gorgonia.Value, error) {
			return tensor.New(tensor.WithShape(2), tensor.WithBacking([]float64{1, 2})), nil
		}, "shape [2]"},
	} {
		claims, cube := boxed(t, &box{do: c.do})
		_, err := EvaluateFloat64(t.Context(), Point{claims[0].Wrt: {1, 2, 3}}, claims[0].Cost)
		var failure *OpFailure
		if !errors.As(err, &failure) || !errors.Is(err, ErrOpFailed) || failure.Node != cube {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !strings.Contains(err.Error(), "op box") || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s reads %q", name, err)
		}
		if wrong := errors.Is(err, graph.ErrShape); wrong != (name == "wrong shape") {
			t.Errorf("%s: is an ErrShape: %v", name, wrong)
		}
		findings, err := Numeric(t.Context(), claims, nil, 1)
		if err != nil || findings[0].Verdict != Inconclusive || !strings.Contains(findings[0].Diagnosis, "op box") {
			t.Errorf("%s: the numeric check says %+v, %v", name, findings, err)
		}
	}
}

func TestEvaluateFloat64RefusesWhatDoesNotFit(t *testing.T) {
	claims, _ := boxed(t, &box{})
	if _, err := EvaluateFloat64(t.Context(), Point{claims[0].Wrt: {1}}, claims[0].Cost); !errors.Is(err, graph.ErrShape) {
		t.Errorf("one number for three: %v", err)
	}
	if _, err := EvaluateFloat64(t.Context(), nil, claims[0].Cost); err == nil || !strings.Contains(err.Error(), "input w has no value") {
		t.Errorf("no value: %v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := EvaluateFloat64(stopped, Point{claims[0].Wrt: {1, 2, 3}}, claims[0].Cost); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// A float32 op is given float32 and its result is exact in float64; a transposed
// view is read by its strides.
func TestEvaluateFloat64RunsFloat32Ops(t *testing.T) {
	g := gorgonia.NewGraph()
	w := gorgonia.NewMatrix(g, gorgonia.Float32, gorgonia.WithName("w"), gorgonia.WithShape(2, 3))
	third := must(gorgonia.ApplyOp(&box{do: func(x gorgonia.Value) (gorgonia.Value, error) {
		if x.Dtype() != tensor.Float32 {
			return nil, fmt.Errorf("is given %v", x.Dtype())
		}
		change(x, func(v float64) float64 { return v / 3 })
		return x, nil
	}}, w))
	out, err := EvaluateFloat64(t.Context(), Point{w: {1, 2, 3, 4, 5, 6}}, third)
	if err != nil || out[0][0] != float64(float32(1.0/3)) {
		t.Errorf("1/3 in float32 is %v, %v", out, err)
	}
	view := tensor.New(tensor.WithShape(3, 2), tensor.WithBacking([]float32{1, 2, 3, 4, 5, 6}))
	if err := view.T(); err != nil {
		t.Fatal(err)
	}
	if got, err := ops.Numbers(view); err != nil || !slices.Equal(got, []float64{1, 3, 5, 2, 4, 6}) {
		t.Errorf("a transposed view reads %v, %v", got, err)
	}
}

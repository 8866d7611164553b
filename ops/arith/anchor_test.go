package arith_test

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"surefoot/ops/arith"
)

func TestAnchorIsTheLargestAlongAnAxis(t *testing.T) {
	x := []float64{1, -5, 7, 2, 9, 0}
	inf := math.Inf(1)
	for _, c := range []struct {
		x     []float64
		shape []int
		axis  int
		want  []float64
		to    []int
	}{
		{x, []int{2, 3}, 1, []float64{7, 9}, []int{2}},
		{x, []int{2, 3}, 0, []float64{2, 9, 7}, []int{3}},
		{x, []int{6}, 0, []float64{9}, []int{}},
		{x, []int{1, 3, 2}, 1, []float64{9, 2}, []int{1, 2}},
		{[]float64{inf, 1, math.NaN(), 2, -inf, -inf}, []int{3, 2}, 1, []float64{0, 0, 0}, []int{3}},
	} {
		for _, m := range []arith.Machine{
			arith.Over[float64]{A: arith.Float64{}},
			arith.Over[*big.Float]{A: arith.Big{Precision: 160}},
			arith.Over[arith.Bounded]{A: arith.Bound{}},
		} {
			got := m.Anchor(m.Floats(c.x, c.shape...), c.axis)
			if !slices.Equal(m.Float64s(got), c.want) || !slices.Equal(got.Shape(), c.to) {
				t.Errorf("%T: along axis %d of %v %v it is %v of shape %v", m, c.axis, c.shape, c.x, m.Float64s(got), got.Shape())
			}
		}
	}
}

// An anchor is any constant: it has no error, no derivative, and is 0 where nothing
// overflows.
func TestAnchorIsAConstant(t *testing.T) {
	bounds := arith.Over[arith.Bounded]{A: arith.Bound{}}
	inexact := arith.NewArray([]arith.Bounded{{V: 3, E: 1}, {V: 2, E: 5}}, 1, 2)
	if got := bounds.Elements(bounds.Anchor(inexact, 1)); got[0] != (arith.Bounded{V: 3}) {
		t.Errorf("over Bound it is %v", got)
	}
	duals := arith.Over[arith.Dual[float64]]{A: arith.DualOf[float64]{A: arith.Float64{}}}
	moving := arith.NewArray([]arith.Dual[float64]{{V: 3, D: 1}, {V: 2, D: 5}}, 1, 2)
	if got := duals.Elements(duals.Anchor(moving, 1)); got[0] != (arith.Dual[float64]{V: 3}) {
		t.Errorf("over duals it is %v", got)
	}
	field := arith.NewField(1)
	residues := arith.Over[arith.Residue]{A: field}
	if got := residues.Float64s(residues.Anchor(residues.Floats([]float64{3, 2}, 1, 2), 1)); got[0] != 0 {
		t.Errorf("over a field it is %v", got)
	}
}

func TestAnchorOfNoAxisPanics(t *testing.T) {
	defer func() {
		if _, ok := recover().(arith.ShapeError); !ok {
			t.Error("axis 2 of a matrix has an anchor")
		}
	}()
	m := arith.Over[float64]{A: arith.Float64{}}
	m.Anchor(m.Floats([]float64{1, 2}, 1, 2), 2)
}

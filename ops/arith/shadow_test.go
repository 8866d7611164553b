package arith_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"surefoot/ops/arith"
)

// On every function that has no branch, a shadowed field computes the field's
// residues and the shadows' numbers, side by side.
func TestShadowComputesBoth(t *testing.T) {
	field := arith.NewField(21)
	m := arith.NewShadow(field, arith.Float64{})
	for name, f := range machineFunctions {
		switch name {
		case "select", "relu", "step", "sqrt":
			continue // of branches below; roots do not exist for all
		}
		draw := func(seed uint64, shape ...int) (shadowed, residue, real arith.Value) {
			c := newForwardCase(seed, [3]bool{})
			residue = arith.NewArray(residues(field, seed, arith.Size(shape)), shape...)
			real = m.Real.Floats(c.values[0][:arith.Size(shape)], shape...)
			return m.Value(residue, real), residue, real
		}
		x, xr, xs := draw(1, 2, 3)
		y, yr, ys := draw(2, 2, 3)
		s, sr, ss := draw(3)
		got := f(m, x, y, s)
		if want := m.Field.Elements(f(m.Field, xr, yr, sr)); fmt.Sprint(m.Field.Elements(m.Residues(got))) != fmt.Sprint(want) {
			t.Errorf("%s: other residues than the field's", name)
		}
		if want := m.Real.Float64s(f(m.Real, xs, ys, ss)); fmt.Sprint(m.Float64s(got)) != fmt.Sprint(want) {
			t.Errorf("%s: other shadows than the arithmetic's", name)
		}
	}
}

// A branch is chosen by the shadow's sign alone, and one without sign is counted.
func TestShadowsChooseBranches(t *testing.T) {
	field := arith.NewField(22)
	m := arith.NewShadow(field, arith.Float64{})
	signs := []float64{3, -3, 0, math.NaN(), 1e-300}
	sign := m.Value(arith.NewArray(residues(field, 1, 5), 5), m.Real.Floats(signs, 5))
	out := m.Select(sign, arith.Int(m, 1), m.Floats([]float64{2, 3, 4, 5, 6}, 5))
	want := []float64{1, 3, 1, 1, 1} // not-a-number and 0 count as not negative
	for i, r := range m.Field.Elements(m.Residues(out)) {
		if field.Float64(r) != want[i] {
			t.Errorf("sign %v: residue %v, not %v", signs[i], field.Float64(r), want[i])
		}
	}
	if m.Ties() != 1 || m.Lost() != 1 {
		t.Errorf("%d choices by 0 and %d by not-a-number were counted, not one each", m.Ties(), m.Lost())
	}
	if got, want := m.Sides(), []byte{arith.First, arith.Second, arith.First, arith.First, arith.First}; !slices.Equal(got, want) {
		t.Errorf("the choices went %v, not %v", got, want)
	}
	if field.Trouble().Branches != 0 {
		t.Error("a residue was asked for its sign")
	}
}

package arith_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"surefoot/ops/arith"
)

// The functions on which the two forward modes, the one that carries derivatives
// with arrays and the one that carries them with numbers, must agree. They share
// no text.
var machineFunctions = map[string]func(m arith.Machine, x, y, s arith.Value) arith.Value{
	"x+y":    func(m arith.Machine, x, y, _ arith.Value) arith.Value { return m.Add(x, y) },
	"x−y":    func(m arith.Machine, x, y, _ arith.Value) arith.Value { return m.Sub(x, y) },
	"xy":     func(m arith.Machine, x, y, _ arith.Value) arith.Value { return m.Mul(x, y) },
	"x/y":    func(m arith.Machine, x, y, _ arith.Value) arith.Value { return m.Div(x, y) },
	"1/y":    func(m arith.Machine, _, y, _ arith.Value) arith.Value { return m.Div(arith.Int(m, 1), y) },
	"x/2":    func(m arith.Machine, x, _, _ arith.Value) arith.Value { return m.Div(x, arith.Int(m, 2)) },
	"−x":     func(m arith.Machine, x, _, _ arith.Value) arith.Value { return m.Neg(x) },
	"s+x":    func(m arith.Machine, x, _, s arith.Value) arith.Value { return m.Add(s, x) },
	"3+s":    func(m arith.Machine, _, _, s arith.Value) arith.Value { return m.Add(arith.Int(m, 3), s) },
	"s·x":    func(m arith.Machine, x, _, s arith.Value) arith.Value { return m.Mul(s, x) },
	"x·s":    func(m arith.Machine, x, _, s arith.Value) arith.Value { return m.Mul(x, s) },
	"s/x":    func(m arith.Machine, x, _, s arith.Value) arith.Value { return m.Div(s, x) },
	"x−x+s":  func(m arith.Machine, x, _, s arith.Value) arith.Value { return m.Add(m.Sub(x, x), s) },
	"exp":    func(m arith.Machine, x, _, _ arith.Value) arith.Value { return m.Exp(x) },
	"expm1":  func(m arith.Machine, x, _, _ arith.Value) arith.Value { return m.Expm1(x) },
	"log":    func(m arith.Machine, x, _, _ arith.Value) arith.Value { return m.Log(x) },
	"log1p":  func(m arith.Machine, x, _, _ arith.Value) arith.Value { return m.Log1p(x) },
	"sqrt":   func(m arith.Machine, x, _, _ arith.Value) arith.Value { return m.Sqrt(x) },
	"sin":    func(m arith.Machine, x, _, _ arith.Value) arith.Value { return m.Sin(x) },
	"cos":    func(m arith.Machine, x, _, _ arith.Value) arith.Value { return m.Cos(x) },
	"select": func(m arith.Machine, x, y, _ arith.Value) arith.Value { return m.Select(m.Sub(x, y), x, y) },
	"relu": func(m arith.Machine, x, y, _ arith.Value) arith.Value {
		return m.Select(m.Sub(x, y), x, arith.Int(m, 0))
	},
	"step": func(m arith.Machine, x, y, _ arith.Value) arith.Value {
		return m.Select(m.Sub(x, y), arith.Int(m, 1), arith.Int(m, 0))
	},
	"xᵀy": func(m arith.Machine, x, y, _ arith.Value) arith.Value { return m.MatMul(m.Transpose(x, 1, 0), y) },
	"x·1": func(m arith.Machine, x, _, _ arith.Value) arith.Value {
		return m.MatMul(x, m.Floats([]float64{1, 2, 3}, 3))
	},
	"Σ":    func(m arith.Machine, x, _, _ arith.Value) arith.Value { return m.Sum(x) },
	"Σ₁":   func(m arith.Machine, x, _, _ arith.Value) arith.Value { return m.Sum(x, 1) },
	"flat": func(m arith.Machine, x, _, _ arith.Value) arith.Value { return m.Reshape(x, 6) },
	"gather": func(m arith.Machine, x, _, _ arith.Value) arith.Value {
		return m.Gather(x, []int{4}, func(i int) int { return 2*i - 1 })
	},
	"repeat": func(m arith.Machine, x, _, _ arith.Value) arith.Value { return arith.Repeat(m, x, 0, 6) },
	"outer": func(m arith.Machine, x, y, _ arith.Value) arith.Value {
		return arith.Outer(m, m.Reshape(x, 6), m.Reshape(y, 6))
	},
}

// forwardCase are inputs x, y (2,3) and s () with directions; any of them may
// stand still.
type forwardCase struct {
	values, directions [3][]float64
	shapes             [3][]int
	moves              [3]bool
}

func newForwardCase(seed uint64, moves [3]bool) forwardCase {
	r := rand.New(rand.NewPCG(seed, 1))
	c := forwardCase{shapes: [3][]int{{2, 3}, {2, 3}, {}}, moves: moves}
	for k, shape := range c.shapes {
		for range arith.Size(shape) {
			c.values[k] = append(c.values[k], 0.25+r.Float64())
			c.directions[k] = append(c.directions[k], r.NormFloat64())
		}
	}
	return c
}

var oracle = arith.Big{Precision: 200}

// byArrays and byNumbers are the derivative by each of the two forward modes.
func (c forwardCase) byArrays(f func(m arith.Machine, x, y, s arith.Value) arith.Value) (shape []int, d []*big.Float) {
	plain := arith.Over[*big.Float]{A: oracle}
	m := arith.Forward{M: plain}
	var in [3]arith.Value
	for k := range in {
		var direction arith.Value
		if c.moves[k] {
			direction = plain.Floats(c.directions[k], c.shapes[k]...)
		}
		in[k] = m.Value(plain.Floats(c.values[k], c.shapes[k]...), direction)
	}
	v, derivative := m.Parts(f(m, in[0], in[1], in[2]))
	if derivative == nil {
		derivative = plain.Floats(make([]float64, arith.Size(v.Shape())), v.Shape()...)
	}
	return derivative.Shape(), plain.Elements(derivative)
}

func (c forwardCase) byNumbers(f func(m arith.Machine, x, y, s arith.Value) arith.Value) (shape []int, d []*big.Float) {
	m := arith.Over[arith.Dual[*big.Float]]{A: arith.DualOf[*big.Float]{A: oracle}}
	var in [3]arith.Value
	for k := range in {
		numbers := make([]arith.Dual[*big.Float], len(c.values[k]))
		for i := range numbers {
			numbers[i] = arith.Dual[*big.Float]{V: oracle.Float(c.values[k][i]), D: oracle.Float(0)}
			if c.moves[k] {
				numbers[i].D = oracle.Float(c.directions[k][i])
			}
		}
		in[k] = arith.NewArray(numbers, c.shapes[k]...)
	}
	out := f(m, in[0], in[1], in[2])
	for _, v := range m.Elements(out) {
		d = append(d, v.D)
	}
	return out.Shape(), d
}

func TestTheTwoForwardModesAgree(t *testing.T) {
	for name, f := range machineFunctions {
		for motion := range 8 {
			c := newForwardCase(uint64(motion), [3]bool{motion&1 != 0, motion&2 != 0, motion&4 != 0})
			shape, got := c.byArrays(f)
			wantShape, want := c.byNumbers(f)
			if fmt.Sprint(shape) != fmt.Sprint(wantShape) {
				t.Fatalf("%s, motion %03b: shape %v, not %v", name, motion, shape, wantShape)
			}
			for i := range want {
				// Both are some ten operations in 200 bits.
				if relative(got[i], want[i]) > 0x1p-180 {
					t.Errorf("%s, motion %03b, entry %d: %.20g, not %.20g", name, motion, i, got[i], want[i])
				}
			}
		}
	}
}

// What does not move carries no derivative: that is what makes a large constant
// table cheap.
func TestForwardCarriesNothingForWhatStandsStill(t *testing.T) {
	m := arith.Forward{M: machine}
	still := m.Value(integers(2, 3), nil)
	for name, f := range machineFunctions {
		if name == "3+s" || name == "log" || name == "sqrt" { // of negative integers here
			continue
		}
		if _, d := m.Parts(f(m, still, still, m.Value(integers(), nil))); d != nil {
			t.Errorf("%s of what stands still moves", name)
		}
	}
}

package arith_test

import (
	"math/rand/v2"
	"testing"

	"surefoot/ops/arith"
)

// The bound on a degree holds: along a line in the inputs, the result is a
// fraction N/D of one variable with deg N ≤ num and deg D ≤ den, so that f·D = N
// for some N and D, found by as many values as there are coefficients, holds at
// further points too. And it is no wild overestimate: with half of the degree the
// fraction does not fit.
func TestDegreesBoundTheDegree(t *testing.T) {
	f := arith.NewField(11)
	m := arith.Over[arith.Residue]{A: f}
	for name, function := range map[string]func(m arith.Machine, x, y, s arith.Value) arith.Value{
		"xy":      machineFunctions["xy"],
		"x/y":     machineFunctions["x/y"],
		"Σx":      machineFunctions["Σ"],
		"Σx/y":    func(m arith.Machine, x, y, _ arith.Value) arith.Value { return m.Sum(m.Div(x, y)) },
		"Σx/s":    func(m arith.Machine, x, _, s arith.Value) arith.Value { return m.Sum(m.Div(x, s)) },
		"xᵀy":     machineFunctions["xᵀy"],
		"Σ(x/y)²": func(m arith.Machine, x, y, _ arith.Value) arith.Value { q := m.Div(x, y); return m.Sum(m.Mul(q, q)) },
		"Σ(x/y)ᵀx/y": func(m arith.Machine, x, y, _ arith.Value) arith.Value {
			q := m.Div(x, y)
			return m.MatMul(m.Transpose(q, 1, 0), q)
		},
		"(Σ1/x)/Σy": func(m arith.Machine, x, y, _ arith.Value) arith.Value {
			return m.Div(m.Sum(m.Div(arith.Int(m, 1), x)), m.Sum(y))
		},
		"gather": machineFunctions["gather"],
	} {
		d := arith.NewDegrees()
		bound := d.Fraction(function(d, d.Input(2, 3), d.Input(2, 3), d.Input()))
		along := func(at arith.Residue) arith.Residue {
			line := func(seed uint64, shape ...int) arith.Value {
				a, b := residues(f, seed, arith.Size(shape)), residues(f, seed+100, arith.Size(shape))
				for i := range a {
					a[i] = f.Add(a[i], f.Mul(b[i], at))
				}
				return arith.NewArray(a, shape...)
			}
			out := m.Elements(function(m, line(1, 2, 3), line(2, 2, 3), line(3)))
			return out[len(out)-1]
		}
		if !fitsFraction(f, along, int(bound[0]), int(bound[1])) {
			t.Errorf("%s is no fraction of degrees %v", name, bound)
		}
		if bound[0] >= 2 && fitsFraction(f, along, int(bound[0])/2-1, int(bound[1])/2) {
			t.Errorf("%s is a fraction of half the degrees %v", name, bound)
		}
	}
}

// fitsFraction says whether the values of a function are those of a fraction of
// these degrees: whether the equations N(t) − f(t) D(t) = 0 at more points than
// there are coefficients have a solution besides 0.
func fitsFraction(f arith.Field, along func(arith.Residue) arith.Residue, num, den int) bool {
	unknowns := num + den + 2
	r := rand.New(rand.NewPCG(1, 2))
	var rows [][]arith.Residue
	for range unknowns + 3 {
		t := integer(f, r.Int64N(1<<40)+1)
		v := f.Neg(along(t))
		row := make([]arith.Residue, 0, unknowns)
		for _, part := range []struct {
			degree int
			factor arith.Residue
		}{{num, integer(f, 1)}, {den, v}} {
			power := part.factor
			for range part.degree + 1 {
				row = append(row, power)
				power = f.Mul(power, t)
			}
		}
		rows = append(rows, row)
	}
	return rank(f, rows) < unknowns
}

// rank is by Gauss's elimination.
func rank(f arith.Field, rows [][]arith.Residue) int {
	rank := 0
	for column := range rows[0] {
		pivot := -1
		for i := rank; i < len(rows); i++ {
			if rows[i][column] != 0 {
				pivot = i
				break
			}
		}
		if pivot < 0 {
			continue
		}
		rows[rank], rows[pivot] = rows[pivot], rows[rank]
		for i := rank + 1; i < len(rows); i++ {
			factor := f.Div(rows[i][column], rows[rank][column])
			for k := column; k < len(rows[i]); k++ {
				rows[i][k] = f.Sub(rows[i][k], f.Mul(factor, rows[rank][k]))
			}
		}
		rank++
	}
	return rank
}

// Every root doubles what must be multiplied out, every atom adds collisions, and
// a bound that says nothing says 0, never less likely than it is.
func TestOddsGrowWithRootsAndAtoms(t *testing.T) {
	odds := func(function func(d arith.Degrees, x arith.Value) arith.Value) arith.Odds {
		d := arith.NewDegrees()
		return d.WrongPass(function(d, d.Input(20)))
	}
	plain := odds(func(d arith.Degrees, x arith.Value) arith.Value { return d.Sum(x) })
	atoms := odds(func(d arith.Degrees, x arith.Value) arith.Value { return d.Sum(d.Exp(x)) })
	roots := odds(func(d arith.Degrees, x arith.Value) arith.Value { return d.Sum(d.Sqrt(x)) })
	if !(plain.Log2() < -50 && plain.Log2() < atoms.Log2() && roots.Roots == 20 && roots.Log2() > plain.Log2()+10) {
		t.Errorf("log₂: plain %v, twenty atoms %v, twenty roots %v", plain.Log2(), atoms.Log2(), roots.Log2())
	}
	hopeless := odds(func(d arith.Degrees, x arith.Value) arith.Value {
		for range 80 {
			x = d.Mul(x, x)
		}
		return x
	})
	if hopeless.Log2() != 0 {
		t.Errorf("a degree of 2⁸⁰ gives %v", hopeless.Log2())
	}
}

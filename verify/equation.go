package verify

import (
	"context"
	"fmt"
	"math/big"
	"slices"

	"surefoot/graph"
	"surefoot/ops/arith"
)

// A function computes an array from arrays, over any machine.
type function func(m arith.Machine, in []arith.Value) (arith.Value, error)

// An equation is the claim that two functions of arrays are one.
type equation struct{ left, right function }

// arguments are real numbers for the arrays of an equation: its shadows over a
// field, and where high precision looks.
type arguments struct {
	shapes  [][]int
	numbers [][]float64
}

func (a *arguments) add(numbers []float64, shape ...int) {
	a.shapes, a.numbers = append(a.shapes, shape), append(a.numbers, numbers)
}

// on puts the numbers on a machine.
func (a arguments) on(m arith.Machine) []arith.Value {
	out := make([]arith.Value, len(a.shapes))
	for k, shape := range a.shapes {
		out[k] = m.Floats(a.numbers[k], shape...)
	}
	return out
}

// fieldAt is a random field with random arguments whose shadows are the numbers.
func (a arguments) fieldAt(seed uint64) (arith.Shadow[*big.Float], []arith.Value) {
	field := arith.NewField(seed)
	shadow := arith.NewShadow(field, shadowArith)
	out := make([]arith.Value, len(a.shapes))
	for k, shape := range a.shapes {
		residues := make([]arith.Residue, len(a.numbers[k]))
		field.Random(mix(int64(seed), uint64(k)), residues)
		out[k] = shadow.Value(arith.NewArray(residues, shape...), shadow.Real.Floats(a.numbers[k], shape...))
	}
	return shadow, out
}

// both evaluates the two sides.
func (e equation) both(m arith.Machine, in []arith.Value) (left, right arith.Value, err error) {
	if left, err = e.left(m, in); err != nil {
		return nil, nil, err
	}
	if right, err = e.right(m, in); err != nil {
		return nil, nil, err
	}
	if !graph.Fits(left.Shape(), right.Shape()) {
		return nil, nil, fmt.Errorf("%w: %v and %v", graph.ErrShape, left.Shape(), right.Shape())
	}
	return left, right, nil
}

// check asks a field, and where that sees a difference, high precision, which
// alone can make it fail. The finding says what is asked; its verdict, witness and
// bits are filled in.
func (e equation) check(ctx context.Context, f Finding, at arguments, seed uint64, record *Identity) (Finding, error) {
	if err := ctx.Err(); err != nil {
		return f, err
	}
	shadow, in := at.fieldAt(seed)
	left, right, err := e.both(shadow, in)
	if err != nil {
		return f, err
	}
	f.Check, f.Entries = "identity", arith.Size(left.Shape())
	record.see(shadow.Field.A.(arith.Field).P)
	x, y := shadow.Field.Elements(shadow.Residues(left)), shadow.Field.Elements(shadow.Residues(right))
	none := func(r arith.Residue) bool { return shadow.Field.A.(arith.Field).IsNaN(r) }
	if slices.Equal(x, y) && !slices.ContainsFunc(x, none) {
		return f, nil
	}
	return e.precisely(f, at)
}

// precisely compares the two sides in high precision: entries that agree to half
// of its bits are equal, and the finding says to how many.
func (e equation) precisely(f Finding, at arguments) (Finding, error) {
	for bits := uint(2 * leastBits); ; bits *= 2 {
		x := arith.Big{Precision: bits}
		m := arith.Over[*big.Float]{A: x}
		left, right, err := e.both(m, at.on(m))
		if err != nil {
			return f, err
		}
		c := comparison{exact: m.Elements(left), got: m.Elements(right)}
		largest := x.Float(0)
		for _, v := range c.exact {
			if v != nil && !v.IsInf() && largest.Cmp(new(big.Float).Abs(v)) < 0 {
				largest = new(big.Float).Abs(v)
			}
		}
		size, _ := largest.Float64()
		agreed := int(bits)
		for i, v := range c.exact {
			c.bound = append(c.bound, size*0x1p-160)
			if v != nil && c.got[i] != nil && largest.Sign() != 0 {
				if d := x.Sub(v, c.got[i]); d != nil && d.Sign() != 0 {
					agreed = min(agreed, largest.MantExp(nil)-d.MantExp(nil))
				}
			}
		}
		f = c.judge(f)
		f.MaxULP, f.Bound = nil, 0
		switch {
		case f.Verdict == Pass:
			f.Bits = agreed
			f.Diagnosis = fmt.Sprintf("to 2^−%d in high precision: over the field, e^(u+v) and e^u e^v are different things", agreed)
			return f, nil
		case bits > mostBits || f.Verdict == Fail && agreed < leastBits/2:
			return f, nil
		}
	}
}

// see keeps a prime that was used, once.
func (id *Identity) see(p uint64) {
	if text := fmt.Sprintf("%#x", p); !slices.Contains(id.Primes, text) {
		id.Primes = append(id.Primes, text)
	}
}

// merge adds what another identity check was made with.
func (id *Identity) merge(other *Identity) {
	for _, prime := range other.Primes {
		if !slices.Contains(id.Primes, prime) {
			id.Primes = append(id.Primes, prime)
		}
	}
	for _, constant := range other.Constants {
		if !slices.Contains(id.Constants, constant) {
			id.Constants = append(id.Constants, constant)
		}
	}
	id.Degree = max(id.Degree, other.Degree)
	if other.WrongPass != nil {
		id.weigh(*other.WrongPass)
	}
	id.Branches += other.Branches
	id.OneWay += other.OneWay
	id.Ties += other.Ties
}

// weigh keeps the largest probability of a wrong pass, as log₂.
func (id *Identity) weigh(log2 Number) {
	if id.WrongPass == nil || log2 > *id.WrongPass {
		id.WrongPass = &log2
	}
}

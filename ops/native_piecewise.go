package ops

import (
	"math"
	"reflect"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
)

// Gorgonia's piecewise functions. At a boundary each takes the branch that
// Gorgonia's own takes; a zero has no sign here, so that −0 is 0.
func init() {
	register(nativeUnary, "abs", &Op{
		Name: "gorgonia abs", Args: []string{"x"}, Formula: "|x|",
		Meaning: unary(func(m arith.Machine, x arith.Value) arith.Value { return m.Select(x, x, m.Neg(x)) }),
		Run:     unaries(math.Abs),
	})
	register(nativeUnary, "sign", &Op{
		Name: "gorgonia sign", Args: []string{"x"}, Formula: "−1, 0 or 1 by the sign of x",
		Meaning: unary(func(m arith.Machine, x arith.Value) arith.Value {
			return m.Select(x, m.Select(m.Neg(x), arith.Int(m, 0), arith.Int(m, 1)), arith.Int(m, -1))
		}),
	})
	register(nativeScalar, "sign", &Op{ // a scalar's sign is never 0
		Name: "gorgonia sign of a scalar", Args: []string{"x"}, Formula: "1 for x ≥ 0, else −1",
		Meaning: unary(func(m arith.Machine, x arith.Value) arith.Value {
			return m.Select(x, arith.Int(m, 1), arith.Int(m, -1))
		}),
	})
	for k, op := range comparisons {
		register(nativeBinary, uint64(firstComparison+k), op)
	}
	registerNative("gorgonia.minBetween", between("min", func(m arith.Machine, a, b arith.Value) arith.Value {
		return m.Select(m.Sub(b, a), a, b)
	}))
	registerNative("gorgonia.maxBetween", between("max", func(m arith.Machine, a, b arith.Value) arith.Value {
		return m.Select(m.Sub(a, b), a, b)
	}))
}

// comparisons are 1 where they hold and 0 elsewhere, in the order of Gorgonia's
// codes. The difference of two float64 is 0 only if they are equal.
var comparisons = []*Op{
	comparison("<", func(x, y float64) bool { return x < y }, func(m arith.Machine, x, y arith.Value) arith.Value {
		return m.Select(m.Sub(x, y), arith.Int(m, 0), arith.Int(m, 1))
	}),
	comparison(">", func(x, y float64) bool { return x > y }, func(m arith.Machine, x, y arith.Value) arith.Value {
		return m.Select(m.Sub(y, x), arith.Int(m, 0), arith.Int(m, 1))
	}),
	comparison("≤", func(x, y float64) bool { return x <= y }, func(m arith.Machine, x, y arith.Value) arith.Value {
		return m.Select(m.Sub(y, x), arith.Int(m, 1), arith.Int(m, 0))
	}),
	comparison("≥", func(x, y float64) bool { return x >= y }, func(m arith.Machine, x, y arith.Value) arith.Value {
		return m.Select(m.Sub(x, y), arith.Int(m, 1), arith.Int(m, 0))
	}),
	comparison("=", func(x, y float64) bool { return x == y }, func(m arith.Machine, x, y arith.Value) arith.Value {
		return equal(m, x, y, 1, 0)
	}),
	comparison("≠", func(x, y float64) bool { return x != y }, func(m arith.Machine, x, y arith.Value) arith.Value {
		return equal(m, x, y, 0, 1)
	}),
}

func equal(m arith.Machine, x, y arith.Value, then, otherwise int64) arith.Value {
	d, no := m.Sub(x, y), arith.Int(m, otherwise)
	return m.Select(d, m.Select(m.Neg(d), arith.Int(m, then), no), no)
}

func comparison(mark string, holds func(x, y float64) bool, meaning func(m arith.Machine, x, y arith.Value) arith.Value) *Op {
	return &Op{
		Name: "gorgonia " + mark, Args: []string{"x", "y"}, Formula: "1 if x " + mark + " y, else 0",
		Meaning: binary(meaning),
		Run: binaries(func(x, y float64) float64 {
			if holds(x, y) {
				return 1
			}
			return 0
		}),
	}
}

func between(name string, choose func(m arith.Machine, a, b arith.Value) arith.Value) func(gorgonia.Op, reflect.Value) (*Op, error) {
	op := &Op{
		Name: "gorgonia " + name + " between", Args: []string{"x", "y"}, Formula: name + "(x, y)",
		Meaning: binary(choose), elementwise: true,
	}
	return func(gorgonia.Op, reflect.Value) (*Op, error) { return op, nil }
}

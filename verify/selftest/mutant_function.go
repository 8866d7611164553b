package selftest

import (
	"fmt"
	"math"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// Mutants that differ in a part of a function's domain only.
func init() {
	registerMutants(mutantClass{
		name: "saturated", imitates: "exp and log clamped against overflow, as many libraries do", ways: saturated,
	})
	registerMutants(mutantClass{
		name: "kink convention", imitates: "another derivative where there is none", ways: kinked,
	})
}

// The limits that saturated functions are clamped at: e³⁰ ≈ 10¹³, and the ε that
// is commonly put under a logarithm.
const (
	clampedAt = 30
	clampedLn = 1e-12
)

var (
	clamped = plantedOp(fmt.Sprintf("clamped to ±%d", clampedAt), func(m arith.Machine, x arith.Value) arith.Value {
		limit := arith.Int(m, clampedAt)
		above, below := m.Sub(x, limit), m.Add(x, limit)
		return m.Select(above, limit, m.Select(below, x, m.Neg(limit)))
	})
	raised = plantedOp(fmt.Sprintf("%v at least", clampedLn), func(m arith.Machine, x arith.Value) arith.Value {
		least := m.Floats([]float64{clampedLn})
		return m.Select(m.Sub(x, least), x, least)
	})
)

func saturated(s site) []way {
	exp, log := callsOf(s.node)
	clamp := clamped
	switch {
	case !exp && !log:
		return nil
	case !exp:
		clamp = raised
	}
	return []way{{"operand 0 " + clamp.Formula, func(p *planting) node {
		return p.again(p.with(0, p.apply(clamp, p.operands[0]))...)
	}}}
}

var plainly = arith.Over[float64]{A: arith.Float64{}}

// callsOf says whether a node's meaning takes exponentials and logarithms.
func callsOf(n node) (exp, log bool) {
	d := dossierOf(n)
	if d == nil {
		return false, false
	}
	calls := &callRecorder{Machine: plainly}
	ones := make([]arith.Value, 0, len(d.Args))
	for _, operand := range graph.Operands(n) {
		x := make([]float64, arith.Size(operand.Shape()))
		for i := range x {
			x[i] = 1
		}
		ones = append(ones, plainly.Floats(x, operand.Shape()...))
	}
	if _, err := meaningOf(d, calls, ones, n.Shape()); err != nil {
		return false, false
	}
	return calls.exp, calls.log
}

// meaningOf is the dossier's meaning of operands that it may not have been made
// for: a panic in it is an error.
func meaningOf(d *ops.Op, m arith.Machine, in []arith.Value, shape []int) (out arith.Value, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: %v", d.Name, p)
		}
	}()
	return d.Meaning(m, in, shape), nil
}

// callRecorder is a machine that notes which functions are called.
type callRecorder struct {
	arith.Machine
	exp, log bool
}

func (r *callRecorder) Exp(a arith.Value) arith.Value {
	r.exp = true
	return r.Machine.Exp(a)
}

func (r *callRecorder) Expm1(a arith.Value) arith.Value {
	r.exp = true
	return r.Machine.Expm1(a)
}

func (r *callRecorder) Log(a arith.Value) arith.Value {
	r.log = true
	return r.Machine.Log(a)
}

func (r *callRecorder) Log1p(a arith.Value) arith.Value {
	r.log = true
	return r.Machine.Log1p(a)
}

// atZero is the second operand, but 1 or 0 where the first is 0. It is one op for
// each, used here alone.
func atZero(value int64) *ops.Op {
	return &ops.Op{
		Name: fmt.Sprintf("planted: %d at 0", value), Args: []string{"x", "y"},
		Formula: fmt.Sprintf("%d where the argument is 0", value),
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			x, y := in[0], in[1]
			return m.Select(x, m.Select(m.Neg(x), arith.Int(m, value), y), y)
		},
	}
}

// kinked takes the other value of a step at its jump: 1 for what is 0 there, and
// 0 for anything else.
func kinked(s site) []way {
	d := s.dossier()
	if d == nil || len(d.Args) > 2 || !jumps(d, len(d.Args)) {
		return nil
	}
	op := atZero(1)
	if stepValue(d, len(d.Args), 0) != 0 {
		op = atZero(0)
	}
	return []way{{op.Formula, func(p *planting) node {
		x := p.operands[0]
		if len(p.operands) == 2 {
			x = p.keep(gorgonia.Sub(x, p.operands[1]))
		}
		return p.apply(op, x, p.right)
	}}}
}

// jumps says whether an elementwise function of x, or of x beside 0, jumps where
// x crosses 0 from one number of moderate size to another.
func jumps(d *ops.Op, operands int) bool {
	below, above := stepValue(d, operands, -0x1p-40), stepValue(d, operands, 0x1p-40)
	return math.Abs(below) <= 2 && math.Abs(above) <= 2 && math.Abs(above-below) > 0.25
}

// stepValue is the function's value, NaN where it takes no single numbers.
func stepValue(d *ops.Op, operands int, x float64) float64 {
	in := []arith.Value{plainly.Floats([]float64{x}), plainly.Floats([]float64{0})}[:operands]
	out, err := meaningOf(d, plainly, in, nil)
	if err != nil || arith.Size(out.Shape()) != 1 {
		return math.NaN()
	}
	return plainly.Float64s(out)[0]
}

package verify

import (
	"math"

	"surefoot/ops"
	"surefoot/ops/arith"
)

// A probe measures how an op is computed in a format.
type probe struct {
	op     *ops.Op
	format Format
}

// A sample is one input of an op: an operand for each argument, and the shape of the
// result.
type sample struct {
	in    []ops.Operand[float64]
	shape []int
}

// An entry is one number of a result, measured.
type entry struct {
	index      int
	got, exact float64 // exact rounded to float64
	off, bound float64 // |got − exact| and what it may be, in units
	unit       float64 // their unit: an ulp of the exact value
	state      entryState
}

type entryState int

const (
	measured entryState = iota
	// valueless: the meaning has no value there, and nor has the result.
	valueless
	// unjudged: there is no reference, or no bound.
	unjudged
)

// strain is the error in units of what is allowed: at most 1 where all is well.
func (e entry) strain() float64 {
	switch {
	case e.state != measured || e.off == 0:
		return 0
	case e.bound == 0:
		return math.Inf(1)
	}
	return e.off / e.bound
}

// fails says that the error is beyond its bound; the slack covers the rounding in
// the computation of off and bound.
func (e entry) fails() bool { return e.state == measured && !(e.off <= e.bound*arith.Slack) }

// measure computes the op at a sample and compares each entry with the exact value. An
// op that has a kernel for single numbers and one for arrays is computed by both, and
// the entry is the one that is farther off.
func (p probe) measure(s sample) []entry {
	exact := references(p.op, s.in, s.shape, p.format)
	entries := p.compare(s, p.compute(s), exact)
	if p.format == Float64 && p.op.Kernel != nil && p.op.Run.Float64 != nil {
		for i, e := range p.compare(s, p.evaluate(s), exact) {
			if e.strain() > entries[i].strain() {
				entries[i] = e
			}
		}
	}
	return entries
}

// evaluate is the op in float64 as the interpreter computes it.
func (p probe) evaluate(s sample) []float64 {
	return spread(plainly.Elements(p.op.Evaluate(plainly, valuesOver(plainly, s.in), s.shape)), s.shape)
}

// compute is the op as graphs of the format compute it.
func (p probe) compute(s sample) []float64 {
	in := valuesOver(plainly, s.in)
	run := p.op.Runs().Float64
	switch {
	case p.format == Float64 && run != nil: // what trains
		operands := make([]ops.Operand[float64], len(in))
		for k, v := range in {
			operands[k] = ops.Operand[float64]{Data: plainly.Float64s(v), Shape: v.Shape()}
		}
		out := make([]float64, arith.Size(s.shape))
		run(out, operands)
		return out
	case p.format == Float64:
		return p.evaluate(s)
	}
	var out []float64
	for _, x := range p.op.Evaluate32(in, s.shape) {
		out = append(out, float64(x))
	}
	return spread(out, s.shape)
}

func (p probe) compare(s sample, got []float64, exact []reference) []entry {
	var running []arith.Bounded
	if p.op.Kernel == nil {
		running = spread(bounded.Elements(p.op.Evaluate(bounded, valuesOver(bounded, s.in), s.shape)), s.shape)
	}
	out := make([]entry, len(got))
	for i := range got {
		if p.op.Kernel == nil {
			out[i] = p.format.against(exact[i], got[i], running[i].E)
			out[i].index = i
			continue
		}
		out[i] = p.format.entry(exact[i], got[i], p.scale(s, i))
		out[i].index, out[i].bound = i, p.declared()
	}
	return out
}

// entry measures a number, its bound left open; scale is the number in whose unit the
// error is counted where it is larger than the exact one.
func (f Format) entry(exact reference, got, scale float64) entry {
	e := entry{got: got, exact: truth.Float64(exact.value)}
	switch {
	case !exact.known && !math.IsNaN(got):
		e.state = unjudged
	case exact.value == nil && math.IsNaN(got):
		e.state = valueless
	case exact.value == nil || !exact.known:
		e.off, e.unit = math.Inf(1), 1 // a value where there is none, or none where there is one
	default:
		exponent := f.unit(exact.value, scale)
		e.unit = math.Ldexp(1, exponent)
		e.off = f.off(got, exact.value, exponent)
	}
	return e
}

// against measures a number whose error in float64 may be E, which is infinite where
// something overflows on the way. That is no excuse for losing a number that the
// format holds. Where the exact number is next to nothing beside E, the error is
// counted in units of E·2⁻⁵¹², so that both have a number.
func (f Format) against(exact reference, got, E float64) entry {
	scale := 0.0
	if !notFinite(E) {
		scale = math.Ldexp(E, -512)
	}
	e := f.entry(exact, got, scale)
	switch {
	case e.state != measured:
	case notFinite(E):
		if finite := math.Abs(e.exact) <= f.largest()/2; !finite || !notFinite(got) {
			e.state = unjudged
		}
	default:
		e.bound = E / e.unit
		if f == Float32 {
			e.bound += 0.5 // for the one rounding
		}
	}
	return e
}

func notFinite(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }

// declared is the bound of the op's kernel in ulp; 0 for an op without one.
func (p probe) declared() float64 {
	switch {
	case p.op.Kernel == nil:
		return 0
	case p.format == Float32:
		return p.op.Kernel.ULP32()
	}
	return p.op.Kernel.ULP
}

// scale is the kernel's, at entry i.
func (p probe) scale(s sample, i int) float64 {
	if p.op.Kernel == nil || p.op.Kernel.Scale == nil {
		return 0
	}
	x, y := s.in[0].Data, s.in[1].Data
	return p.op.Kernel.Scale(x[min(i, len(x)-1)], y[min(i, len(y)-1)])
}

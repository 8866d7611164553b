package verify

import (
	"math"
	"math/big"

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
	in    []ops.Operand
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

// measure computes the op at a sample and compares each entry with the exact value.
func (p probe) measure(s sample) []entry {
	return p.compare(s, p.compute(s), references(p.op, s.in, s.shape, p.format))
}

// compute is the op as graphs of the format compute it.
func (p probe) compute(s sample) []float64 {
	in := valuesOver(plainly, s.in)
	if p.format == Float64 {
		return spread(plainly.Elements(p.op.Evaluate(plainly, in, s.shape)), s.shape)
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
		e := entry{index: i, got: got[i], exact: truth.Float64(exact[i].value)}
		switch {
		case !exact[i].known && !math.IsNaN(got[i]):
			e.state = unjudged
		case exact[i].value == nil && math.IsNaN(got[i]):
			e.state = valueless
		case exact[i].value == nil || !exact[i].known:
			e.off, e.unit = math.Inf(1), 1 // a value where there is none, or none where there is one
		default:
			p.fill(&e, s, exact[i].value, running)
		}
		out[i] = e
	}
	return out
}

// fill sets the error, its bound and their unit.
func (p probe) fill(e *entry, s sample, exact *big.Float, running []arith.Bounded) {
	exponent := p.format.unit(exact, p.scale(s, e.index))
	e.unit = math.Ldexp(1, exponent)
	e.off = p.format.off(e.got, exact, exponent)
	if running == nil {
		e.bound = p.declared()
		return
	}
	e.bound = running[e.index].E / e.unit
	if p.format == Float32 {
		e.bound += 0.5
	}
	if notFinite(e.bound) {
		e.bound = 0
		// Overflow on the way has no bound, and is no excuse for losing a number that
		// the format holds.
		if finite := math.Abs(e.exact) <= p.format.largest()/2; !finite || !notFinite(e.got) {
			e.state = unjudged
		}
	}
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

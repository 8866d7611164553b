package verify

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"surefoot/ops"
)

// Precision is how far an op's computation in one format lies from the truth.
type Precision struct {
	// Finding is the verdict. MaxULP is the error of the worst input in units of the
	// exact value's last place, Worst what was expected and got there.
	Finding
	Format   Format `json:"bits"`
	Declared Number `json:"bound_ulp"` // what the error may be, in the same units
	// Kernel says that Declared is what the op's dossier declares for its kernel,
	// at every input. Else it is a bound on the rounding of the op's meaning at the
	// worst input.
	Kernel bool `json:"kernel"`
	// Input is the worst input, operand by operand: the one whose error is the
	// largest part of its bound.
	Input []Number `json:"input"`
	// At is the same in the operands' letters: "z = 19, y = 0".
	At string `json:"at"`
	// Judged and Unjudged are how many inputs have been judged, and how many not, for
	// want of a reference or a bound.
	Judged   int `json:"judged"`
	Unjudged int `json:"unjudged"`
}

// PrecisionOf measures how an op is computed in a format: by its kernel, or without
// one by its meaning as it stands. It draws that many inputs from the op's domain
// beside some that it always looks at, and climbs from the worst of them. Each
// result is compared with the meaning in high precision.
//
// An op that is not elementwise is measured on small arrays. The bound of an op
// without a kernel is that of running error analysis (arith.Bound), and in float32
// half a unit more, for the one rounding.
//
// It sees an error at the inputs it tries, and judges computation only: that a
// meaning is the right one, and a derivative its derivative, are other checks. What
// has no reference, as log(1+e^z) from |z| = 5·10⁸ on, is counted as not judged;
// unless it comes out as not-a-number, which is never right where the meaning has a
// value.
func PrecisionOf(op *ops.Op, format Format, seed int64, samples int) Precision {
	d := drawer{probe{op, format}, rand.New(rand.NewPCG(uint64(seed), uint64(format)))}
	c := climber{drawer: d}
	if op.Ranks == nil && op.Shape == nil {
		for _, x := range d.fixed() {
			c.try(elementwise(x))
		}
		for range samples {
			c.try(elementwise(d.point()))
		}
	} else if shapes := op.SampleShapes(); shapes != nil {
		if result, err := op.Shape(shapes); err == nil { // which is what makes them a sample
			for range 1 + samples/10 {
				c.try(d.array(shapes, result))
			}
		}
	}
	c.climb()
	return c.precision()
}

// trial is a sample that was measured, with its worst entry.
type trial struct {
	sample
	entry
}

// A climber keeps the worst inputs.
type climber struct {
	drawer
	worst            []trial // by rank
	judged, unjudged int
}

// summits is how many of the worst inputs are climbed from, climbs how many steps are
// tried from each.
const summits, climbs = 6, 40

// try measures a sample and keeps it if it is among the worst.
func (c *climber) try(s sample) trial {
	t := trial{sample: s, entry: entry{state: unjudged}}
	decided := false
	for _, e := range c.measure(s) {
		if e.state == unjudged {
			continue
		}
		if !decided || e.strain() > t.strain() {
			t.entry, decided = e, true
		}
	}
	if !decided {
		c.unjudged++
		return t
	}
	c.judged++
	at, _ := slices.BinarySearchFunc(c.worst, t, byRank)
	c.worst = slices.Insert(c.worst, at, t)
	c.worst = c.worst[:min(len(c.worst), summits)]
	return t
}

// byRank puts a larger strain first, and of equal ones, as of two results that are not
// numbers, the smaller operands.
func byRank(a, b trial) int {
	return cmp.Or(cmp.Compare(b.strain(), a.strain()), cmp.Compare(a.size(), b.size()))
}

// size is the largest operand's.
func (t trial) size() (largest float64) {
	for _, operand := range t.in {
		for _, x := range operand.Data {
			largest = max(largest, math.Abs(x))
		}
	}
	return largest
}

// climb goes from each of the worst inputs to worse ones near it: a few numbers on, or
// with a bit of an operand turned over.
func (c *climber) climb() {
	for _, t := range slices.Clone(c.worst) {
		for range climbs {
			if next := c.try(c.beside(t)); byRank(next, t) < 0 {
				t = next
			}
		}
	}
}

// beside is a sample near another one, within the domain.
func (c *climber) beside(t trial) sample {
	s := sample{shape: t.shape}
	for _, operand := range t.in {
		s.in = append(s.in, ops.Operand[float64]{Data: slices.Clone(operand.Data), Shape: operand.Shape})
	}
	k := c.r.IntN(len(s.in))
	if len(s.in[k].Data) == 0 {
		return s
	}
	i, digits := c.r.IntN(len(s.in[k].Data)), 0
	digits, _, _ = c.format.shape()
	x := s.in[k].Data[i]
	if c.r.IntN(2) == 0 {
		x = c.format.step(x, c.r.IntN(17)-8)
	} else {
		x = c.format.flip(x, c.r.IntN(digits-1))
	}
	if in := c.domain(k); in.Low <= x && x <= in.High {
		s.in[k].Data[i] = x
	}
	return s
}

// precision is the finding.
func (c *climber) precision() Precision {
	p := Precision{Format: c.format, Kernel: c.op.Kernel != nil, Judged: c.judged, Unjudged: c.unjudged}
	p.Finding = Finding{Check: "precision", Quantity: c.op.Name, Formula: c.op.Formula, Entries: 1}
	p.Declared = Number(c.declared())
	if len(c.worst) == 0 {
		p.Verdict, p.Diagnosis = Inconclusive, "no input has both a reference and a bound"
		return p
	}
	worst := c.worst[0]
	p.Finding = worst.into(p.Finding)
	p.Declared, p.At = Number(worst.bound), c.at(worst)
	for _, operand := range worst.in {
		for _, x := range operand.Data {
			p.Input = append(p.Input, Number(x))
		}
	}
	switch {
	case worst.fails():
		p.Verdict, p.Diagnosis = Fail, fmt.Sprintf("at %s in %v %s", p.At, c.format, worst.complaint())
	case 2*c.judged < c.unjudged:
		p.Verdict, p.Diagnosis = Inconclusive, fmt.Sprintf("%d of %d inputs have no reference or no bound", c.unjudged, c.judged+c.unjudged)
	}
	return p
}

// into writes an entry into a finding.
func (e entry) into(f Finding) Finding {
	f.MaxULP = &e.off
	if notFinite(e.off) {
		f.MaxULP = nil
	}
	f.MaxAbs, f.Bound = Number(e.off*e.unit), Number(e.bound*e.unit)
	f.Worst = Worst{Index: e.index, Expected: Number(e.exact), Got: Number(e.got)}
	return f
}

// complaint is what is wrong with an entry that fails.
func (e entry) complaint() string {
	switch {
	case math.IsNaN(e.exact):
		return fmt.Sprintf("is %v, where the meaning has no value", e.got)
	case math.IsNaN(e.got):
		return "is not a number, where a value is due"
	}
	return fmt.Sprintf("is %.3g ulp off, where %.3g are allowed", e.off, e.bound)
}

// at names an input: "z = 19, y = 0".
func (c *climber) at(t trial) string {
	var parts []string
	for k, operand := range t.in {
		if len(operand.Shape) == 0 {
			parts = append(parts, fmt.Sprintf("%s = %v", c.op.Args[k], operand.Data[0]))
		} else {
			parts = append(parts, fmt.Sprintf("%s = %v", c.op.Args[k], operand.Data))
		}
	}
	return strings.Join(parts, ", ")
}

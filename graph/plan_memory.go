package graph

import (
	"slices"

	"surefoot/ops"
)

// elementwise says whether the step may be given any stretch of its operands.
func (s step) elementwise() bool {
	if s.add || s.fallsBack() {
		return false
	}
	if s.joint == nil {
		return s.op.Elementwise()
	}
	return !slices.ContainsFunc(s.joint.Ops, func(op *ops.Op) bool { return !op.Elementwise() })
}

// fallsBack says whether the op has no way to compute whole arrays but its Do.
func (s step) fallsBack() bool { return s.op.Runs().Float64 == nil }

// see finds out after which step all that is watched is there.
func (p *planner) see() {
	for i, s := range p.each {
		for _, out := range s.out {
			if slices.ContainsFunc(p.watched, func(at place) bool { return at.space == out.space && at.index == out.index }) {
				p.seen = i + 1
			}
		}
	}
}

// chain numbers the runs of elementwise steps of one length, from 1: what one of them
// writes the next one finds in the first-level cache.
func (p *planner) chain() {
	number := 0
	for i := range p.each {
		s := &p.each[i]
		if !s.elementwise() || s.out[0].size() < 2 {
			continue
		}
		if i > 0 && i != p.seen && p.each[i-1].chain > 0 && p.each[i-1].out[0].size() == s.out[0].size() {
			s.chain = p.each[i-1].chain
			continue
		}
		number++
		s.chain = number
	}
}

// reuse gives arrays of a block's numbers that are not needed at the same time the
// same memory.
func (p *planner) reuse() {
	r := reuser{last: map[int]int{}, now: map[int]int{}, free: map[int][]int{}}
	for i, s := range p.each {
		for _, at := range s.in {
			if at.space == inBuffer {
				r.last[at.index] = i
			}
		}
	}
	for _, at := range p.watched {
		if at.space == inBuffer {
			r.last[at.index] = max(r.last[at.index], p.seen)
		}
	}
	for _, at := range slices.Concat([]place{p.cost}, p.inner, p.gradient) {
		if at.space == inBuffer {
			r.last[at.index] = len(p.each)
		}
	}
	for i := range p.each {
		s := &p.each[i]
		inPlace := s.elementwise() && len(s.nodes) == 1
		if inPlace {
			r.release(s.in, i)
		}
		for k, at := range s.out {
			if at.space == inBuffer {
				r.take(at)
				s.out[k].index = r.now[at.index]
			}
		}
		if !inPlace {
			r.release(s.in, i)
		}
		for k, at := range s.in {
			if at.space == inBuffer {
				s.in[k].index = r.now[at.index]
			}
		}
	}
	for _, outputs := range [][]place{p.inner, p.gradient, p.watched} {
		for k, at := range outputs {
			if at.space == inBuffer {
				outputs[k].index = r.now[at.index]
			}
		}
	}
	if p.cost.space == inBuffer {
		p.cost.index = r.now[p.cost.index]
	}
	p.sizes[inBuffer] = r.sizes
}

// reuser hands out arrays.
type reuser struct {
	last  map[int]int   // the last step that reads an array
	now   map[int]int   // the array that stands for it
	free  map[int][]int // those to hand out, by size
	sizes []int
}

func (r *reuser) take(at place) {
	size := at.size()
	if free := r.free[size]; len(free) > 0 {
		r.now[at.index], r.free[size] = free[len(free)-1], free[:len(free)-1]
		return
	}
	r.now[at.index] = len(r.sizes)
	r.sizes = append(r.sizes, size)
}

// release hands back what step i is the last one to read.
func (r *reuser) release(in []place, i int) {
	for k, at := range in {
		again := false
		for _, before := range in[:k] {
			again = again || before.space == at.space && before.index == at.index
		}
		if at.space == inBuffer && r.last[at.index] == i && !again {
			physical := r.now[at.index]
			r.free[r.sizes[physical]] = append(r.free[r.sizes[physical]], physical)
		}
	}
}

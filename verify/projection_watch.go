package verify

import (
	"math/rand/v2"
	"time"

	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/kernel"
)

// watching is what a [Projection] does as a [graph.Watcher].
type watching[T ops.Float] struct{ *Projection[T] }

// Start is called before the first block of a chunk.
func (p watching[T]) Start(chunk int) {
	for i := range p.working {
		p.working[i].start(chunk)
	}
}

// Block is called when all that is watched of a block is computed.
func (p watching[T]) Block(seen *graph.Seen[T]) {
	s := p.scratch[seen.Core]
	if !p.timed {
		p.block(s, seen)
		return
	}
	begin := time.Now()
	p.block(s, seen)
	s.spent += time.Since(begin)
}

// block has the checks look at a block.
func (p watching[T]) block(s *scratch[T], seen *graph.Seen[T]) {
	for i := range p.working {
		check := &p.working[i]
		check.block(s, seen, check.places)
	}
}

// scratch is a core's memory for one block's numbers.
type scratch[T ops.Float] struct {
	sums          kernel.Audit
	z, d, u, more []T           // one number a row
	wide          []T           // as many as the widest stage takes
	spent         time.Duration // in an evaluation that is timed
	_             [128]byte     // what other cores write to is not in the same lines of the cache
}

func newScratch[T ops.Float](rows int) *scratch[T] {
	return &scratch[T]{z: make([]T, rows), d: make([]T, rows), u: make([]T, rows), more: make([]T, rows)}
}

// room is memory for n numbers, whatever is in it.
func (s *scratch[T]) room(n int) []T {
	if cap(s.wide) < n {
		s.wide = make([]T, n)
	}
	return s.wide[:n]
}

// random is a generator for one purpose.
func (p *Projection[T]) random(purpose uint64) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(p.seed), mix(0x5a17, purpose)))
}

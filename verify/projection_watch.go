package verify

import (
	"math"
	"math/rand/v2"
	"sync"
	"time"

	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/kernel"
)

// watching is what a [Projection] does as a [graph.Watcher].
type watching[T ops.Float] struct{ *Projection[T] }

// watchedChunk is what is at hand while a chunk is worked on.
type watchedChunk[T ops.Float] struct {
	scratch *scratch[T]
	values  [][]T
	spent   time.Duration
}

// Start is called before the first block of a chunk.
func (p watching[T]) Start(chunk int) {
	c := &p.chunks[chunk]
	c.spent = 0
	if c.scratch == nil { // or it is left from an evaluation that was broken off
		c.scratch = p.free.take(p.program.Plan().Rows)
	}
	for _, check := range p.checks {
		check.start(chunk)
	}
}

// Block is called when all that is watched of a block is computed.
func (p watching[T]) Block(seen *graph.Seen[T]) {
	c := &p.chunks[seen.Chunk]
	if p.timed {
		begin := time.Now()
		defer func() { c.spent += time.Since(begin) }()
	}
	for i, check := range p.checks {
		c.values = c.values[:0]
		for _, at := range p.places[i] {
			c.values = append(c.values, seen.Values[at])
		}
		check.block(c.scratch, seen, c.values)
	}
}

// End is called after the last block of a chunk.
func (p watching[T]) End(chunk int) {
	if len(p.chunks) > p.program.Crew() { // else each has its own
		c := &p.chunks[chunk]
		p.free.put(c.scratch)
		c.scratch = nil
	}
}

// scratch is memory for one block's numbers.
type scratch[T ops.Float] struct {
	z, d, u, more []T // one number a row
	wide          []T // as many as the widest stage takes
	rows          rowsOf[T]
	sums          kernel.Audit
}

// room is memory for n numbers, whatever is in it.
func (s *scratch[T]) room(n int) []T {
	if cap(s.wide) < n {
		s.wide = make([]T, n)
	}
	return s.wide[:n]
}

// scratches are handed out to as many goroutines as work at the same time.
type scratches[T ops.Float] struct {
	sync.Mutex
	free []*scratch[T]
}

func (s *scratches[T]) take(rows int) *scratch[T] {
	s.Lock()
	defer s.Unlock()
	if n := len(s.free); n > 0 {
		last := s.free[n-1]
		s.free = s.free[:n-1]
		return last
	}
	return &scratch[T]{z: make([]T, rows), d: make([]T, rows), u: make([]T, rows), more: make([]T, rows)}
}

func (s *scratches[T]) put(x *scratch[T]) {
	s.Lock()
	s.free = append(s.free, x)
	s.Unlock()
}

// random is a generator for one purpose.
func (p *Projection[T]) random(purpose uint64) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(p.seed), mix(0x5a17, purpose)))
}

// signs are random for each row of a block, with sizes between ¾ and 1.
type signs[T ops.Float] struct {
	of   []T
	from []float64 // the sum of those from a row on
}

// drawSigns draws until the sum of all is half as large as it is on the average or more: it
// alone shows what is wrong in all rows alike, as a bias. The sizes have 16 bits: their
// products with a float32 are exact in float64.
func drawSigns[T ops.Float](r *rand.Rand, n int) signs[T] {
	s := signs[T]{make([]T, n), make([]float64, n+1)}
	for {
		for i := n - 1; i >= 0; i-- {
			s.of[i] = T(2*r.IntN(2)-1) * T(3<<14+r.IntN(1<<14+1)) / (1 << 16)
			s.from[i] = s.from[i+1] + float64(s.of[i])
		}
		if math.Abs(s.from[0]) >= math.Sqrt(float64(n))/2 {
			return s
		}
	}
}

// drawSizes are n numbers of random sign between 1 and 2 in size.
func drawSizes(r *rand.Rand, n int) []float64 {
	sizes := make([]float64, n)
	for i := range sizes {
		sizes[i] = float64(2*r.IntN(2)-1) * (1 + r.Float64())
	}
	return sizes
}

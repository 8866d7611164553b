package verify

import (
	"math"
	"slices"
	"sync"

	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/kernel"
)

// A survey is what one pass over the source finds before anything is checked.
type survey[T ops.Float] struct {
	labels []labelSums // of each block
	ones   bool        // all weights are 1
	// hard are the labels of all examples in bits, where they are 0 and 1 and the weights
	// 1; else nil.
	hard []byte
	// Of each feature the root of its mean square, and the largest mean square in a block.
	sizes, largest []float64
}

// newSurvey reads the source once.
func newSurvey[T ops.Float](p *Projection[T], source graph.SourceOf[T]) (*survey[T], error) {
	_, n, labels := source.Size()
	blocks := p.program.Blocks()
	s := &survey[T]{
		labels: make([]labelSums, blocks), ones: true, hard: make([]byte, (p.examples+7)/8),
		sizes: make([]float64, n), largest: make([]float64, n),
	}
	found := make([]surveyed, blocks)
	err := eachBlock(p, source, func(_, b, fresh int, block graph.BlockOf[T]) {
		y, c := block.Y[fresh*labels:], block.C[fresh:]
		s.labels[b] = labelSums{kernel.Bitsum(y), kernel.Bitsum(c)}
		found[b] = surveyed{
			rows:    block.M - fresh,
			ones:    !slices.ContainsFunc(c, func(c T) bool { return c != 1 }),
			hard:    labels == 1 && packed(s.hard, b*block.M, y),
			squares: squaresOf(block.Table[fresh*n:], n),
		}
	})
	if err != nil {
		return nil, err
	}
	hard := true
	for _, f := range found { // in order, for the same bits however many cores there are
		s.ones, hard = s.ones && f.ones, hard && f.hard
		for j, x := range f.squares {
			s.sizes[j] += x / float64(p.examples)
			s.largest[j] = max(s.largest[j], x/float64(f.rows))
		}
	}
	if !s.ones || !hard {
		s.hard = nil
	}
	for j, x := range s.sizes {
		s.sizes[j] = math.Sqrt(x)
	}
	return s, nil
}

// surveyed is what is found in one block.
type surveyed struct {
	rows       int
	ones, hard bool
	squares    []float64 // of each feature, added up
}

// packed puts labels of 0 and 1 into bits from that of an example on, which is the first
// of a byte; false where there are others.
func packed[T ops.Float](bits []byte, first int, y []T) bool {
	for i, label := range y {
		at := first + i
		switch label {
		case 1:
			bits[at/8] |= 1 << (at % 8)
		case 0:
		default:
			return false
		}
	}
	return true
}

// squaresOf are the sums of the squares of n columns.
func squaresOf[T ops.Float](table []T, n int) []float64 {
	squares := make([]float64, n)
	for ; len(table) >= n; table = table[n:] {
		for j, x := range table[:n] {
			squares[j] += float64(x) * float64(x)
		}
	}
	return squares
}

// labelSums are sums of the bits of a block's labels and weights.
type labelSums struct{ y, c uint64 }

// same says whether another survey found the same labels and weights.
func (s *survey[T]) same(other *survey[T]) bool {
	return s.ones == other.ones && slices.Equal(s.labels, other.labels) && slices.Equal(s.hard, other.hard)
}

// eachBlock calls f with each block that the program will evaluate, those of a chunk one after
// the other, on as many cores: with the numbers of the chunk and of the block, and of the rows at
// its front that are repeated.
func eachBlock[T ops.Float](p *Projection[T], source graph.SourceOf[T], f func(chunk, number, fresh int, block graph.BlockOf[T])) error {
	cores := p.program.Crew()
	failed := make([]error, cores)
	var wait sync.WaitGroup
	for core := range cores {
		wait.Go(func() {
			failed[core] = graph.Guard(source, func() (err error) {
				var scratch graph.BlockOf[T]
				for chunk := core; chunk < p.chunks && err == nil; chunk += cores {
					err = blocksOf(p, source, chunk, &scratch, f)
				}
				return err
			})
		})
	}
	wait.Wait()
	for _, err := range failed {
		if err != nil {
			return err
		}
	}
	return nil
}

// blocksOf calls f with each block of a chunk.
func blocksOf[T ops.Float](
	p *Projection[T], source graph.SourceOf[T], chunk int, scratch *graph.BlockOf[T],
	f func(chunk, number, fresh int, block graph.BlockOf[T]),
) error {
	for b, hi := p.program.BlocksOf(chunk); b < hi; b++ {
		if err := p.program.Interrupted(); err != nil {
			return err
		}
		first, fresh := p.program.FirstOf(b)
		block, err := source.Rows(first, first+p.program.Plan().Rows, scratch)
		if err != nil {
			return err
		}
		f(chunk, b, fresh, block)
	}
	return nil
}

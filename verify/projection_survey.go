package verify

import (
	"math"
	"runtime"
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
	hard  []byte
	sizes []float64 // of each feature the root of its mean square
}

// newSurvey reads the source once.
func newSurvey[T ops.Float](p *Projection[T], source graph.SourceOf[T]) (*survey[T], error) {
	_, n, labels := source.Size()
	s := &survey[T]{labels: make([]labelSums, p.program.Blocks()), hard: make([]byte, (p.examples+7)/8), sizes: make([]float64, n)}
	found := make([]surveyed, coresFor(p))
	for core := range found {
		found[core].squares = make([]float64, n)
	}
	err := eachBlock(p, source, func(core, b, fresh int, block graph.BlockOf[T]) {
		f, first := &found[core], b*block.M
		y, c := block.Y[fresh*labels:], block.C[fresh:]
		s.labels[b] = labelSums{kernel.Bitsum(y), kernel.Bitsum(c)}
		f.otherWeights = f.otherWeights || slices.ContainsFunc(c, func(c T) bool { return c != 1 })
		f.soft = f.soft || labels > 1 || !packed(s.hard, first, y)
		addSquares(f.squares, block.Table[fresh*n:])
	})
	soft := false
	for _, f := range found {
		soft, s.ones = soft || f.soft, s.ones || f.otherWeights
		for j, x := range f.squares {
			s.sizes[j] += x / float64(p.examples)
		}
	}
	if s.ones = !s.ones; soft || !s.ones {
		s.hard = nil
	}
	for j, x := range s.sizes {
		s.sizes[j] = math.Sqrt(x)
	}
	return s, err
}

// surveyed is what one core finds.
type surveyed struct {
	otherWeights, soft bool
	squares            []float64
}

// packed puts labels of 0 and 1 into bits from that of an example on, which is the first
// of a byte; false where there are others.
func packed[T ops.Float](bits []byte, first int, y []T) bool {
	for i, label := range y {
		at := first + i
		if at >= 8*len(bits) {
			return false
		}
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

// addSquares adds the squares of each column.
func addSquares[T ops.Float](squares []float64, table []T) {
	n := len(squares)
	for ; len(table) >= n; table = table[n:] {
		for j, x := range table[:n] {
			squares[j] += float64(x) * float64(x)
		}
	}
}

// labelSums are sums of the bits of a block's labels and weights.
type labelSums struct{ y, c uint64 }

// same says whether another survey found the same labels and weights.
func (s *survey[T]) same(other *survey[T]) bool {
	return s.ones == other.ones && slices.Equal(s.labels, other.labels) && slices.Equal(s.hard, other.hard)
}

// eachBlock calls f with each block that the program will evaluate, on all cores: with the
// number of the core, of the block, and of the rows at its front that are repeated.
func eachBlock[T ops.Float](p *Projection[T], source graph.SourceOf[T], f func(core, number, fresh int, block graph.BlockOf[T])) error {
	cores := coresFor(p)
	failed := make([]error, cores)
	var wait sync.WaitGroup
	for core := range cores {
		wait.Go(func() {
			var scratch graph.BlockOf[T]
			failed[core] = graph.Guard(source, func() error {
				for b := core; b < p.program.Blocks(); b += cores {
					if err := p.program.Interrupted(); err != nil {
						return err
					}
					first, fresh := p.program.FirstOf(b)
					block, err := source.Rows(first, first+p.program.Plan().Rows, &scratch)
					if err != nil {
						return err
					}
					f(core, b, fresh, block)
				}
				return nil
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

func coresFor[T ops.Float](p *Projection[T]) int {
	return min(runtime.GOMAXPROCS(0), p.program.Blocks())
}

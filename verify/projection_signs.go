package verify

import (
	"math"
	"math/rand/v2"

	"surefoot/graph"
	"surefoot/ops"
)

// signs are random for each row of a block, with sizes between ¾ and 1. Where several blocks
// are added up, each counts with a sign and a size of its own, between 1 and 2: as their rows have
// the same signs, blocks in each other's places would not be seen, and roundings that are alike in
// all of them would add up.
type signs[T ops.Float] struct {
	of     []T
	from   []float64 // the sum of those from a row on
	blocks []float64
}

// drawSigns draws those of n rows. Their sizes stand evenly, in random order: no two are so
// near to each other that it does not show which row is which.
func drawSigns[T ops.Float](r *rand.Rand, n int) signs[T] {
	s := signs[T]{of: make([]T, n), from: make([]float64, n+1)}
	for i, at := range r.Perm(n) {
		s.of[i] = T(1 - (float64(at)+0.5)/float64(4*n))
	}
	turnedUntilSeen(r, s.of)
	s.setFrom()
	return s
}

// turnedUntilSeen turns signs until the sum of all is half as large as it is on the average or
// more: it alone shows what is wrong in all alike, as a bias.
func turnedUntilSeen[T ops.Float](r *rand.Rand, x []T) {
	for {
		sum, squares := 0.0, 0.0
		for i := range x {
			x[i] *= T(2*r.IntN(2) - 1)
			sum, squares = sum+float64(x[i]), squares+float64(x[i])*float64(x[i])
		}
		if 4*sum*sum >= squares {
			return
		}
	}
}

// draw makes the signs of rows and of blocks.
func (p *Projection[T]) draw(source graph.SourceOf[T]) error {
	r, blocks := p.random(0), p.program.Blocks()
	p.signs = drawSigns[T](r, p.program.Plan().Rows)
	p.signs.blocks = make([]float64, blocks)
	for b, at := range r.Perm(blocks) {
		p.signs.blocks[b] = 1 + (float64(at)+0.5)/float64(blocks)
	}
	for chunk := range p.chunks { // whose blocks are added up
		lo, hi := p.program.BlocksOf(chunk)
		turnedUntilSeen(r, p.signs.blocks[lo:hi])
	}
	if blocks > 1 {
		return nil // a column that one hides shows in others
	}
	return graph.Guard(source, func() error {
		block, err := source.Rows(0, p.examples, &graph.BlockOf[T]{})
		if err == nil {
			p.signs.reveal(r, block.Table)
		}
		return err
	})
}

// setFrom adds up.
func (s *signs[T]) setFrom() {
	for i := len(s.of) - 1; i >= 0; i-- {
		s.from[i] = s.from[i+1] + float64(s.of[i])
	}
}

// reveal turns signs round until no column of a table of as many rows, and not their sum
// either, is hidden by them: until each |Σ s x| is three quarters as large as it is on the
// average or more, or nothing more comes of it. What is wrong in one feature of all rows shows
// by that alone, and where nothing but this one block is looked at, some of many features may
// be close to 0 by chance.
func (s *signs[T]) reveal(r *rand.Rand, table []T) {
	n := len(table) / len(s.of)
	sums, sizes := make([]float64, n+1), make([]float64, n+1)
	for i, sign := range s.of {
		for j := range sums {
			x := column(table, n, i, j)
			sums[j] += float64(sign) * x
			sizes[j] += x * x
		}
	}
	for j, x := range sizes {
		sizes[j] = math.Sqrt(x)
	}
	turned := make([]float64, n+1)
	least := leastShare(sums, sizes)
	for trials := min(4000, 1<<20/(n+1)); trials > 0 && least < 0.75; trials-- {
		i := r.IntN(len(s.of))
		for j, sum := range sums {
			turned[j] = sum - 2*float64(s.of[i])*column(table, n, i, j)
		}
		if share := leastShare(turned, sizes); share > least {
			sums, turned, least = turned, sums, share
			s.of[i] = -s.of[i]
		}
	}
	s.setFrom()
}

// column is x of row i in column j of n, and 1 in the one after the last.
func column[T ops.Float](table []T, n, i, j int) float64 {
	if j == n {
		return 1
	}
	return float64(table[i*n+j])
}

// leastShare is the smallest of the sums beside the sizes, where those are more than 0.
func leastShare(sums, sizes []float64) float64 {
	least := math.Inf(1)
	for j, size := range sizes {
		if size > 0 && !math.IsInf(size, 0) {
			least = min(least, math.Abs(sums[j])/size)
		}
	}
	return least
}

// drawSizes are n numbers of random sign between 1 and 2 in size.
func drawSizes(r *rand.Rand, n int) []float64 {
	sizes := make([]float64, n)
	for i := range sizes {
		sizes[i] = float64(2*r.IntN(2)-1) * (1 + r.Float64())
	}
	return sizes
}

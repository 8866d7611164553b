package graph

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"surefoot/ops"
	"surefoot/ops/kernel"
)

var (
	// ErrRange is returned for a finite number that is infinite in float32.
	ErrRange = errors.New("beyond the range of float32")
	// ErrFloat32 is returned by an engine that is asked to compute in float32, and
	// computes in float64 alone.
	ErrFloat32 = errors.New("computes in float64 alone")
)

// Single is the source of the nearest float32 numbers. A block in memory is converted
// at once; the rows of any other source whenever they are asked for, into the scratch,
// which allocates nothing once that is large enough. A number beyond float32's range is
// an [ErrRange], of a block in memory at once, of any other source in Rows.
func Single(source Source) (SourceOf[float32], error) {
	switch s := source.(type) {
	case *converted[float64, float32]: // by Double
		return s.source, nil
	case memory[float64]:
		block := BlockOf[float32]{
			M: s.block.M, N: s.block.N, K: s.block.K,
			Table: kernel.NewTable[float32](len(s.block.Table)),
			Y:     make([]float32, len(s.block.Y)), C: make([]float32, len(s.block.C)),
		}
		if err := convertBlock(&block, s.block, 0); err != nil {
			return nil, err
		}
		return memory[float32]{block, s.alike}, nil
	}
	return &converted[float32, float64]{source: source}, nil
}

// Double is the source of the same numbers in float64, copied into the scratch whenever
// they are asked for.
func Double(source SourceOf[float32]) Source {
	return &converted[float64, float32]{source: source}
}

// Narrow rounds each number to the nearest float32, which is infinite for one beyond
// float32's range.
func (p Parameters) Narrow() {
	for _, q := range p {
		for i, x := range q.Values {
			q.Values[i] = float64(float32(x))
		}
	}
}

// converted are the numbers of a source in another type.
type converted[To, From ops.Float] struct {
	source SourceOf[From]
	// idle is scratch that nobody uses, for as many goroutines as have asked for rows
	// at once.
	idle  []*BlockOf[From]
	mutex sync.Mutex
}

func (c *converted[To, From]) Size() (m, n, labels int) { return c.source.Size() }

// Guard is the source's.
func (c *converted[To, From]) Guard(f func() error) error { return Guard(c.source, f) }

func (c *converted[To, From]) Rows(lo, hi int, scratch *BlockOf[To]) (BlockOf[To], error) {
	from := c.borrow()
	defer c.giveBack(from)
	block, err := c.source.Rows(lo, hi, from)
	if err != nil {
		return BlockOf[To]{}, err
	}
	scratch.M, scratch.N, scratch.K = block.M, block.N, block.K
	scratch.Table = resized(scratch.Table, len(block.Table))
	scratch.Y, scratch.C = resized(scratch.Y, len(block.Y)), resized(scratch.C, len(block.C))
	if err := convertBlock(scratch, block, lo); err != nil {
		return BlockOf[To]{}, err
	}
	rows := *scratch
	rows.Table = slices.Clip(rows.Table) // what comes after it is nothing to fetch
	return rows, nil
}

func (c *converted[To, From]) borrow() *BlockOf[From] {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	last := len(c.idle) - 1
	if last < 0 {
		return new(BlockOf[From])
	}
	block := c.idle[last]
	c.idle = c.idle[:last]
	return block
}

func (c *converted[To, From]) giveBack(block *BlockOf[From]) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.idle = append(c.idle, block)
}

// resized has so many numbers, whatever they are.
func resized[T ops.Float](x []T, length int) []T {
	if cap(x) < length {
		return make([]T, length)
	}
	return x[:length]
}

// convertBlock fills a block with the numbers of another, whose first example is lo. The
// error names examples and features from 1.
func convertBlock[To, From ops.Float](to *BlockOf[To], from BlockOf[From], lo int) error {
	convert(to.Table, from.Table)
	convert(to.Y, from.Y)
	convert(to.C, from.C)
	if i := overflown(to.Table, from.Table); i >= 0 {
		return fmt.Errorf("%w: example %d, feature %d: %v", ErrRange, lo+i/from.N+1, i%from.N+1, from.Table[i])
	}
	if i := overflown(to.Y, from.Y); i >= 0 {
		return fmt.Errorf("%w: example %d, label %d: %v", ErrRange, lo+i/from.Labels()+1, i%from.Labels()+1, from.Y[i])
	}
	if i := overflown(to.C, from.C); i >= 0 {
		return fmt.Errorf("%w: example %d, weight: %v", ErrRange, lo+i+1, from.C[i])
	}
	return nil
}

// overflown is the place of a finite number that became infinite, −1 if none did.
func overflown[To, From ops.Float](to []To, from []From) int {
	if bytesOf[To]() >= bytesOf[From]() {
		return -1
	}
	for i, x := range to {
		if math.IsInf(float64(x), 0) && !math.IsInf(float64(from[i]), 0) {
			return i
		}
	}
	return -1
}

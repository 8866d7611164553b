package graph

import (
	"slices"

	"surefoot/ops"
)

// A Source yields the examples of a table, any range of them at a time, to several
// goroutines at once.
type Source = SourceOf[float64]

// SourceOf is a [Source] in numbers of type T.
type SourceOf[T ops.Float] interface {
	// Size is the number of examples, of features, and of labels an example.
	Size() (m, n, labels int)
	// Rows are the examples from lo up to hi: over the source's own memory, or copied
	// into scratch, which it may grow. They are valid until the next call with the
	// same scratch.
	Rows(lo, hi int, scratch *BlockOf[T]) (BlockOf[T], error)
}

// Source is the source of a block in memory: its Rows are windows into it.
func (b BlockOf[T]) Source() SourceOf[T] {
	return memory[T]{b, !slices.ContainsFunc(b.C, func(c T) bool { return c != 1 })}
}

type memory[T ops.Float] struct {
	block BlockOf[T]
	// alike says that all weights are 1. Then those of the first rows serve for all,
	// and stay in the cache.
	alike bool
}

func (s memory[T]) Size() (m, n, labels int) { return s.block.M, s.block.N, s.block.Labels() }

func (s memory[T]) Rows(lo, hi int, _ *BlockOf[T]) (BlockOf[T], error) {
	rows := s.block.Rows(lo, hi)
	if s.alike {
		rows.C = s.block.C[:hi-lo]
	}
	return rows, nil
}

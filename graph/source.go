package graph

import "surefoot/ops"

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
func (b BlockOf[T]) Source() SourceOf[T] { return memory[T]{b} }

type memory[T ops.Float] struct{ block BlockOf[T] }

func (s memory[T]) Size() (m, n, labels int) { return s.block.M, s.block.N, s.block.Labels() }

func (s memory[T]) Rows(lo, hi int, _ *BlockOf[T]) (BlockOf[T], error) {
	return s.block.Rows(lo, hi), nil
}

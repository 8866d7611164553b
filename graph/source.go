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
	// same scratch, and are to be read only. Where the table's slice has capacity beyond
	// its length, that is what comes after it, which programs may fetch ahead.
	Rows(lo, hi int, scratch *BlockOf[T]) (BlockOf[T], error)
}

// Guarded is a source whose rows may fail after Rows has returned them, while they
// are read: those of a mapped file do when the file is cut.
type Guarded interface {
	// Guard calls f, which asks for rows and reads them, and returns its error, or
	// that of the source if its rows were not there or may not have been all the time.
	// It guards the calling goroutine alone: each that reads rows needs its own.
	Guard(f func() error) error
}

// Guard calls f under the guard of the source, if it has one.
func Guard[T ops.Float](s SourceOf[T], f func() error) error {
	if guarded, ok := s.(Guarded); ok {
		return guarded.Guard(f)
	}
	return f()
}

// Source is the source of the block, which must have a weight for each example:
// its rows are windows into the block.
func (b BlockOf[T]) Source() SourceOf[T] {
	return memory[T]{b, !slices.ContainsFunc(b.C, func(c T) bool { return c != 1 })}
}

// memory is the source of a block in memory.
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

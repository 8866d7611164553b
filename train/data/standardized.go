package data

import (
	"context"

	"surefoot/graph"
)

// StandardizeSource is [Standardize] for a source: the same scaling to the bit, and
// the places of the constant features. It passes over the source twice, a third time
// if numbers beyond 10¹⁰⁰ or all below 10⁻¹⁰⁰ make it necessary, in memory that does
// not depend on the number of examples: the deviation of a number is known when the
// mean is, and what saves that pass loses digits. The error is the source's or the
// context's.
func StandardizeSource(ctx context.Context, s graph.Source) (scaling Scaling, constant []int, err error) {
	m, n, _ := s.Size()
	scaling, err = scalingOf(m, n, func(use func([]float64)) error {
		return EachBlock(ctx, s, func(_ int, b graph.Block) error {
			use(b.Table)
			return nil
		})
	})
	return scaling, scaling.constant(), err
}

// standardized is a source with its features scaled.
type standardized struct {
	source  graph.Source
	scaling Scaling
}

// Source is a source with its features scaled as Apply does it, to the bit. Its rows
// are copied into the scratch. It panics when the source has another number of
// features.
func (s Scaling) Source(of graph.Source) graph.Source {
	if _, n, _ := of.Size(); n != len(s.Mean) {
		panic("data: scaling of a source with another number of features")
	}
	return standardized{of, s}
}

func (s standardized) Size() (m, n, labels int) { return s.source.Size() }

func (s standardized) Rows(lo, hi int, scratch *graph.Block) (out graph.Block, err error) {
	err = graph.Guard(s.source, func() error {
		b, err := s.source.Rows(lo, hi, scratch)
		if err != nil {
			return err
		}
		// Where the source has put its rows at the start of the scratch, they are
		// scaled where they are.
		table := sized(&scratch.Table, len(b.Table))
		s.scaling.applyTo(table, b.Table)
		b.Table = table
		out = b
		return nil
	})
	return out, err
}

// Guard is that of the source that is scaled: its labels and weights may be its own
// memory.
func (s standardized) Guard(f func() error) error { return graph.Guard(s.source, f) }

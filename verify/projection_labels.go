package verify

import (
	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/kernel"
)

// labelCheck makes sure that a block's labels and weights have the bits that they had when
// they were first read. All other checks take them for right. Labels of 0 and 1 with
// weights of 1 it leaves to the check of a sigmoid head, which takes the survey's in their
// place, and finds those that have changed.
type labelCheck[T ops.Float] struct {
	found  *survey[T]
	labels int   // an example
	chunks pairs // of y and c
}

func newLabelCheck[T ops.Float]() *labelCheck[T] { return &labelCheck[T]{} }

func (l *labelCheck[T]) watch() []graph.Watched { return nil }

func (l *labelCheck[T]) prepare(p *Projection[T], source graph.SourceOf[T]) error {
	_, _, l.labels = source.Size()
	l.found, l.chunks = p.survey, make(pairs, p.chunks)
	return nil
}

// sameData says whether the source has the labels and weights that it had.
func (l *labelCheck[T]) sameData(p *Projection[T], source graph.SourceOf[T]) (bool, error) {
	again, err := newSurvey(p, source)
	return err == nil && l.found.same(again), err
}

func (l *labelCheck[T]) idle() bool { return l.found.hard != nil }

func (l *labelCheck[T]) begin(graph.Parameters) {}

func (l *labelCheck[T]) start(chunk int) { l.chunks[chunk] = [2]outcome{} }

func (l *labelCheck[T]) block(_ *scratch[T], seen *graph.Seen[T], _ []int) {
	c, then := &l.chunks[seen.Chunk], l.found.labels[seen.Number]
	c[0].changed(kernel.Bitsum(seen.Block.Y[seen.Fresh*l.labels:]) != then.y, seen.Number)
	if !l.found.ones { // else the heads' checks do not read them, and find others
		c[1].changed(kernel.Bitsum(seen.Block.C[seen.Fresh:]) != then.c, seen.Number)
	}
}

// judged are y and c.
func (l *labelCheck[T]) judged() []judged {
	return []judged{{&l.chunks[0][0], "y", "as at the start"}, {&l.chunks[0][1], "c", "as at the start"}}
}

func (l *labelCheck[T]) judge(graph.Parameters) { l.chunks.merge() }

package data

import (
	"fmt"
	"slices"
	"sync/atomic"

	"surefoot/graph"
)

// StreamOptions say how a table is opened to be read as it is needed.
type StreamOptions struct {
	Positive string // the positive class, as in Options
	// Copy reads rows into the caller's memory even where the file could be mapped.
	Copy bool
}

// Stream is a table in NumPy's files, of any size, that stays there: a
// [graph.Source] that reads rows when they are asked for. It is made by [OpenNumPy],
// and may be used by several goroutines at once.
//
// An array of float64 numbers in the byte order of the machine is mapped into memory
// where the system can do it: rows are then windows into the file, and nothing is
// copied. Other arrays, and all labels, are read into the caller's scratch and made
// float64 there; that takes no memory but the scratch.
//
// No row is checked when it is read: [Check] does that in one pass over any source.
// The files must stay as they are: one that becomes shorter is [ErrShrunk], one that
// is written to [ErrChanged], found when rows are asked for or, where they are mapped,
// by Guard when the work on them is done: to ask the system for every block of rows would
// cost as much as a third of the reading.
type Stream struct {
	m, n, labels int
	x, y         section
	files        []watched
	mapping      []byte // nil where rows are copied
	schema       Schema
	classes      bool    // labels are made 1 where they are positive, else 0
	positive     float64 // the label of the positive class
	weights      atomic.Pointer[[]float64]
}

// OpenNumPy opens a table in NumPy's files, named as for [ReadNumPy], and passes once
// over its labels to find the two classes. Labels of the shape (m, k) with k > 1 are
// k numbers for each example, and are taken as they are.
//
// Rows must lie one after another, in C order and not compressed, else the error is
// [ErrArray]; other errors are as in ReadNumPy.
func OpenNumPy(path, labels string, o StreamOptions) (*Stream, error) {
	files, err := openPair(path, labels, true)
	if err != nil {
		return nil, err
	}
	s, err := newStream(files, o)
	if err != nil {
		files.close()
		return nil, err
	}
	return s, nil
}

func newStream(p *pair, o StreamOptions) (*Stream, error) {
	s := &Stream{m: p.x.Shape[0], n: p.x.Shape[1], labels: p.labels()}
	for _, a := range []*array{p.x, p.y} {
		if err := a.streams(); err != nil {
			return nil, err
		}
	}
	s.x, s.y = sectionOf(p.x, s.n), sectionOf(p.y, s.labels)
	s.files = p.files
	s.schema = Schema{Features: numberedFeatures(s.n), Target: "y"}
	if err := s.findClasses(o.Positive); err != nil {
		return nil, err
	}
	if !o.Copy {
		s.mapping = s.x.mapFile(p.x)
	}
	return s, nil
}

// streams refuses an array of which rows cannot be read in one piece.
func (a *array) streams() error {
	switch {
	case a.start < 0:
		return a.fault(ErrArray, "is compressed, so that rows cannot be read from the middle; save it with np.savez, or read all of it into memory")
	case a.columnwise():
		return a.fault(ErrArray, "is in Fortran order, so that rows are not in one piece; save np.ascontiguousarray(X), or read all of it into memory")
	}
	return nil
}

// findClasses passes over the labels, and makes sure that each is a finite number.
func (s *Stream) findClasses(positive string) error {
	if s.labels > 1 {
		return nil
	}
	found := newNumberLabels(s.y.name, positive)
	var space []float64
	for lo := 0; lo < s.m; lo += chunk {
		y, err := s.y.rows(lo, min(lo+chunk, s.m), &space)
		if err != nil {
			return err
		}
		if i := firstNotFinite(y); i >= 0 {
			return faultAtCell(s.y.name, lo+i, -1, notFinite(y[i]))
		}
		found.add(y)
	}
	var err error
	s.schema.Classes, s.schema.Rest, s.positive, err = found.classes()
	s.classes = s.schema.Rest || s.schema.Classes != [2]string{"0", "1"}
	return err
}

// Size is the number of examples, of features, and of labels an example.
func (s *Stream) Size() (m, n, labels int) { return s.m, s.n, s.labels }

// Schema says what a model trained on the table must remember. With more than one
// label an example it has no classes.
func (s *Stream) Schema() Schema {
	schema := s.schema
	schema.Features = slices.Clone(schema.Features)
	return schema
}

// Name is the table's, for messages.
func (s *Stream) Name() string { return s.x.name }

// Mapped says whether rows are windows into a mapped file.
func (s *Stream) Mapped() bool { return s.mapping != nil }

// Rows are the examples from lo up to hi, of weight 1. Their memory is the scratch's
// or, with Mapped, the file's, which must then be read under [Stream.Guard]; it is
// to be read only. It panics unless 0 ≤ lo ≤ hi ≤ m.
func (s *Stream) Rows(lo, hi int, scratch *graph.Block) (graph.Block, error) {
	if lo < 0 || lo > hi || hi > s.m {
		panic(fmt.Sprintf("data: rows %d to %d of %d", lo, hi, s.m))
	}
	b := graph.Block{M: hi - lo, N: s.n, C: s.ones(hi - lo)}
	if s.labels > 1 {
		b.K = s.labels
	}
	var err error
	if b.Table, err = s.x.rows(lo, hi, &scratch.Table); err != nil {
		return graph.Block{}, err
	}
	if b.Y, err = s.y.rows(lo, hi, &scratch.Y); err != nil {
		return graph.Block{}, err
	}
	if s.classes {
		targets(b.Y, s.positive)
	}
	if s.mapping != nil {
		return b, nil // Guard looks at the files when the rows were used: once for many
	}
	return b, s.unchanged()
}

// ones are weights, which all goroutines share.
func (s *Stream) ones(count int) []float64 {
	if c := s.weights.Load(); c != nil && len(*c) >= count {
		return (*c)[:count:count]
	}
	c := slices.Repeat([]float64{1}, count)
	s.weights.Store(&c)
	return c
}

// unchanged says whether the files are still what they were.
func (s *Stream) unchanged() error {
	for _, w := range s.files {
		if err := w.unchanged(); err != nil {
			return err
		}
	}
	return nil
}

// Close ends the use of the files. No row may be in use.
func (s *Stream) Close() error {
	var err error
	if s.mapping != nil {
		err = unmapFile(s.mapping)
		s.mapping, s.x.window = nil, nil
	}
	for _, w := range s.files {
		if closing := w.file.Close(); err == nil {
			err = closing
		}
	}
	s.files = nil
	return err
}

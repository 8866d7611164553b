package graph

// A Source yields the examples of a table, any range of them at a time, to several
// goroutines at once.
type Source interface {
	// Size is the number of examples, of features, and of labels an example.
	Size() (m, n, labels int)
	// Rows are the examples from lo up to hi: over the source's own memory, or copied
	// into scratch, which it may grow. They are valid until the next call with the
	// same scratch, and are to be read only.
	Rows(lo, hi int, scratch *Block) (Block, error)
}

// Guarded is a source whose rows may fail after Rows has returned them, while they
// are read: those of a mapped file do when the file is cut.
type Guarded interface {
	Source
	// Guard calls f, which asks for rows and reads them, and returns its error, or
	// that of the source if its rows were not there or may not have been all the time.
	// It guards the calling goroutine alone: each that reads rows needs its own.
	Guard(f func() error) error
}

// Guard calls f under the guard of the source, if it has one.
func Guard(s Source, f func() error) error {
	if guarded, ok := s.(Guarded); ok {
		return guarded.Guard(f)
	}
	return f()
}

// memory is the source of a block in memory.
type memory struct{ block Block }

// Source is the source of the block, which must have a weight for each example:
// its rows are windows into the block.
func (b Block) Source() Source { return memory{b} }

func (s memory) Size() (m, n, labels int) { return s.block.M, s.block.N, s.block.Labels() }

func (s memory) Rows(lo, hi int, _ *Block) (Block, error) { return s.block.Rows(lo, hi), nil }

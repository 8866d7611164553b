package graph

import (
	"fmt"

	"surefoot/ops"
)

// A worker evaluates blocks in memory of its own.
type worker[T ops.Float] struct {
	*Program[T]
	// What each block needs stands together, in few lines of the cache.
	steps   []bound[T]
	inputs  []binding[T]
	current int          // chunk
	watcher watcherAt[T] // of the program
	seen    Seen[T]      // by it
	block   [][]T        // totals of one block, unless T is float64
	inner   []innerOutput[T]
	adding  []totalling
	failed  error // of a step
	guarded func() error
	scratch BlockOf[T] // for the source
	weights []T        // of the last block, 0 for the examples that it repeats
	buffers [][]T
}

// A watcherAt is called after so many steps of a block.
type watcherAt[T ops.Float] struct {
	Watcher[T] // nil for none
	after      int
}

// A bound step has its numbers.
type bound[T ops.Float] struct {
	run   ops.Run[T]
	joint func(out [][]T, in []ops.Operand[T])
	out   [][]T
	in    []ops.Operand[T]
	// until is the step after the last of a chain of more numbers than a stretch; 0
	// for any other step. A stretch of the operands goes into part.
	until   int
	part    []ops.Operand[T]
	partOut [][]T
}

// A binding is an operand that is one of the block's inputs.
type binding[T ops.Float] struct {
	step, operand, input int
}

// totalling is a step that adds to a total.
type totalling struct{ step, total int }

// An innerOutput is where rows of a block's numbers are reported.
type innerOutput[T ops.Float] struct {
	all   []float64
	block []T
	each  int // numbers an example
}

// stretch is how many numbers a chain of elementwise steps computes at a time.
const stretch = 1024

func newWorker[T ops.Float](p *Program[T]) *worker[T] {
	plan := p.plan
	w := &worker[T]{Program: p, buffers: arrays[T](plan.sizes[inBuffer])}
	if p.m%plan.Rows != 0 {
		w.weights = make([]T, plan.Rows)
	}
	w.guarded = func() error { return w.chunk(w.current) } // made once, as it allocates
	w.steps = w.bind(plan.each)
	for i, s := range plan.each {
		for k, at := range s.in {
			if at.space == inInput {
				w.inputs = append(w.inputs, binding[T]{i, k, at.index})
			}
		}
		if s.add {
			w.adding = append(w.adding, totalling{i, s.out[0].index})
		}
	}
	if bytesOf[T]() < 8 {
		w.block = arrays[T](plan.sizes[inTotal])
		for _, a := range w.adding {
			w.steps[a.step].out[0] = w.block[a.total]
		}
	}
	return w
}

// bind gives steps their memory.
func (w *worker[T]) bind(steps []step) []bound[T] {
	all := make([]bound[T], len(steps))
	for i, s := range steps {
		b := &all[i]
		b.run = w.runOf(s)
		for _, at := range s.in {
			b.in = append(b.in, ops.Operand[T]{Data: w.numbers(at), Shape: at.shape, Transposed: at.transposed})
		}
		for _, at := range s.out {
			b.out = append(b.out, w.numbers(at))
		}
		if s.joint != nil {
			b.joint = jointOf[T](s.joint)
		}
		b.part, b.partOut = make([]ops.Operand[T], len(b.in)), make([][]T, len(b.out))
	}
	for i, s := range steps {
		if s.chain == 0 || s.out[0].size() <= stretch || i > 0 && steps[i-1].chain == s.chain {
			continue
		}
		until := i + 1
		for until < len(steps) && steps[until].chain == s.chain {
			until++
		}
		all[i].until = until
	}
	return all
}

// runOf is how to compute a step of one node.
func (w *worker[T]) runOf(s step) ops.Run[T] {
	run, add := runOf[T](s.op.Runs())
	if run == nil {
		run = doOf[T](s.nodes[0], &w.failed)
	}
	if !s.add || add != nil {
		if s.add {
			return add
		}
		return run
	}
	// No way to add: compute, then add.
	apart := make([]T, s.out[0].size())
	return func(out []T, in []ops.Operand[T]) {
		run(apart, in)
		for i, x := range apart {
			out[i] += x
		}
	}
}

// numbers are the numbers at a place; of a block's inputs and of totals, none yet.
func (w *worker[T]) numbers(at place) []T {
	switch at.space {
	case inParameter:
		return w.parameters[at.index]
	case inConstant:
		return w.constants[at.index]
	case inShared:
		return w.shared[at.index]
	case inBuffer:
		return w.buffers[at.index]
	case inFinal:
		return w.final[at.index]
	case inTotal:
		return w.totals[at.index] // for what comes after; the blocks add to a chunk's
	}
	return nil
}

// work takes chunks of blocks until there are none left.
func (w *worker[T]) work() {
	for {
		w.current = int(w.next.Add(1)) - 1
		if w.current >= len(w.chunks) {
			return
		}
		w.Program.failed[w.current] = Guard(w.source, w.guarded)
	}
}

// chunk evaluates one chunk's blocks, in order.
func (w *worker[T]) chunk(k int) error {
	for _, a := range w.adding {
		total := w.chunks[k][a.total]
		clear(total)
		if same, is := any(total).([]T); is {
			w.steps[a.step].out[0] = same
		}
	}
	if w.watcher.Watcher != nil {
		w.watcher.Start(k)
	}
	for b, hi := w.BlocksOf(k); b < hi; b++ {
		if err := w.Interrupted(); err != nil {
			return err
		}
		if err := w.evaluate(b); err != nil {
			return err
		}
		for i, total := range w.block {
			for j, x := range total {
				w.chunks[k][i][j] += float64(x)
			}
		}
	}
	return nil
}

// evaluate evaluates a block. A last, partial one is filled up at its front with examples
// of the one before, which count with the weight 0.
func (w *worker[T]) evaluate(number int) error {
	rows := w.plan.Rows
	lo, hi := number*rows, min((number+1)*rows, w.m)
	for _, total := range w.block {
		clear(total)
	}
	first := hi - rows
	block, err := w.source.Rows(first, hi, &w.scratch)
	if err != nil {
		return err
	}
	if err := w.fits(block); err != nil {
		return err
	}
	if first < lo {
		clear(w.weights[:lo-first])
		copy(w.weights[lo-first:], block.C[lo-first:])
		block.C = w.weights
	}
	for _, bind := range w.inputs {
		x := inputOf(&block, bind.input)
		operand := &w.steps[bind.step].in[bind.operand]
		operand.Data, operand.Next = x, x[len(x):min(2*len(x), cap(x))]
	}
	switch {
	case w.interference != nil:
		w.see(&block, number, first, lo-first)
		w.runInterfered()
	case w.watcher.Watcher != nil:
		runSome(w.steps, 0, w.watcher.after)
		w.see(&block, number, first, lo-first)
		w.watcher.Block(&w.seen)
		runSome(w.steps, w.watcher.after, len(w.steps))
	default:
		runAll(w.steps)
	}
	for _, o := range w.inner {
		convert(o.all[lo*o.each:hi*o.each], o.block[(lo-first)*o.each:])
	}
	return nil
}

// see lays out what a watcher sees of a block.
func (w *worker[T]) see(block *BlockOf[T], number, first, fresh int) {
	s := &w.seen
	s.Chunk, s.Number, s.First, s.Fresh = w.current, number, first, fresh
	s.Block.M, s.Block.N, s.Block.K = block.M, block.N, block.K
	s.Block.Table, s.Block.Y, s.Block.C = block.Table, block.Y, block.C
}

// fits says how a source's rows are not a block of the plan.
func (w *worker[T]) fits(block BlockOf[T]) error {
	for i, size := range w.plan.sizes[inInput] {
		if got := len(inputOf(&block, i)); size > 0 && got != size {
			return fmt.Errorf("%w: the source gives %d numbers of %s for %d examples, not %d",
				ErrShape, got, inputNames[i], w.plan.Rows, size)
		}
	}
	return nil
}

func inputOf[T ops.Float](block *BlockOf[T], input int) []T {
	switch input {
	case tableInput:
		return block.Table
	case labelInput:
		return block.Y
	}
	return block.C
}

// runAll runs steps in order, chains a stretch at a time.
func runAll[T ops.Float](steps []bound[T]) { runSome(steps, 0, len(steps)) }

// runSome runs those from i up to end, where no chain goes on.
func runSome[T ops.Float](steps []bound[T], i, end int) {
	for i < end {
		s := &steps[i]
		if s.until == 0 {
			s.do(s.out, s.in)
			i++
			continue
		}
		for lo := 0; lo < len(s.out[0]); lo += stretch {
			for k := i; k < s.until; k++ {
				steps[k].doPart(lo)
			}
		}
		i = s.until
	}
}

func (s *bound[T]) do(out [][]T, in []ops.Operand[T]) {
	if s.joint != nil {
		s.joint(out, in)
		return
	}
	s.run(out[0], in)
}

// doPart computes a stretch of the step's numbers.
func (s *bound[T]) doPart(lo int) {
	size := len(s.out[0])
	hi := min(lo+stretch, size)
	for k, x := range s.in {
		if len(x.Data) == size {
			x.Data = x.Data[lo:hi]
		}
		s.part[k] = x
	}
	for k, out := range s.out {
		s.partOut[k] = out[lo:hi]
	}
	s.do(s.partOut, s.part)
}

package graph

import "surefoot/ops"

// Interference changes numbers while a program works, or puts wrong kernels in the place of
// its own: what a campaign of faults does, to see whether they are found. Nothing else has
// a use for it. What is nil is not called.
type Interference[T ops.Float] struct {
	// Step is called before each step of a block, and once after the last.
	Step func(Moment[T])
	// Kernel is called in the place of each step of a block: compute is the step's own
	// kernel, or kernels, from In to Out.
	Kernel func(m Moment[T], compute func())
	// Sums is called when the chunks' sums are there, before they are added up: of each
	// chunk, in the order of the model's parameters, nil for a derivative that is no sum
	// over the blocks.
	Sums func(chunks [][][]float64)
}

// A Moment is between two steps of a block.
type Moment[T ops.Float] struct {
	Chunk, Block int
	Step, Steps  int    // how many are done, of how many
	Op           string // the step to come, "" after the last
	In           []ops.Operand[T]
	Out          [][]T
	Inputs       BlockOf[T]
	Watched      [][]T // as a [Watcher] will see them
	Totals       [][]T // what sums over the examples are added to
}

// Interfere lets f change numbers in all evaluations from now on; nil ends it.
func (p *Program[T]) Interfere(f *Interference[T]) { p.interference = f }

// chunkSums are the sums of each chunk, by parameter.
func (p *Program[T]) chunkSums() [][][]float64 {
	all := make([][][]float64, len(p.chunks))
	for k, chunk := range p.chunks {
		for _, at := range p.plan.gradient {
			var sums []float64
			if at.space == inTotal {
				sums = chunk[at.index]
			}
			all[k] = append(all[k], sums)
		}
	}
	return all
}

// runInterfered is runAll, a step at a time.
func (w *worker[T]) runInterfered() {
	moment := Moment[T]{
		Chunk: w.current, Block: w.seen.Number, Steps: len(w.steps), Inputs: w.seen.Block, Watched: w.seen.Values,
	}
	for _, a := range w.adding {
		moment.Totals = append(moment.Totals, w.steps[a.step].out[0])
	}
	for i := range len(w.steps) + 1 {
		moment.Step, moment.Op, moment.In, moment.Out = i, "", nil, nil
		if i < len(w.steps) {
			moment.Op, moment.In, moment.Out = w.plan.each[i].op.Name, w.steps[i].in, w.steps[i].out
		}
		if w.interference.Step != nil {
			w.interference.Step(moment)
		}
		if w.watcher.Watcher != nil && i == w.watcher.after {
			w.watcher.Block(&w.seen)
		}
		if i == len(w.steps) {
			return
		}
		compute := func() { w.steps[i].do(w.steps[i].out, w.steps[i].in) }
		if w.interference.Kernel != nil {
			w.interference.Kernel(moment, compute)
			continue
		}
		compute()
	}
}

package graph

import (
	"fmt"

	"surefoot/ops"
)

// A Watched quantity is one whose numbers a [Watcher] sees: of a letter, "z", or of the
// derivative by it.
type Watched struct {
	Letter     string
	Derivative bool // ∂S/∂Letter
}

// node is the quantity's node.
func (w Watched) node(g *Graph) (node, error) {
	n := g.Node(w.Letter)
	if w.Derivative {
		n = g.Derivative(w.Letter)
	}
	if n == nil {
		return nil, fmt.Errorf("%w: the graph has no %v to watch", ErrShape, w)
	}
	return n, nil
}

// String is "z" or "dz".
func (w Watched) String() string {
	if w.Derivative {
		return "d" + w.Letter
	}
	return w.Letter
}

// A Watcher looks at what a program computes, block by block, while it is in the cache.
// Chunks are worked on at the same time, each by one core from its first block to its last;
// what a watcher keeps of a chunk, or for a core, must be its own.
type Watcher[T ops.Float] interface {
	// Start is called before the first block of a chunk.
	Start(chunk int)
	// Block is called when all that is watched of a block is computed, while it is in the
	// cache, and what follows from it may not be. What is seen is valid until it returns,
	// and is to be read only.
	Block(seen *Seen[T])
}

// Seen is what a [Watcher] sees of a block.
type Seen[T ops.Float] struct {
	Core   int // that works on it, of Crew
	Chunk  int
	Number int // of the block, from 0
	First  int // the example of the first row
	// Fresh is the first row that counts: those before it are repeated, with the weight
	// 0, to fill the last block.
	Fresh  int
	Block  BlockOf[T]
	Values [][]T // of what is watched, an example a row
}

// Watch lets a watcher look at all that the program evaluates from now on; nil ends it.
// It sees the quantities of [PlanOptions].Watch.
func (p *Program[T]) Watch(watcher Watcher[T]) {
	for core, w := range p.workers {
		w.watcher, w.seen.Core = watcherAt[T]{watcher, p.plan.seen}, core
		w.seen.Values = w.seen.Values[:0]
		for _, at := range p.plan.watched {
			w.seen.Values = append(w.seen.Values, w.numbers(at))
		}
	}
}

// Blocks is in how many blocks, of Plan().Rows examples each, the program works, and
// Chunks is how many sums of them are kept apart.
func (p *Program[T]) Blocks() int { return p.blocks }

// Chunks is how many sums of blocks are kept apart; see [Program.Blocks].
func (p *Program[T]) Chunks() int { return len(p.chunks) }

// BlocksOf are the blocks of a chunk, from lo up to hi.
func (p *Program[T]) BlocksOf(chunk int) (lo, hi int) {
	return p.blocks * chunk / len(p.chunks), p.blocks * (chunk + 1) / len(p.chunks)
}

// Crew is how many cores work at the same time.
func (p *Program[T]) Crew() int { return len(p.workers) }

// FirstOf is the first example of a block, whose rows may reach back into the one before,
// and how many of its rows do.
func (p *Program[T]) FirstOf(block int) (first, fresh int) {
	lo, hi := block*p.plan.Rows, min((block+1)*p.plan.Rows, p.m)
	return hi - p.plan.Rows, lo - (hi - p.plan.Rows)
}

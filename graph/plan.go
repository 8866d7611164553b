package graph

import (
	"cmp"
	"fmt"

	"surefoot/ops"
	"surefoot/ops/arith"
)

// A Plan is a differentiated cost graph compiled for blocks of examples: which step
// computes what from what, and where its numbers are. It holds no numbers but the
// graph's constants; a [Program] gives it memory and data.
//
// A graph whose cost is a sum over the examples is evaluated a block of rows at a
// time. What depends on the parameters alone is computed before the blocks, the
// derivatives by the parameters are summed over them, and what is made of such sums
// is computed after. Any other graph is evaluated whole, in one block.
type Plan struct {
	// Rows is the number of examples in a block.
	Rows int
	// Whole says why the graph cannot be evaluated in blocks; empty if it can.
	Whole string

	model     *Model
	graph     *Graph
	constants [][]float64
	sizes     [spaces][]int // how many numbers each array of a space has
	before,
	each,
	after []step
	cost     place
	inner    []place // in the order of the model's inner quantities
	gradient []place // in the order of its parameters
	watched  []place // in the order of PlanOptions.Watch
	// seen is after how many of the steps of a block all that is watched is there.
	seen int
}

// A space is a kind of memory.
type space int

const (
	inInput     space = iota // the block's table, y and c
	inParameter              // the model's parameters
	inConstant
	inShared // computed before the blocks
	inBuffer // of one block
	inTotal  // summed over the blocks
	inFinal  // computed after the blocks
	spaces
)

// The arrays of inInput.
const (
	tableInput = iota
	labelInput
	weightInput
	inputCount
)

var inputNames = [inputCount]string{"table", "y", "c"}

// A place is where a node's numbers are.
type place struct {
	space      space
	index      int
	shape      []int
	transposed bool // they are the transpose, row by row
}

func (p place) size() int { return arith.Size(p.shape) }

// A step computes nodes, one or several of which share an op's work, from operands
// that are in their places.
type step struct {
	nodes []node
	op    *ops.Op
	joint *ops.Joint // for several nodes
	in    []place
	out   []place
	add   bool // adds to its total
	chain int  // elementwise steps of one chain run a stretch of numbers at a time
}

// cacheBytes is how large a block may be with all that is computed from it, so that
// the backward pass finds in the cache what the forward pass has read.
const cacheBytes = 256 << 10

const fewestRows = 8

// MostRows is the most examples in a block, unless the graph is evaluated whole or
// [PlanOptions] ask for more.
const MostRows = 4096

// PlanOptions say how a plan is made.
type PlanOptions struct {
	// Bytes is the size of a number: 4 for float32; 0 stands for 8.
	Bytes int
	// Rows is the most examples in a block, at least 8; 0 is as many as stay in the cache
	// with what is computed from them.
	Rows int
	// Watch are quantities whose numbers are kept until all of them are there, for a [Watcher].
	// They change neither the blocks nor what is computed.
	Watch []Watched
}

// NewPlan compiles a graph of the model's for m examples, differentiated, in blocks. The
// graph for a block is the model's training graph, if that has the fingerprint of g:
// else g is evaluated whole.
func NewPlan(model *Model, g *Graph, m int, options PlanOptions) (*Plan, error) {
	watch := options.Watch
	if m <= fewestRows {
		return compilePlan(model, g, "", watch)
	}
	few, err := sameGraph(model, g, fewestRows)
	if err != nil {
		return compilePlan(model, g, err.Error(), watch)
	}
	plan, err := compilePlan(model, few, "", nil)
	if err != nil {
		return nil, err
	}
	rows := plan.rowsInCache(cmp.Or(options.Bytes, 8))
	if options.Rows > 0 {
		rows = max(options.Rows, fewestRows)
	}
	if plan.Whole != "" || m <= rows {
		return compilePlan(model, g, plan.Whole, watch)
	}
	block, err := sameGraph(model, g, shareOut(m, rows))
	if err != nil {
		return compilePlan(model, g, err.Error(), watch)
	}
	plan, err = compilePlan(model, block, "", watch)
	if err == nil && plan.Whole != "" { // for a reason that fewer rows did not show
		return compilePlan(model, g, plan.Whole, watch)
	}
	return plan, err
}

// shareOut is how many of m examples are in a block of up to so many, all blocks being
// about as long: what the last one lacks, it repeats.
func shareOut(m, most int) int {
	blocks := (m + most - 1) / most
	return ((m+blocks-1)/blocks + fewestRows - 1) &^ (fewestRows - 1)
}

// sameGraph is the model's training graph for so many examples, differentiated, if it
// computes what g does.
func sameGraph(model *Model, g *Graph, rows int) (*Graph, error) {
	block, err := model.Training(rows)
	if err != nil {
		return nil, err
	}
	if err := block.Derive(); err != nil {
		return nil, err
	}
	if block.Fingerprint() != g.Fingerprint() {
		return nil, fmt.Errorf("the training graph for %d examples is another one", rows)
	}
	return block, nil
}

// rowsInCache is how many examples fit with what is computed from them.
func (p *Plan) rowsInCache(bytes int) int {
	each := p.bytesOf(inInput, bytes) + p.bytesOf(inBuffer, bytes)
	rows := cacheBytes * p.Rows / max(each, 1)
	return min(max(rows, fewestRows), MostRows) &^ (fewestRows - 1)
}

func (p *Plan) bytesOf(s space, bytes int) int {
	sum := 0
	for _, size := range p.sizes[s] {
		sum += size
	}
	return sum * bytes
}

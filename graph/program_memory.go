package graph

import (
	"surefoot/ops"
	"surefoot/ops/arith"
)

const (
	// mostChunks is how many sums are kept apart, for as many cores to work on.
	mostChunks = 64
	// totalBytes is how much memory they may take; two are kept in any case.
	totalBytes = 16 << 20
)

// chunks is in how many parts so many blocks are summed.
func (p *Plan) chunks(blocks int) int {
	return min(blocks, mostChunks, max(2, totalBytes/max(p.bytesOf(inTotal, 8), 1)))
}

// allocate makes all the memory that a program needs.
func (p *Program[T]) allocate() {
	plan := p.plan
	for _, c := range plan.constants {
		numbers := make([]T, len(c))
		convert(numbers, c)
		p.constants = append(p.constants, numbers)
	}
	p.parameters, p.shared = arrays[T](plan.sizes[inParameter]), arrays[T](plan.sizes[inShared])
	p.totals, p.final = arrays[T](plan.sizes[inTotal]), arrays[T](plan.sizes[inFinal])
	p.sums = arrays[float64](plan.sizes[inTotal])
	chunks := plan.chunks(p.blocks)
	for range chunks {
		p.chunks = append(p.chunks, arrays[float64](plan.sizes[inTotal]))
	}
	p.failed = make([]error, chunks)
	for range p.crew() {
		p.workers = append(p.workers, newWorker(p))
	}
	hire(len(p.workers) - 1)
	first := p.workers[0]
	p.before, p.after = first.bind(plan.before), first.bind(plan.after)
	p.makeEvaluation()
}

func arrays[T ops.Float](sizes []int) [][]T {
	all := make([][]T, len(sizes))
	for i, size := range sizes {
		all[i] = make([]T, size)
	}
	return all
}

// makeEvaluation lays out what Evaluate returns.
func (p *Program[T]) makeEvaluation() {
	e := &p.evaluation
	e.Inner = map[string][]float64{}
	p.cost = make([]float64, 1)
	p.outputs = append(p.outputs, p.output(p.cost, p.plan.cost))
	if !p.options.OnlySums {
		p.ReportInner(true)
	}
	for i, q := range p.plan.model.Parameters {
		values := make([]float64, arith.Size(q.Shape))
		e.Gradient = append(e.Gradient, Parameter{q.Name, q.Shape, values})
		p.outputs = append(p.outputs, p.output(values, p.plan.gradient[i]))
	}
}

// ReportInner says whether evaluations have the derivatives by inner quantities from now
// on, which are numbers of every example; see [EngineOptions].OnlySums.
func (p *Program[T]) ReportInner(on bool) {
	e := &p.evaluation
	for _, w := range p.workers {
		w.inner = w.inner[:0]
	}
	p.outputsInner = p.outputsInner[:0]
	if !on {
		clear(e.Inner)
		return
	}
	for i, letter := range p.plan.model.Inner {
		at := p.plan.inner[i]
		size := at.size()
		if p.plan.Whole == "" {
			size = size / p.plan.Rows * p.m
		}
		if p.inner == nil {
			p.inner = map[string][]float64{}
		}
		if p.inner[letter] == nil {
			p.inner[letter] = make([]float64, size)
		}
		e.Inner[letter] = p.inner[letter]
		if p.plan.Whole != "" {
			p.outputsInner = append(p.outputsInner, p.output(e.Inner[letter], at))
			continue
		}
		each := at.size() / p.plan.Rows
		for _, w := range p.workers {
			w.inner = append(w.inner, innerOutput[T]{e.Inner[letter], w.numbers(at), each})
		}
	}
}

// output copies the numbers at a place when all blocks are done.
func (p *Program[T]) output(to []float64, at place) output[T] {
	if at.space == inTotal {
		return output[T]{to: to, total: p.sums[at.index]}
	}
	return output[T]{to: to, from: p.workers[0].numbers(at)}
}

package verify

import (
	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/kernel"
)

// tableProducts are those of the table, which stay as they are: computed once, in plain
// additions in float64.
type tableProducts[T ops.Float] struct {
	u      []T       // x·v, of each example
	signed []float64 // sᵀX, of each chunk
	spread []float64 // of each block the largest Σ (xv)² of its rows
	steep  []float64 // and the largest (x·v)²
}

// newTableProducts reads the source once.
func newTableProducts[T ops.Float](p *Projection[T], source graph.SourceOf[T], v []float64) (tableProducts[T], error) {
	m, n, _ := source.Size()
	blocks := p.program.Blocks()
	given := tableProducts[T]{
		u: make([]T, m), signed: make([]float64, p.chunks*n), spread: make([]float64, blocks), steep: make([]float64, blocks),
	}
	err := eachBlock(p, source, func(chunk, b, fresh int, block graph.BlockOf[T]) {
		first, _ := p.program.FirstOf(b)
		given.block(chunk, b, first, fresh, block, &p.signs, v)
	})
	return given, err
}

// block makes the products of one block.
func (t *tableProducts[T]) block(chunk, number, first, fresh int, block graph.BlockOf[T], signs *signs[T], v []float64) {
	n := len(v)
	signed := t.signed[chunk*n : (chunk+1)*n]
	for i := fresh; i < block.M; i++ {
		row, sign := block.Table[i*n:(i+1)*n], signs.blocks[number]*float64(signs.of[i])
		u, spread := 0.0, 0.0
		for j, value := range row {
			x := float64(value)
			scaled := x * v[j]
			u += scaled
			spread += scaled * scaled
			signed[j] += sign * x
		}
		t.u[first+i] = T(u)
		t.spread[number] = max(t.spread[number], spread)
		t.steep[number] = max(t.steep[number], u*u)
	}
}

// same says whether two have the same bits.
func (t *tableProducts[T]) same(other *tableProducts[T]) bool {
	return kernel.SameBits(t.signed, other.signed) && kernel.SameBits(t.spread, other.spread) && kernel.SameBits(t.u, other.u)
}

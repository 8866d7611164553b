package verify

import (
	"math"

	"surefoot/ops/kernel"
)

// What a [denseCheck] makes of the sums over the examples, dW and db.

// denseChunk is what is known of one chunk.
type denseChunk struct {
	rows, block      int     // all, and of one block
	projected, total float64 // Σ (dz·a)(x·v), Σ dz·a
	squares          float64 // Σ (dz a)²
	spread, steep    float64 // the same, times the largest Σ (xv)², and times the largest (x·v)²

	ofZ, ofD, ofX outcome
}

// judge brings the chunks together, and compares aᵀ dW v and a·db with what the rows say.
func (d *denseCheck[T]) judge(total func(parameter string) []float64) {
	first := &d.chunks[0]
	sum := *first
	for k := range d.chunks[1:] {
		c := &d.chunks[k+1]
		sum.take(c)
		first.ofZ.merge(&c.ofZ)
		first.ofD.merge(&c.ofD)
		first.ofX.merge(&c.ofX)
	}
	d.ofWeights, d.ofBias = outcome{}, outcome{}
	dw, db := total(d.Parameters[0]), total(d.Parameters[1])
	if len(dw) != d.Gives*d.Takes || len(db) != d.Gives {
		d.ofWeights.compare(float64(d.Gives*d.Takes), float64(len(dw)), 0, -1)
		d.ofBias.compare(float64(d.Gives), float64(len(db)), 0, -1)
		return
	}
	weights, squares, bias, squaresOfBias := d.projectSums(dw, db)
	forWeights, forBias := d.thresholdOf(d.noise(&sum, squares)), d.thresholdOf(d.noiseOfBias(&sum, squaresOfBias))
	d.ofWeights.compare(sum.projected, weights, forWeights, -1)
	d.ofBias.compare(sum.total, bias, forBias, -1)
	d.found = resolved{forWeights, forBias, sum.squares}
}

// resolved is what says how small an error is found.
type resolved struct{ weights, bias, squares float64 }

// resolution is the largest error of a number of dW or db that may not be found: that of
// the thresholds, each part of v being at least 1 beside the size of its feature, with what
// the checks of single numbers admit of each dz, which may add up.
func (d *denseCheck[T]) resolution() float64 {
	admitted := float64(activationTolerance[T]()) * math.Sqrt(d.found.squares*float64(d.examples))
	return max(d.found.weights*d.widest+admitted*d.widest, d.found.bias+admitted)
}

// take adds another chunk's sums; rows and block become the largest of any.
func (c *denseChunk) take(other *denseChunk) {
	c.rows, c.block = max(c.rows, other.rows), max(c.block, other.block)
	c.projected, c.total, c.squares = c.projected+other.projected, c.total+other.total, c.squares+other.squares
	c.spread, c.steep = c.spread+other.spread, c.steep+other.steep
}

// chain is how many rows are added up one after the other in T, eight at a time, or more of
// them in kernels that add fewer: the sums of blocks are added up in float64.
func (d *denseCheck[T]) chain(c *denseChunk) float64 {
	alone := 8 / float64(kernel.RowsTogether())
	if isFloat64[T]() {
		return alone * float64(c.rows)
	}
	return alone * float64(c.block)
}

// thresholdOf is that for a noise², in units of u².
func (d *denseCheck[T]) thresholdOf(noise float64) float64 {
	return assurance*unitOf[T]()*math.Sqrt(noise) + d.under
}

// projectSums makes aᵀ dW v and a·db, and of each the sum of the squares of its terms.
func (d *denseCheck[T]) projectSums(dw, db []float64) (weights, squares, bias, squaresOfBias float64) {
	for o, a := range d.a {
		sum, square := projectRow(dw[o*d.Takes:(o+1)*d.Takes], d.v)
		weights += a * sum
		squares += a * a * square
		term := a * db[o]
		bias += term
		squaresOfBias += term * term
	}
	return weights, squares, bias, squaresOfBias
}

// projectRow is Σ xv, and the sum of the squares of its terms.
func projectRow(x, v []float64) (sum, squares float64) {
	v = v[:len(x)]
	for j, value := range x {
		term := value * v[j]
		sum += term
		squares += term * term
	}
	return sum, squares
}

// noise is that of aᵀ dW v − Σ (dz·a)(x·v), squared, in units of u²: of terms of random
// sign, of a drift, of x·v, and of the sums over the rows here, block by block.
func (d *denseCheck[T]) noise(c *denseChunk, drift float64) float64 {
	chain := d.chain(c)
	return c.spread*(chain/16+8) + drift*(chain/24+1) + c.steep + ownOf[T]()*d.through(c)*(c.steep+drift) +
		alikeRounded[T](chain)*float64(c.rows*len(d.chunks)*d.Takes*d.Gives)*c.spread
}

// noiseOfBias is that of a·db − Σ dz·a. The columns of several are added up number after
// number, and not eight at a time.
func (d *denseCheck[T]) noiseOfBias(c *denseChunk, drift float64) float64 {
	chain := d.chain(c)
	if d.Gives > 1 {
		chain *= 8
	}
	return c.squares*(chain/16+8) + drift*(chain/24+1) + ownOf[T]()*d.through(c)*(c.squares+drift) +
		alikeRounded[T](chain)*float64(c.rows*len(d.chunks)*d.Gives)*c.squares
}

// through is how many roundings a term of the sums over the rows goes through: in its
// block, among the blocks of its chunk, and among the chunks.
func (d *denseCheck[T]) through(c *denseChunk) float64 {
	return float64(c.block)/2 + float64(c.rows)/float64(max(c.block, 1)) + float64(len(d.chunks))
}

package verify

import (
	"math"

	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/kernel"
)

// What a [denseCheck] makes of the sums over the examples, dW and db.

// denseChunk is what is known of one chunk.
type denseChunk struct {
	rows, block      int     // all, and of one block
	projected, total float64 // Σ (dz·a)(x·v), Σ dz·a
	squares          float64 // Σ (dz a)²
	spread, steep    float64 // the same, times the largest Σ (xv)², and times the largest (x·v)²
	signed, signs    float64 // of the table Σ s (z·a) and Σ s, each block counting by its size
	logits, spreads  float64 // and what the noise of that is made of: Σ (z·a)², and rows
	first, blocks    int     // of how many, from which on

	ofZ, ofD, ofX outcome
}

// takeZ adds what is needed of rows of the table to check their z, the block counting by
// size.
func takeZ[T ops.Float](c *denseChunk, number int, size float64, sums *kernel.Audit, r *rowsOf[T]) {
	if c.blocks == 0 {
		c.first = number
	}
	c.blocks++
	c.signed += size * sums.Signed
	c.signs += size * r.signs
	c.logits += size * size * sums.Logits
	c.spreads += size * size * float64(r.n)
}

// judgeTable compares Σ s (z·a) with (sᵀX)·(Wᵀa) + (b·a) Σs, in a chunk of the table. Of the
// noise it first takes the part that is at hand: most often that is enough.
func (d *denseCheck[T]) judgeTable(chunk int) {
	c, e := &d.chunks[chunk], &d.at
	expected := dotOf(d.given.signed[chunk*d.Takes:][:d.Takes], e.wa) + e.ba*c.signs
	through := d.throughZ(c.rows)
	threshold := d.thresholdOf(c.logits * through)
	if !(math.Abs(c.signed-expected) <= threshold) {
		if e.ofTable < 0 {
			e.ofTable = weightedSquares(e.wa, d.survey.largest)
		}
		threshold = d.thresholdOf((c.logits + c.spreads*e.ofTable) * through)
	}
	c.ofZ.compare(expected, c.signed, threshold, c.first)
	if c.ofZ.block == c.first {
		c.ofZ.blocks = c.blocks
	}
}

// judge brings the chunks together, and compares aᵀ dW v and a·db with what the rows say.
func (d *denseCheck[T]) judge(gradient graph.Parameters) {
	if d.table {
		for k := range d.chunks {
			d.judgeTable(k)
		}
	}
	sum := &d.chunks[0]
	if len(d.chunks) > 1 {
		sum = d.together()
	}
	d.ofWeights = outcome{} // one after the other: together they would go through the stack
	d.ofBias = outcome{}
	dw, db := gradient.Get(d.Parameters[0]), gradient.Get(d.Parameters[1])
	if len(dw) != d.Gives*d.Takes || len(db) != d.Gives {
		d.ofWeights.compare(float64(d.Gives*d.Takes), float64(len(dw)), 0, -1)
		d.ofBias.compare(float64(d.Gives), float64(len(db)), 0, -1)
		return
	}
	weights, squares, bias, squaresOfBias := d.projectSums(dw, db)
	forWeights, forBias := d.thresholdOf(d.noise(sum, squares)), d.thresholdOf(d.noiseOfBias(sum, squaresOfBias))
	d.ofWeights.compare(sum.projected, weights, forWeights, -1)
	d.ofBias.compare(sum.total, bias, forBias, -1)
	d.found = resolved{forWeights, forBias, sum.squares}
}

// together makes sums of those of all chunks, and brings what was found in them together in
// the first.
func (d *denseCheck[T]) together() *denseChunk {
	first := &d.chunks[0]
	d.all = *first
	for k := range d.chunks[1:] {
		c := &d.chunks[k+1]
		d.all.take(c)
		first.ofZ.merge(&c.ofZ)
		first.ofD.merge(&c.ofD)
		first.ofX.merge(&c.ofX)
	}
	return &d.all
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

// projectRow is Σ xv, and the sum of the squares of its terms, in chains that do not wait for
// each other.
func projectRow(x, v []float64) (sum, squares float64) {
	var s0, s1, s2, s3, q0, q1, q2, q3 float64
	v = v[:len(x)]
	j := 0
	for ; j+4 <= len(x); j += 4 {
		a, b, c, d := x[j]*v[j], x[j+1]*v[j+1], x[j+2]*v[j+2], x[j+3]*v[j+3]
		s0, s1, s2, s3 = s0+a, s1+b, s2+c, s3+d
		q0, q1, q2, q3 = q0+a*a, q1+b*b, q2+c*c, q3+d*d
	}
	for ; j < len(x); j++ {
		a := x[j] * v[j]
		s0, q0 = s0+a, q0+a*a
	}
	return s0 + s1 + s2 + s3, q0 + q1 + q2 + q3
}

// growth is what the noise of sums over the rows of a chunk, squared and in units of u²,
// grows with: how much of it each of their sizes makes.
type growth struct {
	rows, block int // of the chunk

	spread, drift, steep float64 // of aᵀ dW v − Σ (dz·a)(x·v)
	squares, along       float64 // of a·db − Σ dz·a
}

// growthOf is that of a chunk; it is most often the one of the last.
func (d *denseCheck[T]) growthOf(c *denseChunk) *growth {
	if d.growth.rows == c.rows && d.growth.block == c.block {
		return &d.growth
	}
	chain, own, rows := d.chain(c), ownOf[T]()*d.through(c), float64(c.rows*len(d.chunks)*d.Gives)
	chainOfBias := chain
	if d.Gives > 1 {
		chainOfBias *= 8 // the columns are added up number after number
	}
	d.growth = growth{
		rows: c.rows, block: c.block,
		spread:  chain/16 + 8 + alikeRounded[T](chain)*rows*float64(d.Takes),
		drift:   chain/24 + 1 + own,
		steep:   1 + own,
		squares: chainOfBias/16 + 8 + own + alikeRounded[T](chainOfBias)*rows,
		along:   chainOfBias/24 + 1 + own,
	}
	return &d.growth
}

// noise is that of aᵀ dW v − Σ (dz·a)(x·v), squared, in units of u²: of terms of random
// sign, of a drift, of x·v, and of the sums over the rows here, block by block.
func (d *denseCheck[T]) noise(c *denseChunk, drift float64) float64 {
	g := d.growthOf(c)
	return c.spread*g.spread + drift*g.drift + c.steep*g.steep
}

// noiseOfBias is that of a·db − Σ dz·a.
func (d *denseCheck[T]) noiseOfBias(c *denseChunk, drift float64) float64 {
	g := d.growthOf(c)
	return c.squares*g.squares + drift*g.along
}

// through is how many roundings a term of the sums over the rows goes through: in its
// block, among the blocks of its chunk, and among the chunks.
func (d *denseCheck[T]) through(c *denseChunk) float64 {
	return float64(c.block)/2 + float64(c.rows)/float64(max(c.block, 1)) + float64(len(d.chunks))
}

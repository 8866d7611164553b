package verify

import (
	"math"

	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/kernel"
)

func init() { registerStage("dense", false, newDenseCheck[float64], newDenseCheck[float32]) }

// denseCheck checks z = Wx + b, dW = Σ dz xᵀ, db = Σ dz and dx = Wᵀdz by products with a
// (Gives), v (Takes) and s (rows); see [Projection]. The products of hidden stages are
// computed with the kernels that the program has, those of the table and all that is
// expected in plain additions.
type denseCheck[T ops.Float] struct {
	graph.Stage
	table  bool // its x is the table
	headed bool // its z is the only logit of a sigmoid head, which is checked with it

	// What a block needs stands together, in few lines of the cache.
	chunks  []denseChunk
	signs   signs[T]
	given   tableProducts[T]
	at      atTheta
	survey  survey[T]
	kernels projectionKernels[T]

	// And what an evaluation does.
	a, v              []float64
	a2, v2            float64 // the largest square of each
	under             float64 // what underflow explains
	ofWeights, ofBias outcome
	growth            growth
	found             resolved

	aT, vT   []T        // the same numbers as a and v, for hidden stages
	all      denseChunk // the sums of several chunks
	widest   float64    // the size of the largest feature
	examples int
}

// atTheta are products with the parameters of one evaluation.
type atTheta struct {
	wa, wv []float64 // Wᵀa, Wv
	ba     float64   // b·a
	// What noise is made of: of z that of a row of the table, −1 while it is not known, or
	// the largest Σₒ (aₒWₒⱼ)²; of dx the largest Σⱼ (Wₒⱼvⱼ)².
	ofTable, forth, back float64
}

func newDenseCheck[T ops.Float](stage graph.Stage) stageCheck[T] {
	return &denseCheck[T]{Stage: stage, table: stage.In == "", kernels: kernelsOf[T]()}
}

// absorb takes over the check of a sigmoid head: both go through z and dz.
func (d *denseCheck[T]) absorb(next graph.Stage) bool {
	d.headed = next.Head && next.Kind == "sigmoid" && d.Gives == 1
	return d.headed
}

func (d *denseCheck[T]) watch() []graph.Watched {
	all := []graph.Watched{{Letter: d.Out}, {Letter: d.Out, Derivative: true}}
	if !d.table {
		all = append(all, graph.Watched{Letter: d.In}, graph.Watched{Letter: d.In, Derivative: true})
	}
	return all
}

func (d *denseCheck[T]) prepare(p *Projection[T], source graph.SourceOf[T]) (err error) {
	d.signs, d.survey = p.signs, *p.survey
	r := p.random(purposeOf(d.Out))
	d.a, d.v = drawSizes(r, d.Gives), drawSizes(r, d.Takes)
	if d.Gives == 1 {
		d.a[0] = 1
	}
	if d.table {
		for j, size := range p.survey.sizes {
			if size > 0 && !math.IsInf(size, 0) {
				d.v[j] /= size
			}
		}
		if d.given, err = newTableProducts(p, source, d.v); err != nil {
			return err
		}
	} else {
		d.vT = narrowed[T](d.v)
	}
	d.aT = narrowed[T](d.a)
	d.a2, d.v2 = largestSize(d.a)*largestSize(d.a), largestSize(d.v)*largestSize(d.v)
	d.under, d.examples, d.widest = d.lost(p.examples), p.examples, 1/smallestSize(d.v)
	if !d.ofW() {
		d.at.wa, d.at.wv = make([]float64, d.Takes), make([]float64, d.Gives)
	}
	d.chunks = make([]denseChunk, p.chunks)
	return nil
}

// sameData says whether the products with the table are what they were.
func (d *denseCheck[T]) sameData(p *Projection[T], source graph.SourceOf[T]) (bool, error) {
	if !d.table {
		return true, nil
	}
	again, err := newTableProducts(p, source, d.v)
	return err == nil && again.same(&d.given), err
}

// narrowed are the numbers in T, to which they are rounded themselves.
func narrowed[T ops.Float](x []float64) []T {
	out := make([]T, len(x))
	for i := range x {
		out[i] = T(x[i])
		x[i] = float64(out[i])
	}
	return out
}

// largestSize is the largest size.
func largestSize(x []float64) float64 {
	largest := 0.0
	for _, v := range x {
		largest = max(largest, math.Abs(v))
	}
	return largest
}

// smallestSize is the smallest size.
func smallestSize(x []float64) float64 {
	smallest := math.Inf(1)
	for _, v := range x {
		smallest = min(smallest, math.Abs(v))
	}
	return smallest
}

// ofW says that Wᵀa is w itself, of a single logit of the table, where a = 1: it is read in its
// place, not copied.
func (d *denseCheck[T]) ofW() bool { return d.table && d.Gives == 1 }

func (d *denseCheck[T]) begin(theta graph.Parameters) {
	w, b := theta.Get(d.Parameters[0]), theta.Get(d.Parameters[1])
	e := &d.at
	if d.ofW() {
		e.wa, e.ba, e.ofTable = w, b[0], -1
		return
	}
	e.ba, e.ofTable, e.forth, e.back = 0, 0, 0, 0
	clear(e.wa)
	for o, a := range d.a {
		e.ba += a * b[o]
		row := w[o*d.Takes : (o+1)*d.Takes]
		if d.table {
			e.ofTable += addTimes(e.wa, row, a, d.survey.largest)
			continue
		}
		forward, backward := 0.0, 0.0
		for j, x := range row {
			e.wa[j] += a * x
			e.forth = max(e.forth, a*x*a*x*float64(d.Gives))
			forward += x * d.v[j]
			backward += x * d.v[j] * x * d.v[j]
		}
		e.wv[o], e.back = forward, max(e.back, backward)
	}
}

// addTimes adds a·x to out, and returns Σ (a·x)² size.
func addTimes(out, x []float64, a float64, size []float64) (sum float64) {
	out, size = out[:len(x)], size[:len(x)]
	for j, v := range x {
		v *= a
		out[j] += v
		sum += v * v * size[j]
	}
	return sum
}

func (d *denseCheck[T]) start(chunk int) {
	d.chunks[chunk] = denseChunk{}
}

// rowsOf are a block's numbers, without the rows that are repeated.
type rowsOf[T ops.Float] struct {
	n           int
	z, d, x, dx []T
	p, q, u, s  []T     // z·a, dz·a, x·v, the signs
	signs       float64 // their sum
}

func (d *denseCheck[T]) block(s *scratch[T], seen *graph.Seen[T], places []int) {
	c, fresh, values := &d.chunks[seen.Chunk], seen.Fresh, seen.Values
	n := seen.Block.M - fresh
	var rows rowsOf[T]
	r := &rows
	r.n, r.signs, r.s = n, d.signs.from[fresh], d.signs.of[fresh:][:n]
	r.z, r.d = values[places[0]][fresh*d.Gives:], values[places[1]][fresh*d.Gives:]
	if !d.table {
		r.x, r.dx = values[places[2]][fresh*d.Takes:], values[places[3]][fresh*d.Takes:]
	}
	d.project(r, s, seen)
	sums := &s.sums
	*sums = kernel.Audit{}
	if d.headed {
		d.audit(r, sums, seen)
		c.ofD.off(sums.Off, seen.Number)
	} else {
		addSums(sums, r)
	}
	if d.Gives > 1 {
		sums.Squares = d.a2 * float64(d.kernels.dot(r.d, r.d))
		sums.Logits = d.a2 * float64(d.kernels.dot(r.z, r.z))
	}
	least := float64(n) * normalOf[T]()
	sums.Squares, sums.Logits = sums.Squares+least, sums.Logits+least
	c.rows, c.block = c.rows+n, max(c.block, n)
	c.projected, c.total, c.squares = c.projected+sums.Projected, c.total+sums.Total, c.squares+sums.Squares
	spread, steep := d.spreadOf(r, seen.Number)
	c.spread, c.steep = c.spread+sums.Squares*spread, c.steep+sums.Squares*steep
	if d.table {
		takeZ(c, seen.Number, d.signs.blocks[seen.Number], sums, r)
		return
	}
	d.judgeZ(c, r, sums, seen, s)
	d.judgeX(c, r, seen, s)
}

// audit adds up what is needed of the rows of a sigmoid head's logit, and computes its
// derivative again.
func (d *denseCheck[T]) audit(r *rowsOf[T], sums *kernel.Audit, seen *graph.Seen[T]) {
	if hard := d.survey.hard; hard != nil {
		d.kernels.hard(sums, r.p, hard[(seen.First+seen.Fresh)/8:], r.q, r.u, r.s)
		return
	}
	var weights []T // none for those that are all 1
	if !d.survey.ones {
		weights = seen.Block.C[seen.Fresh:]
	}
	d.kernels.audit(sums, r.p, seen.Block.Y[seen.Fresh:], weights, r.q, r.u, r.s)
}

// project makes the products of each row.
func (d *denseCheck[T]) project(r *rowsOf[T], s *scratch[T], seen *graph.Seen[T]) {
	r.p, r.q = r.z, r.d
	if d.Gives > 1 {
		r.p, r.q = s.z[:r.n], s.d[:r.n]
		d.kernels.dotRows(r.p, r.z, d.aT)
		d.kernels.dotRows(r.q, r.d, d.aT)
	}
	if d.table {
		r.u = d.given.u[seen.First+seen.Fresh:][:r.n]
		return
	}
	r.u = s.u[:r.n]
	d.kernels.dotRows(r.u, r.x, d.vT)
}

// addSums adds up what a stage without a head needs of its rows.
func addSums[T ops.Float](sums *kernel.Audit, r *rowsOf[T]) {
	p, q, u := r.p[:r.n], r.q[:r.n], r.u[:r.n]
	for i, s := range r.s[:r.n] {
		z, d := float64(p[i]), float64(q[i])
		sums.Signed += float64(s) * z
		sums.Projected += float64(u[i]) * d
		sums.Total += d
		sums.Squares += d * d
		sums.Logits += z * z
	}
}

// spreadOf is the size of Σ (xv)² of a row, and of (x·v)²: the largest of the block's rows.
func (d *denseCheck[T]) spreadOf(r *rowsOf[T], block int) (spread, steep float64) {
	if d.table {
		return d.given.spread[block], d.given.steep[block]
	}
	least := normalOf[T]() // what saturated units give may be far smaller, and its square 0
	steep = least
	for _, u := range r.u {
		steep = max(steep, float64(u)*float64(u))
	}
	// Four times that of the average row.
	return 4 * d.v2 * (float64(d.kernels.dot(r.x, r.x))/float64(r.n) + least), steep
}

// judgeZ compares Σ s (z·a) with (sᵀX)·(Wᵀa) + (b·a) Σs, in a block of a hidden stage.
func (d *denseCheck[T]) judgeZ(c *denseChunk, r *rowsOf[T], sums *kernel.Audit, seen *graph.Seen[T], s *scratch[T]) {
	summed := s.room(d.Takes)
	clear(summed)
	d.kernels.addRows(summed, r.x, r.s, 1, r.n)
	expected := dotOf(summed, d.at.wa) + d.at.ba*r.signs
	size := d.at.forth*float64(d.kernels.dot(r.x, r.x)) + sums.Logits
	noise := size * (d.throughZ(r.n) + float64(d.Gives)/8 + float64(r.n)/16)
	c.ofZ.compare(expected, sums.Signed, d.thresholdOf(noise), seen.Number)
}

// throughZ is how many roundings a term of z goes through, and of the sum over so many rows.
func (d *denseCheck[T]) throughZ(rows int) float64 {
	return float64(d.Takes)/8 + 4 + ownOf[T]()*float64(rows+d.Takes)
}

// judgeX compares Σ s (dx·v) with (sᵀdZ)·(Wv).
func (d *denseCheck[T]) judgeX(c *denseChunk, r *rowsOf[T], seen *graph.Seen[T], s *scratch[T]) {
	back := s.more[:r.n]
	d.kernels.dotRows(back, r.dx, d.vT)
	got := 0.0
	for i, x := range back {
		got += float64(r.s[i]) * float64(x)
	}
	summed := s.room(d.Gives)
	clear(summed)
	d.kernels.addRows(summed, r.d, r.s, 1, r.n)
	least := float64(r.n) * normalOf[T]()
	size := (float64(d.kernels.dot(r.d, r.d))+least)*d.at.back + d.v2*(float64(d.kernels.dot(r.dx, r.dx))+least)
	noise := size * (float64(d.Takes+d.Gives)/8 + float64(r.n)/16 + 8)
	c.ofX.compare(dotOf(summed, d.at.wv), got, d.thresholdOf(noise), seen.Number)
}

// lost is how far products that are smaller than the smallest number may add up, over
// so many rows.
func (d *denseCheck[T]) lost(rows int) float64 {
	largest := math.Sqrt(d.a2) * largestSize(d.v)
	return 4 * float64(rows) * float64(d.Takes+d.Gives) * leastOf[T]() * max(largest, 1)
}

// judged are z, what a head says of dz, dx, dW and db.
func (d *denseCheck[T]) judged() []judged {
	c, w, b := &d.chunks[0], d.Parameters[0], d.Parameters[1]
	all := []judged{
		{&c.ofZ, d.Out, w + "x + " + b}, {&d.ofWeights, "d" + w, "Σ d" + d.Out + " xᵀ"}, {&d.ofBias, "d" + b, "Σ d" + d.Out},
	}
	if d.headed {
		all = append(all, judged{&c.ofD, "d" + d.Out, "c(a−y)"})
	}
	if !d.table {
		all = append(all, judged{&c.ofX, "d" + d.In, w + "ᵀd" + d.Out})
	}
	return all
}

// purposeOf makes a number of a name.
func purposeOf(name string) (bits uint64) {
	for _, b := range []byte(name) {
		bits = 31*bits + uint64(b)
	}
	return bits
}

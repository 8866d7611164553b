package verify

import (
	"math"

	"surefoot/graph"
	"surefoot/ops"
)

func init() { registerStage("softmax", true, newSoftmaxCheck[float64], newSoftmaxCheck[float32]) }

// softmaxCheck computes dz = c(a Σy − y) again, a = e^z/Σe^z, with the library's
// exponential and without a division.
type softmaxCheck[T ops.Float] struct {
	graph.Stage
	survey *survey[T]
	chunks []outcome
}

func newSoftmaxCheck[T ops.Float](stage graph.Stage) stageCheck[T] {
	return &softmaxCheck[T]{Stage: stage}
}

func (c *softmaxCheck[T]) watch() []graph.Watched {
	return []graph.Watched{{Letter: c.In}, {Letter: c.In, Derivative: true}}
}

func (c *softmaxCheck[T]) prepare(p *Projection[T], _ graph.SourceOf[T]) error {
	c.chunks, c.survey = make([]outcome, p.chunks), p.survey
	return nil
}

func (c *softmaxCheck[T]) begin(graph.Parameters) {}

func (c *softmaxCheck[T]) start(chunk int) { c.chunks[chunk] = outcome{} }

func (c *softmaxCheck[T]) block(_ *scratch[T], seen *graph.Seen[T], places []int) {
	z, d := seen.Values[places[0]], seen.Values[places[1]]
	k, off := c.Takes, 0
	for i := seen.Fresh; i < seen.Block.M; i++ {
		weight := 1.0
		if !c.survey.ones {
			weight = float64(seen.Block.C[i])
		}
		off += offSoftmax(z[i*k:(i+1)*k], d[i*k:(i+1)*k], seen.Block.Y[i*k:(i+1)*k], weight)
	}
	c.chunks[seen.Chunk].off(off, seen.Number)
}

// judged is dz.
func (c *softmaxCheck[T]) judged() []judged {
	return []judged{{&c.chunks[0], "d" + c.In, "c(a−y)"}}
}

func (c *softmaxCheck[T]) judge(graph.Parameters) {
	for k := range c.chunks[1:] {
		c.chunks[0].merge(&c.chunks[k+1])
	}
}

// offSoftmax counts the numbers of one example that are off: by more than the rounding
// of z − max z, whose exponential is off by as much beside its size, and some roundings of
// a sum.
func offSoftmax[T ops.Float](z, d, y []T, c float64) int {
	top, labels := math.Inf(-1), 0.0
	for k, x := range z {
		top, labels = max(top, float64(x)), labels+float64(y[k])
	}
	sum := 0.0
	for _, x := range z {
		sum += math.Exp(float64(x) - top)
	}
	off, u := 0, unitOf[T]()
	for k, x := range z {
		below := top - float64(x)
		e, given := labels*math.Exp(-below), float64(y[k])*sum
		distance := math.Abs(float64(d[k])*sum - c*(e-given))
		tolerance := u * (64 + 4*min(below, 800) + 4*float64(len(z)))
		if !(distance <= math.Abs(c)*(tolerance*(e+given)+leastOf[T]()*0x1p20)) {
			off++
		}
	}
	return off
}

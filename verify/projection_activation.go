package verify

import (
	"math"

	"surefoot/graph"
	"surefoot/ops"
)

func init() {
	registerActivation("tanh", 2, offTanh[float64], offTanh[float32])
	registerActivation("sigmoid", 1, offSigmoid[float64], offSigmoid[float32])
	registerActivation("relu", 0, offRelu[float64], offRelu[float32])
}

// registerActivation puts the check of a layer that acts on each number by itself in the
// table: what counts the numbers that are off, given e^−decay·|z|.
func registerActivation(kind string, decay float64, off64 offOf[float64], off32 offOf[float32]) {
	registerStage(kind, false,
		func(s graph.Stage) stageCheck[float64] { return newActivationCheck(s, decay, off64) },
		func(s graph.Stage) stageCheck[float32] { return newActivationCheck(s, float32(decay), off32) })
}

// An offOf counts the numbers of h and of dz that are not what z and dh make of them.
type offOf[T ops.Float] func(z, h, dh, dz, e []T) (offH, offDz int)

// activationCheck computes h = g(z) and dz = dh ⊙ g′(z) again, number by number: from e^−|z|
// without a division, and the slope from h as the derivation has it.
type activationCheck[T ops.Float] struct {
	graph.Stage
	kernels projectionKernels[T]
	off     offOf[T]
	decay   T     // of e^−decay·|z|; 0 for none
	chunks  pairs // of h and dz
}

func newActivationCheck[T ops.Float](stage graph.Stage, decay T, off offOf[T]) stageCheck[T] {
	return &activationCheck[T]{Stage: stage, kernels: kernelsOf[T](), decay: decay, off: off}
}

func (a *activationCheck[T]) watch() []graph.Watched {
	return []graph.Watched{{Letter: a.In}, {Letter: a.Out}, {Letter: a.Out, Derivative: true}, {Letter: a.In, Derivative: true}}
}

func (a *activationCheck[T]) prepare(p *Projection[T], _ graph.SourceOf[T]) error {
	a.chunks = make(pairs, p.chunks)
	return nil
}

func (a *activationCheck[T]) begin(graph.Parameters) {}

func (a *activationCheck[T]) start(chunk int) {
	a.chunks[chunk] = [2]outcome{}
}

func (a *activationCheck[T]) block(s *scratch[T], seen *graph.Seen[T], places []int) {
	c, from, values := &a.chunks[seen.Chunk], seen.Fresh*a.Takes, seen.Values
	z, h, dh, dz := values[places[0]][from:], values[places[1]][from:], values[places[2]][from:], values[places[3]][from:]
	var e []T
	if a.decay > 0 {
		e = s.room(len(z))
		a.kernels.decays(e, z, a.decay)
	}
	offH, offZ := a.off(z, h, dh, dz, e)
	c[0].off(offH, seen.Number)
	c[1].off(offZ, seen.Number)
}

// judged are h and dz.
func (a *activationCheck[T]) judged() []judged {
	first := &a.chunks[0]
	return []judged{
		{&first[0], a.Out, a.Kind + " " + a.In},
		{&first[1], "d" + a.In, "d" + a.Out + " ⊙ " + a.Kind + "′(" + a.In + ")"},
	}
}

func (a *activationCheck[T]) judge(graph.Parameters) { a.chunks.merge() }

// activationTolerance is how far h may be off beside its size or 1: the error of e^−|z| in
// [kernel.Decays], 2⁻³⁹ or 2⁻²⁰, twice, and a few roundings.
func activationTolerance[T ops.Float]() T {
	if isFloat64[T]() {
		return 0x1p-37
	}
	return 0x1p-18
}

// offTanh counts where h is not (1−e)/(1+e) with the sign of z, e = e^−2|z|, and where dz
// is not dh(1−h²).
func offTanh[T ops.Float](z, h, dh, dz, e []T) (offH, offDz int) {
	tolerance, least := activationTolerance[T](), 4*T(leastOf[T]())
	h, dh, dz, e = h[:len(z)], dh[:len(z)], dz[:len(z)], e[:len(z)]
	for i, x := range z {
		size := h[i]
		if x < 0 {
			size = -size
		}
		if !within(size*(1+e[i])-(1-e[i]), tolerance) {
			offH++
		}
		if !within(dz[i]-dh[i]*(1-h[i]*h[i]), tolerance*magnitudeOf(dh[i])+least) {
			offDz++
		}
	}
	return offH, offDz
}

// offSigmoid counts where h is not 1/(1+e) or e/(1+e), e = e^−|z|, and where dz is not
// dh·h(1−h).
func offSigmoid[T ops.Float](z, h, dh, dz, e []T) (offH, offDz int) {
	tolerance, least := activationTolerance[T](), 4*T(leastOf[T]())
	h, dh, dz, e = h[:len(z)], dh[:len(z)], dz[:len(z)], e[:len(z)]
	for i, x := range z {
		above := T(1)
		if x < 0 {
			above = e[i]
		}
		if !within(h[i]*(1+e[i])-above, tolerance) {
			offH++
		}
		if !within(dz[i]-dh[i]*(h[i]*(1-h[i])), tolerance*magnitudeOf(dh[i])+least) {
			offDz++
		}
	}
	return offH, offDz
}

// offRelu counts where h is not max(z, 0), and dz not dh where z > 0 and 0 elsewhere.
func offRelu[T ops.Float](z, h, dh, dz, _ []T) (offH, offDz int) {
	h, dh, dz = h[:len(z)], dh[:len(z)], dz[:len(z)]
	for i, x := range z {
		value, slope := T(0), T(0)
		if x > 0 {
			value, slope = x, dh[i]
		}
		if h[i] != value {
			offH++
		}
		if dz[i] != slope {
			offDz++
		}
	}
	return offH, offDz
}

// within says whether x is no farther from 0; NaN is.
func within[T ops.Float](x, allowed T) bool { return x <= allowed && -x <= allowed }

func magnitudeOf[T ops.Float](x T) T { return T(math.Abs(float64(x))) }

package verify

import (
	"math"
	"slices"
	"testing"

	"surefoot/graph"
	"surefoot/ops"
)

// samePart is which of the kernels that work on rows are wrong.
type samePart struct {
	name     string
	dot, add bool
}

// sharedMutant has the rows changed that the program's kernels read: DotRows in the
// products of the way there, AddRows in those of the way back.
func sharedMutant[T ops.Float](part samePart, change numberChange[T]) kernelMutant[T] {
	return kernelMutant[T]{name: part.name + " with rows " + change.name, put: func(c *kernelCall[T]) [][]T {
		rows := -1 // the operand that is read row by row
		switch {
		case c.Op == "affine" && part.dot:
			rows = 1
		case c.Op == "dense" && part.dot:
			if rows = 0; c.In[1].Shape[0] > 1 {
				rows = 1
			}
		case c.Op == "dense-weights" && part.add:
			rows = 1
		case c.Op == "gorgonia A·B" && part.add:
			if rows = 1; c.In[0].Transposed {
				rows = 0
			}
		}
		if rows < 0 {
			return nil
		}
		in := slices.Clone(c.In)
		in[rows].Data = c.operand(rows)
		change.do(in[rows].Data, columnsIn(in[rows]))
		return c.with(in)
	}}
}

// share has a projection compute with the same wrong kernels.
func share[T ops.Float](p *Projection[T], part samePart, change numberChange[T]) {
	right := kernelsOf[T]()
	wrong := right
	if part.dot {
		wrong.dotRows = func(out, x, w []T) {
			x = slices.Clone(x[:len(out)*len(w)])
			change.do(x, len(w))
			right.dotRows(out, x, w)
		}
	}
	if part.add {
		wrong.addRows = func(out, x, d []T, step, rows int) {
			x = slices.Clone(x[:rows*len(out)])
			change.do(x, len(out))
			right.addRows(out, x, d, step, rows)
		}
	}
	for _, check := range p.checks {
		if dense, is := check.(*denseCheck[T]); is {
			dense.kernels = wrong
		}
	}
}

// A wrong kernel that the projection computes with as well, as it does in hidden stages,
// is found nevertheless. The table's products and those with W and b are plain additions,
// and of a hidden stage z, dW and dx would all have to agree with them.
func TestProjectionsRefuseKernelsThatTheyShare(t *testing.T) {
	refuseKernels(t, [][2]int{{40, 5}, {700, 13}}, runShared[float64], runShared[float32])
}

func runShared[T ops.Float](t *testing.T, campaign *kernelCampaign, source graph.SourceOf[T]) (tally mutantTally) {
	t.Helper()
	s := newKernelScene(t, campaign, source)
	for _, part := range []samePart{{"DotRows", true, false}, {"AddRows", false, true}, {"DotRows and AddRows", true, true}} {
		for _, change := range append(resultChanges[T](), firstTwice[T]()) {
			share(s.projection, part, change)
			m := sharedMutant(part, change)
			s.plant(t, &tally, -1, m.name, m)
		}
	}
	return tally
}

// The pair that is not seen: an exponential that is wrong in the projection and in the
// program alike, e^−1.01|z| for e^−|z|, and a slope that is right for what it makes of h,
// 1 − h² or h(1−h). The same is true of the exponential in a head and in its audit. The
// two share nothing, kernel.Decays and kernel.Exps, so it takes the same mistake twice. With
// the slope that the wrong function really has, 1.01 times as large, it is seen.
func TestProjectionsTrustTheirExponential(t *testing.T) {
	for _, name := range []string{"mlp:8tanh,5relu", "mlp:6sigmoid"} {
		model, err := graph.NewModel(name, 5)
		if err != nil {
			t.Fatal(err)
		}
		block := unlikeExamples(model, 40, 5)
		testTrusted(t, model, block.Source())
		testTrusted(t, model, inSingle(t, block))
	}
}

func testTrusted[T ops.Float](t *testing.T, model *graph.Model, source graph.SourceOf[T]) {
	t.Helper()
	s := newKernelScene(t, newKernelCampaign(model), source)
	at := func(f func(z float64) float64, factor float64) func(c *kernelCall[T]) [][]T {
		return func(c *kernelCall[T]) [][]T {
			out := make([]T, len(c.Out[0]))
			for i, z := range c.In[0].Data {
				out[i] = T(factor * f(1.01*float64(z)))
			}
			return [][]T{out}
		}
	}
	steeper := func(factor float64) kernelMutant[T] {
		kernels := map[string]func(c *kernelCall[T]) [][]T{
			"tanh": at(math.Tanh, 1), "tanh-slope": at(slopeOfTanh, factor),
			"sigmoid": at(logistic, 1), "sigmoid-slope": at(slopeOfLogistic, factor),
		}
		return kernelMutant[T]{put: func(c *kernelCall[T]) [][]T {
			if kernel, is := kernels[c.Op]; is {
				return kernel(c)
			}
			return nil
		}}
	}
	passes := func(factor float64) bool {
		s.program.Interfere(inPlaceOf(-1, s.program.Blocks(), steeper(factor)))
		return s.projection.Passes(s.evaluate(t, false, s.program.Evaluate, s.projection.Begin))
	}
	if passes(1) {
		t.Errorf("%s, %T: a wrong exponential is passed", model.Name, *new(T))
	}
	right := kernelsOf[T]()
	for _, check := range s.projection.checks {
		if activation, is := check.(*activationCheck[T]); is {
			activation.kernels.decays = func(out, z []T, a T) { right.decays(out, z, 1.01*a) }
		}
	}
	if !passes(1) {
		t.Errorf("%s, %T: the same wrong exponential on both sides is seen: better than is said", model.Name, *new(T))
	}
	if passes(1.01) {
		t.Errorf("%s, %T: a slope that h does not have is passed", model.Name, *new(T))
	}
}

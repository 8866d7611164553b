package verify

import (
	"math"
	"slices"
	"testing"

	"surefoot/graph"
	"surefoot/ops"
)

// Wrong kernels that are wrong alike: both sides of an equation between what a program
// computed may agree on the wrong numbers. A projection passes none of those in a program.

// alikeMutants have one array changed alike for all kernels that read it.
func alikeMutants[T ops.Float](quantities []graph.Watched) []kernelMutant[T] {
	arrays := []struct {
		name string
		of   func(c *kernelCall[T]) []T
	}{
		{"the table", func(c *kernelCall[T]) []T { return c.Inputs.Table }},
		{"the labels", func(c *kernelCall[T]) []T { return c.Inputs.Y }},
		{"the examples' weights", func(c *kernelCall[T]) []T { return c.Inputs.C }},
	}
	for k, q := range quantities {
		arrays = append(arrays, struct {
			name string
			of   func(c *kernelCall[T]) []T
		}{q.String(), func(c *kernelCall[T]) []T { return c.Watched[k] }})
	}
	var all []kernelMutant[T]
	for _, array := range arrays {
		for _, change := range append(resultChanges[T](), firstTwice[T]()) {
			all = append(all, kernelMutant[T]{name: array.name + " " + change.name, put: func(c *kernelCall[T]) [][]T {
				return readAs(c, array.of(c), change)
			}})
		}
	}
	for _, change := range append(resultChanges[T](), firstTwice[T]()) {
		var weights []*T
		all = append(all, kernelMutant[T]{name: "all W " + change.name, put: func(c *kernelCall[T]) [][]T {
			if c.Op == "dense" || c.Op == "affine" {
				at := 1
				if c.Op == "affine" {
					at = 0
				}
				if first := &c.In[at].Data[0]; !slices.Contains(weights, first) {
					weights = append(weights, first)
				}
			}
			return readAs(c, nil, change, weights...)
		}})
	}
	return all
}

// firstTwice has the first feature in the place of the second.
func firstTwice[T ops.Float]() numberChange[T] {
	return moved[T]("with its first column twice", func(i, columns, _ int) int {
		if columns > 1 && i%columns == 1 {
			return i - 1
		}
		return i
	})
}

// readAs is what the kernel makes of an array, known by its first number, that is changed;
// nil if it does not read it.
func readAs[T ops.Float](c *kernelCall[T], array []T, change numberChange[T], first ...*T) [][]T {
	if len(array) > 0 {
		first = append(first, &array[0])
	}
	in, reads := slices.Clone(c.In), false
	for i := range in {
		if len(in[i].Data) == 0 || !slices.Contains(first, &in[i].Data[0]) {
			continue
		}
		reads = true
		in[i].Data = c.operand(i)
		change.do(in[i].Data, columnsIn(in[i]))
	}
	if !reads {
		return nil
	}
	return c.with(in)
}

// columnsIn are how many numbers of an operand are in a row in memory.
func columnsIn[T ops.Float](in ops.Operand[T]) int {
	switch {
	case len(in.Shape) != 2:
		return 1
	case in.Transposed:
		return in.Shape[0]
	}
	return in.Shape[1]
}

// otherLayers are functions with their own slopes, one of which a hidden layer may have in
// the place of its own.
var otherLayers = []struct {
	name      string
	of, slope func(x float64) float64
}{
	{"identity", func(x float64) float64 { return x }, func(float64) float64 { return 1 }},
	{"sin", math.Sin, math.Cos},
	{"arc tangent", math.Atan, func(x float64) float64 { return 1 / (1 + x*x) }},
	{"error function", math.Erf, func(x float64) float64 { return 2 / math.SqrtPi * math.Exp(-x*x) }},
	{"softsign", func(x float64) float64 { return x / (1 + math.Abs(x)) }, func(x float64) float64 { return 1 / (1 + math.Abs(x)) / (1 + math.Abs(x)) }},
	{"tanh", math.Tanh, slopeOfTanh},
	{"tanh at −z", func(x float64) float64 { return math.Tanh(-x) }, func(x float64) float64 { return -slopeOfTanh(x) }},
	{"tanh at 2z", func(x float64) float64 { return math.Tanh(2 * x) }, func(x float64) float64 { return 2 * slopeOfTanh(2*x) }},
	{"σ", logistic, slopeOfLogistic},
	{"σ at −z", func(x float64) float64 { return logistic(-x) }, func(x float64) float64 { return -slopeOfLogistic(x) }},
	{"σ at 1.01z", func(x float64) float64 { return logistic(1.01 * x) }, func(x float64) float64 { return 1.01 * slopeOfLogistic(1.01*x) }},
	{"relu", func(x float64) float64 { return max(x, 0) }, step},
	{"relu at −z", func(x float64) float64 { return max(-x, 0) }, func(x float64) float64 { return -step(-x) }},
	{"leaky relu", func(x float64) float64 { return max(x, x/100) }, func(x float64) float64 { return max(step(x), 0.01) }},
	{"softplus", func(x float64) float64 { return math.Log1p(math.Exp(x)) }, logistic},
}

func slopeOfTanh(x float64) float64     { return 1 - math.Tanh(x)*math.Tanh(x) }
func slopeOfLogistic(x float64) float64 { return logistic(x) * logistic(-x) }

// activations are the ops of hidden layers and of their slopes.
var activations = map[string]string{"tanh": "tanh-slope", "sigmoid": "sigmoid-slope", "relu": "relu-step"}

// layerMutants have another function in the place of each activation, and its slope in the
// place of the slope.
func layerMutants[T ops.Float]() []kernelMutant[T] {
	var all []kernelMutant[T]
	for op, slopeOp := range activations {
		for _, layer := range otherLayers {
			all = append(all, kernelMutant[T]{name: op + " and its slope by " + layer.name, put: func(c *kernelCall[T]) [][]T {
				f := layer.of
				switch c.Op {
				case op:
				case slopeOp:
					f = layer.slope
				default:
					return nil
				}
				out := make([]T, len(c.Out[0]))
				for i, x := range c.In[0].Data {
					out[i] = T(f(float64(x)))
				}
				return [][]T{out}
			}})
		}
	}
	return all
}

func TestProjectionsRefuseKernelsThatAreWrongAlike(t *testing.T) {
	refuseKernels(t, [][2]int{{40, 5}, {700, 13}}, runAlike[float64], runAlike[float32])
}

func runAlike[T ops.Float](t *testing.T, campaign *kernelCampaign, source graph.SourceOf[T]) (tally mutantTally) {
	t.Helper()
	quantities, err := ProjectedQuantities(campaign.model)
	if err != nil {
		t.Fatal(err)
	}
	s := newKernelScene(t, campaign, source)
	for _, m := range append(alikeMutants[T](quantities), layerMutants[T]()...) {
		s.plant(t, &tally, -1, m.name, m)
	}
	return tally
}

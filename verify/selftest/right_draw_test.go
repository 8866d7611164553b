package selftest

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/graph"
	"surefoot/ops/arith"
	"surefoot/verify"
)

// A rightGraph is a graph whose gradients are right, to be checked many times.
type rightGraph struct {
	kind   string // a line of the table of figures
	name   string // what it is, for people
	claims []verify.Claim
	inputs []*gorgonia.Node
	// scaled is the node whose numbers shall reach a size, and by the inputs in
	// linear, which it is linear in, they are brought there.
	scaled *gorgonia.Node
	linear []*gorgonia.Node
	// labels are inputs that are bound to 0 and 1.
	labels *gorgonia.Node
}

// shapesOfNumbers are how the numbers that are bound to inputs are made of random
// ones: as they are; with zeros among them; all zero; all one number; and small
// whole numbers, of which many are equal, so that there are ties.
var shapesOfNumbers = []func(r *rand.Rand, x []float64){
	func(*rand.Rand, []float64) {},
	func(*rand.Rand, []float64) {},
	func(r *rand.Rand, x []float64) {
		for i := range x {
			if r.IntN(2) == 0 {
				x[i] = 0
			}
		}
	},
	func(_ *rand.Rand, x []float64) { clear(x) },
	func(_ *rand.Rand, x []float64) {
		for i := range x {
			x[i] = x[0]
		}
	},
	func(_ *rand.Rand, x []float64) {
		for i := range x {
			x[i] = math.Round(x[i])
		}
	},
}

// sizesOfZ are what |z| reaches.
var sizesOfZ = []float64{1, 30, 1000}

// bind binds random numbers to all inputs, or to some of them, such that the
// largest |z| is the size.
func (g *rightGraph) bind(r *rand.Rand, size float64) {
	numbers, shape := map[*gorgonia.Node][]float64{}, shapesOfNumbers[r.IntN(len(shapesOfNumbers))]
	for _, n := range g.inputs {
		x := make([]float64, arith.Size(n.Shape()))
		for i := range x {
			x[i] = r.NormFloat64()
		}
		if n == g.labels {
			for i := range x {
				x[i] = float64(r.IntN(2))
			}
		} else if r.IntN(2) == 0 {
			shape(r, x)
		}
		numbers[n] = x
	}
	if largest := g.largest(numbers); largest > 0 && !math.IsInf(largest, 0) {
		for _, n := range g.linear {
			for i := range numbers[n] {
				numbers[n][i] *= size / largest
			}
		}
	}
	some := r.IntN(4) == 0
	for _, n := range g.inputs {
		if !some || r.IntN(2) == 0 {
			let(n, numbers[n])
		}
	}
}

// largest is the largest |z|.
func (g *rightGraph) largest(numbers map[*gorgonia.Node][]float64) float64 {
	m := arith.Over[float64]{A: arith.Float64{}}
	values := graph.Values{}
	for n, x := range numbers {
		values[n] = m.Floats(x, n.Shape()...)
	}
	z, err := graph.Interpret(m, values, g.scaled)
	if err != nil {
		panic(err)
	}
	largest := 0.0
	for _, x := range m.Float64s(z[0]) {
		largest = max(largest, math.Abs(x))
	}
	return largest
}

// let binds numbers to an input of either type.
func let(n *gorgonia.Node, x []float64) {
	var v gorgonia.Value
	shape := n.Shape()
	switch single := n.Dtype() == tensor.Float32; {
	case single && len(shape) == 0:
		v = gorgonia.NewF32(float32(x[0]))
	case single:
		narrow := make([]float32, len(x))
		for i := range x {
			narrow[i] = float32(x[i])
		}
		v = tensor.New(tensor.WithShape(shape...), tensor.WithBacking(narrow))
	case len(shape) == 0:
		v = gorgonia.NewF64(x[0])
	default:
		v = tensor.New(tensor.WithShape(shape...), tensor.WithBacking(x))
	}
	if err := gorgonia.Let(n, v); err != nil {
		panic(fmt.Sprintf("selftest: %v", err))
	}
}

// drawModel is a graph of logistic regression or of a network.
func drawModel(r *rand.Rand, network bool) (*rightGraph, error) {
	name, features, examples := "logistic", 1+r.IntN(100), 1+r.IntN(64)
	if r.IntN(4) > 0 { // most are small
		features, examples = 1+r.IntN(8), 1+r.IntN(8)
	}
	if network {
		name, features, examples = drawLayers(r), 1+r.IntN(8), 1+r.IntN(6)
	}
	model, err := graph.NewModel(name, features)
	if err != nil {
		return nil, err
	}
	document := r.IntN(2) == 0
	g, claims, err := claimsOf(model, document, examples)
	if err != nil {
		return nil, err
	}
	kind := map[bool]string{false: "logistic", true: "network"}[network] + map[bool]string{false: " training", true: " document"}[document]
	out := &rightGraph{
		kind: kind, name: fmt.Sprintf("%s %s, %d examples of %d features", name, kind, examples, features),
		claims: claims, inputs: verify.Inputs(claims), scaled: g.Node(model.Logit), labels: g.Node("y"),
	}
	parameters := model.Parameters
	for _, p := range parameters[len(parameters)-2:] { // those of the last layer
		out.linear = append(out.linear, g.Node(p.Name))
	}
	return out, nil
}

// drawLayers spells out a random network.
func drawLayers(r *rand.Rand) string {
	name := "mlp:"
	for range 1 + r.IntN(3) {
		name += fmt.Sprintf("%d%s,", 1+r.IntN(8), []string{"tanh", "relu", "sigmoid"}[r.IntN(3)])
	}
	if r.IntN(2) == 0 {
		return name + fmt.Sprintf("%dsoftmax", 2+r.IntN(4))
	}
	return name[:len(name)-1] // a sigmoid head
}

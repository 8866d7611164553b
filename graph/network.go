package graph

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"

	"surefoot/ops/arith"
)

// A Layer is one layer of a network: its kind, and how many numbers it gives for
// each example. Width 0 is as many as it takes.
type Layer struct {
	Kind  string
	Width int
}

// placed is a layer in its network.
type placed struct {
	*LayerKind
	Letters
	in, out int
}

// network is a model made of layers.
type network struct {
	features int
	layers   []placed
	head     *HeadKind
}

// Network is a model of layers, one after the other, and a head that makes the loss
// from what comes out of the last:
//
//	z1 = W1x + b1,  h1 = g(z1),  z2 = W2h1 + b2,  …,  L,  S = Σ cL,  J = S/m.
//
// Its derivation by hand is backpropagation, δ being ∂S/∂z:
//
//	δ = a − y at the top,  δl = (Wl₊₁ᵀ δl₊₁) ⊙ g′(zl),  dWl = Σ δl hl₋₁ᵀ,  dbl = Σ δl
//
// (D. E. Rumelhart, G. E. Hinton, R. J. Williams, Nature 323, 1986). In the graphs an
// example is a row: H0 is the table (m,n), Z = H Wᵀ + b with W (out,in) and b (out).
//
// Weights start as Glorot and Bengio propose (2010, uniform), biases at 0. The error
// is for layers that do not fit together.
func Network(name string, features int, layers []Layer, head string) (*Model, error) {
	n := &network{features: features, head: headKinds[head]}
	if n.head == nil {
		return nil, fmt.Errorf("there is no head %q", head)
	}
	for _, l := range layers {
		if err := n.place(l); err != nil {
			return nil, err
		}
	}
	if len(n.layers) == 0 || n.top().Letter != "z" {
		return nil, fmt.Errorf("the last layer before a head must be dense")
	}
	if err := n.head.Widths(n.top().out); err != nil {
		return nil, err
	}
	return n.model(name), nil
}

func (n *network) top() placed { return n.layers[len(n.layers)-1] }

// place adds a layer after the last one.
func (n *network) place(l Layer) error {
	kind := layerKinds[l.Kind]
	if kind == nil {
		return fmt.Errorf("there is no layer %q", l.Kind)
	}
	p := placed{LayerKind: kind, Letters: Letters{In: "x"}, in: n.features}
	number := 1
	for _, before := range n.layers {
		p.In, p.in = before.Out, before.out
		if before.Letter == "z" {
			number++
		}
	}
	if p.out = l.Width; p.out == 0 && kind.Parameters == nil {
		p.out = p.in
	}
	switch {
	case p.out < 1:
		return fmt.Errorf("a %s layer needs a width", l.Kind)
	case kind.Parameters == nil && p.out != p.in:
		return fmt.Errorf("a %s layer gives as many numbers as it takes, %d, not %d", l.Kind, p.in, p.out)
	case kind.Letter != "z" && (len(n.layers) == 0 || n.top().Letter != "z"):
		return fmt.Errorf("a %s layer comes after a dense one", l.Kind)
	case kind.Letter != "z":
		number--
	}
	index := strconv.Itoa(number)
	p.Out = kind.Letter + index
	if kind.Parameters != nil {
		for _, q := range kind.Parameters(p.in, p.out) {
			p.Letters.Parameters = append(p.Letters.Parameters, q.Name+index)
		}
	}
	n.layers = append(n.layers, p)
	return nil
}

func (n *network) model(name string) *Model {
	model := &Model{
		Name: name, Features: n.features, Labels: n.head.Labels(n.top().out),
		Parameters: n.parameters(), Initial: n.glorot, Formulas: n.formulas(), ByHand: n.byHand, Logit: n.top().Out,
		Stages:   n.stages(),
		Training: func(m int) (*Graph, error) { return n.graph(m, placed.train, n.head.Training) },
		Document: func(m int) (*Graph, error) { return n.graph(m, placed.document, n.head.Document) },
	}
	for _, l := range n.layers {
		if l.Letter == "z" {
			model.Inner = append(model.Inner, l.Out)
		}
	}
	return model
}

// parameters are all of them, 0.
func (n *network) parameters() Parameters {
	var all Parameters
	for _, l := range n.layers {
		if l.LayerKind.Parameters == nil {
			continue
		}
		for i, p := range l.LayerKind.Parameters(l.in, l.out) {
			p.Name = l.Letters.Parameters[i]
			all = append(all, p)
		}
	}
	return all
}

// glorot draws weights uniformly from ±√(6/(in+out)), which keeps the variance of
// what goes forward and of what comes back about the same from layer to layer
// (X. Glorot and Y. Bengio, AISTATS 2010, eq. 16).
func (n *network) glorot(seed int64) Parameters {
	r := rand.New(rand.NewPCG(uint64(seed), 0x610707))
	theta := n.parameters()
	for _, p := range theta {
		if len(p.Shape) != 2 {
			continue
		}
		limit := math.Sqrt(6 / float64(p.Shape[0]+p.Shape[1]))
		for i := range p.Values {
			p.Values[i] = limit * (2*r.Float64() - 1)
		}
	}
	return theta
}

// train and document make a layer's node.
func (p placed) train(g *Graph, in node, parameters []node) node {
	return g.Let(p.Out, p.Formula(p.Letters), func() (node, error) { return p.Training(in, parameters) })
}

func (p placed) document(g *Graph, in node, parameters []node) node {
	return p.Document(g, p.Letters, in, parameters)
}

// graph lays out the cost for m examples.
func (n *network) graph(
	m int, layer func(p placed, g *Graph, in node, parameters []node) node,
	head func(g *Graph, letter string, z, y, c node) (loss, weights node),
) (*Graph, error) {
	g := New()
	x := g.Input("table", m, n.features)
	y, c := g.Input("y", labelShape(m, n.head.Labels(n.top().out))...), g.Input("c", m)
	nodes := map[string]node{}
	for _, p := range n.parameters() {
		nodes[p.Name] = g.Parameter(p.Name, p.Shape...)
	}
	for _, p := range n.layers {
		var parameters []node
		for _, name := range p.Letters.Parameters {
			parameters = append(parameters, nodes[name])
		}
		if x = layer(p, g, x, parameters); g.err != nil {
			return nil, g.err
		}
	}
	loss, weights := head(g, n.top().Out, x, y, c)
	return g.Done(weightedSum(g, weights, loss))
}

// formulas are the lines of the derivation, from the loss down to the first layer.
func (n *network) formulas() []Formula {
	all := n.head.Formulas(n.top().Out)
	byOut := "d" + n.top().Out
	for i := len(n.layers) - 1; i >= 0; i-- {
		l := n.layers[i]
		for k, text := range l.ByParameter(l.Letters) {
			name := l.Letters.Parameters[k]
			all = append(all, Formula{Quantity: "dL/d" + name, Text: text, By: name})
		}
		if i == 0 {
			break // nobody asks for the derivative by the table
		}
		if l.Slope != nil {
			all = append(all, Formula{Quantity: "d" + l.Out + "/d" + l.In, Text: l.Slope(l.Letters), By: l.In, Of: l.Out})
		}
		text := l.ByIn(l.Letters, byOut)
		all = append(all, Formula{Quantity: "dL/d" + l.In, Text: text, By: l.In})
		if byOut = "d" + l.In; l.LayerKind.Parameters != nil {
			byOut = "(" + text + ")" // δ reads (Wᵀδ) ⊙ g′(z)
		}
	}
	return all
}

// byHand goes forward through the layers, and back.
func (n *network) byHand(m arith.Machine, in Inputs) Quantities {
	x, backs, forward := in.Table, make([]Back, len(n.layers)), Quantities{}
	for i, l := range n.layers {
		var parameters []arith.Value
		for _, name := range l.Letters.Parameters {
			parameters = append(parameters, in.Parameters[name])
		}
		x, backs[i] = l.ByHand(m, x, parameters)
		forward[l.Out] = x
	}
	q, d := n.head.ByHand(m, n.top().Out, x, in.Y, in.C)
	for letter, value := range forward {
		q[letter] = value
	}
	for i := len(n.layers) - 1; i >= 0; i-- {
		l := n.layers[i]
		for k, value := range backs[i].Parameters(d) {
			q["dL/d"+l.Letters.Parameters[k]] = value
		}
		if i == 0 {
			break
		}
		if l.Slope != nil {
			q["d"+l.Out+"/d"+l.In] = backs[i].In(arith.Int(m, 1))
		}
		d = backs[i].In(d)
		q["dL/d"+l.In] = d
	}
	return q
}

package graph

import (
	"fmt"
	"slices"
	"strings"

	"surefoot/ops/arith"
)

// A LayerKind is a kind of layer of a [Network]: what it computes for each example,
// as a node and by hand, and the derivative that was derived for it by hand. Its
// numbers in are (m,in), one example a row, and its numbers out (m,out).
type LayerKind struct {
	Name string
	// Letter is "z" for what is linear in its parameters, "h" for what it is
	// activated to. Derivatives by z are inner quantities of the model.
	Letter string

	// Parameters are the names and shapes of a layer's parameters; nil for a kind
	// that has none and gives as many numbers as it takes.
	Parameters func(in, out int) Parameters

	// Formula is what is computed, in the layer's letters.
	Formula func(l Letters) string
	// Training makes the node that is trained.
	Training func(in node, parameters []node) (node, error)
	// Document composes it from the derivation's nodes, each with its letter; the
	// last has l.Out.
	Document func(g *Graph, l Letters, in node, parameters []node) node

	// ByHand computes it, and keeps what the way back needs.
	ByHand func(m arith.Machine, in arith.Value, parameters []arith.Value) (out arith.Value, back Back)

	// Slope is the text of ∂out/∂in for a layer that acts on each number by itself,
	// else nil.
	Slope func(l Letters) string
	// ByIn is the text of ∂L/∂in, given that of ∂L/∂out, and ByParameter those of
	// ∂L/∂parameter.
	ByIn        func(l Letters, byOut string) string
	ByParameter func(l Letters) []string
}

// Letters are what a layer calls its numbers.
type Letters struct {
	In, Out    string
	Parameters []string
}

// Back is a layer's way back: from d = ∂S/∂out (m,out) to the derivatives by what it
// was computed from.
type Back struct {
	In         func(d arith.Value) arith.Value
	Parameters func(d arith.Value) []arith.Value // in the parameters' order
}

var layerKinds = map[string]*LayerKind{}

// RegisterLayer puts a kind of layer in the table. It panics when the name is taken.
func RegisterLayer(kind *LayerKind) {
	if _, taken := layerKinds[kind.Name]; taken {
		panic(fmt.Sprintf("graph: layer %q is registered twice", kind.Name))
	}
	layerKinds[kind.Name] = kind
}

// activations are the kinds that act on each number by itself, in order.
func activations() []string {
	var names []string
	for name, kind := range layerKinds {
		if kind.Parameters == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// activation is a kind h = g(z) without parameters, from its node, the text of its
// formula and of its slope g′(z) in the letters of what comes in and out, and both of
// them by hand.
func activation(
	name string, build func(z node) (node, error), formula, slope func(l Letters) string,
	byHand func(m arith.Machine, z arith.Value) (h, slope arith.Value),
) *LayerKind {
	return &LayerKind{
		Name: name, Letter: "h", Formula: formula, Slope: slope,
		Training: func(in node, _ []node) (node, error) { return build(in) },
		Document: func(g *Graph, l Letters, in node, _ []node) node {
			return g.Let(l.Out, formula(l), func() (node, error) { return build(in) })
		},
		ByHand: func(m arith.Machine, in arith.Value, _ []arith.Value) (arith.Value, Back) {
			h, slope := byHand(m, in)
			return h, Back{
				In:         func(d arith.Value) arith.Value { return m.Mul(d, slope) },
				Parameters: func(arith.Value) []arith.Value { return nil },
			}
		},
		ByIn: func(l Letters, byOut string) string {
			factor := slope(l)
			if strings.Contains(factor, "−") && !strings.Contains(factor, "(") {
				factor = "(" + factor + ")"
			}
			return byOut + " ⊙ " + factor
		},
		ByParameter: func(Letters) []string { return nil },
	}
}

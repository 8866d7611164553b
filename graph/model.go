package graph

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"surefoot/ops/arith"
)

// ErrUnknownModel is returned by [NewModel] for a name that nobody registered.
var ErrUnknownModel = errors.New("unknown model")

// A Model is everything there is to know of a kind of model with n features.
type Model struct {
	Name     string
	Features int // n

	// Parameters are the parameters at the start of training.
	Parameters Parameters

	// Training builds the graph that is trained, for m examples: finite for
	// every finite logit. Its inputs are the table (m,n), the labels y (m) and
	// the example weights c (m).
	Training func(m int) (*Graph, error)

	// Document builds the same cost from the derivation's elementary nodes, so
	// that every derivative in the text is a node that can be looked at.
	Document func(m int) (*Graph, error)

	// Formulas are the derivatives that were derived by hand, and ByHand
	// computes them all, by the derivation's text and not by any op's derivative.
	Formulas []Formula
	ByHand   func(m arith.Machine, in Inputs) Quantities

	// Inner are the inner quantities whose derivatives engines report.
	Inner []string
	// Logit is the letter of the quantity that predictions are made from.
	Logit string
}

// A Formula is one line of the derivation.
type Formula struct {
	Quantity string // "dL/dz", a key of what ByHand returns
	Text     string // "a−y"

	// By is the letter that the derivative is by: the graph's claim is ∂S/∂By.
	By string
	// Of, where set, is the letter that is differentiated instead of S: the
	// graph's claim is then ∂Of/∂By, element by element.
	Of string
}

// Quantities are values by name.
type Quantities map[string]arith.Value

// Inputs are what a model computes from: the table (m,n), the labels y (m), the
// example weights c (m), and the parameters.
type Inputs struct {
	Table, Y, C arith.Value
	Parameters  Quantities
}

// InputsOver puts a block and parameters on a machine.
func InputsOver(m arith.Machine, block Block, theta Parameters) Inputs {
	in := Inputs{
		Table:      m.Floats(block.Table, block.M, block.N),
		Y:          m.Floats(block.Y, block.M),
		C:          m.Floats(block.C, block.M),
		Parameters: Quantities{},
	}
	for _, p := range theta {
		in.Parameters[p.Name] = m.Floats(p.Values, p.Shape...)
	}
	return in
}

// Values binds the inputs to a graph's nodes. A graph may lack labels or weights,
// but not a parameter.
func (in Inputs) Values(g *Graph) Values {
	values := Values{}
	for name, value := range map[string]arith.Value{"table": in.Table, "y": in.Y, "c": in.C} {
		if n := g.Node(name); n != nil {
			values[n] = value
		}
	}
	for name, value := range in.Parameters {
		values[g.Node(name)] = value
	}
	return values
}

var models = map[string]func(features int) *Model{}

// RegisterModel puts a kind of model in the table. It panics when the name is
// taken.
func RegisterModel(name string, build func(features int) *Model) {
	if _, taken := models[name]; taken {
		panic(fmt.Sprintf("graph: model %q is registered twice", name))
	}
	models[name] = build
}

// ModelNames are the registered kinds of model in order.
func ModelNames() []string {
	var names []string
	for name := range models {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// NewModel is a model of a registered kind.
func NewModel(name string, features int) (*Model, error) {
	build, ok := models[name]
	if !ok {
		return nil, fmt.Errorf("%w %q; known: %s", ErrUnknownModel, name, strings.Join(ModelNames(), ", "))
	}
	if features < 1 {
		return nil, fmt.Errorf("a model needs at least one feature, not %d", features)
	}
	return build(features), nil
}

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

	// Labels is how many labels an example has; 0 stands for 1.
	Labels int

	// Parameters are the parameters at the start of training, unless Initial says
	// otherwise.
	Parameters Parameters
	// Initial, where set, draws the parameters at the start of training.
	Initial func(seed int64) Parameters

	// Training builds the graph that is trained, for m examples: finite for
	// every finite logit. Its inputs are the table (m,n), the labels y (m), or
	// (m,K) where there are more than one an example, and the example weights c (m).
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

	// Stages are the parts that the model is made of, from the table to the loss; nil for
	// a model of which that is not known, and whose steps are then checked in full.
	Stages []Stage
}

// Start are the parameters at the start of training: a copy of Parameters, or
// drawn from the seed where the model has a way to.
func (model *Model) Start(seed int64) Parameters {
	if model.Initial == nil {
		return model.Parameters.Clone()
	}
	return model.Initial(seed)
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

// Inputs are what a model computes from: the table (m,n), the labels y (m) or
// (m,K), the example weights c (m), and the parameters.
type Inputs struct {
	Table, Y, C arith.Value
	Parameters  Quantities
}

// InputsOver puts a block and parameters on a machine.
func InputsOver(m arith.Machine, block Block, theta Parameters) Inputs {
	in := Inputs{
		Table:      m.Floats(block.Table, block.M, block.N),
		Y:          m.Floats(block.Y, labelShape(block.M, block.Labels())...),
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

// models holds, by name, how to build a model from what follows the name's colon.
var models = map[string]func(spec string, features int) (*Model, error){}

// RegisterModel puts a kind of model in the table. It panics when the name is
// taken.
func RegisterModel(name string, build func(features int) *Model) {
	RegisterFamily(name, func(spec string, features int) (*Model, error) {
		if spec != "" {
			return nil, fmt.Errorf("a %s model takes nothing after its name, not %q", name, spec)
		}
		return build(features), nil
	})
}

// RegisterFamily puts a kind of model in the table that comes in many forms: build
// is given what follows the name and a colon, "8,8" of "mlp:8,8", or nothing. It
// panics when the name is taken.
func RegisterFamily(name string, build func(spec string, features int) (*Model, error)) {
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

// NewModel is a model of a registered kind: "logistic", or "mlp:8,8" for one whose
// form is spelled out after a colon.
func NewModel(name string, features int) (*Model, error) {
	kind, spec, spelled := strings.Cut(name, ":")
	build, ok := models[kind]
	if !ok {
		return nil, fmt.Errorf("%w %q; known: %s", ErrUnknownModel, name, strings.Join(ModelNames(), ", "))
	}
	if spelled && spec == "" {
		return nil, fmt.Errorf("model %q has nothing after its colon", name)
	}
	if features < 1 {
		return nil, fmt.Errorf("a model needs at least one feature, not %d", features)
	}
	model, err := build(spec, features)
	if err != nil {
		return nil, fmt.Errorf("model %q: %w", name, err)
	}
	return model, nil
}

package verify

import (
	"fmt"
	"math"
	"math/big"

	"surefoot/graph"
	"surefoot/ops/arith"
)

// truth is the arithmetic of expected values: 160 bits, three times float64's,
// so that its own rounding is nothing beside the errors it is to measure.
var truth = arith.Big{Precision: 160}

var (
	exactly = arith.Over[*big.Float]{A: truth}
	plainly = arith.Over[float64]{A: arith.Float64{}}
	bounded = arith.Over[arith.Bounded]{A: arith.Bound{}}
)

// setting is one place where a graph's derivatives are looked at, with what the
// derivation says they are there: exactly, and with the error that float64 makes
// of the derivation's own formulas.
type setting struct {
	model    *graph.Model
	block    graph.Block
	theta    graph.Parameters
	exact    graph.Quantities // over truth
	rounding graph.Quantities // over Bound
}

func newSetting(model *graph.Model, block graph.Block, theta graph.Parameters) *setting {
	return &setting{
		model: model, block: block, theta: theta,
		exact:    model.ByHand(exactly, graph.InputsOver(exactly, block, theta)),
		rounding: model.ByHand(bounded, graph.InputsOver(bounded, block, theta)),
	}
}

// Formulas checks a differentiated graph of the model, made for block.M
// examples, against the hand-derived formulas at theta: for each formula whose
// letters the graph has, every entry of the claimed derivative of
// S = Σ cᵢLᵢ, evaluated in float64, against the formula evaluated from the
// inputs alone in 160 bits. The two may differ by the bound on the rounding of
// the claimed graph, found by running error analysis.
//
// It sees a wrong derivative at these inputs and nowhere else.
func Formulas(model *graph.Model, g *graph.Graph, block graph.Block, theta graph.Parameters) ([]Finding, error) {
	return newSetting(model, block, theta).formulas(g)
}

func (s *setting) formulas(g *graph.Graph) ([]Finding, error) {
	var findings []Finding
	for _, formula := range s.model.Formulas {
		if g.Derivative(formula.By) == nil || formula.Of != "" && g.Derivative(formula.Of) == nil {
			continue
		}
		finding, err := s.formula(g, formula)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", formula.Quantity, err)
		}
		findings = append(findings, finding)
	}
	return findings, nil
}

func (s *setting) formula(g *graph.Graph, formula graph.Formula) (Finding, error) {
	c, err := s.compare(g, formula)
	if err != nil {
		return Finding{}, err
	}
	return c.judge(Finding{Check: "formula", Quantity: formula.Quantity, Formula: formula.Text}), nil
}

func (s *setting) compare(g *graph.Graph, formula graph.Formula) (comparison, error) {
	got, err := s.claimed(plainly, g, formula)
	if err != nil {
		return comparison{}, err
	}
	bound, err := s.claimed(bounded, g, formula)
	if err != nil {
		return comparison{}, err
	}
	c := comparison{
		got:   exactlyThese(plainly.Elements(got)),
		bound: errorsOf(bound),
		exact: exactly.Elements(s.exact[formula.Quantity]),
	}
	c.loose = looseness(c.bound, errorsOf(s.rounding[formula.Quantity]))
	return c, nil
}

// claimed evaluates the graph's derivative. Where the formula is of an inner
// quantity (∂a/∂z), the cotangent of that quantity is set to 1: backpropagation
// is linear in it, so what arrives at z is then ∂a/∂z alone.
func (s *setting) claimed(m arith.Machine, g *graph.Graph, formula graph.Formula) (arith.Value, error) {
	given := graph.InputsOver(m, s.block, s.theta).Values(g)
	if formula.Of != "" {
		shape := g.Node(formula.Of).Shape()
		ones := make([]float64, arith.Size(shape))
		for i := range ones {
			ones[i] = 1
		}
		given[g.Derivative(formula.Of)] = m.Floats(ones, shape...)
	}
	values, err := graph.Interpret(m, given, g.Derivative(formula.By))
	if err != nil {
		return nil, err
	}
	return values[0], nil
}

func errorsOf(v arith.Value) []float64 {
	elements := bounded.Elements(v)
	out := make([]float64, len(elements))
	for i, e := range elements {
		out[i] = e.E
	}
	return out
}

// loosest is how many times the derivation's own rounding the claimed graph's
// bound may be before a pass would say too little. The document graph divides by
// 1−a, which costs it up to 2¹² at |z| = 8.
const loosest = 0x1p20

// looseness is the reason why bounds are too wide to pass on, or empty. The
// yardstick is the derivation's own rounding, so that a claimed graph cannot buy
// itself a tolerance by being ill-conditioned.
func looseness(claimed, derivation []float64) string {
	for i, e := range claimed {
		if !math.IsInf(e, 0) && e > loosest*derivation[i]+math.SmallestNonzeroFloat64 {
			return fmt.Sprintf("rounding in the graph may reach %.2g at entry %d, %.2g times that of the formula: too much to tell",
				e, i, e/derivation[i])
		}
	}
	return ""
}

// Entries is [Formulas] entry by entry: a finding for every single number, in the
// order of the formulas. Its Worst.Index says which entry it is.
func Entries(model *graph.Model, g *graph.Graph, block graph.Block, theta graph.Parameters) ([]Finding, error) {
	s := newSetting(model, block, theta)
	var findings []Finding
	for _, formula := range model.Formulas {
		c, err := s.compare(g, formula)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", formula.Quantity, err)
		}
		for i := range c.got {
			one := comparison{got: c.got[i : i+1], exact: c.exact[i : i+1], bound: c.bound[i : i+1], loose: c.loose}
			f := one.judge(Finding{Check: "formula", Quantity: formula.Quantity, Formula: formula.Text})
			f.Worst.Index = i
			findings = append(findings, f)
		}
	}
	return findings, nil
}

// Document checks the model's document graph on a block at random parameters
// (see [RandomParameters]): what verify-gradients runs.
func Document(model *graph.Model, block graph.Block, seed int64) (*Report, error) {
	g, err := derived(model.Document, block.M)
	if err != nil {
		return nil, fmt.Errorf("document graph: %w", err)
	}
	findings, err := Formulas(model, g, block, RandomParameters(model, block, seed))
	if err != nil {
		return nil, err
	}
	report := &Report{Model: model.Name, Features: model.Features, Examples: block.M, Seed: seed}
	report.add(findings...)
	return report, nil
}

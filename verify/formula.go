package verify

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"slices"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops/arith"
)

// truth is the arithmetic in which numbers are compared: 160 bits, three times
// float64's, so that its own rounding is nothing beside the errors it is to
// measure. Expected values are evaluated with more where they need it; see exactFor.
var truth = arith.Big{Precision: 160}

// exactFor is the machine for expected values where |z| may be as large as the
// given size: a − y = −e^−z/(1+e^−z) for y = 1 cancels z·log₂e leading bits. Beyond
// |z| = 800 the difference is 0 in float64 too.
func exactFor(size float64) arith.Over[*big.Float] {
	if math.IsNaN(size) {
		size = 0
	}
	more := math.Ceil(min(size, 800) * math.Log2E)
	return arith.Over[*big.Float]{A: arith.Big{Precision: truth.Precision + uint(more)}}
}

var (
	plainly = arith.Over[float64]{A: arith.Float64{}}
	bounded = arith.Over[arith.Bounded]{A: arith.Bound{}}
)

// setting is one place where a graph's derivatives are looked at, with what the
// derivation says they are there: exactly, and with the error that float64 makes
// of the derivation's own formulas.
type setting struct {
	model   *graph.Model
	block   graph.Block
	theta   graph.Parameters
	exactly arith.Over[*big.Float]
	inputs  map[arith.Machine]graph.Inputs // on each machine

	exact    graph.Quantities // over exactly
	rounding graph.Quantities // over Bound
}

func newSetting(model *graph.Model, block graph.Block, theta graph.Parameters) *setting {
	s := &setting{
		model: model, block: block, theta: theta,
		exactly: exactFor(largestInner(model, block, theta)), inputs: map[arith.Machine]graph.Inputs{},
	}
	for _, m := range []arith.Machine{s.exactly, bounded, plainly} {
		s.inputs[m] = graph.InputsOver(m, block, theta)
	}
	s.exact = model.ByHand(s.exactly, s.inputs[s.exactly])
	s.rounding = model.ByHand(bounded, s.inputs[bounded])
	return s
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
	checked := s.claimedBy(g)
	comparisons, err := s.compare(g, checked)
	if err != nil {
		return nil, err
	}
	var findings []Finding
	for i, formula := range checked {
		findings = append(findings, comparisons[i].judge(formulaFinding(formula)))
	}
	return findings, nil
}

func formulaFinding(formula graph.Formula) Finding {
	return Finding{Check: "formula", Quantity: formula.Quantity, Formula: formula.Text}
}

// claimedBy are the formulas whose letters the graph has.
func (s *setting) claimedBy(g *graph.Graph) []graph.Formula {
	var claimed []graph.Formula
	for _, f := range s.model.Formulas {
		if g.Derivative(f.By) != nil && (f.Of == "" || g.Derivative(f.Of) != nil) {
			claimed = append(claimed, f)
		}
	}
	return claimed
}

func (s *setting) compare(g *graph.Graph, formulas []graph.Formula) ([]comparison, error) {
	got, err := s.claims(plainly, g, formulas)
	if err != nil {
		return nil, err
	}
	bounds, err := s.claims(bounded, g, formulas)
	if err != nil {
		return nil, err
	}
	out := make([]comparison, len(formulas))
	for i, f := range formulas {
		c := comparison{
			got:   exactlyThese(plainly.Elements(got[i])),
			bound: errorsOf(bounds[i]),
			exact: s.exactly.Elements(s.exact[f.Quantity]),
		}
		c.loose = looseness(c.bound, errorsOf(s.rounding[f.Quantity]))
		if out[i], err = s.decideInfinite(c, g, f); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// decideInfinite looks in 160 bits at a claim that float64 could not compute and
// that has no bound: if it has no finite value there either, no rounding excuses
// it.
func (s *setting) decideInfinite(c comparison, g *graph.Graph, formula graph.Formula) (comparison, error) {
	if !slices.ContainsFunc(c.got, func(x *big.Float) bool { return x == nil || x.IsInf() }) {
		return c, nil
	}
	claim, err := s.claims(s.exactly, g, []graph.Formula{formula})
	if err != nil {
		return c, err
	}
	for i, x := range s.exactly.Elements(claim[0]) {
		if x == nil || x.IsInf() {
			c.bound[i] = 0
		}
	}
	return c, nil
}

// claims evaluates the graph's derivatives for the formulas. Where a formula is
// of an inner quantity (∂a/∂z), the cotangent of that quantity is set to 1:
// backpropagation is linear in it, so what arrives at z is then ∂a/∂z alone. The
// others are evaluated together.
func (s *setting) claims(m arith.Machine, g *graph.Graph, formulas []graph.Formula) ([]arith.Value, error) {
	out := make([]arith.Value, len(formulas))
	var nodes []*gorgonia.Node
	var places []int
	for i, f := range formulas {
		if f.Of == "" {
			nodes, places = append(nodes, g.Derivative(f.By)), append(places, i)
			continue
		}
		given := s.inputs[m].Values(g)
		shape := g.Node(f.Of).Shape()
		given[g.Derivative(f.Of)] = m.Floats(slices.Repeat([]float64{1}, arith.Size(shape)), shape...)
		values, err := graph.Interpret(m, given, g.Derivative(f.By))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Quantity, err)
		}
		out[i] = values[0]
	}
	values, err := graph.Interpret(m, s.inputs[m].Values(g), nodes...)
	if err != nil {
		return nil, err
	}
	for k, i := range places {
		out[i] = values[k]
	}
	return out, nil
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
		// Where the formula is exactly 0, a graph that multiplies may underflow.
		if !math.IsInf(e, 0) && e > loosest*(derivation[i]+math.SmallestNonzeroFloat64) {
			return fmt.Sprintf("rounding in the graph may reach %.2g in [%d], %.2g times that of the formula: too much to tell",
				e, i, e/derivation[i])
		}
	}
	return ""
}

// Entries is [Formulas] entry by entry: a finding for every single number, in the
// order of the formulas. Its Worst.Index says which entry it is.
func Entries(model *graph.Model, g *graph.Graph, block graph.Block, theta graph.Parameters) ([]Finding, error) {
	s := newSetting(model, block, theta)
	checked := s.claimedBy(g)
	comparisons, err := s.compare(g, checked)
	if err != nil {
		return nil, err
	}
	var findings []Finding
	for k, c := range comparisons {
		for i := range c.got {
			one := comparison{got: c.got[i : i+1], exact: c.exact[i : i+1], bound: c.bound[i : i+1], loose: c.loose}
			f := one.judge(formulaFinding(checked[k]))
			f.Worst.Index = i
			findings = append(findings, f)
		}
	}
	return findings, nil
}

// Document checks the model's document graph and its training graph on a block at
// random parameters (see [RandomParameters]): what verify-gradients runs. The
// document graph's derivatives are compared with the formulas in float64; as
// identities over random prime fields, both graphs' derivatives with the formulas,
// with each other, and with forward mode. A formula whose letters the document
// graph has not is an inconclusive finding.
func Document(ctx context.Context, model *graph.Model, block graph.Block, seed int64) (*Report, error) {
	document, err := derived(model.Document, block.M)
	if err != nil {
		return nil, fmt.Errorf("document graph: %w", err)
	}
	training, err := derived(model.Training, block.M)
	if err != nil {
		return nil, fmt.Errorf("training graph: %w", err)
	}
	s := newSetting(model, block, RandomParameters(model, block, seed))
	findings, err := s.formulas(document)
	if err != nil {
		return nil, err
	}
	report := &Report{Model: model.Name, Features: model.Features, Examples: block.M, Seed: seed, Identity: &Identity{}}
	report.add(findings...)
	claimed := s.claimedBy(document)
	for _, f := range model.Formulas {
		if !slices.Contains(claimed, f) {
			missing := formulaFinding(f)
			missing.Verdict, missing.Diagnosis = Inconclusive, "the document graph has no such derivative"
			report.add(missing)
		}
	}
	if findings, err = s.identities(ctx, document, training, mix(seed, 0), report.Identity); err != nil {
		return nil, err
	}
	report.add(findings...)
	for k, g := range []*graph.Graph{document, training} {
		if err := forwardMode(ctx, report, g, graphNames[k]); err != nil {
			return nil, err
		}
	}
	return report, nil
}

// forwardMode adds whether the graph's gradient is the derivative of its cost.
func forwardMode(ctx context.Context, report *Report, g *graph.Graph, name string) error {
	claims, err := GraphClaims(g)
	if err != nil {
		return err
	}
	checked, err := Check(ctx, claims, Seed(report.Seed))
	if err != nil {
		return err
	}
	for i := range checked.Checks {
		checked.Checks[i].Graph = name
	}
	report.add(checked.Checks...)
	report.Identity.merge(checked.Identity)
	return nil
}

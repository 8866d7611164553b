package verify

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// line is a point and a direction through it: all that some claims are
// derivatives by, moved in proportion to its own size.
type line struct {
	//nolint:containedctx // a line lives for one call
	ctx       context.Context
	claims    []Claim
	at        Point
	x, u      [][]float64 // for each claim
	cost      *evaluationPlan
	gradients *evaluationPlan
	size      float64 // |f(x)|, or of the largest number from a black box on the way there
	// costError and slopeError bound the rounding of the cost and of the claimed
	// side at the point. Where an op has no dossier, or something overflows or
	// cancels, they are not bounded.
	costError, slopeError float64
	bounded               bool
}

// newLine draws a direction: ±½ to ±1 times the size of each entry, or of the
// array where the entry is smaller, or 1 where the array is zero.
func newLine(ctx context.Context, claims []Claim, at Point, r *rand.Rand) (*line, error) {
	l := &line{ctx: ctx, claims: claims, at: at, cost: planEvaluation(claims[0].Cost)}
	var gradients []*gorgonia.Node
	for _, c := range claims {
		x, err := base(ctx, c, at)
		if err != nil {
			return nil, err
		}
		typical := rootMeanSquare(x)
		if typical == 0 || math.IsInf(typical, 0) {
			typical = 1
		}
		u := make([]float64, len(x))
		for j := range u {
			u[j] = (0.5 + r.Float64()/2) * max(math.Abs(x[j]), typical)
			if r.IntN(2) == 0 {
				u[j] = -u[j]
			}
		}
		l.x, l.u, gradients = append(l.x, x), append(l.u, u), append(gradients, c.Gradient)
	}
	l.gradients = planEvaluation(gradients...)
	if err := l.measure(); err != nil {
		return nil, err
	}
	l.bound()
	return l, nil
}

// measure finds the size of what the cost is computed from, as far as that may
// have an error of its own.
func (l *line) measure() error {
	boxes := []*gorgonia.Node{l.claims[0].Cost}
	for _, s := range l.cost.steps {
		if !s.leaf && s.dossier == nil {
			boxes = append(boxes, s.node)
		}
	}
	values, err := planEvaluation(boxes...).run(l.ctx, l.point(0))
	for i, numbers := range values {
		for _, x := range numbers {
			if i == 0 || !math.IsNaN(x) && !math.IsInf(x, 0) {
				l.size = max(l.size, math.Abs(x))
			}
		}
	}
	return err
}

// blackBoxes says whether an op is run by its own Do.
func (l *line) blackBoxes() bool { return l.cost.blackBoxes() || l.gradients.blackBoxes() }

func rootMeanSquare(x []float64) float64 {
	largest, sum := 0.0, 0.0
	for _, v := range x {
		largest = max(largest, math.Abs(v))
	}
	if largest == 0 {
		return 0
	}
	for _, v := range x {
		sum += v / largest * (v / largest)
	}
	return largest * math.Sqrt(sum/float64(len(x)))
}

// point is x + tu.
func (l *line) point(t float64) Point {
	there := l.at
	for i, c := range l.claims {
		moved := slices.Clone(l.x[i])
		for j := range moved {
			moved[j] += t * l.u[i][j]
		}
		there = there.with(c.Wrt, moved)
	}
	return there
}

// f is the cost at x + tu.
func (l *line) f(t float64) (float64, error) {
	out, err := l.cost.run(l.ctx, l.point(t))
	if err != nil {
		return 0, err
	}
	return out[0][0], nil
}

// g is ⟨claimed gradient, u⟩ at x + tu, and Σ|terms|.
func (l *line) g(t float64) (value, scale float64, err error) {
	out, err := l.gradients.run(l.ctx, l.point(t))
	if err != nil {
		return 0, 0, err
	}
	for i, gradient := range out {
		for j, gj := range gradient {
			value += gj * l.u[i][j]
			scale += math.Abs(gj * l.u[i][j])
		}
	}
	return value, scale, nil
}

// claimedSlope is the claimed side: its value, Σ|terms|, and the error of its
// evaluation, which is a bound or, without one, an estimate from how the values
// scatter.
type claimedSlope struct {
	value, scale, err float64
}

func (l *line) claimed() (claimedSlope, error) {
	var c claimedSlope
	var err error
	if c.value, c.scale, err = l.g(0); err != nil {
		return c, err
	}
	if math.IsNaN(c.scale) || math.IsInf(c.scale, 0) {
		return c, nil
	}
	terms := 0
	for _, u := range l.u {
		terms += len(u)
	}
	dot := float64(terms+2) * arith.Unit * c.scale
	if l.bounded {
		c.err = l.slopeError + dot
		return c, nil
	}
	scatter, err := l.scatter(func(t float64) (float64, error) {
		value, _, err := l.g(t)
		return value, err
	})
	c.err = scatter + dot
	return c, err
}

// bound evaluates both sides with error bounds; the claimed one's is Σ|u|·E.
func (l *line) bound() {
	l.costError, l.slopeError = math.Inf(1), math.Inf(1)
	cost, err := overMachine(bounded, l.cost, l.at, l.x, l.claims)
	if err != nil {
		return
	}
	gradients, err := overMachine(bounded, l.gradients, l.at, l.x, l.claims)
	if err != nil {
		return
	}
	l.costError = errorsOf(cost[0])[0] * arith.Slack
	sum := 0.0
	for i, v := range gradients {
		for j, e := range errorsOf(v) {
			sum += e * math.Abs(l.u[i][j])
		}
	}
	l.slopeError = sum * arith.Slack
	l.bounded = l.costError+l.slopeError < math.Inf(1) // false for NaN
}

// overMachine evaluates what the plan wants with the point's numbers over a
// machine.
func overMachine(m arith.Machine, p *evaluationPlan, at Point, x [][]float64, claims []Claim) (out []arith.Value, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	given := graph.Values{}
	for n, numbers := range at {
		given[n] = m.Floats(numbers, n.Shape()...)
	}
	for i, c := range claims {
		given[c.Wrt] = m.Floats(x[i], c.Wrt.Shape()...)
	}
	for _, s := range p.steps {
		if constantNode(s.node) { // of float32 too
			numbers, err := ops.Numbers(s.node.Value())
			if err != nil {
				return nil, err
			}
			given[s.node] = m.Floats(numbers, s.node.Shape()...)
		}
	}
	want := make([]*gorgonia.Node, len(p.want))
	for i, at := range p.want {
		want[i] = p.steps[at].node
	}
	return graph.Interpret(m, given, want...)
}

// closely is the slope by one central difference in 600 bits with a step of 2⁻²⁰⁰,
// which nothing that the graph computes oscillates within; NaN where there is none.
func (l *line) closely() float64 {
	const step = 0x1p-200
	m := arith.Over[*big.Float]{A: arith.Big{Precision: 600}}
	at := func(t float64) (arith.Value, error) {
		given := graph.Values{}
		for n, numbers := range l.at {
			given[n] = m.Floats(numbers, n.Shape()...)
		}
		for i, c := range l.claims {
			x, u := m.Floats(l.x[i], c.Wrt.Shape()...), m.Floats(l.u[i], c.Wrt.Shape()...)
			given[c.Wrt] = m.Add(x, m.Mul(m.Floats([]float64{t}), u))
		}
		cost, err := graph.Interpret(m, given, l.claims[0].Cost)
		if err != nil {
			return nil, err
		}
		return cost[0], nil
	}
	above, err := at(step)
	if err != nil {
		return math.NaN()
	}
	below, err := at(-step)
	if err != nil {
		return math.NaN()
	}
	return m.Float64s(m.Div(m.Sub(above, below), m.Floats([]float64{2 * step})))[0]
}

// judgeNotFinite judges a gradient that is no finite number here though the cost
// is. It may overflow, and is the graph's fault only if it is so at ordinary inputs
// too, wherever the cost is finite.
func (l *line) judgeNotFinite(f Finding) (Finding, error) {
	f.Verdict, f.Diagnosis = Inconclusive, "the claimed gradient is not a finite number here"
	r, finite := rand.New(rand.NewPCG(1, 19)), 0
	for draw := range ordinaryPoints {
		there := Point{}
		for n, numbers := range l.at {
			x := normals(r, len(numbers))
			for j := range x {
				if draw%2 == 1 { // in the domain of a logarithm
					x[j] = math.Abs(x[j])
				}
			}
			there[n] = x
		}
		cost, err := l.cost.run(l.ctx, there)
		if err != nil {
			return f, err
		}
		if math.IsNaN(cost[0][0]) || math.IsInf(cost[0][0], 0) {
			continue
		}
		finite++
		gradients, err := l.gradients.run(l.ctx, there)
		if err != nil {
			return f, err
		}
		if !slices.ContainsFunc(gradients, hasNotFinite) {
			return f, nil
		}
	}
	if finite > 0 {
		f.Verdict, f.Diagnosis = Fail, "the claimed gradient is not a finite number"
	}
	return f, nil
}

// ordinaryPoints are how many points of size 1 are tried.
const ordinaryPoints = 8

func hasNotFinite(x []float64) bool {
	return slices.ContainsFunc(x, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) })
}

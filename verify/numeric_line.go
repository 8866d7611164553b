package verify

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"

	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/arith"

	"gorgonia.org/gorgonia"
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
	size      float64 // |f(x)|
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
	here, err := l.f(0)
	l.size = math.Abs(here)
	l.bound()
	return l, err
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
	// spoilt says why it is no number, and verdict what follows from that.
	spoilt  string
	verdict Verdict
}

func (l *line) claimed() (claimedSlope, error) {
	var c claimedSlope
	var err error
	if c.value, c.scale, err = l.g(0); err != nil {
		return c, err
	}
	if math.IsNaN(c.scale) || math.IsInf(c.scale, 0) {
		c.verdict, c.spoilt = l.notFinite()
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

// notFinite says what is wrong with a gradient that is no finite number here: the
// graph, if it is none in high precision either, else only its float64.
func (l *line) notFinite() (Verdict, string) {
	exactly := exactFor(0)
	values, err := overMachine(exactly, l.gradients, l.at, l.x, l.claims)
	if err != nil {
		return Inconclusive, "the claimed gradient is not a finite number, and an op without a dossier may be to blame"
	}
	for _, v := range values {
		if slices.ContainsFunc(exactly.Elements(v), func(x *big.Float) bool { return x == nil || x.IsInf() }) {
			return Fail, "the claimed gradient is not a finite number"
		}
	}
	return Inconclusive, "the claimed gradient overflows in float64"
}

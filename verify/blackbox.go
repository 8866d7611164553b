package verify

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// ErrOpFailed is returned when an op cannot be run: it panicked, returned an
// error, or a result of another shape than its node's. The error is an
// [OpFailure].
var ErrOpFailed = errors.New("op failed")

// OpFailure names the op that could not be run, and where.
type OpFailure struct {
	Node  *gorgonia.Node
	Op    gorgonia.Op
	Cause error
}

func (f *OpFailure) Error() string {
	return fmt.Sprintf("op %v at node %s of shape %v failed: %v", f.Op, f.Node.Name(), f.Node.Shape(), f.Cause)
}

// Unwrap is [ErrOpFailed] and the cause.
func (f *OpFailure) Unwrap() []error { return []error{ErrOpFailed, f.Cause} }

// Point is values of nodes in row-major order: of inputs, or of any inner node
// in whose stead the given numbers shall stand.
type Point map[*gorgonia.Node][]float64

// EvaluateFloat64 evaluates nodes in float64 and returns their numbers in
// row-major order. An op with a dossier is evaluated by it; any other op is run
// by its own Do, on values of its own, so that one that overwrites an operand
// corrupts nothing, and a panic in it is an [OpFailure]. An input that is not
// given has the value that is bound to it.
func EvaluateFloat64(ctx context.Context, given Point, nodes ...*gorgonia.Node) ([][]float64, error) {
	return planEvaluation(nodes...).run(ctx, given)
}

// evaluationPlan is what has to be evaluated in what order. It can be run at many
// points.
type evaluationPlan struct {
	steps []evaluationStep
	want  []int // places of the wanted nodes among the steps
}

// evaluationStep is one node; its operands are places of earlier steps. Without a
// dossier its op is run as a black box.
type evaluationStep struct {
	node     *gorgonia.Node
	shape    []int
	leaf     bool // an input or a constant
	operands []int
	dossier  *ops.Op
}

func planEvaluation(nodes ...*gorgonia.Node) *evaluationPlan {
	p, places := &evaluationPlan{}, map[*gorgonia.Node]int{}
	for _, n := range nodes {
		p.want = append(p.want, p.add(places, n))
	}
	return p
}

func (p *evaluationPlan) add(places map[*gorgonia.Node]int, n *gorgonia.Node) int {
	if at, known := places[n]; known {
		return at
	}
	step := evaluationStep{node: n, shape: n.Shape(), leaf: n.Op() == nil || constantNode(n)}
	if !step.leaf {
		for _, operand := range graph.Operands(n) {
			step.operands = append(step.operands, p.add(places, operand))
		}
		step.dossier, _ = ops.Of(n.Op()) // none: a black box
	}
	p.steps = append(p.steps, step)
	places[n] = len(p.steps) - 1
	return places[n]
}

// blackBoxes says whether any op is run by its own Do.
func (p *evaluationPlan) blackBoxes() bool {
	return slices.ContainsFunc(p.steps, func(s evaluationStep) bool {
		return !s.leaf && s.dossier == nil
	})
}

func (p *evaluationPlan) run(ctx context.Context, given Point) ([][]float64, error) {
	values := make([]arith.Value, len(p.steps))
	for i, s := range p.steps {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var err error
		if values[i], err = s.value(given, values); err != nil {
			return nil, err
		}
	}
	out := make([][]float64, len(p.want))
	for i, at := range p.want {
		out[i] = slices.Clone(plainly.Float64s(values[at]))
	}
	return out, nil
}

func (s evaluationStep) value(given Point, values []arith.Value) (arith.Value, error) {
	n := s.node
	numbers, ok := given[n]
	if !ok && s.leaf {
		if n.Value() == nil {
			return nil, fmt.Errorf("input %s has no value", n.Name())
		}
		var err error
		if numbers, err = ops.Numbers(n.Value()); err != nil {
			return nil, fmt.Errorf("node %s: %w", n.Name(), err)
		}
		ok = true
	}
	if ok {
		if len(numbers) != arith.Size(s.shape) {
			return nil, fmt.Errorf("%w: %s has shape %v and is given %d numbers", graph.ErrShape, n.Name(), s.shape, len(numbers))
		}
		return arith.NewArray(numbers, s.shape...), nil
	}
	in := make([]arith.Value, len(s.operands))
	for k, at := range s.operands {
		in[k] = values[at]
	}
	out, err := s.compute(in)
	if err != nil {
		return nil, &OpFailure{Node: n, Op: n.Op(), Cause: err}
	}
	return out, nil
}

// compute runs the op, and makes an error of a panic in it.
func (s evaluationStep) compute(in []arith.Value) (out arith.Value, err error) {
	defer func() {
		if p := recover(); p != nil {
			if cause, ok := p.(error); ok {
				err = fmt.Errorf("panic: %w", cause)
			} else {
				err = fmt.Errorf("panic: %v", p)
			}
		}
	}()
	if s.dossier != nil {
		out = s.dossier.Evaluate(plainly, in, s.shape)
	} else if out, err = runOwnDo(s.node, in); err != nil {
		return nil, err
	}
	switch {
	case slices.Equal(out.Shape(), s.shape):
		return out, nil
	case !graph.Fits(out.Shape(), s.shape):
		return nil, fmt.Errorf("%w: the result has shape %v", graph.ErrShape, out.Shape())
	}
	return plainly.Reshape(out, s.shape...), nil
}

package verify

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"gorgonia.org/gorgonia"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// CheckOp checks an op's dossier, registered or not: that the derivatives which
// Gorgonia's Grad builds from it, and those derived by hand, are the derivatives of
// its meaning by forward mode, as identities over random prime fields. Precision
// is not its matter; see [PrecisionOf].
func CheckOp(ctx context.Context, op *ops.Op, opts ...Option) (*Report, error) {
	o := options{seed: 1}
	for _, option := range opts {
		option(&o)
	}
	report := &Report{Seed: o.seed, Identity: &Identity{}}
	if op.SymDiff != nil {
		claims, err := opClaims(op)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", op.Name, err)
		}
		if report, err = Check(ctx, claims, opts...); err != nil {
			return nil, fmt.Errorf("%s: %w", op.Name, err)
		}
		for i, f := range report.Checks {
			report.Checks[i].Quantity = strings.Replace(f.Quantity, "∂cost", "∂"+op.Name, 1)
		}
		if report.Identity == nil { // shapes that do not fit, or another check
			report.Identity = &Identity{}
		}
	}
	findings, err := handDerived(ctx, op, o.seed, report.Identity)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op.Name, err)
	}
	report.add(findings...)
	if len(report.Checks) == 0 {
		report.add(Finding{
			Check: "identity", Quantity: op.Name, Verdict: Inconclusive,
			Diagnosis: "it has neither a symbolic derivative nor one derived by hand",
		})
	}
	return report, nil
}

// opLength is the number of entries on which an elementwise op is checked.
const opLength = 3

// operandShapes are shapes on which the op can be checked.
func operandShapes(op *ops.Op) ([][]int, error) {
	if op.Shape == nil {
		return slices.Repeat([][]int{{opLength}}, len(op.Args)), nil
	}
	if shapes := op.SampleShapes(); shapes != nil {
		return shapes, nil
	}
	return nil, fmt.Errorf("no shapes of 2 to 4 on an axis fit its ranks %v", op.Ranks)
}

// opClaims are the derivatives of S = Σ c ⊙ op(…) by each operand, c being an
// input like any other.
func opClaims(op *ops.Op) ([]Claim, error) {
	shapes, err := operandShapes(op)
	if err != nil {
		return nil, err
	}
	g := gorgonia.NewGraph()
	var in []*gorgonia.Node
	for k, shape := range shapes {
		in = append(in, inputNode(g, op.Args[k], shape))
	}
	out, err := ops.Apply(op, in...)
	if err != nil {
		return nil, err
	}
	weighted, err := gorgonia.HadamardProd(inputNode(g, "cotangent", out.Shape()), out)
	if err != nil {
		return nil, err
	}
	cost, err := gorgonia.Sum(weighted)
	if err != nil {
		return nil, err
	}
	return Claims(cost, in...)
}

func inputNode(g *gorgonia.ExprGraph, name string, shape []int) *gorgonia.Node {
	if len(shape) == 0 {
		return gorgonia.NewScalar(g, gorgonia.Float64, gorgonia.WithName(name))
	}
	return gorgonia.NewTensor(g, gorgonia.Float64, len(shape), gorgonia.WithShape(shape...), gorgonia.WithName(name))
}

// handDerived checks the derivatives of an elementwise op that were derived by
// hand against forward mode through its meaning.
func handDerived(ctx context.Context, op *ops.Op, seed int64, record *Identity) ([]Finding, error) {
	var findings []Finding
	for k, byHand := range op.Derivatives {
		shape := []int{opLength}
		e := equation{
			left: func(m arith.Machine, in []arith.Value) (arith.Value, error) {
				forward := arith.Forward{M: m}
				moving := make([]arith.Value, len(in))
				for j, v := range in {
					moving[j] = forward.Value(v, nil)
				}
				moving[k] = forward.Value(in[k], ones(m, shape))
				if _, d := forward.Parts(op.Meaning(forward, moving, shape)); d != nil {
					return d, nil
				}
				return m.Floats(make([]float64, opLength), shape...), nil
			},
			right: func(m arith.Machine, in []arith.Value) (arith.Value, error) {
				return m.Mul(ones(m, shape), byHand(m, in, shape)), nil // of one number, one each
			},
		}
		f := Finding{Quantity: fmt.Sprintf("∂%s/∂%s", op.Name, op.Args[k]), Formula: "by hand"}
		for draw := range uint64(3) {
			found, err := e.check(ctx, f, drawOperands(op, seed+int64(draw)), mix(seed, draw+uint64(k)<<8), record)
			if err != nil {
				return nil, err
			}
			if draw == 0 || found.Verdict > findings[k].Verdict {
				findings = append(findings[:k], found)
			}
		}
	}
	return findings, nil
}

func ones(m arith.Machine, shape []int) arith.Value {
	return m.Floats(slices.Repeat([]float64{1}, arith.Size(shape)), shape...)
}

// drawOperands draws operands of the op's domain, of size 30 at most.
func drawOperands(op *ops.Op, seed int64) arguments {
	r := rand.New(rand.NewPCG(uint64(seed), 0x0be7))
	var at arguments
	for k := range op.Args {
		low, high := -30.0, 30.0
		if op.Domain != nil {
			low, high = max(low, op.Domain[k].Low), min(high, op.Domain[k].High)
		}
		numbers := make([]float64, opLength)
		for i := range numbers {
			numbers[i] = low + (high-low)*r.Float64()
		}
		at.add(numbers, opLength)
	}
	return at
}

package selftest

import (
	"context"
	"fmt"
	"slices"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/graph"
	"surefoot/ops/arith"
	"surefoot/verify"
)

// IdentityDetector is the identity check of [verify.Check].
func IdentityDetector(seed int64) Detector {
	return Detector{"identity", func(ctx context.Context, claims []verify.Claim) (verify.Verdict, error) {
		report, err := verify.Check(ctx, claims, verify.Only("identity"), verify.Seed(seed))
		if err != nil {
			return verify.Inconclusive, err
		}
		return report.Verdict, nil
	}}
}

// ModelClaims are the claims of a model's training graph, that Gorgonia's
// derivatives are ∂S/∂parameter, with the block and the parameters bound to the
// graph's inputs: there the detectors look.
func ModelClaims(model *graph.Model, block graph.Block, theta graph.Parameters) ([]verify.Claim, error) {
	if err := theta.Fits(model); err != nil {
		return nil, err
	}
	g, err := model.Training(block.M)
	if err == nil {
		err = g.Derive()
	}
	if err != nil {
		return nil, fmt.Errorf("training graph: %w", err)
	}
	numbers := map[string][]float64{"table": block.Table, "y": block.Y, "c": block.C}
	for _, p := range theta {
		numbers[p.Name] = p.Values
	}
	for name, x := range numbers {
		if err := bind(g.Node(name), x); err != nil {
			return nil, fmt.Errorf("training graph: bind %s: %w", name, err)
		}
	}
	return verify.GraphClaims(g)
}

// bind gives an input a copy of the numbers. An input that the graph has not is
// none to bind.
func bind(input *gorgonia.Node, x []float64) error {
	if input == nil {
		return nil
	}
	shape := input.Shape()
	if len(x) != arith.Size(shape) {
		return fmt.Errorf("%w: %d numbers for shape %v", graph.ErrShape, len(x), shape)
	}
	if shape.IsScalar() {
		return gorgonia.Let(input, gorgonia.NewF64(x[0]))
	}
	return gorgonia.Let(input, tensor.New(tensor.WithShape(shape...), tensor.WithBacking(slices.Clone(x))))
}

package verify

import (
	"context"
	"hash/fnv"
	"maps"
	"math/rand/v2"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops/arith"
)

// Inputs are the inputs that the claims are computed from.
func Inputs(claims []Claim) []*gorgonia.Node {
	var nodes, inputs []*gorgonia.Node
	for _, c := range claims {
		nodes = append(nodes, c.Cost, c.Wrt, c.Gradient)
	}
	for _, n := range graph.Below(nodes...) {
		if n.Op() == nil {
			inputs = append(inputs, n)
		}
	}
	return inputs
}

// Complete is the point with all inputs in it: as given, else as bound to the node,
// else standard normal numbers that the seed and the input's name determine. What
// the claims are derivatives by has its value there too, inner nodes as they are
// computed.
func Complete(ctx context.Context, claims []Claim, at Point, seed int64) (Point, error) {
	full := maps.Clone(at)
	if full == nil {
		full = Point{}
	}
	for _, n := range Inputs(claims) {
		if _, given := full[n]; given {
			continue
		}
		if n.Value() == nil {
			full[n] = normals(sourceFor(n, seed), arith.Size(n.Shape()))
			continue
		}
		numbers, err := EvaluateFloat64(ctx, nil, n)
		if err != nil {
			return nil, err
		}
		full[n] = numbers[0]
	}
	return full, nil
}

// sourceFor is the random source of a node: a copy of the graph has the same.
func sourceFor(n *gorgonia.Node, seed int64) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(n.Name()))
	return rand.New(rand.NewPCG(uint64(seed), h.Sum64()))
}

func normals(r *rand.Rand, length int) []float64 {
	x := make([]float64, length)
	for i := range x {
		x[i] = r.NormFloat64()
	}
	return x
}

// base are the numbers of what a claim is the derivative by, at the point.
func base(ctx context.Context, c Claim, at Point) ([]float64, error) {
	if numbers, known := at[c.Wrt]; known {
		return numbers, nil
	}
	numbers, err := EvaluateFloat64(ctx, at, c.Wrt)
	if err != nil {
		return nil, err
	}
	return numbers[0], nil
}

// with is the point with one node's numbers replaced.
func (p Point) with(n *gorgonia.Node, numbers []float64) Point {
	out := maps.Clone(p)
	out[n] = numbers
	return out
}

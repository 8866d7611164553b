package graph

import (
	"fmt"
	"slices"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/ops/arith"
)

// ones is a constant full of ones. Gorgonia takes two constants of one name for one.
func ones(shape ...int) node {
	numbers := slices.Repeat([]float64{1}, arith.Size(shape))
	value := tensor.New(tensor.WithShape(shape...), tensor.WithBacking(numbers))
	return gorgonia.NewConstant(value, gorgonia.WithName(fmt.Sprintf("ones %v", shape)))
}

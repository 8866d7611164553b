package selftest

import (
	"fmt"
	"slices"
	"strings"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// Mutants that have the right numbers in the wrong places, or add up the wrong ones.
func init() {
	registerMutants(mutantClass{
		name: "neighbour's index", imitates: "w[j] updated by the derivative by w[j+1]", everyUse: true,
		ways: alongAxes("rotated", func(i, length int) int { return (i + 1) % length }),
	})
	registerMutants(mutantClass{
		name: "reversed", imitates: "a loop that counts down",
		ways: alongAxes("reversed", func(i, length int) int { return length - 1 - i }),
	})
	registerMutants(mutantClass{
		name: "off-by-one slice", imitates: "a slice from 1 in place of 0, the last entry left at 0",
		ways: alongAxes("shifted by one", func(i, length int) int {
			if i+1 == length {
				return -1
			}
			return i + 1
		}),
	})
	registerMutants(mutantClass{
		name: "running sum", imitates: "dz += where dz = is meant", ways: runningSums,
	})
	registerMutants(mutantClass{
		name: "transpose", imitates: "W for Wᵀ where both fit", everyUse: true, ways: transposes,
	})
	registerMutants(mutantClass{
		name: "broadcast reduction", imitates: "the gradient of a broadcast operand not summed", ways: unsummed,
	})
}

// alongAxes is a way for each axis of two numbers or more.
func alongAxes(name string, from func(i, length int) int) func(site) []way {
	return func(s site) []way {
		var ways []way
		for _, axis := range longAxes(s.node) {
			op := gathered(name, axis, from)
			ways = append(ways, way{op.Formula, func(p *planting) node { return p.apply(op, p.right) }})
		}
		return ways
	}
}

func longAxes(n node) []int {
	var axes []int
	for axis, length := range n.Shape() {
		if length > 1 {
			axes = append(axes, axis)
		}
	}
	return axes
}

// longestRunningSum is the longest axis that running sums are planted along: each
// is a product with a triangular matrix.
const longestRunningSum = 512

func runningSums(s site) []way {
	var ways []way
	for _, axis := range longAxes(s.node) {
		if s.node.Shape()[axis] > longestRunningSum || len(s.node.Shape()) > 2 {
			continue
		}
		op := plantedOp(fmt.Sprintf("summed up along axis %d", axis), func(m arith.Machine, x arith.Value) arith.Value {
			n := x.Shape()[axis]
			lower := make([]float64, n*n)
			for i := range n {
				for j := range i + 1 {
					lower[i*n+j] = 1
				}
			}
			triangle := m.Floats(lower, n, n)
			if axis == 1 {
				return m.MatMul(x, m.Transpose(triangle, 1, 0))
			}
			return m.MatMul(triangle, x)
		})
		ways = append(ways, way{op.Formula, func(p *planting) node { return p.apply(op, p.right) }})
	}
	return ways
}

func transposes(s site) []way {
	shape := s.node.Shape()
	if len(shape) != 2 || shape[0] != shape[1] || shape[0] < 2 {
		return nil
	}
	return []way{{"transposed", func(p *planting) node { return p.keep(gorgonia.Transpose(p.right, 1, 0)) }}}
}

// unsummed is a sum of which only the first term is taken, or the mean.
func unsummed(s site) []way {
	axes := sumAxes(s.node)
	if axes == nil || contracted(s.node) < 2 {
		return nil
	}
	in := graph.Operands(s.node)[0].Shape()
	op := firstSlice(in, axes)
	m := contracted(s.node)
	return []way{
		{op.Formula, func(p *planting) node { return p.apply(op, p.operands[0]) }},
		{"the mean instead", func(p *planting) node {
			return p.keep(gorgonia.HadamardDiv(p.right, p.number(float64(m))))
		}},
	}
}

// firstSlice is the elements of index 0 along the axes, which the result loses.
func firstSlice(in, axes []int) *ops.Op {
	var out []int
	inStride, outStrides := 1, []int{}
	var inStrides []int // of the axes that are kept
	for axis, length := range slices.Backward(in) {
		if !slices.Contains(axes, axis) {
			out, inStrides = slices.Insert(out, 0, length), slices.Insert(inStrides, 0, inStride)
		}
		inStride *= length
	}
	stride := 1
	for _, length := range slices.Backward(out) {
		outStrides = slices.Insert(outStrides, 0, stride)
		stride *= length
	}
	text := strings.Trim(fmt.Sprint(axes), "[]")
	return &ops.Op{
		Name: fmt.Sprintf("planted: first slice of %v along %s", in, text), Args: []string{"x"},
		Formula: "first slice along axis " + text,
		Ranks:   []int{len(in), len(out)},
		Shape:   func([][]int) ([]int, error) { return out, nil },
		Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
			return m.Gather(in[0], shape, func(i int) int {
				at := 0
				for k, stride := range outStrides {
					at += i / stride % out[k] * inStrides[k]
				}
				return at
			})
		},
	}
}

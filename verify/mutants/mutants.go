package mutants

import (
	"fmt"
	"slices"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// A Mutant is a way to get the derivative by an operand wrong.
type Mutant struct {
	Name string
	// NoNumbers marks those whose derivative may have no numbers to compare: it has
	// not the operand's shape, or an op that is not in the table.
	NoNumbers bool

	// fits says whether the operands and the result have the shapes it takes;
	// nil is always.
	fits   func(in []*gorgonia.Node, out *gorgonia.Node, k int) bool
	change func(place) (*gorgonia.Node, error)
}

type node = *gorgonia.Node

// place is what a derivative is made from: the operands, the result, ∂S/∂result,
// and the right derivatives by all operands, of which operand k's is to go wrong.
type place struct {
	in        gorgonia.Nodes
	out, grad node
	right     gorgonia.Nodes
	k         int
}

func (p place) own() node { return p.right[p.k] }

// All are all mutants.
func All() []Mutant {
	return slices.Concat(scaled(), forgotten(), added(), misplaced(), notFinite(), noNumbers())
}

// Times is the right derivative times a constant.
func Times(name string, factor float64) Mutant {
	return Mutant{Name: name, change: func(p place) (node, error) {
		return gorgonia.HadamardProd(gorgonia.NewConstant(factor), p.own())
	}}
}

// Above is right where the operand lies below the limit, and ever more wrong
// beyond: the derivative times 1 + e^(10(x−limit)). No check at smaller operands
// can see it.
func Above(limit float64) Mutant {
	return Mutant{Name: fmt.Sprintf("wrong above %g", limit), change: func(p place) (node, error) {
		beyond := must(gorgonia.Sub(p.in[p.k], gorgonia.NewConstant(limit)))
		excess := must(gorgonia.Exp(must(gorgonia.HadamardProd(gorgonia.NewConstant(10.0), beyond))))
		return gorgonia.Add(p.own(), must(gorgonia.HadamardProd(p.own(), excess)))
	}}
}

func scaled() []Mutant {
	return []Mutant{
		Times("sign", -1), Times("twice", 2), Times("half", 0.5), Times("dropped", 0),
		Times("times 1+1e-6", 1+1e-6), Times("times 1+1e-9", 1+1e-9), Times("times 1+1e-12", 1+1e-12),
	}
}

// forgotten are chain rules with a factor left out or mistaken.
func forgotten() []Mutant {
	return []Mutant{
		{Name: "upstream alone", fits: elementwise, change: func(p place) (node, error) { return gorgonia.Neg(must(gorgonia.Neg(p.grad))) }},
		{Name: "upstream forgotten", fits: elementwise, change: func(p place) (node, error) {
			return gorgonia.HadamardDiv(p.own(), p.grad)
		}},
		{Name: "times the output", fits: elementwise, change: func(p place) (node, error) {
			return gorgonia.HadamardProd(p.own(), p.out)
		}},
		{Name: "times the operand", change: func(p place) (node, error) { return gorgonia.HadamardProd(p.own(), p.in[p.k]) }},
		{Name: "squared", change: func(p place) (node, error) { return gorgonia.HadamardProd(p.own(), p.own()) }},
	}
}

// added are right derivatives and something more.
func added() []Mutant {
	return []Mutant{
		{Name: "plus the upstream", fits: elementwise, change: func(p place) (node, error) { return gorgonia.Add(p.own(), p.grad) }},
		{Name: "plus the output", fits: elementwise, change: func(p place) (node, error) { return gorgonia.Add(p.own(), p.out) }},
		{Name: "plus the operand", change: func(p place) (node, error) { return gorgonia.Add(p.own(), p.in[p.k]) }},
		{Name: "plus 1e-9", change: func(p place) (node, error) { return gorgonia.Add(p.own(), gorgonia.NewConstant(1e-9)) }},
	}
}

// misplaced are right numbers in wrong places.
func misplaced() []Mutant {
	return []Mutant{
		{Name: "the neighbour's", fits: several, change: func(p place) (node, error) { return p.permuted(func(i, n int) int { return (i + 1) % n }) }},
		{Name: "reversed", fits: several, change: func(p place) (node, error) { return p.permuted(func(i, n int) int { return n - 1 - i }) }},
		{Name: "the first one's", fits: several, change: func(p place) (node, error) { return p.permuted(func(int, int) int { return 0 }) }},
		{Name: "transposed", fits: square, change: func(p place) (node, error) {
			return gorgonia.Mul(must(gorgonia.Transpose(matrix(p.in), 1, 0)), p.grad)
		}},
		{Name: "the other operand's", fits: twins, change: func(p place) (node, error) {
			other := p.right[1-p.k]
			if other == nil { // nobody asks for it, so it has to be made: ∂(x⊙u)/∂u = x
				return gorgonia.HadamardProd(p.in[p.k], p.grad)
			}
			return gorgonia.Neg(must(gorgonia.Neg(other)))
		}},
	}
}

func notFinite() []Mutant {
	zero := func(p place) (node, error) { return gorgonia.Sub(p.own(), p.own()) }
	return []Mutant{
		{Name: "NaN", change: func(p place) (node, error) { return gorgonia.HadamardDiv(must(zero(p)), must(zero(p))) }},
		{Name: "infinite", change: func(p place) (node, error) {
			one := must(gorgonia.Add(must(zero(p)), gorgonia.NewConstant(1.0)))
			return gorgonia.HadamardDiv(one, must(zero(p)))
		}},
	}
}

func noNumbers() []Mutant {
	return []Mutant{
		{Name: "wrong shape", NoNumbers: true, change: func(p place) (node, error) {
			if len(p.own().Shape()) > 0 {
				return gorgonia.Sum(p.own())
			}
			return gorgonia.HadamardProd(p.own(), p.out)
		}},
		{Name: "unknown op", NoNumbers: true, change: func(p place) (node, error) { return gorgonia.Floor(p.own()) }},
	}
}

// must is the node; graph.Graph.Derive makes an error of the panic.
func must(n node, err error) node {
	if err != nil {
		panic(fmt.Sprintf("mutants: %v", err))
	}
	return n
}

// elementwise: the operand has the result's shape.
func elementwise(in []node, out node, k int) bool { return slices.Equal(in[k].Shape(), out.Shape()) }

// several: the operand is a vector of two numbers or more.
func several(in []node, _ node, k int) bool {
	shape := in[k].Shape()
	return len(shape) == 1 && shape[0] > 1
}

// square: a vector that is multiplied by a square matrix.
func square(in []node, _ node, k int) bool {
	x := matrix(in)
	return len(in[k].Shape()) == 1 && x != nil && x.Shape()[0] == x.Shape()[1]
}

// matrix is the first operand with two axes.
func matrix(in []node) node {
	i := slices.IndexFunc(in, func(n node) bool { return len(n.Shape()) == 2 })
	if i < 0 {
		return nil
	}
	return in[i]
}

// twins: two operands of one shape.
func twins(in []node, _ node, _ int) bool {
	return len(in) == 2 && slices.Equal(in[0].Shape(), in[1].Shape())
}

// permuted has entry from(i) of the right derivative in place i: the product with
// a matrix of zeros and ones.
func (p place) permuted(from func(i, n int) int) (node, error) {
	n := p.own().Shape()[0]
	matrix := make([]float64, n*n)
	for i := range n {
		matrix[i*n+from(i, n)] = 1
	}
	constant := tensor.New(tensor.WithShape(n, n), tensor.WithBacking(matrix))
	return gorgonia.Mul(gorgonia.NewConstant(constant, gorgonia.WithName(fmt.Sprintf("permutation %v", matrix))), p.own())
}

package selftest

import (
	"fmt"
	"slices"
	"strings"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// planting builds what stands in a node's place, in the copied graph, until
// something fails; then it keeps the first error.
type planting struct {
	copy     *mutantCopy
	original node   // in the graph that is copied
	right    node   // its copy, as it should be
	operands []node // the copy's
	err      error
}

func (p *planting) keep(n node, err error) node {
	if p.err == nil {
		p.err = err
	}
	if p.err != nil {
		return p.right // of some shape, until the error is looked at
	}
	return n
}

// apply is a node that computes what the dossier means.
func (p *planting) apply(op *ops.Op, in ...node) node {
	return p.keep(ops.Apply(op, in...))
}

// number is a constant of the right node's type.
func (p *planting) number(x float64) node {
	var v gorgonia.Value = gorgonia.NewF64(x)
	if p.right.Dtype() == tensor.Float32 {
		v = gorgonia.NewF32(float32(x))
	}
	return p.keep(p.copy.constant(v, fmt.Sprintf("planted %v", x)))
}

func (p *planting) times(x node, factor float64) node {
	return p.keep(gorgonia.HadamardProd(x, p.number(factor)))
}

func (p *planting) plus(x, y node) node { return p.keep(gorgonia.Add(x, y)) }

// again applies the right node's own op to other operands.
func (p *planting) again(operands ...node) node {
	return p.keep(gorgonia.ApplyOp(p.right.Op(), operands...))
}

// with is the right node's operands with one replaced.
func (p *planting) with(k int, x node) []node {
	operands := slices.Clone(p.operands)
	operands[k] = x
	return operands
}

// plantedOp is a dossier, used here alone, of an op whose result has the shape
// of its first operand. Names tell planted ops apart: Gorgonia takes two ops of
// one name for one.
func plantedOp(name string, meaning func(m arith.Machine, x arith.Value) arith.Value) *ops.Op {
	return &ops.Op{
		Name: "planted: " + name, Args: []string{"x"}, Formula: name,
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value { return meaning(m, in[0]) },
	}
}

// gathered is x with each element taken from another place, or 0 from a negative
// one: from says which, by the index along an axis.
func gathered(name string, axis int, from func(i, length int) int) *ops.Op {
	return plantedOp(fmt.Sprintf("%s along axis %d", name, axis), func(m arith.Machine, x arith.Value) arith.Value {
		shape := x.Shape()
		inner, length := arith.Size(shape[axis+1:]), shape[axis]
		return m.Gather(x, shape, func(i int) int {
			at := i / inner % length
			to := from(at, length)
			if to < 0 {
				return -1
			}
			return i + (to-at)*inner
		})
	})
}

// zeros is 0 of x's shape, whatever x is.
var zeros = plantedOp("zeros", func(m arith.Machine, x arith.Value) arith.Value {
	return m.Gather(x, x.Shape(), func(int) int { return -1 })
})

// sumAxes are the axes that a sum of Gorgonia's adds along, nil if n is none.
func sumAxes(n node) []int {
	dossier := dossierOf(n)
	if dossier == nil || !strings.HasPrefix(dossier.Name, "gorgonia sum[") {
		return nil
	}
	var axes []int
	inside := strings.TrimSuffix(strings.TrimPrefix(dossier.Name, "gorgonia sum["), "]")
	for _, digits := range strings.Fields(inside) {
		var axis int
		if _, err := fmt.Sscan(digits, &axis); err != nil {
			return nil
		}
		axes = append(axes, axis)
	}
	if axes == nil {
		for k := range graph.Operands(n)[0].Shape() {
			axes = append(axes, k)
		}
	}
	return axes
}

// contracted is how many terms each number of a sum or a product adds up, 0 if n
// is neither.
func contracted(n node) int {
	if axes := sumAxes(n); axes != nil {
		shape, m := graph.Operands(n)[0].Shape(), 1
		for _, axis := range axes {
			m *= shape[axis]
		}
		return m
	}
	if d := dossierOf(n); d == nil || !strings.Contains(d.Name, "·B") {
		return 0
	}
	// (p,q)·(q,r) → (p,r): pq·qr = q²·pr.
	operands := graph.Operands(n)
	squared := arith.Size(operands[0].Shape()) * arith.Size(operands[1].Shape()) / max(1, arith.Size(n.Shape()))
	for q := 1; q*q <= squared; q++ {
		if q*q == squared {
			return q
		}
	}
	return 0
}

// shapesOnly says whether of an operand only the shape matters: how often to
// repeat, and what to take the length of.
func shapesOnly(n node, k int) bool {
	d := dossierOf(n)
	return d != nil && (k == 1 && strings.HasPrefix(d.Name, "gorgonia repeat") || strings.HasPrefix(d.Name, "gorgonia size"))
}

// added says whether an operand is added to the others: of a sum, or as a bias.
func added(n node, k int) bool {
	d := dossierOf(n)
	return d != nil && (d.Name == "gorgonia +" || k < len(d.Args) && strings.HasSuffix(d.Formula, "+ "+d.Args[k]))
}

// beneath is the node that another one only repeats or reshapes.
func beneath(n node) node {
	for {
		d := dossierOf(n)
		if d == nil || !strings.HasPrefix(d.Name, "gorgonia repeat") && d.Name != "gorgonia reshape" {
			return n
		}
		n = graph.Operands(n)[0]
	}
}

// lengthOf says whether n is the length of an axis.
func lengthOf(n node) bool {
	d := dossierOf(n)
	return d != nil && strings.HasPrefix(d.Name, "gorgonia size")
}

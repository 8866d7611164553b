package selftest

import (
	"fmt"
	"math"
	"strings"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops"
)

// Mutants that scale, shift or spoil a number.
func init() {
	registerMutants(mutantClass{
		name: "sign", imitates: "a minus forgotten or one too many", everyUse: true,
		ways: always(way{"negated", func(p *planting) node { return p.keep(gorgonia.Neg(p.right)) }}),
	})
	registerMutants(mutantClass{
		name: "factor", imitates: "the 2 of a square forgotten, or written twice", everyUse: true,
		ways: always(scaling(2), scaling(0.5)),
	})
	registerMutants(mutantClass{
		name: "missing 1/m", imitates: "a sum where the mean is meant", ways: missingMean,
	})
	registerMutants(mutantClass{
		name: "1/(m−1)", imitates: "the divisor of a sample variance in a mean", ways: sampleMean,
	})
	registerMutants(mutantClass{
		name: "wrong loss factor", imitates: "the gradient of a loss that differs by a factor",
		overall: []way{scaling(2), scaling(0.5)},
	})
	registerMutants(mutantClass{
		name: "tiny factor", imitates: "a constant with a digit wrong far behind the point", ways: purely(
			named(scaling(1+0x1p-20), "times 1+2⁻²⁰"), named(scaling(1+0x1p-30), "times 1+2⁻³⁰"),
			named(scaling(1+0x1p-40), "times 1+2⁻⁴⁰"), named(scaling(1+0x1p-52), "times 1+2⁻⁵²"),
		),
	})
	registerMutants(mutantClass{
		name: "tiny constant", imitates: "an ε against division by zero", ways: purely(
			named(shift(0x1p-30), "plus 2⁻³⁰"), named(shift(0x1p-50), "plus 2⁻⁵⁰"),
		),
	})
	registerMutants(mutantClass{
		name: "squared upstream", imitates: "the chain rule applied twice",
		ways: purely(way{"squared", func(p *planting) node { return p.keep(gorgonia.HadamardProd(p.right, p.right)) }}),
	})
	registerMutants(mutantClass{
		name: "NaN", imitates: "0/0 in a derivative", ways: purely(named(shift(math.NaN()), "plus NaN")),
	})
	registerMutants(mutantClass{
		name: "infinite", imitates: "an overflow in a derivative", ways: purely(named(shift(math.Inf(1)), "plus ∞")),
	})
}

// always offers the ways at every node.
func always(ways ...way) func(site) []way { return func(site) []way { return ways } }

// purely offers them at nodes that the cost has no part in.
func purely(ways ...way) func(site) []way {
	return func(s site) []way {
		if !s.pure() {
			return nil
		}
		return ways
	}
}

func scaling(factor float64) way {
	return way{fmt.Sprintf("times %v", factor), func(p *planting) node { return p.times(p.right, factor) }}
}

func shift(by float64) way {
	return way{fmt.Sprintf("plus %v", by), func(p *planting) node { return p.plus(p.right, p.number(by)) }}
}

func named(w way, change string) way { return way{change, w.rewrite} }

// missingMean is a division by m left out, or, where the sum over m terms itself
// is the gradient of a mean times m, that sum taken as it were one.
func missingMean(s site) []way {
	var ways []way
	if m := contracted(s.node); m > 1 {
		ways = append(ways, scaling(float64(m)))
	}
	if k := divisor(s.node); k >= 0 {
		ways = append(ways, way{"without the division", func(p *planting) node { return p.operands[1-k] }})
	}
	return ways
}

// sampleMean is m−1 where m is meant.
func sampleMean(s site) []way {
	var ways []way
	if m := contracted(s.node); m > 1 {
		ways = append(ways, named(scaling(float64(m)/float64(m-1)), fmt.Sprintf("times %d/%d", m, m-1)))
	}
	if k := divisor(s.node); k >= 0 && lengthOf(graph.Operands(s.node)[k]) {
		ways = append(ways, way{"divided by one less", func(p *planting) node {
			return p.again(p.with(k, p.plus(p.operands[k], p.number(-1)))...)
		}})
	}
	return ways
}

// divisor is the operand by which a node divides the other one: a length or a
// constant from 2 on, or a factor 1/m; −1 if there is none.
func divisor(n node) int {
	d := dossierOf(n)
	if d == nil || !strings.HasPrefix(d.Name, "gorgonia ÷") && !strings.HasPrefix(d.Name, "gorgonia ⊙") {
		return -1
	}
	quotient := strings.HasSuffix(d.Name, "÷")
	for k, operand := range graph.Operands(n) {
		other := graph.Operands(n)[1-k]
		if quotient && k == 0 || !graph.Fits(other.Shape(), n.Shape()) {
			continue
		}
		if quotient && lengthOf(operand) || constantNode(operand) && dividesBy(operand, quotient) {
			return k
		}
	}
	return -1
}

// dividesBy says whether to divide by a constant, or to multiply by it, divides by
// a whole number from 2 on.
func dividesBy(constant node, quotient bool) bool {
	numbers, err := ops.Numbers(constant.Value())
	if err != nil || len(numbers) != 1 {
		return false
	}
	m := numbers[0]
	if !quotient {
		m = 1 / m
	}
	return m >= 2 && math.Abs(m-math.Round(m)) < 1e-9*m
}

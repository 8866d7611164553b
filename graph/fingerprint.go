package graph

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"surefoot/ops"
)

// Fingerprint is 16 hex digits that stand for what the graph computes: two
// graphs with one fingerprint have the same structure.
//
// It covers, from the cost and then from ∂S/∂parameter in the order of the
// parameters, every node that they are computed from: its op with axes and
// transpositions as the op's dossier is named, its operands in order, its number
// of axes; for a constant, its exact numbers; for an input, its name and whether
// it is a parameter. Before [Graph.Derive] it covers the cost alone.
//
// It does not cover lengths, so that a model has one fingerprint for every number
// of examples and features (a constant of m numbers would spoil that); nor the
// letters and formulas of inner quantities, nor how an op is computed; nor any
// other derivative than the parameters' and what they need. Two nodes that
// compute the same from the same count as one.
func (g *Graph) Fingerprint() string {
	f := fingerprinter{graph: g, numbers: map[node]int{}, lines: map[string]int{}}
	fmt.Fprintf(&f.text, "cost %d\n", f.number(g.Cost))
	for _, name := range g.parameters {
		if d := g.Derivative(name); d != nil {
			fmt.Fprintf(&f.text, "derivative by %q %d\n", name, f.number(d))
		}
	}
	sum := sha256.Sum256([]byte(f.text.String()))
	return fmt.Sprintf("%x", sum[:8])
}

// fingerprinter numbers nodes in depth-first order of their operands and writes
// one line for each.
type fingerprinter struct {
	graph   *Graph
	numbers map[node]int
	lines   map[string]int // the number of each line's node
	text    strings.Builder
}

func (f *fingerprinter) number(n node) int {
	if number, ok := f.numbers[n]; ok {
		return number
	}
	var operands []int
	for _, operand := range Operands(n) {
		operands = append(operands, f.number(operand))
	}
	line := fmt.Sprintf("%s %v axes %d", f.describe(n), operands, n.Dims())
	number, ok := f.lines[line]
	if !ok {
		number = len(f.lines)
		f.lines[line] = number
		fmt.Fprintf(&f.text, "%d %s\n", number, line)
	}
	f.numbers[n] = number
	return number
}

// describe says what a node is, but for its operands.
func (f *fingerprinter) describe(n node) string {
	switch {
	case n.Op() == nil && slices.Contains(f.graph.parameters, n.Name()):
		return fmt.Sprintf("parameter %q", n.Name())
	case n.Op() == nil:
		return fmt.Sprintf("input %q", n.Name())
	case isConstant(n):
		if numbers, err := ops.Numbers(n.Value()); err == nil {
			return fmt.Sprintf("constant %x", numbers) // exact: hexadecimal floats
		}
	default:
		if op, err := ops.Of(n.Op()); err == nil {
			return fmt.Sprintf("op %q", op.Name)
		}
	}
	return fmt.Sprintf("unknown %T %q", n.Op(), n.Op())
}

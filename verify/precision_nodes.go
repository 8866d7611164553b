package verify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// GraphPrecision is how far a graph's evaluation in float64 lies from the truth.
type GraphPrecision struct {
	// Nodes are the graph's nodes, each by itself: its error where its operands are
	// taken as exact. The worst come first.
	Nodes []Finding
	// Outputs are the nodes that were asked for, with the error of all that came
	// before them, in the order in which they were given.
	Outputs []Finding
}

// Verdict is the worst of all.
func (p *GraphPrecision) Verdict() Verdict {
	worst := Pass
	for _, f := range slices.Concat(p.Nodes, p.Outputs) {
		worst = max(worst, f.Verdict)
	}
	return worst
}

// Nodes measures a graph node by node, at given numbers for its inputs, in row-major
// order; an inner node may be given too, and then stands for itself.
//
// Each node is computed in float64 from the float64 numbers of its operands and
// compared with its meaning in high precision from the same operands. Its error may be
// what its kernel declares, or else the bound of running error analysis (arith.Bound):
// half an ulp for one operation, γΣ|terms| for a sum or a product of matrices. The
// outputs are compared with the whole graph in high precision; their bound is that of
// the whole graph.
//
// It judges the computation at these inputs, never whether a gradient is right: that
// the graph of a wrong gradient is computed well is no merit, and that of a right one
// is not accused of a kernel's error. It computes in float64, whatever the type of the
// graph, as Surefoot does; Gorgonia's own kernels are not run. An op that is not in the
// table is inconclusive, and so is what depends on it.
func Nodes(ctx context.Context, given map[*gorgonia.Node][]float64, outputs ...*gorgonia.Node) (*GraphPrecision, error) {
	w := walker{known: map[*gorgonia.Node][]float64{}, reason: map[*gorgonia.Node]error{}}
	for node, numbers := range given {
		if node == nil || len(numbers) != arith.Size(node.Shape()) {
			return nil, fmt.Errorf("%w: %d numbers are given for the node %v", graph.ErrShape, len(numbers), node)
		}
		w.known[node] = numbers
	}
	for _, node := range outputs {
		if err := w.visit(ctx, node); err != nil {
			return nil, err
		}
	}
	accumulated, err := w.accumulated(given, outputs)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(w.findings, func(a, b localFinding) int {
		return cmp.Or(cmp.Compare(b.Verdict, a.Verdict), cmp.Compare(b.strain, a.strain))
	})
	result := &GraphPrecision{Outputs: accumulated}
	for _, f := range w.findings {
		result.Nodes = append(result.Nodes, f.Finding)
	}
	return result, nil
}

// localFinding is a node's finding with the part of its bound that its error is.
type localFinding struct {
	Finding
	strain float64
}

// A walker measures nodes, operands first.
type walker struct {
	known    map[*gorgonia.Node][]float64
	reason   map[*gorgonia.Node]error // why a node has no numbers
	findings []localFinding
}

func (w *walker) visit(ctx context.Context, node *gorgonia.Node) error {
	if _, done := w.known[node]; done || w.reason[node] != nil {
		return nil //nolint:nilerr // it is in the findings
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	operands := graph.Operands(node)
	values := graph.Values{}
	for _, operand := range operands {
		if err := w.visit(ctx, operand); err != nil {
			return err
		}
		if reason := w.reason[operand]; reason != nil {
			w.lose(node, reason)
			return nil //nolint:nilerr // it is in the findings
		}
		values[operand] = plainly.Floats(w.known[operand], operand.Shape()...)
	}
	value, err := graph.Interpret(plainly, values, node)
	if errors.Is(err, ops.ErrNoDossier) {
		w.lose(node, err)
		return nil
	}
	if err != nil {
		return err
	}
	w.known[node] = plainly.Elements(value[0])
	if len(operands) > 0 {
		return w.measure(node, operands)
	}
	return nil
}

// lose records that a node has no numbers.
func (w *walker) lose(node *gorgonia.Node, reason error) {
	w.reason[node] = reason
	w.findings = append(w.findings, localFinding{Finding: Finding{
		Check: "precision", Quantity: node.Name(), Verdict: Inconclusive, Diagnosis: reason.Error(),
	}})
}

func (w *walker) measure(node *gorgonia.Node, operands []*gorgonia.Node) error {
	op, err := ops.Of(node.Op())
	if err != nil {
		return err
	}
	s := sample{shape: node.Shape()}
	for _, operand := range operands {
		s.in = append(s.in, ops.Operand[float64]{Data: w.known[operand], Shape: operand.Shape()})
	}
	f := Finding{Check: "precision", Quantity: node.Name(), Formula: op.Formula}
	p := probe{op, Float64}
	entries := p.compare(s, w.known[node], references(op, s.in, s.shape, Float64))
	f, worst := judgeEntries(f, entries)
	if f.Verdict == Fail {
		f.Diagnosis = strings.Join(nonEmpty(s.place(op, worst.index), worst.complaint()), " ")
	}
	w.findings = append(w.findings, localFinding{f, worst.strain()})
	return nil
}

// place names the operands of entry i of an elementwise op, "at z = 19".
func (s sample) place(op *ops.Op, i int) string {
	var parts []string
	for k, operand := range s.in {
		size := len(operand.Data)
		if size != 1 && size != arith.Size(s.shape) || k >= len(op.Args) || op.Ranks != nil {
			return ""
		}
		parts = append(parts, fmt.Sprintf("%s = %v", op.Args[k], operand.Data[min(i, size-1)]))
	}
	return "at " + strings.Join(parts, ", ")
}

// judgeEntries lets a finding's verdict be that of the worst entry, which it returns.
func judgeEntries(f Finding, entries []entry) (Finding, entry) {
	f.Entries = len(entries)
	var worst entry
	undecided, first := 0, true
	for _, e := range entries {
		if e.state != measured {
			undecided++
		} else if first || e.strain() > worst.strain() {
			worst, first = e, false
		}
	}
	if !first {
		f = worst.into(f)
	}
	switch {
	case worst.fails():
		f.Verdict, f.Diagnosis = Fail, worst.complaint()
	case undecided > 0:
		f.Verdict = Inconclusive
		f.Diagnosis = fmt.Sprintf("%d of %d numbers have no reference or no bound", undecided, len(entries))
	}
	return f, worst
}

// accumulated measures the outputs against the whole graph in high precision.
func (w *walker) accumulated(given map[*gorgonia.Node][]float64, outputs []*gorgonia.Node) ([]Finding, error) {
	var findings []Finding
	for _, node := range outputs {
		f := Finding{Check: "precision", Quantity: node.Name(), Formula: "the whole graph"}
		if w.reason[node] != nil {
			f.Verdict, f.Diagnosis = Inconclusive, w.reason[node].Error()
			findings = append(findings, f)
			continue
		}
		exact, err := Float64.references(Float64.firstPrecision(operandsOf(given)), func(a arith.Arith[*big.Float]) ([]*big.Float, error) {
			return numbersOver(arith.Over[*big.Float]{A: a}, given, node)
		})
		if err != nil {
			return nil, err
		}
		bounds, err := numbersOver(bounded, given, node)
		if err != nil {
			return nil, err
		}
		entries := make([]entry, len(bounds))
		for i := range entries {
			entries[i] = Float64.against(exact[i], w.known[node][i], bounds[i].E)
			entries[i].index = i
		}
		f, _ = judgeEntries(f, entries)
		findings = append(findings, f)
	}
	return findings, nil
}

func operandsOf(given map[*gorgonia.Node][]float64) (in []ops.Operand[float64]) {
	for _, numbers := range given {
		in = append(in, ops.Operand[float64]{Data: numbers})
	}
	return in
}

// numbersOver are a node's numbers over an arithmetic.
func numbersOver[T any](m arith.Over[T], given map[*gorgonia.Node][]float64, node *gorgonia.Node) ([]T, error) {
	values := graph.Values{}
	for input, numbers := range given {
		values[input] = m.Floats(numbers, input.Shape()...)
	}
	out, err := graph.Interpret(m, values, node)
	if err != nil {
		return nil, err
	}
	return m.Elements(out[0]), nil
}

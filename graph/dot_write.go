package graph

import (
	"fmt"
	"slices"
	"strings"
)

// The colours are after Okabe and Ito's set, which the colour-blind can tell
// apart; what a colour says is said by the line's style or weight too.
const (
	font       = "Helvetica,Arial,sans-serif"
	ink        = "#222222"
	pale       = "#7A7A7A"
	paleGrey   = "#F4F4F4"
	blue       = "#0072B2"
	paleBlue   = "#E6F1F8"
	orange     = "#C04F00"
	midOrange  = "#E3B394"
	paleOrange = "#FBE9DD"
)

func (d *drawing) line(format string, args ...any) { fmt.Fprintf(&d.text, format+"\n", args...) }

func (d *drawing) header() {
	d.line("digraph surefoot {")
	// newrank lets a quantity and its derivative stand at one height although the
	// derivative is in a cluster.
	d.line("  graph [rankdir=BT, newrank=true, ranksep=0.32, nodesep=0.3, fontname=%q];", font)
	d.line("  node [shape=box, style=rounded, margin=\"0.14,0.07\", fontname=%q, fontsize=13, color=%q, fontcolor=%q];",
		font, ink, ink)
	d.line("  edge [color=%q, arrowsize=0.6, labeldistance=1.5, labelangle=35, fontname=%q, fontsize=9, fontcolor=%q];",
		ink, font, pale)
}

func (d *drawing) forwardPart() {
	// A cluster without border, because only clusters keep to their side.
	d.line("  subgraph cluster_cost {")
	d.line("    graph [penwidth=0];")
	for _, n := range d.forward {
		if isConstant(n) {
			continue
		}
		d.line("    %s [label=%s%s];", quote(d.ids[n]), d.forwardLabel(n), d.forwardStyle(n))
		labels := d.argumentLabels(n)
		for k, operand := range Operands(n) {
			d.line("    %s -> %s%s;", d.operandID(operand), quote(d.ids[n]), attributes(end("head", labels[k])))
		}
	}
	d.line("  }")
}

func (d *drawing) forwardStyle(n node) string {
	switch {
	case slices.Contains(d.parameters, d.ids[n]):
		return fmt.Sprintf(", style=\"rounded,filled\", penwidth=2.4, color=%q, fillcolor=%q", blue, paleBlue)
	case n.Op() == nil:
		return fmt.Sprintf(", style=\"rounded,filled\", color=%q, fillcolor=%q", pale, paleGrey)
	case n == d.Cost:
		return ", peripheries=2"
	}
	return ""
}

// operandID is the quoted id of a node as an operand. A constant is drawn first.
func (d *drawing) operandID(n node) string {
	if !isConstant(n) {
		return quote(d.ids[n])
	}
	d.constants++
	id := quote(d.free(fmt.Sprintf("constant %d", d.constants)))
	d.line("    %s [label=%s, shape=plain, fontcolor=%q];", id, quote(constantText(n)), pale)
	return id
}

func (d *drawing) gradientPart() {
	d.line("  subgraph cluster_gradient {")
	// The label is on top: with rankdir=BT, b is the top.
	d.line("    graph [label=gradient, labelloc=b, labeljust=r, margin=14, style=rounded, color=%q, fontcolor=%q];",
		midOrange, orange)
	for _, n := range d.backward {
		if id := d.ids[n]; id != "" {
			d.line("    %s [label=%s%s];", quote(id), d.gradientLabel(n), d.gradientStyle(n))
		}
	}
	d.line("  }")
	for _, n := range d.backward {
		d.gradientEdges(n)
	}
	for _, n := range d.backward {
		if of := d.derivativeOf[n]; of != nil {
			// The unseen edge keeps the gradient on the right.
			d.line("  { rank=same; %s -> %s [style=invis]; }", quote(d.ids[of[0].Node]), quote(d.ids[n]))
		}
	}
}

func (d *drawing) gradientStyle(n node) string {
	for _, q := range d.derivativeOf[n] {
		if slices.Contains(d.parameters, q.Letter) {
			return fmt.Sprintf(", style=\"rounded,dashed,filled\", penwidth=2.4, color=%q, fillcolor=%q", orange, paleOrange)
		}
	}
	return fmt.Sprintf(", style=\"rounded,dashed\", color=%q", orange)
}

// gradientEdges draws the edges to n. Those within the gradient are written from
// result to operand, and drawn backwards, so that the gradient descends while
// the cost ascends; those from the cost graph have no say in the heights.
func (d *drawing) gradientEdges(n node) {
	labels, id := d.argumentLabels(n), quote(d.ids[n])
	for k, operand := range Operands(n) {
		switch {
		case slices.Contains(d.backward, operand) && d.ids[operand] != "":
			d.line("  %s -> %s%s;", id, quote(d.ids[operand]),
				attributes("dir=back, style=dashed", color(orange), end("tail", labels[k])))
		case isConstant(operand):
			d.line("  subgraph cluster_gradient {")
			constant := d.operandID(operand)
			d.line("  }")
			d.line("  %s -> %s%s;", id, constant, attributes("dir=back", color(pale), end("tail", labels[k])))
		default:
			d.line("  %s -> %s%s;", quote(d.ids[operand]), id,
				attributes("constraint=false, penwidth=0.7", color(pale), end("head", labels[k])))
		}
	}
}

// end is the attribute that writes a label at an end of an edge, head or tail.
func end(side, label string) string {
	if label == "" {
		return ""
	}
	return side + "label=" + quote(label)
}

func color(c string) string { return "color=" + quote(c) }

// attributes is the list of those that are not empty.
func attributes(list ...string) string {
	list = slices.DeleteFunc(list, func(a string) bool { return a == "" })
	if len(list) == 0 {
		return ""
	}
	return " [" + strings.Join(list, ", ") + "]"
}

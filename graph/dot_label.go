package graph

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"surefoot/ops"
)

// quote is a string of the DOT language.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}

// label is an HTML-like label: title = formula, further lines, and the shape.
func (d *drawing) label(n node, title, formula string, further ...string) string {
	var text strings.Builder
	text.WriteByte('<')
	if title != "" {
		fmt.Fprintf(&text, "<B>%s</B>", html.EscapeString(title))
		if formula != "" {
			text.WriteString(" = ")
		}
	}
	text.WriteString(html.EscapeString(formula))
	for _, line := range further {
		fmt.Fprintf(&text, "<BR/>%s", html.EscapeString(line))
	}
	fmt.Fprintf(&text, `<BR/><FONT POINT-SIZE="10" COLOR=%q>%s</FONT>>`, pale, d.shape(n))
	return text.String()
}

// forwardLabel is letter = formula. Further lines say what else the node is:
// another quantity, or even a derivative.
func (d *drawing) forwardLabel(n node) string {
	title := ""
	formula, _ := d.formula(n)
	var further []string
	for _, q := range d.quantities {
		switch {
		case q.Node != n:
		case title == "":
			title, formula = q.Letter, q.Formula
		default:
			further = append(further, "= "+q.Letter)
		}
	}
	for _, q := range d.derivativeOf[n] {
		further = append(further, "= ∂S/∂"+bracket(q.Letter))
	}
	if formula == title {
		formula = ""
	}
	return d.label(n, title, formula, further...)
}

// gradientLabel is ∂S/∂z (dz) = formula. Further lines name other quantities
// that the node is the derivative by.
func (d *drawing) gradientLabel(n node) string {
	title := ""
	var further []string
	for _, q := range d.derivativeOf[n] {
		derivative := "∂S/∂" + bracket(q.Letter)
		switch {
		case title != "":
			further = append(further, "= "+derivative)
		case strings.HasSuffix(derivative, ")"):
			title = derivative
		default:
			title = derivative + " (d" + q.Letter + ")"
		}
	}
	formula, _ := d.formula(n)
	return d.label(n, title, formula, further...)
}

// bracket puts a letter that is a formula of several into brackets.
func bracket(letter string) string {
	plain := func(r rune) bool {
		return unicode.IsLetter(r) && !unicode.Is(unicode.Lm, r) || unicode.IsNumber(r) || r == '_' || r == '′'
	}
	if strings.ContainsFunc(letter, func(r rune) bool { return !plain(r) }) {
		return "(" + letter + ")"
	}
	return letter
}

// name is what a node is called in the formulas of others, empty if nothing.
func (d *drawing) name(n node) string {
	for _, q := range d.quantities {
		if q.Node == n {
			return bracket(q.Letter)
		}
	}
	if of := d.derivativeOf[n]; of != nil {
		return "d" + bracket(of[0].Letter)
	}
	return ""
}

// longest is how many characters a formula may have after unnamed operands were
// written out in it.
const longest = 40

// formula is the dossier's formula of the node's op in the names of its
// operands, those without a name written out. Where that becomes too long, it is
// in the letters of the dossier, and not ok.
func (d *drawing) formula(n node) (text string, ok bool) {
	switch {
	case n.Op() == nil: // an input
		return "", true
	case isConstant(n):
		return constantText(n), true
	}
	op, err := ops.Of(n.Op())
	if err != nil {
		return n.Op().String(), false
	}
	names := map[string]string{}
	for k, operand := range Operands(n) {
		name := d.operandText(operand)
		if name == "" || k >= len(op.Args) {
			return op.Formula, false
		}
		names[op.Args[k]] = name
	}
	if text = substitute(op.Formula, names); utf8.RuneCountInString(text) > longest {
		return op.Formula, false
	}
	return text, true
}

// operandText is what an operand is called in a formula, empty if nothing fits.
func (d *drawing) operandText(n node) string {
	if name := d.name(n); name != "" {
		return name
	}
	text, ok := d.formula(n)
	switch {
	case !ok:
		return ""
	case strings.Contains(text, " "):
		return "(" + text + ")"
	}
	return text
}

// argumentLabels are the letters of the op's arguments, for the edges to a node
// that shows the dossier's formula; else they are empty.
func (d *drawing) argumentLabels(n node) []string {
	operands := Operands(n)
	labels := make([]string, len(operands))
	if len(operands) < 2 || slices.ContainsFunc(d.quantities, func(q Quantity) bool { return q.Node == n }) {
		return labels
	}
	if _, ok := d.formula(n); !ok {
		if op, err := ops.Of(n.Op()); err == nil {
			copy(labels, op.Args)
		}
	}
	return labels
}

// substitute replaces the letters of a formula that stand alone.
func substitute(formula string, names map[string]string) string {
	var out strings.Builder
	runes := []rune(formula)
	for start := 0; start < len(runes); {
		end := start + 1
		for end < len(runes) && unicode.IsLetter(runes[end]) == unicode.IsLetter(runes[start]) {
			end++
		}
		word := string(runes[start:end])
		if name, ok := names[word]; ok {
			word = name
		}
		out.WriteString(word)
		start = end
	}
	return out.String()
}

// shape is the node's shape in letters and numbers: (n,m) = (2,5).
func (d *drawing) shape(n node) string {
	symbols, lengths := []string{}, []string{}
	for _, length := range n.Shape() {
		lengths = append(lengths, strconv.Itoa(length))
		symbols = append(symbols, d.symbol(length))
	}
	tuple := func(s []string) string { return "(" + strings.Join(s, ",") + ")" }
	if slices.Equal(symbols, lengths) {
		return tuple(lengths)
	}
	return tuple(symbols) + " = " + tuple(lengths)
}

func (d *drawing) symbol(length int) string {
	table := d.Node("table")
	if table == nil || table.Dims() != 2 {
		return strconv.Itoa(length)
	}
	m, n := table.Shape()[0], table.Shape()[1]
	switch {
	case m == n || m == 1 || n == 1:
	case length == m:
		return "m"
	case length == n:
		return "n"
	}
	return strconv.Itoa(length)
}

// constantText is a constant's value, if it is one number or the same everywhere.
func constantText(n node) string {
	numbers, err := ops.Numbers(n.Value())
	switch {
	case err != nil:
		return n.Op().String()
	case len(numbers) == 1:
		return strconv.FormatFloat(numbers[0], 'g', -1, 64)
	case len(numbers) > 0 && len(slices.Compact(slices.Clone(numbers))) == 1:
		return strconv.FormatFloat(numbers[0], 'g', -1, 64) + " everywhere"
	}
	return fmt.Sprintf("%d constants", len(numbers))
}

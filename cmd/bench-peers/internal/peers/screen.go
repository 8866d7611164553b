package peers

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	pretty "github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// write prints the report, as columns or as Markdown.
func (r *report) write(w io.Writer, markdown bool) error {
	t := r.table(markdown)
	item, rendered := "", ""
	if markdown {
		item, rendered = "- ", t.RenderMarkdown()
	} else {
		rendered = t.Render()
	}
	var lines []string
	for _, line := range r.before() {
		lines = append(lines, item+line)
	}
	lines = append(lines, "")
	for line := range strings.Lines(rendered) {
		lines = append(lines, strings.TrimRight(line, " \n"))
	}
	lines = append(lines, "")
	for _, line := range r.after() {
		lines = append(lines, item+line)
	}
	_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
	return err
}

// before are the lines that say what ran where.
func (r *report) before() []string {
	lines := []string{"Machine: " + r.Machine.String()}
	for _, p := range r.Peers {
		if p.LeftOut != "" {
			lines = append(lines, p.Peer+": left out: "+p.LeftOut)
		} else {
			lines = append(lines, p.Peer+": "+p.Runs)
		}
	}
	for _, b := range r.Bandwidth {
		lines = append(lines, fmt.Sprintf("Memory is read at %.1f GB/s with %s", b.Median, count(b.Threads, "thread")))
	}
	return lines
}

// after are the lines that say what the table means and lacks.
func (r *report) after() []string {
	lines := []string{
		fmt.Sprintf("An iteration computes J, dw and db and takes the step: the median of %s, in which the peers take turns.", count(r.Rounds, "round")),
		"To C×1, C×2: the median of the rounds' ratios to C with 1 and with 2 threads.",
	}
	gated := false
	seen := map[string]bool{}
	for _, row := range r.Rows {
		gated = gated || row.Gate > 0
		line := ""
		switch {
		case row.LeftOut != "":
			line = fmt.Sprintf("Left out: %s: %s", row.Peer, row.LeftOut)
		case row.Failed != "":
			line = fmt.Sprintf("FAILED: %s at %v %s: %s", row.who(), row.size(), row.Type, row.Failed)
		default:
			continue
		}
		if !seen[line] {
			lines, seen[line] = append(lines, line), true
		}
	}
	if gated {
		lines = append(lines, fmt.Sprintf("Gate: one judgement of all numbers of a step, apart from the iteration; timed on tables of up to %.0f million numbers.", mostAtGate/1e6))
	}
	for _, a := range r.Agreement {
		lines = append(lines, "J after ten iterations, "+a.String())
	}
	return lines
}

// table has a row for each peer that ran; in columns, a task is named once.
func (r *report) table(markdown bool) pretty.Writer {
	t := pretty.NewWriter()
	style := pretty.StyleDefault
	style.Options = pretty.OptionsNoBordersAndSeparators
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	style.Format.Header = text.FormatDefault
	t.SetStyle(style)
	right := pretty.ColumnConfig{Align: text.AlignRight, AlignHeader: text.AlignRight}
	var configs []pretty.ColumnConfig
	for _, number := range []int{4, 5, 6, 7, 8} {
		right.Number = number
		configs = append(configs, right)
	}
	t.SetColumnConfigs(configs)
	t.AppendHeader(pretty.Row{"Size", "Type", "Peer", "Threads", "Iteration", "to C×1", "to C×2", "Gate"})
	last := ""
	for _, row := range r.Rows {
		if row.LeftOut != "" || row.Failed != "" {
			continue
		}
		name, d := row.size().String(), string(row.Type)
		if here := name + d; here == last && !markdown {
			name, d = "", ""
		} else {
			last = here
		}
		t.AppendRow(pretty.Row{
			name, d, row.Peer, strconv.Itoa(row.Threads), duration(row.Seconds),
			times(row.ToC1), times(row.ToC2), duration(row.Gate),
		})
	}
	return t
}

// duration is a time with three digits in the unit that fits; "–" for none.
func duration(seconds float64) string {
	switch {
	case seconds <= 0:
		return "–"
	case seconds < 0.9995e-3:
		return three(seconds*1e6) + " µs"
	case seconds < 0.9995:
		return three(seconds*1e3) + " ms"
	}
	return three(seconds) + " s"
}

// times is a ratio with three digits; "–" for none.
func times(ratio float64) string {
	if ratio <= 0 {
		return "–"
	}
	return three(ratio)
}

// three is a number of at least 0.01 with three digits, or all of those before the point.
func three(x float64) string {
	switch {
	case x < 9.995:
		return strconv.FormatFloat(x, 'f', 2, 64)
	case x < 99.95:
		return strconv.FormatFloat(x, 'f', 1, 64)
	}
	return strconv.FormatFloat(x, 'f', 0, 64)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

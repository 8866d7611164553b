package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

const formatHelp = "`FORM` of the results: table or json"

// formatFlag checks the value of --format.
func formatFlag(format string, allowed ...string) error { return oneOf("format", format, allowed) }

// oneOf checks the value of a flag that names one of a few things.
func oneOf(flag, value string, allowed []string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return usage("--%s %q is not one of %s", flag, value, strings.Join(allowed, ", "))
}

func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// columns writes rows as columns that are gap apart, after an indent; right says
// which columns, from 1, are aligned to the right.
func columns(w io.Writer, indent, gap int, right []int, rows ...[]string) error {
	t := table.NewWriter()
	style := table.StyleDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Box.PaddingLeft, style.Box.PaddingRight = "", strings.Repeat(" ", gap)
	t.SetStyle(style)
	var configs []table.ColumnConfig
	for _, number := range right {
		configs = append(configs, table.ColumnConfig{Number: number, Align: text.AlignRight})
	}
	t.SetColumnConfigs(configs)
	for _, row := range rows {
		cells := make(table.Row, len(row))
		for i, cell := range row {
			cells[i] = cell
		}
		t.AppendRow(cells)
	}
	for line := range strings.Lines(t.Render()) {
		if _, err := fmt.Fprintln(w, strings.Repeat(" ", indent)+strings.TrimRight(line, " \n")); err != nil {
			return err
		}
	}
	return nil
}

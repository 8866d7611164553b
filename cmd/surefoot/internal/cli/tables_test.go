package cli

import (
	"fmt"
	"strconv"
	"strings"

	"surefoot/train/data"
)

// csvOf is a table as a file, its label 0 or 1.
func csvOf(table *data.Table) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s,label\n", strings.Join(table.Features, ","))
	for i := range table.M {
		for _, x := range table.Row(i) {
			text.WriteString(strconv.FormatFloat(x, 'g', -1, 64) + ",")
		}
		fmt.Fprintf(&text, "%.0f\n", table.Y[i])
	}
	return text.String()
}

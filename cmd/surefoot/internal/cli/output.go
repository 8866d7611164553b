package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"errors"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// formatFlag checks the value of --format.
func formatFlag(format string, allowed ...string) error {
	for _, known := range allowed {
		if format == known {
			return nil
		}
	}
	return usage("--format %s is not one of %v", format, allowed)
}

func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// columns writes rows as aligned columns, each line after an indent; right says
// which columns, from 1, are aligned to the right.
func columns(w io.Writer, indent string, right []int, rows ...[]string) error {
	t := table.NewWriter()
	style := table.StyleDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "   "
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
	t.SuppressTrailingSpaces()
	for _, line := range splitLines(t.Render()) {
		if _, err := fmt.Fprintln(w, indent+line); err != nil {
			return err
		}
	}
	return nil
}

func splitLines(s string) []string {
	var lines []string
	for len(s) > 0 {
		end := 0
		for end < len(s) && s[end] != '\n' {
			end++
		}
		lines = append(lines, s[:end])
		s = s[min(end+1, len(s)):]
	}
	return lines
}

// outputs are files to be written together, all or none: each is written beside
// its place first, and moved there when all are ready.
type outputs struct {
	paths    []string
	contents [][]byte
}

func (o *outputs) add(path string, content []byte) {
	o.paths, o.contents = append(o.paths, path), append(o.contents, content)
}

func (o *outputs) write() (err error) {
	var ready []string
	defer func() {
		for _, path := range ready {
			_ = os.Remove(path)
		}
	}()
	for i, path := range o.paths {
		file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
		if err != nil {
			return fmt.Errorf("write %s: %w", path, plainError(err))
		}
		ready = append(ready, file.Name())
		_, err = file.Write(o.contents[i])
		if err = errors.Join(err, file.Chmod(0o644), file.Close()); err != nil {
			return fmt.Errorf("write %s: %w", path, plainError(err))
		}
	}
	for i, path := range o.paths {
		if err := os.Rename(ready[i], path); err != nil {
			return fmt.Errorf("write %s: %w", path, plainError(err))
		}
	}
	return nil
}

// writable says early whether a file can be made at path, so that a long run
// does not end in an error.
func writable(paths ...string) error {
	for _, path := range paths {
		if path == "" {
			continue
		}
		dir := filepath.Dir(path)
		info, err := os.Stat(dir)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%s: there is no folder %s; make it first", path, dir)
		case err != nil:
			return fmt.Errorf("%s: %w", path, plainError(err))
		case !info.IsDir():
			return fmt.Errorf("%s: %s is not a folder", path, dir)
		}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return fmt.Errorf("%s is a folder; name a file", path)
		}
	}
	return nil
}

// plainError drops the path that fs errors repeat.
func plainError(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

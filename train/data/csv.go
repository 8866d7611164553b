package data

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// Options say how a table is read. The zero Options take the last column as
// the label and find out the rest.
type Options struct {
	Target   string // label column by name; "" = the last column
	Positive string // the positive class; "" = the greater of the two in order
	Comma    rune   // 0: sniffed from the header among , ; tab |
}

// Read reads a table from delimited text (RFC 4180) with a header row: one
// label column and otherwise numeric features. Labels are texts; the greater
// of the two, by number if both are numbers, is the positive class unless
// o.Positive names it. With more than two labels, o.Positive is one class and
// all the rest the other. The name stands for the input in the table and in
// messages. Blank lines are skipped.
//
// Every error is one line and wraps one of the package's ErrX, or the reader's
// own error.
func Read(r io.Reader, name string, o Options) (*Table, error) {
	s, err := openSheet(r, name, o.Comma)
	if err != nil {
		return nil, err
	}
	target, err := s.target(o.Target)
	if err != nil {
		return nil, err
	}
	t := &Table{Name: name, Target: s.header[target], N: len(s.header) - 1}
	columns := make([]int, 0, t.N)
	for j, feature := range s.header {
		if j != target {
			columns = append(columns, j)
			t.Features = append(t.Features, feature)
		}
	}
	found := newLabels(o.Positive)
	for {
		record, err := s.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if t.X, err = s.appendNumbers(t.X, record, columns); err != nil {
			return nil, err
		}
		label, err := s.label(record, target)
		if err != nil {
			return nil, err
		}
		if !found.add(label) {
			return nil, s.tooManyLabels(target)
		}
	}
	if t.M = found.count(); t.M == 0 {
		return nil, s.noRows()
	}
	if t.Classes, t.Rest, err = found.classes(name, "column "+quote(t.Target), "name the label column with --target COLUMN if it is another, or "); err != nil {
		return nil, err
	}
	t.Y = found.targets(t.Classes[1])
	return t, nil
}

// target returns the place of the label column.
func (s *sheet) target(name string) (int, error) {
	place := len(s.header) - 1
	if name != "" {
		if place = s.column(name); place < 0 {
			return 0, s.noColumn(name)
		}
	}
	if len(s.header) == 1 {
		return 0, faultAt(s.name, 0, ErrHeader, "there is one column only, %s; a table needs a feature and a label, separated by a comma, semicolon, tab or |", quote(s.header[0]))
	}
	return place, nil
}

// ReadFile reads a table from a file as Read does; the table's name is the
// path as given. An error of the file system is wrapped.
func ReadFile(path string, o Options) (*Table, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fileFault(path, err)
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return nil, fileFault(path, err)
	}
	if info.IsDir() {
		return nil, fileFault(path, &fs.PathError{Op: "read", Path: path, Err: syscall.EISDIR})
	}
	return Read(file, path, o)
}

func fileFault(path string, err error) error {
	what := reason(err)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		what = "no such file"
	case errors.Is(err, syscall.EISDIR):
		what = "is a directory, not a file"
	case errors.Is(err, fs.ErrPermission):
		what = "permission denied; the file cannot be read"
	}
	return faultAt(path, 0, err, "%s", what)
}

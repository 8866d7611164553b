package data

import (
	"errors"
	"io"
	"strings"
)

// Schema is what a model was trained on: what the columns of other files must
// be, and what its two classes mean.
type Schema struct {
	Features []string  `json:"features"`       // n names, in the order of the parameters
	Target   string    `json:"target"`         // the label column's name
	Classes  [2]string `json:"classes"`        // negative, positive
	Rest     bool      `json:"rest,omitempty"` // the negative class is every label but the positive one
}

// Rows is m examples of n features, in the order of a Schema.
type Rows struct {
	X    []float64 // m×n, row by row
	M, N int
	Y    []float64 // m, 0 or 1; nil unless labels were asked for
}

// ReadFeatures reads examples to predict: the features of want, found by their
// names in whatever order. The label column may be there or not; it is not
// looked at and Y is nil. Comma is as in Options.
//
// ErrFeatures is returned when a feature is missing or a column is neither a
// feature nor the label; other errors are as in Read.
func ReadFeatures(r io.Reader, name string, want Schema, comma rune) (*Rows, error) {
	s, err := openSheet(r, name, comma)
	if err != nil {
		return nil, err
	}
	rows, err := s.rows(want, nil)
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// ReadLabelled reads examples to evaluate a model on: the features of want,
// found by their names in whatever order, and the label column. Labels must be
// of want.Classes, else ErrLabel is returned; with want.Rest, every label but
// the positive class is negative. One class alone is fine here. Comma is as in
// Options, and the other errors are as in ReadFeatures and Read.
func ReadLabelled(r io.Reader, name string, want Schema, comma rune) (*Table, error) {
	s, err := openSheet(r, name, comma)
	if err != nil {
		return nil, err
	}
	target := s.column(want.Target)
	if target < 0 {
		return nil, s.noColumn(want.Target)
	}
	rows, err := s.rows(want, &target)
	if err != nil {
		return nil, err
	}
	return &Table{
		Name:     name,
		Features: append([]string(nil), want.Features...),
		Target:   want.Target,
		Classes:  want.Classes,
		Rest:     want.Rest,
		X:        rows.X,
		Y:        rows.Y,
		M:        rows.M,
		N:        rows.N,
	}, nil
}

// rows reads the features of want and, when its place is given, the label.
func (s *sheet) rows(want Schema, target *int) (*Rows, error) {
	columns, err := s.places(want)
	if err != nil {
		return nil, err
	}
	rows := &Rows{N: len(columns)}
	for ; ; rows.M++ {
		record, err := s.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if rows.X, err = s.appendNumbers(rows.X, record, columns); err != nil {
			return nil, err
		}
		if target == nil {
			continue
		}
		y, err := s.class(record, *target, want)
		if err != nil {
			return nil, err
		}
		rows.Y = append(rows.Y, y)
	}
	if rows.M == 0 {
		return nil, s.noRows()
	}
	return rows, nil
}

// class reads a label as 0 or 1.
func (s *sheet) class(record []string, target int, want Schema) (float64, error) {
	label, err := s.label(record, target)
	switch {
	case err != nil:
		return 0, err
	case label == want.Classes[1]:
		return 1, nil
	case want.Rest || label == want.Classes[0]:
		return 0, nil
	}
	return 0, s.cellFault(target, ErrLabel, "the label "+quote(label)+" is neither of the model's classes, "+list(want.Classes[:], 2))
}

// places finds the columns of want's features.
func (s *sheet) places(want Schema) ([]int, error) {
	place := make(map[string]int, len(s.header))
	for j, name := range s.header {
		place[name] = j
	}
	known := map[string]bool{want.Target: true}
	columns := make([]int, 0, len(want.Features))
	var missing, unexpected []string
	for _, name := range want.Features {
		known[name] = true
		if j, ok := place[name]; ok {
			columns = append(columns, j)
		} else {
			missing = append(missing, name)
		}
	}
	for _, name := range s.header {
		if !known[name] {
			unexpected = append(unexpected, name)
		}
	}
	if missing == nil && unexpected == nil {
		return columns, nil
	}
	var what []string
	if missing != nil {
		what = append(what, "missing "+list(missing, 5))
	}
	if unexpected != nil {
		what = append(what, "unexpected "+list(unexpected, 5))
	}
	return nil, faultAt(s.name, 0, ErrFeatures, "the columns are not the features that the model was trained on: %s", strings.Join(what, "; "))
}

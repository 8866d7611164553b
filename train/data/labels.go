package data

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Most different labels that are told apart; a column with more of them is
// hardly a label.
const labelLimit = 1000

// labels collects the label column: a code for each example, and the texts.
type labels struct {
	positive string // the class asked for, or ""
	names    []string
	codes    map[string]int32
	rows     []int32
}

func newLabels(positive string) *labels {
	return &labels{positive: strings.TrimSpace(positive), codes: make(map[string]int32)}
}

func (l *labels) count() int { return len(l.rows) }

// add appends an example's label. It reports false when there are more
// different ones than a label column can have.
func (l *labels) add(label string) bool {
	code, known := l.codes[label]
	if !known {
		if len(l.names) >= labelLimit && label != l.positive {
			// Against the rest, labels need not be told apart.
			l.rows = append(l.rows, -1)
			return l.positive != ""
		}
		// The label is a piece of a whole row, which need not be kept.
		label = strings.Clone(label)
		code = int32(len(l.names))
		l.names = append(l.names, label)
		l.codes[label] = code
	}
	l.rows = append(l.rows, code)
	return true
}

// tooManyLabels is the error of a column that add refused.
func (s *sheet) tooManyLabels(column int) error {
	return faultAt(s.name, 0, ErrManyClasses, "column %s has more than %d different labels; is it the label column? Name another with --target, or a class to tell from the rest with --positive LABEL",
		quote(s.header[column]), labelLimit)
}

// classes orders the labels into negative and positive; rest says that the
// negative class is more than one label. In messages, place is where the labels
// are, and other, if any, what to do where they are elsewhere.
func (l *labels) classes(name, place, other string) (classes [2]string, rest bool, err error) {
	names := slices.SortedFunc(slices.Values(l.names), compareLabels)
	if l.positive != "" {
		if _, ok := l.codes[l.positive]; !ok {
			return classes, false, faultAt(name, 0, ErrLabel, "no label in %s is %s; the labels are %s", place, quote(l.positive), list(names, 8))
		}
	}
	switch {
	case len(names) == 1:
		return classes, false, faultAt(name, 0, ErrOneClass, "every label in %s is %s; two classes are needed", place, quote(names[0]))
	case len(names) > 2 && l.positive == "":
		return classes, false, faultAt(name, 0, ErrManyClasses, "%s has %d classes: %s; %stell one class from the rest with --positive LABEL", place, len(names), list(names, 8), other)
	case len(names) > 2:
		return [2]string{"not " + l.positive, l.positive}, true, nil
	case l.positive == names[0]:
		return [2]string{names[1], names[0]}, false, nil
	}
	return [2]string{names[0], names[1]}, false, nil
}

// targets returns 1 for the examples of the positive class and 0 for the rest.
func (l *labels) targets(positive string) []float64 {
	y := make([]float64, len(l.rows))
	code := l.codes[positive]
	for i, c := range l.rows {
		if c == code {
			y[i] = 1
		}
	}
	return y
}

// compareLabels orders two labels by value if both are numbers, else as texts.
func compareLabels(a, b string) int {
	x, xOK := finite(a)
	y, yOK := finite(b)
	if xOK && yOK && x != y {
		return cmp.Compare(x, y)
	}
	return strings.Compare(a, b)
}

func finite(label string) (float64, bool) {
	value, err := strconv.ParseFloat(label, 64)
	return value, err == nil && !math.IsNaN(value) && !math.IsInf(value, 0)
}

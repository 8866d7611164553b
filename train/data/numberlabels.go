package data

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// numberLabels collects which labels there are in an array of numbers.
type numberLabels struct {
	name     string // of the array, for messages
	positive string // the class asked for, or "", as numberText writes it
	values   map[float64]bool
	many     bool // there are more than are kept
}

func newNumberLabels(name, positive string) *numberLabels {
	positive = strings.TrimSpace(positive)
	if value, ok := finite(positive); ok {
		positive = numberText(value)
	}
	return &numberLabels{name: name, positive: positive, values: map[float64]bool{}}
}

// numberText writes a label: 1 for 1.0.
func numberText(value float64) string {
	return strconv.FormatFloat(value+0, 'g', -1, 64) // −0 + 0 is 0
}

// add looks at labels, which are finite.
func (l *numberLabels) add(y []float64) {
	last, any := 0.0, false
	for _, value := range y {
		if any && value == last {
			continue
		}
		last, any = value, true
		switch {
		case l.values[value]:
		case len(l.values) < labelLimit || numberText(value) == l.positive:
			l.values[value] = true
		default:
			l.many = true
		}
	}
}

// classes orders the labels as those of a text are; positive is the label of the
// positive class.
func (l *numberLabels) classes() (classes [2]string, rest bool, positive float64, err error) {
	if l.many && l.positive == "" {
		return classes, false, 0, faultAt(l.name, 0, ErrManyClasses,
			"has more than %d different labels; are they labels? Tell a class from the rest with --positive LABEL", labelLimit)
	}
	texts := newLabels(l.positive)
	for _, value := range slices.Sorted(maps.Keys(l.values)) {
		texts.add(numberText(value))
	}
	if classes, rest, err = texts.classes(l.name, "the array", ""); err != nil {
		return classes, rest, 0, err
	}
	positive, _ = finite(classes[1])
	return classes, rest, positive, nil
}

// targets makes labels 1 where they are the positive class and else 0, in place.
func targets(y []float64, positive float64) {
	for i, value := range y {
		y[i] = 0
		if value == positive {
			y[i] = 1
		}
	}
}

// targetsOf does the same for the classes that a model has, and refuses others.
func (w Schema) targetsOf(y []float64, name string) error {
	positive, ok := finite(w.Classes[1])
	negative, negativeOK := finite(w.Classes[0])
	for i, value := range y {
		switch {
		case ok && value == positive:
			y[i] = 1
		case w.Rest || negativeOK && value == negative:
			y[i] = 0
		default:
			return faultAt(name, 0, ErrLabel, "row %d (index [%d]): the label %s is neither of the model's classes, %s",
				i+1, i, numberText(value), list(w.Classes[:], 2))
		}
	}
	return nil
}

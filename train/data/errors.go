package data

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	// ErrEmpty is returned when the input has no header row, that is nothing
	// at all or blank lines only.
	ErrEmpty = errors.New("data: empty input")
	// ErrNoRows is returned when the input ends after its header row.
	ErrNoRows = errors.New("data: no rows")
	// ErrHeader is returned when the header row has a name that is empty or
	// not unique, has no feature beside the label, or is no header at all.
	ErrHeader = errors.New("data: bad header")
	// ErrColumn is returned when the label column is not in the header.
	ErrColumn = errors.New("data: no such column")
	// ErrFeatures is returned when the columns of a file are not the features
	// that a model was trained on.
	ErrFeatures = errors.New("data: other features than the model's")
	// ErrRow is returned when a row has more or fewer fields than the header.
	ErrRow = errors.New("data: ragged row")
	// ErrQuote is returned when a quotation mark is misplaced or never closed.
	ErrQuote = errors.New("data: misplaced quotation mark")
	// ErrCell is returned when a feature's cell is not a finite decimal number.
	ErrCell = errors.New("data: not a finite number")
	// ErrLabel is returned when a label is empty or is not one of the classes
	// asked for, and when no label is the positive class asked for.
	ErrLabel = errors.New("data: bad label")
	// ErrOneClass is returned when all labels are the same.
	ErrOneClass = errors.New("data: one class only")
	// ErrManyClasses is returned when there are more than two labels and no
	// positive class was chosen.
	ErrManyClasses = errors.New("data: more than two classes")
	// ErrBinary is returned when the input is not UTF-8 text.
	ErrBinary = errors.New("data: not a UTF-8 text file")
	// ErrLineTooLong is returned when a record is longer than 16 MiB or has
	// more than a million fields.
	ErrLineTooLong = errors.New("data: line too long")
	// ErrDelimiter is returned when a character cannot separate columns.
	ErrDelimiter = errors.New("data: bad delimiter")
	// ErrArray is returned when a file is not a NumPy array of the type and shape
	// that are needed, or is damaged.
	ErrArray = errors.New("data: not a suitable NumPy array")
	// ErrShrunk is returned when a file has become shorter while it was in use.
	ErrShrunk = errors.New("data: the file has become shorter")
	// ErrChanged is returned when a file was written to while it was in use.
	ErrChanged = errors.New("data: the file has changed")
	// ErrSplit is returned when a table cannot be split as asked.
	ErrSplit = errors.New("data: cannot split")
	// ErrDemo is returned when there is no embedded table of a name.
	ErrDemo = errors.New("data: no such demo table")
)

// inputError says in one line what is wrong with an input. It unwraps to the
// sentinel that classifies it and to its cause, if any.
type inputError struct {
	text   string
	causes []error
}

func (e *inputError) Error() string   { return e.text }
func (e *inputError) Unwrap() []error { return e.causes }

// faultAt is an error at a line of the input called name; line 0 stands for
// the input as a whole.
func faultAt(name string, line int, kind error, format string, args ...any) *inputError {
	place := oneLine(name)
	if line > 0 {
		place += ":" + strconv.Itoa(line)
	}
	return &inputError{place + ": " + fmt.Sprintf(format, args...), []error{kind}}
}

// Longest excerpt of a cell in a message, in runes.
const excerptRunes = 40

// quote shows text from the input in a message: quoted, so that control
// characters and newlines are harmless, and cut when long.
func quote(text string) string {
	runes := 0
	for i := range text {
		if runes == excerptRunes {
			return strconv.Quote(text[:i] + "…")
		}
		runes++
	}
	return strconv.Quote(text)
}

// list quotes at most limit names and counts the others.
func list(names []string, limit int) string {
	var b strings.Builder
	for i, name := range names {
		if i == limit {
			fmt.Fprintf(&b, " and %d more", len(names)-limit)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(quote(name))
	}
	return b.String()
}

// reason is an error's text in one line, without the operation and path that
// the operating system's errors repeat.
func reason(err error) string {
	var file *fs.PathError
	if errors.As(err, &file) {
		err = file.Err
	}
	return oneLine(err.Error())
}

// oneLine returns text as it is when it prints as one line, else quoted.
func oneLine(text string) string {
	if text != "" && utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return text
	}
	return strconv.Quote(text)
}

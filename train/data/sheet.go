package data

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// sheet is delimited text with its header row already read.
type sheet struct {
	name   string
	header []string
	guard  *guard
	csv    *csv.Reader
}

// openSheet reads the header row of r; comma 0 asks for the delimiter to be
// found out from it.
func openSheet(r io.Reader, name string, comma rune) (*sheet, error) {
	text, err := openText(r, name)
	if err != nil {
		return nil, err
	}
	if comma == 0 {
		head, _ := text.Peek(bufferBytes)
		comma = sniff(head)
	} else if !separates(comma) {
		return nil, faultAt(name, 0, ErrDelimiter, "the character %q cannot separate columns", comma)
	}
	s := &sheet{name: name, guard: newGuard(text, name, comma)}
	// The parser takes over a buffered reader as it is.
	s.csv = csv.NewReader(bufio.NewReaderSize(s.guard, bufferBytes))
	s.csv.Comma = comma
	s.csv.ReuseRecord = true
	s.csv.FieldsPerRecord = -1 // counted in next, for a better message
	// Where the delimiter is itself a space, this would eat empty cells.
	s.csv.TrimLeadingSpace = comma != '\t' && comma != ' '
	if err := s.readHeader(); err != nil {
		return nil, err
	}
	return s, nil
}

func separates(comma rune) bool {
	return comma != '"' && comma != '\r' && comma != '\n' && comma != utf8.RuneError && utf8.ValidRune(comma)
}

func (s *sheet) readHeader() error {
	record, err := s.record()
	if errors.Is(err, io.EOF) {
		return faultAt(s.name, 0, ErrEmpty, "the file is empty; it needs a header row and examples")
	}
	if err != nil {
		return err
	}
	for _, field := range record {
		s.header = append(s.header, strings.Clone(strings.TrimSpace(field)))
	}
	return s.checkHeader()
}

// record reads a record; io.EOF is returned as it is.
func (s *sheet) record() ([]string, error) {
	record, err := s.csv.Read()
	if err == nil || err == io.EOF {
		return record, err
	}
	// What stopped the text explains whatever the parser makes of its stump.
	if fault := s.guard.fault(); fault != nil {
		return nil, fault
	}
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		return nil, err
	}
	what := `a " inside a field; put the field in quotation marks and double the inner ones`
	if errors.Is(parse.Err, csv.ErrQuote) {
		what = `a field in quotation marks is not closed before the next delimiter or the end of the file`
	}
	return nil, faultAt(s.name, parse.StartLine, ErrQuote, "%s", what)
}

// next reads a row, which has as many fields as the header; io.EOF after the
// last.
func (s *sheet) next() ([]string, error) {
	record, err := s.record()
	if err != nil {
		return nil, err
	}
	if len(record) != len(s.header) {
		line, _ := s.csv.FieldPos(0)
		return nil, faultAt(s.name, line, ErrRow, "the row has %d field%s, the header has %d; every row must have as many fields as the header",
			len(record), plural(len(record)), len(s.header))
	}
	return record, nil
}

func plural(count int) string {
	if count == 1 {
		return ""
	}
	return "s"
}

// cellFault is an error in a column of the row read last.
func (s *sheet) cellFault(column int, kind error, what string) error {
	line, _ := s.csv.FieldPos(column)
	return faultAt(s.name, line, kind, "column %s: %s", quote(s.header[column]), what)
}

// appendNumbers appends the given columns of a row to x.
func (s *sheet) appendNumbers(x []float64, record []string, columns []int) ([]float64, error) {
	for _, j := range columns {
		value, ok := parseNumber(record[j])
		if !ok {
			return x, s.cellFault(j, ErrCell, notANumber(record[j]))
		}
		x = append(x, value)
	}
	return x, nil
}

// label returns the label in a column of a row, trimmed.
func (s *sheet) label(record []string, column int) (string, error) {
	label := strings.TrimSpace(record[column])
	if label == "" {
		return "", s.cellFault(column, ErrLabel, "the label is empty; give every example a label or delete its row")
	}
	if !utf8.ValidString(label) {
		return "", s.cellFault(column, ErrBinary, "the label "+quote(label)+" is not UTF-8; save the file as UTF-8")
	}
	return label, nil
}

// column returns the place of the named column, or −1.
func (s *sheet) column(name string) int {
	for j, h := range s.header {
		if h == name {
			return j
		}
	}
	return -1
}

// noRows is the error of a file that ends after its header.
func (s *sheet) noRows() error {
	return faultAt(s.name, 0, ErrNoRows, "the file has a header but no rows; it needs at least one example")
}

// noColumn is the error of a label column that is not there.
func (s *sheet) noColumn(name string) error {
	return faultAt(s.name, 0, ErrColumn, "there is no column %s; the columns are %s", quote(name), list(s.header, 8))
}

package data

import (
	"bytes"
	"errors"
	"io"
)

const (
	recordBytes  = 16 << 20 // longest record
	recordFields = 1 << 20  // most delimiters in a record
)

// guard passes text on from a reader to the CSV parser and stops it before it
// can fill the memory: the parser holds one whole record, however long, and
// some 40 bytes more for each of its fields. It also stops at NUL bytes, which
// no text has. Every error is final: it is given again at each further Read.
type guard struct {
	text  io.Reader
	name  string
	comma byte // 0: a delimiter of several bytes, fields are not counted

	line   int  // the physical line of the next byte
	start  int  // the line on which its record began
	length int  // bytes of that record so far
	fields int  // and delimiters
	quoted bool // it is inside quotation marks
	err    error
}

func newGuard(text io.Reader, name string, comma rune) *guard {
	g := &guard{text: text, name: name, line: 1, start: 1}
	if comma < 128 {
		g.comma = byte(comma)
	}
	return g
}

// fault is the error that ended the text, nil when it was its end or when
// there was none.
func (g *guard) fault() error {
	if errors.Is(g.err, io.EOF) {
		return nil
	}
	return g.err
}

func (g *guard) Read(p []byte) (int, error) {
	if g.err != nil {
		return 0, g.err
	}
	n, err := g.text.Read(p)
	if fault := g.watch(p[:n]); fault != nil {
		g.err = fault
		return 0, g.err
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = faultAt(g.name, g.line, err, "reading failed: %s", reason(err))
	}
	g.err = err
	return n, err
}

// watch accounts for a chunk of text and returns what is wrong with it.
func (g *guard) watch(chunk []byte) error {
	if i := bytes.IndexByte(chunk, 0); i >= 0 {
		line := g.line + bytes.Count(chunk[:i], []byte{'\n'})
		return faultAt(g.name, line, ErrBinary, "contains NUL bytes: not a text file")
	}
	if g.quoted || bytes.IndexByte(chunk, '"') >= 0 {
		return g.watchQuoted(chunk)
	}
	first := bytes.IndexByte(chunk, '\n')
	if first < 0 {
		return g.lengthen(chunk)
	}
	if err := g.lengthen(chunk[:first]); err != nil {
		return err
	}
	g.line += bytes.Count(chunk, []byte{'\n'})
	g.begin()
	// Records that are whole within a chunk are shorter than its buffer.
	return g.lengthen(chunk[bytes.LastIndexByte(chunk, '\n')+1:])
}

// watchQuoted does the same where a line's end may be within quotation marks.
// A doubled quotation mark closes and opens again, which comes to the same.
func (g *guard) watchQuoted(chunk []byte) error {
	begin := 0
	for i, c := range chunk {
		switch c {
		case '"':
			g.quoted = !g.quoted
		case '\n':
			g.line++
			if g.quoted {
				continue
			}
			if err := g.lengthen(chunk[begin:i]); err != nil {
				return err
			}
			g.begin()
			begin = i + 1
		}
	}
	return g.lengthen(chunk[begin:])
}

func (g *guard) begin() { g.start, g.length, g.fields = g.line, 0, 0 }

// lengthen adds a piece to the current record.
func (g *guard) lengthen(piece []byte) error {
	g.length += len(piece)
	if g.length > recordBytes {
		what := "the line is"
		if g.quoted {
			what = "a quotation mark is never closed, or its record is"
		}
		return faultAt(g.name, g.start, ErrLineTooLong, "%s longer than %d MiB", what, recordBytes>>20)
	}
	// Delimiters within quotation marks count too: close enough for a limit,
	// and only records far longer than a chunk can come near it.
	if g.comma != 0 && g.length > bufferBytes {
		g.fields += bytes.Count(piece, []byte{g.comma})
		if g.fields > recordFields {
			return faultAt(g.name, g.start, ErrLineTooLong, "the line has more than %d fields", recordFields)
		}
	}
	return nil
}

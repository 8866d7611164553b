package data

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

// endless repeats a text for ever.
type endless struct {
	text string
	at   int
}

// repeat makes the text long first, so that a Read is one copy.
func repeat(text string) *endless { return &endless{text: strings.Repeat(text, 1<<14)} }

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.text[e.at:])
	e.at = (e.at + n) % len(e.text)
	return n, nil
}

func TestEndlessLine(t *testing.T) {
	for _, c := range []struct{ name, before, text, message string }{
		{"header", "", "x", "t.csv:1: the line is longer than 16 MiB"},
		{"row", "a,y\n1,no\n", "x", "t.csv:3: the line is longer than 16 MiB"},
		{"open quote", "a,y\n1,\"", "x\n", "t.csv:2: a quotation mark is never closed, or its record is longer than 16 MiB"},
		{"quoted header", "\"", "x", "t.csv:1: a quotation mark is never closed, or its record is longer than 16 MiB"},
		{"doubled quotes", "a,y\n1,\"", `""`, "longer than 16 MiB"},
		{"spaces", "a,y\n", " ", "t.csv:2: the line is longer than 16 MiB"},
		{"delimiters", "a,y\n", ",", "t.csv:2: the line has more than 1048576 fields"},
		{"NULs", "a,y\n", "\x00", "t.csv:2: contains NUL bytes: not a text file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := Read(io.MultiReader(strings.NewReader(c.before), repeat(c.text)), "t.csv", Options{})
			runtime.ReadMemStats(&after)
			if !errors.Is(err, ErrLineTooLong) && !errors.Is(err, ErrBinary) {
				t.Fatalf("error is %v, want %v", err, ErrLineTooLong)
			}
			if !strings.HasSuffix(err.Error(), c.message) {
				t.Errorf("\n got %s\nwant %s", err, c.message)
			}
			if total := (after.TotalAlloc - before.TotalAlloc) >> 20; total > 400 {
				t.Errorf("%d MiB were allocated", total)
			}
		})
	}
}

func TestEndlessBlankLines(t *testing.T) {
	blank := strings.NewReader(strings.Repeat("\n", 17<<20))
	table, err := Read(io.MultiReader(strings.NewReader("a,y\n1,no\n"), blank, strings.NewReader("2,yes\nx,no\n")), "t.csv", Options{})
	if want := "t.csv:17825796: column \"a\": \"x\" is not a number, as every feature must be; correct the cell, or leave out its row or column"; err == nil || err.Error() != want {
		t.Errorf("table %v, error %v, want %s", table, err, want)
	}
}

func TestLongRecordFits(t *testing.T) {
	label := strings.Repeat("q\n", 15<<19)
	table, err := read("a,y\n1,no\n2,\""+label+"\"\n", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if table.Classes[1] != strings.TrimSpace(label) {
		t.Error("the long label is another")
	}
}

func TestChunksDoNotMatter(t *testing.T) {
	text := "\uFEFFa;\"b\nb\";y\r\n1;2;\"n;\"\"o\"\r\n\r\n3;4;yes\n5;6;\"y\ne\ns\"\nx;8;no\n"
	_, want := read(text, Options{Positive: "yes"})
	for name, r := range map[string]io.Reader{
		"bytes":  iotest.OneByteReader(strings.NewReader(text)),
		"halves": iotest.HalfReader(strings.NewReader(text)),
		"end":    iotest.DataErrReader(strings.NewReader(text)),
	} {
		_, err := Read(r, "t.csv", Options{Positive: "yes"})
		if err == nil || err.Error() != want.Error() {
			t.Errorf("in %s: error is %v, want %v", name, err, want)
		}
	}
}

func TestGuardPassesTextOn(t *testing.T) {
	text := []byte(strings.Repeat("1,2,\"three\n\"\n4,5,six\n", 20000))
	got, err := io.ReadAll(newGuard(iotest.HalfReader(bytes.NewReader(text)), "t.csv", ','))
	if err != nil || !bytes.Equal(got, text) {
		t.Errorf("%d bytes and error %v, want the same %d bytes", len(got), err, len(text))
	}
}

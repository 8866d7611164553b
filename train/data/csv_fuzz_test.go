package data

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func FuzzReadCSV(f *testing.F) {
	for _, text := range []string{
		"", "a,y\n1,no\n2,yes\n", "\uFEFFa;y\r\n1;no\r\n2;yes\r\n", "a\ty\n\t1\n", "a,y\n\"1\n\",no\n2,\"y\"\"es\"\n",
		"a,y\n1,\"no", "a,y\n1,n\"o\n", "a,a\n", ",\n", "a\x00,\x00", "\xff\xfea\x00", "a,y\nnan,0\n1e999,1\n", "\xe9,y\n1,2\n",
		"a|b|y\n1|2|0\n3|4|1\n5|6|2\n", "1.5,2,0\n", "a,y\r1,2\r", "a€b,y\n0x1p4,1\n1_0,0\n", "\n\n\na,y\n\n1,2\n 3 , \"4\"\n",
	} {
		for _, positive := range []string{"", "1"} {
			f.Add([]byte(text), "", positive, rune(0))
			f.Add([]byte(text), "y", positive, ',')
		}
	}
	f.Fuzz(func(t *testing.T, text []byte, target, positive string, comma rune) {
		table, err := Read(bytes.NewReader(text), "f.csv", Options{target, positive, comma})
		if (table == nil) == (err == nil) {
			t.Fatalf("table %v and error %v", table, err)
		}
		if err != nil {
			checkMessage(t, err)
			return
		}
		checkTable(t, table)
		again, err := ReadLabelled(bytes.NewReader(text), "f.csv", table.Schema(), comma)
		if err != nil {
			t.Fatalf("by its own schema: %v", err)
		}
		rows, err := ReadFeatures(bytes.NewReader(text), "f.csv", table.Schema(), comma)
		if err != nil {
			t.Fatalf("its features by its own schema: %v", err)
		}
		if !slices.Equal(again.X, table.X) || !slices.Equal(again.Y, table.Y) || !slices.Equal(rows.X, table.X) || rows.Y != nil {
			t.Error("read by its own schema, the table is another")
		}
	})
}

func checkMessage(t *testing.T, err error) {
	t.Helper()
	message := err.Error()
	if !strings.HasPrefix(message, "f.csv:") || !utf8.ValidString(message) || strings.ContainsFunc(message, func(r rune) bool { return !unicode.IsPrint(r) }) {
		t.Errorf("not one plain line of the file's: %q", message)
	}
	if len(message) > 8000 {
		t.Errorf("a message of %d bytes", len(message))
	}
}

func checkTable(t *testing.T, table *Table) {
	t.Helper()
	if table.M < 2 || table.N < 1 || len(table.X) != table.M*table.N || len(table.Y) != table.M || len(table.Features) != table.N {
		t.Fatalf("table of odd sizes: %+v", table)
	}
	for _, x := range table.X {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			t.Fatalf("a feature is %v", x)
		}
	}
	if !slices.Contains(table.Y, 0) || !slices.Contains(table.Y, 1) {
		t.Fatal("one class only")
	}
	for _, y := range table.Y {
		if y != 0 && y != 1 {
			t.Fatalf("a label is %v", y)
		}
	}
}

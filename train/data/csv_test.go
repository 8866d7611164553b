package data

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func read(text string, o Options) (*Table, error) {
	return Read(strings.NewReader(text), "t.csv", o)
}

func TestRead(t *testing.T) {
	want := func(features []string, target string, classes [2]string, x []float64, y ...float64) *Table {
		return &Table{Name: "t.csv", Features: features, Target: target, Classes: classes, X: x, Y: y, M: len(y), N: len(features)}
	}
	ab := []string{"a", "b"}
	for _, c := range []struct {
		name, text string
		options    Options
		want       *Table
	}{
		{"plain", "a,b,y\n1,2,no\n3,4,yes\n", Options{}, want(ab, "y", [2]string{"no", "yes"}, []float64{1, 2, 3, 4}, 0, 1)},
		{"no last newline", "a,b,y\n1,2,no\n3,4,yes", Options{}, want(ab, "y", [2]string{"no", "yes"}, []float64{1, 2, 3, 4}, 0, 1)},
		{"CRLF and byte order mark", "\uFEFFa,b,y\r\n1,2,no\r\n3,4,yes\r\n", Options{}, want(ab, "y", [2]string{"no", "yes"}, []float64{1, 2, 3, 4}, 0, 1)},
		{"quoted", "\"a\",b,\"y\"\n\"1\",2,\"no, \"\"never\"\"\"\n3,4,\"yes\nsir\"\n", Options{}, want(ab, "y", [2]string{`no, "never"`, "yes\nsir"}, []float64{1, 2, 3, 4}, 0, 1)},
		{"target by name", "a,y,b\n1,0,2\n3,1,4\n", Options{Target: "y"}, want(ab, "y", [2]string{"0", "1"}, []float64{1, 2, 3, 4}, 0, 1)},
		{"positive", "a,b,y\n1,2,no\n3,4,yes\n", Options{Positive: "no"}, want(ab, "y", [2]string{"yes", "no"}, []float64{1, 2, 3, 4}, 1, 0)},
		{"labels by number", "a,b,y\n1,2,10\n3,4,9\n", Options{}, want(ab, "y", [2]string{"9", "10"}, []float64{1, 2, 3, 4}, 1, 0)},
		{"labels by text", "a,b,y\n1,2,10\n3,4,9x\n", Options{}, want(ab, "y", [2]string{"10", "9x"}, []float64{1, 2, 3, 4}, 0, 1)},
		{"labels of one value", "a,b,y\n1,2,1.0\n3,4,1\n", Options{}, want(ab, "y", [2]string{"1", "1.0"}, []float64{1, 2, 3, 4}, 1, 0)},
		{"spaces", " a , b , y \n 1 , 2 , no \n3,\"4\", \"yes\"\n", Options{}, want(ab, "y", [2]string{"no", "yes"}, []float64{1, 2, 3, 4}, 0, 1)},
		{"blank lines", "\n\na,b,y\n\n1,2,no\n\n\n3,4,yes\n\n", Options{}, want(ab, "y", [2]string{"no", "yes"}, []float64{1, 2, 3, 4}, 0, 1)},
		{"semicolons", "a;b;y\n1;2;no\n3;4;yes\n", Options{}, want(ab, "y", [2]string{"no", "yes"}, []float64{1, 2, 3, 4}, 0, 1)},
		{"tabs", "a\tb\ty\n1\t2\tno\n3\t4\tyes\n", Options{}, want(ab, "y", [2]string{"no", "yes"}, []float64{1, 2, 3, 4}, 0, 1)},
		{"bars", "a|b|y\n1|2|no\n3|4|yes\n", Options{}, want(ab, "y", [2]string{"no", "yes"}, []float64{1, 2, 3, 4}, 0, 1)},
		{"any delimiter", "a→b→y\n1→2→no\n3→4→yes\n", Options{Comma: '→'}, want(ab, "y", [2]string{"no", "yes"}, []float64{1, 2, 3, 4}, 0, 1)},
		{"numbers", "a,b,y\n+1.5e3,-.5,no\n1e-999,5.,yes\n", Options{}, want(ab, "y", [2]string{"no", "yes"}, []float64{1500, -.5, 0, 5}, 0, 1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := read(c.text, c.options)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	for _, c := range []struct {
		name, text string
		options    Options
		kind       error
		message    string
	}{
		{"empty", "", Options{}, ErrEmpty, `t.csv: the file is empty; it needs a header row and examples`},
		{"blank lines", "\n\r\n\n", Options{}, ErrEmpty, `t.csv: the file is empty; it needs a header row and examples`},
		{"byte order mark only", "\uFEFF", Options{}, ErrEmpty, `t.csv: the file is empty; it needs a header row and examples`},
		{"header only", "a,b,y\n", Options{}, ErrNoRows, `t.csv: the file has a header but no rows; it needs at least one example`},
		{"short row", "a,b,y\n1,2,no\n3,yes\n", Options{}, ErrRow, `t.csv:3: the row has 2 fields, the header has 3; every row must have as many fields as the header`},
		{"long row", "a,b,y\n\n\n1,2,3,no\n", Options{}, ErrRow, `t.csv:4: the row has 4 fields, the header has 3; every row must have as many fields as the header`},
		{"word", "age,y\n1,no\nabc,yes\n", Options{}, ErrCell, `t.csv:3: column "age": "abc" is not a number, as every feature must be; correct the cell, or leave out its row or column`},
		{"word after a label of two lines", "y,age\n\"a\nb\",1\nc,abc\n", Options{Target: "y"}, ErrCell, `t.csv:4: column "age": "abc" is not a number, as every feature must be; correct the cell, or leave out its row or column`},
		{"decimal comma", "a;y\n1,5;no\n", Options{}, ErrCell, `t.csv:2: column "a": "1,5" is not a number; write the decimal point as a point, not a comma`},
		{"NaN", "a,y\nnan,no\n", Options{}, ErrCell, `t.csv:2: column "a": "nan" is not a finite number; fill in a number or delete the row`},
		{"infinity", "a,y\n-iNFinity,no\n", Options{}, ErrCell, `t.csv:2: column "a": "-iNFinity" is not a finite number; fill in a number or delete the row`},
		{"empty cell", "a,y\n ,no\n", Options{}, ErrCell, `t.csv:2: column "a": the cell is empty; fill in a number or delete the row`},
		{"empty cell between tabs", "a\tb\ty\n1\t\tno\n", Options{}, ErrCell, `t.csv:2: column "b": the cell is empty; fill in a number or delete the row`},
		{"out of range", "a,y\n1e999,no\n", Options{}, ErrCell, `t.csv:2: column "a": "1e999" is out of range; the largest number is about 1.8e308`},
		{"hexadecimal", "a,y\n0x1p-2,no\n", Options{}, ErrCell, `t.csv:2: column "a": "0x1p-2" is not a decimal number; write it in plain digits`},
		{"underscore", "a,y\n1_000,no\n", Options{}, ErrCell, ``},
		{"hexadecimal underscore", "a,y\n0x_1p4,no\n", Options{}, ErrCell, ``},
		{"control characters", "a,y\n\"1\n\x1b[31m2\",no\n", Options{}, ErrCell, `t.csv:2: column "a": "1\n\x1b[31m2" is not a number, as every feature must be; correct the cell, or leave out its row or column`},
		{"long cell", "a,y\n" + strings.Repeat("ä", 50) + ",no\n", Options{}, ErrCell, `t.csv:2: column "a": "` + strings.Repeat("ä", 40) + `…" is not a number, as every feature must be; correct the cell, or leave out its row or column`},
		{"unknown target", "a,b,c,d,e,f,g,h,i,j,k\n", Options{Target: "z"}, ErrColumn, `t.csv: there is no column "z"; the columns are "a", "b", "c", "d", "e", "f", "g", "h" and 3 more`},
		{"duplicate name", "a,b, a\n", Options{}, ErrHeader, `t.csv:1: columns 1 and 3 of the header are both named "a"; every column needs a name of its own`},
		{"empty name", "\na, ,y\n", Options{}, ErrHeader, `t.csv:2: column 2 of 3 has no name in the header; give every column a name or delete it`},
		{"one column", "a\n1\n", Options{}, ErrHeader, `t.csv: there is one column only, "a"; a table needs a feature and a label, separated by a comma, semicolon, tab or |`},
		{"no header", "1.5,2,0\n", Options{}, ErrHeader, `t.csv:1: the first line holds numbers, not names; add a header row`},
		{"carriage returns", "a,y\r1,no\r2,yes\r", Options{}, ErrHeader, `t.csv:1: the header has a carriage return inside; save the file with lines that end in LF or CRLF`},
		{"bare quote", "a,y\n1,n\"o\n", Options{}, ErrQuote, `t.csv:2: a " inside a field; put the field in quotation marks and double the inner ones`},
		{"open quote", "a,y\n1,\"no\n2,yes\n", Options{}, ErrQuote, `t.csv:2: a field in quotation marks is not closed before the next delimiter or the end of the file`},
		{"empty label", "a,y\n1,\n", Options{}, ErrLabel, `t.csv:2: column "y": the label is empty; give every example a label or delete its row`},
		{"one class", "a,y\n1,no\n2,no\n", Options{}, ErrOneClass, `t.csv: every label in column "y" is "no"; two classes are needed`},
		{"many classes", "a,y\n1,3\n2,10\n3,1\n", Options{}, ErrManyClasses, `t.csv: column "y" has 3 classes: "1", "3", "10"; name the label column with --target COLUMN if it is another, or tell one class from the rest with --positive LABEL`},
		{"positive not there", "a,y\n1,no\n2,yes\n", Options{Positive: "maybe"}, ErrLabel, `t.csv: no label in column "y" is "maybe"; the labels are "no", "yes"`},
		{"NUL", "a,y\n1,no\n2,y\x00es\n", Options{}, ErrBinary, `t.csv:3: contains NUL bytes: not a text file`},
		{"UTF-16 little endian", "\xff\xfea\x00,\x00", Options{}, ErrBinary, `t.csv: is UTF-16; save it as UTF-8`},
		{"UTF-16 big endian", "\xfe\xff\x00a\x00,", Options{}, ErrBinary, `t.csv: is UTF-16; save it as UTF-8`},
		{"UTF-16 unmarked", "a\x00,\x00y\x00\n\x00", Options{}, ErrBinary, `t.csv: is UTF-16; save it as UTF-8`},
		{"UTF-16 unmarked big endian", "\x00a\x00,\x00y\x00\n", Options{}, ErrBinary, `t.csv: is UTF-16; save it as UTF-8`},
		{"workbook", "PK\x03\x04\x14\x00", Options{}, ErrBinary, `t.csv: is a workbook or a zip archive; export or unpack it as CSV`},
		{"gzip", "\x1f\x8b\x08\x00", Options{}, ErrBinary, `t.csv: is compressed with gzip; unpack it first`},
		{"Latin-1 header", "gr\xf6\xdfe,y\n", Options{}, ErrBinary, `t.csv:1: the header "gr\xf6\xdfe" is not UTF-8; save the file as UTF-8`},
		{"Latin-1 label", "a,y\n1,m\xe4nnlich\n", Options{}, ErrBinary, `t.csv:2: column "y": the label "m\xe4nnlich" is not UTF-8; save the file as UTF-8`},
		{"bad delimiter", "a,y\n", Options{Comma: '"'}, ErrDelimiter, `t.csv: the character '"' cannot separate columns`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := read(c.text, c.options)
			if got != nil {
				t.Errorf("a table beside the error: %+v", got)
			}
			if !errors.Is(err, c.kind) {
				t.Fatalf("error is %v, want kind %v", err, c.kind)
			}
			if c.message != "" && err.Error() != c.message {
				t.Errorf("\n got %s\nwant %s", err, c.message)
			}
			if strings.ContainsAny(err.Error(), "\n\r\x1b") {
				t.Errorf("not one plain line: %q", err)
			}
		})
	}
}

func TestReaderError(t *testing.T) {
	broken := errors.New("disk on\nfire")
	for _, text := range []string{"", "a,y\n", "a,y\n1,no\n2,\"ye"} {
		_, err := Read(io.MultiReader(strings.NewReader(text), failing{broken}), "t.csv", Options{})
		if !errors.Is(err, broken) {
			t.Errorf("after %q: error is %v, want %v", text, err, broken)
		} else if want := `: reading failed: "disk on\nfire"`; !strings.HasSuffix(err.Error(), want) {
			t.Errorf("after %q: %s, want %s at its end", text, err, want)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestReadFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "patients.csv")
	if err := os.WriteFile(path, []byte("a,y\n1,no\n2,yes\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	table, err := ReadFile(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if table.Name != path || table.M != 2 {
		t.Errorf("name %q of %d rows, want %q of 2", table.Name, table.M, path)
	}
}

func TestReadFileErrors(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(dir, "secret.csv")
	if err := os.WriteFile(secret, nil, 0); err != nil {
		t.Fatal(err)
	}
	missing := filepath.Join(dir, "missing.csv")
	_, err := ReadFile(missing, Options{})
	if want := missing + ": no such file"; !errors.Is(err, fs.ErrNotExist) || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	_, err = ReadFile(dir, Options{})
	if want := dir + ": is a directory, not a file"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if os.Getuid() == 0 {
		t.Skip("an administrator may read everything")
	}
	_, err = ReadFile(secret, Options{})
	if want := secret + ": permission denied; the file cannot be read"; !errors.Is(err, fs.ErrPermission) || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func BenchmarkRead(b *testing.B) {
	row := strings.Repeat("-12.3456,", 30) + "yes\n" + strings.Repeat("0.007125,", 30) + "no\n"
	header := make([]string, 31)
	for j := range header {
		header[j] = "x" + strings.Repeat("x", j)
	}
	text := strings.Join(header, ",") + "\n" + strings.Repeat(row, 20000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := read(text, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

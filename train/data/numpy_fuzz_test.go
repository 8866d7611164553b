package data

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"surefoot/graph"
)

// zipped is a zip archive with members of these names and texts.
func zipped(f testing.TB, method uint16, members ...string) []byte {
	f.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(members); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: members[i], Method: method})
		if err == nil {
			_, err = io.WriteString(w, members[i+1])
		}
		if err != nil {
			f.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		f.Fatal(err)
	}
	return out.Bytes()
}

// FuzzReadNumPy reads archives, into memory and as a stream: both refuse or both
// read the same. Run it with -fuzzminimizetime 1x: else nearly all of its time goes into
// making archives smaller.
func FuzzReadNumPy(f *testing.F) {
	x := string(saved("<f4", "(3, 2)", []float64{1, 2, 3, 4, 5, 6}))
	y := string(saved("|u1", "(3,)", []float64{0, 1, 0}))
	huge := strings.Replace(x, "(3, 2)", "(3, 2000000000)", 1)
	for _, method := range []uint16{zip.Store, zip.Deflate} {
		f.Add(zipped(f, method, "X.npy", x, "y.npy", y))
		f.Add(zipped(f, method, "X.npy", huge, "y.npy", y))
		f.Add(zipped(f, method, "X.npy", x, "X.npy", x))
		f.Add(zipped(f, method, "y.npy", x[:40]))
	}
	for _, name := range []string{"table.npz", "compressed.npz", "fortran.npz"} {
		text, err := os.ReadFile(arrayFile(name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	path := filepath.Join(f.TempDir(), "f.npz")
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		table, err := ReadNumPy(path, "", Options{})
		if err != nil {
			if message := strings.Replace(err.Error(), path, "f.npz", 1); !strings.HasPrefix(message, "f.npz:") || strings.ContainsAny(message, "\n\r\x00") {
				t.Errorf("not one plain line of the file's: %q", message)
			}
			return
		}
		checkTable(t, table)
		s, err := OpenNumPy(path, "", StreamOptions{})
		if errors.Is(err, ErrArray) {
			return // compressed, or column by column
		}
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		sameRows(t, "as a stream", s, table.Source(), 0, table.M, &graph.Block{})
	})
}

func TestArchivesThatPromiseTooMuch(t *testing.T) {
	saved1 := func(shape string) string { return string(saved("<f8", shape, []float64{1})) }
	x := saved1("(1, 1)")
	for name, c := range map[string]struct {
		members []string
		message string
	}{
		"huge.npz":   {[]string{"X.npy", saved1("(1, 99999999)")}, "X: ends after 8 of the 799999992 bytes that its shape (1, 99999999) takes: not all of the file is there; copy or save it again"},
		"twice.npz":  {[]string{"X.npy", x, "X.npy", x}, "holds two arrays X; save it again with np.savez"},
		"none.npz":   {nil, "there is no array X; it holds nothing; save it with np.savez(FILE, X=…, y=…)"},
		"header.npz": {[]string{"X.npy", x[:50]}, "X: ends within its header: not a NumPy array, or not all of one"},
	} {
		folder := inFolder(t, map[string][]byte{name: zipped(t, zip.Deflate, c.members...)})
		_, err := ReadNumPy(folder+name, "", Options{})
		checkRefusal(t, name, err, ErrArray, folder+name+": "+c.message)
	}
	// A zip that says of a member that it unpacks to a terabyte.
	text := zipped(t, zip.Deflate, "X.npy", saved1("(1, 99999999999)"))
	directory := bytes.LastIndex(text, []byte("PK\x01\x02"))
	copy(text[directory+24:], "\xf0\xff\xff\xff")
	folder := inFolder(t, map[string][]byte{"bomb.npz": text})
	_, err := ReadNumPy(folder+"bomb.npz", "", Options{})
	checkRefusal(t, "bomb", err, ErrArray, folder+"bomb.npz: X: is damaged: zip: not a valid zip file; copy or save it again")
}

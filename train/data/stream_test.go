package data

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"surefoot/graph"
)

// saved is a .npy file of a C-ordered array, big or little end first.
func saved(kind string, shape string, numbers []float64) []byte {
	var order binary.AppendByteOrder = binary.LittleEndian
	if kind[0] == '>' {
		order = binary.BigEndian
	}
	header := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", kind, shape)
	header += fmt.Sprintf("%*s\n", 127-10-len(header), "")
	out := order.AppendUint16([]byte("\x93NUMPY\x01\x00"), 0)
	binary.LittleEndian.PutUint16(out[8:], uint16(len(header)))
	out = append(out, header...)
	for _, x := range numbers {
		switch kind[1:] {
		case "f8":
			out = order.AppendUint64(out, math.Float64bits(x))
		case "f4":
			out = order.AppendUint32(out, math.Float32bits(float32(x)))
		case "u1":
			out = append(out, byte(x))
		}
	}
	return out
}

// drawn is m×n numbers that are float32s too, and a label each.
func drawn(m, n int) (x, y []float64) {
	random := rand.New(rand.NewPCG(7, 7))
	for range m * n {
		x = append(x, float64(float32(random.NormFloat64())))
	}
	for i := range m {
		y = append(y, float64(i/3%2))
	}
	return x, y
}

// drawnFiles are files of drawn numbers, and where they are.
func drawnFiles(t testing.TB, m, n int) (folder string, x, y []float64) {
	t.Helper()
	x, y = drawn(m, n)
	shape := fmt.Sprintf("(%d, %d)", m, n)
	folder = t.TempDir() + string(os.PathSeparator)
	for name, text := range map[string][]byte{
		"x.npy": saved("<f8", shape, x), "big.npy": saved(">f8", shape, x), "single.npy": saved("<f4", shape, x),
		"y.npy": saved("|u1", fmt.Sprintf("(%d,)", m), y), "y8.npy": saved("<f8", fmt.Sprintf("(%d, 1)", m), y),
	} {
		if err := os.WriteFile(folder+name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder, x, y
}

func opened(t testing.TB, x, y string, o StreamOptions) *Stream {
	t.Helper()
	s, err := OpenNumPy(x, y, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// canMap says whether this system maps files.
var canMap = slices.Contains([]string{"linux", "darwin", "freebsd", "netbsd", "openbsd", "dragonfly"}, runtime.GOOS)

func TestRowsAreTheSameFromEverySource(t *testing.T) {
	const m, n = 1000, 7
	folder, x, y := drawnFiles(t, m, n)
	memory := graph.NewBlock(x, y, n).Source()
	for name, c := range map[string]struct {
		x, y   string
		copies bool
		mapped bool
	}{
		"mapped":        {"x.npy", "y.npy", false, canMap},
		"copied":        {"x.npy", "y8.npy", true, false},
		"big end first": {"big.npy", "y8.npy", false, false},
		"single":        {"single.npy", "y.npy", false, false},
	} {
		s := opened(t, folder+c.x, folder+c.y, StreamOptions{Copy: c.copies})
		if s.Mapped() != c.mapped {
			t.Errorf("%s: mapped is %v", name, s.Mapped())
		}
		if gotM, gotN, labels := s.Size(); gotM != m || gotN != n || labels != 1 {
			t.Errorf("%s: %d×%d with %d labels", name, gotM, gotN, labels)
		}
		var workers sync.WaitGroup
		for worker := range 3 {
			workers.Go(func() {
				random := rand.New(rand.NewPCG(1, uint64(worker)))
				var scratch graph.Block
				for range 50 {
					lo := random.IntN(m + 1)
					hi := lo + random.IntN(m+1-lo)
					sameRows(t, name, s, memory, lo, hi, &scratch)
				}
				sameRows(t, name, s, memory, 0, m, &scratch)
			})
		}
		workers.Wait()
	}
}

func sameRows(t *testing.T, name string, s, memory graph.Source, lo, hi int, scratch *graph.Block) {
	t.Helper()
	got, err := s.Rows(lo, hi, scratch)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	want, _ := memory.Rows(lo, hi, nil)
	if got.M != want.M || got.N != want.N || got.Labels() != want.Labels() || !slices.Equal(got.Table, want.Table) ||
		!slices.Equal(got.Y, want.Y) || !slices.Equal(got.C, want.C) {
		t.Errorf("%s: rows %d to %d differ", name, lo, hi)
	}
}

func TestAnArchiveIsStreamed(t *testing.T) {
	s := opened(t, arrayFile("table.npz"), "", StreamOptions{})
	memory := graph.NewBlock(arraysX, arraysY, 2).Source()
	var scratch graph.Block
	sameRows(t, "table.npz", s, memory, 0, 4, &scratch)
	sameRows(t, "table.npz", s, memory, 1, 3, &scratch)
	if schema := s.Schema(); !slices.Equal(schema.Features, []string{"x1", "x2"}) || schema.Classes != [2]string{"0", "1"} || s.Name() != "testdata/table.npz: X" {
		t.Errorf("schema %+v of %s", schema, s.Name())
	}
}

func TestLabelsOfAStream(t *testing.T) {
	for _, c := range []struct {
		y, positive string
		want        []float64
		classes     [2]string
	}{
		{"y_two.npy", "", arraysY, [2]string{"-1", "7"}},
		{"y_two.npy", "-1", []float64{1, 0, 0, 1}, [2]string{"7", "-1"}},
		{"y_bool.npy", "0", []float64{1, 0, 0, 1}, [2]string{"1", "0"}},
		{"row.npy", "4", []float64{0, 0, 1, 0}, [2]string{"not 4", "4"}},
		{"y_onehot.npy", "", []float64{1, 0, 0, 1, 0, 1, 1, 0}, [2]string{}},
	} {
		s := opened(t, arrayFile("f8.npy"), arrayFile(c.y), StreamOptions{Positive: c.positive})
		b, err := s.Rows(0, 4, &graph.Block{})
		if err != nil || !slices.Equal(b.Y, c.want) || s.Schema().Classes != c.classes || b.Labels() != len(c.want)/4 {
			t.Errorf("%s: %+v, %v; classes %v", c.y, b, err, s.Schema().Classes)
		}
	}
}

func TestOpenNumPyErrors(t *testing.T) {
	for _, c := range []struct {
		x, y    string
		kind    error
		message string
	}{
		{"compressed.npz", "", ErrArray, "compressed.npz: X: is compressed, so that rows cannot be read from the middle; save it with np.savez, or read all of it into memory"},
		{"fortran.npy", "y.npy", ErrArray, "fortran.npy: is in Fortran order, so that rows are not in one piece; save np.ascontiguousarray(X), or read all of it into memory"},
		{"f8.npy", "y_nan.npy", ErrCell, "y_nan.npy: row 3 (index [2]): NaN is not a finite number; fill in a number or delete the row"},
		{"f8.npy", "row.npy", ErrManyClasses, `row.npy: the array has 4 classes: "-1", "0.5", "1", "4"; tell one class from the rest with --positive LABEL`},
		{"f8.npy", "none.npy", os.ErrNotExist, "none.npy: no such file"},
	} {
		_, err := OpenNumPy(arrayFile(c.x), arrayFile(c.y), StreamOptions{})
		checkRefusal(t, c.x, err, c.kind, "testdata/"+c.message)
	}
}

func TestRowsBeyondTheTablePanic(t *testing.T) {
	s := opened(t, arrayFile("f8.npy"), arrayFile("y.npy"), StreamOptions{})
	for _, c := range [][2]int{{-1, 1}, {3, 2}, {0, 5}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("there are rows %v", c)
				}
			}()
			_, _ = s.Rows(c[0], c[1], &graph.Block{})
		}()
	}
}

// reading is a file that gives what it holds, and then an error.
type reading struct {
	text []byte
	err  error
}

func (r reading) ReadAt(p []byte, at int64) (int, error) {
	return copy(p, r.text[min(at, int64(len(r.text))):]), r.err
}

func TestReadsThatFail(t *testing.T) {
	s := section{name: "x.npy", width: 2, start: 8, file: reading{make([]byte, 30), io.EOF}}
	s.kind.Kind, s.kind.Size = 'f', 4
	var space []float64
	if _, err := s.rows(0, 2, &space); err != nil {
		t.Errorf("rows that are there: %v", err)
	}
	_, err := s.rows(1, 3, &space)
	checkRefusal(t, "short", err, ErrShrunk, "x.npy: ends at byte 30, where 2 more were expected: the file has become shorter; leave it alone while it is in use")
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v is not an unexpected end", err)
	}
	broken := errors.New("broken")
	s.file = reading{nil, broken}
	_, err = s.rows(1, 3, &space)
	checkRefusal(t, "broken", err, broken, "x.npy: reading 16 bytes at byte 16 failed: broken")
}

func TestFilesThatChangeAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		change func(path string) error
		kind   error
	}{
		"shorter": {func(path string) error { return os.Truncate(path, 200) }, ErrShrunk},
		"longer":  {func(path string) error { return os.Truncate(path, 1<<20) }, ErrChanged},
		"touched": {func(path string) error { return os.Chtimes(path, time.Time{}, time.Unix(1, 0)) }, ErrChanged},
	} {
		for _, file := range []string{"x.npy", "y8.npy"} {
			for _, copies := range []bool{false, true} {
				folder, _, _ := drawnFiles(t, 40, 3)
				s := opened(t, folder+"x.npy", folder+"y8.npy", StreamOptions{Copy: copies})
				if err := c.change(folder + file); err != nil {
					t.Fatal(err)
				}
				err := s.Guard(func() error {
					_, err := s.Rows(30, 40, &graph.Block{})
					return err
				})
				if !errors.Is(err, c.kind) {
					t.Errorf("%s %s, copied %v: %v", file, name, copies, err)
				}
			}
		}
	}
}

func TestAClosedStreamGivesAnError(t *testing.T) {
	for _, copies := range []bool{false, true} {
		s := opened(t, arrayFile("f8.npy"), arrayFile("y.npy"), StreamOptions{Copy: copies})
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if _, err := s.Rows(0, 4, &graph.Block{}); !errors.Is(err, os.ErrClosed) {
			t.Errorf("error is %v", err)
		}
	}
}

func TestCheck(t *testing.T) {
	block := func(change func(b graph.Block)) graph.Source {
		x, y := drawn(passNumbers, 2)
		b := graph.NewBlock(x, y, 2)
		change(b)
		return b.Source()
	}
	ctx := context.Background()
	for name, c := range map[string]struct {
		source  graph.Source
		kind    error
		message string
	}{
		"a number":  {block(func(b graph.Block) { b.Table[200001] = math.Inf(1) }), ErrCell, "t: row 100001, column 2 (index [100000, 1]): +infinity is not a finite number; fill in a number or delete the row"},
		"a label":   {block(func(b graph.Block) { b.Y[100000] = 2 }), ErrLabel, "t: row 100001 (index [100000]): the label is 2; it must be from 0 to 1"},
		"NaN":       {block(func(b graph.Block) { b.Y[0] = math.NaN() }), ErrLabel, "t: row 1 (index [0]): the label is NaN; it must be from 0 to 1"},
		"a weight":  {block(func(b graph.Block) { b.C[3] = math.NaN() }), ErrCell, "t: row 4 (index [3]): the weight NaN is not a finite number; fill in a number or delete the row"},
		"of labels": {graph.NewClassBlock([]float64{1, 2}, []float64{0, 1, 1, -1}, 1, 2).Source(), ErrLabel, "t: row 2 (index [1]): label 2 is -1; it must be from 0 to 1"},
	} {
		checkRefusal(t, name, Check(ctx, c.source, "t"), c.kind, c.message)
	}
	if err := Check(ctx, block(func(b graph.Block) { b.Y[5] = 0.5 }), "t"); err != nil {
		t.Error(err)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if err := Check(ended, block(func(graph.Block) {}), "t"); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
	folder, _, _ := drawnFiles(t, 40, 3)
	s := opened(t, folder+"x.npy", folder+"y.npy", StreamOptions{})
	if err := os.Truncate(folder+"x.npy", 300); err != nil {
		t.Fatal(err)
	}
	if err := Check(ctx, s, "t"); !errors.Is(err, ErrShrunk) {
		t.Errorf("a file that became shorter: %v", err)
	}
}

func TestFirstNotFinite(t *testing.T) {
	for _, length := range []int{0, 1, 4, 7, chunk, chunk + 3} {
		x := slices.Repeat([]float64{math.MaxFloat64}, length)
		if i := firstNotFinite(x); i != -1 {
			t.Errorf("of %d finite numbers, %d is not", length, i)
		}
		for _, place := range []int{0, 1, 2, 3, 6, chunk - 1, chunk, chunk + 2} {
			for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
				if place < length {
					x[place] = bad
					if i := firstNotFinite(x); i != place {
						t.Errorf("%v at %d of %d is found at %d", bad, place, length, i)
					}
					x[place] = 0
				}
			}
		}
	}
}

//go:build linux

package data

import (
	"context"
	"errors"
	"os"
	"runtime/debug"
	"testing"

	"gonum.org/v1/gonum/floats"
	"surefoot/graph"
)

// cut is a mapped stream whose file has become shorter, and all of its rows, asked
// for before.
func cut(t *testing.T, size int64) (*Stream, graph.Block) {
	t.Helper()
	folder, _, _ := drawnFiles(t, 4000, 7)
	s := opened(t, folder+"x.npy", folder+"y.npy", StreamOptions{})
	if !s.Mapped() {
		t.Fatal("the file is not mapped")
	}
	b, err := s.Rows(0, 4000, &graph.Block{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(folder+"x.npy", size); err != nil {
		t.Fatal(err)
	}
	return s, b
}

func TestReadingACutFileIsAnError(t *testing.T) {
	sum := 0.0
	for name, read := range map[string]func(x []float64){
		"compiled":                 func(x []float64) { sum += x[len(x)-1] },
		"assembly":                 func(x []float64) { sum += floats.Sum(x) },
		"assembly of two operands": func(x []float64) { sum += floats.Dot(x, x) },
		"the copy of the runtime":  func(x []float64) { sum += append([]float64(nil), x...)[0] },
	} {
		s, b := cut(t, 8000)
		err := s.Guard(func() error {
			read(b.Table)
			return errors.New("it was read")
		})
		checkRefusal(t, name, err, ErrShrunk, s.Name()+": has 8000 of the 224128 bytes that it had when it was opened; leave it alone while it is in use")
		if was := debug.SetPanicOnFault(false); was {
			t.Errorf("%s: faults still panic after the guard", name)
		}
	}
}

// TestZerosOfACutPageAreNotTaken reads what the system puts where the last page
// of the file was.
func TestZerosOfACutPageAreNotTaken(t *testing.T) {
	s, b := cut(t, 224128-8)
	read := false
	err := s.Guard(func() error {
		read = b.Table[len(b.Table)-1] == 0
		return nil
	})
	if !read || !errors.Is(err, ErrShrunk) {
		t.Errorf("zeros were read is %v, error is %v", read, err)
	}
}

func TestAFileThatIsWholeAgainIsNotTaken(t *testing.T) {
	s, b := cut(t, 8000)
	err := s.Guard(func() error {
		defer func() {
			_ = os.Truncate(s.Name(), 224128)
		}()
		return errors.New(string(rune(int(b.Table[len(b.Table)-1]))))
	})
	if !errors.Is(err, ErrChanged) {
		t.Errorf("error is %v", err)
	}
}

func TestOtherPanicsPassTheGuard(t *testing.T) {
	folder, _, _ := drawnFiles(t, 40, 3)
	s := opened(t, folder+"x.npy", folder+"y.npy", StreamOptions{})
	var nowhere *int
	for name, f := range map[string]func() error{
		"a panic": func() error { panic("mine") },
		"nil":     func() error { *nowhere = 1; return nil },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: there was no panic", name)
				}
			}()
			err := s.Guard(f)
			t.Errorf("%s: error %v", name, err)
		}()
	}
	mine := errors.New("mine")
	if err := s.Guard(func() error { return mine }); !errors.Is(err, mine) {
		t.Errorf("the function's error is %v", err)
	}
}

// TestScalingACutFileIsAnError needs no guard: the rows are read within Rows.
func TestScalingACutFileIsAnError(t *testing.T) {
	s, _ := cut(t, 8000)
	scaling := Scaling{Mean: make([]float64, 7), Deviation: make([]float64, 7)}
	if _, err := scaling.Source(s).Rows(0, 4000, &graph.Block{}); !errors.Is(err, ErrShrunk) {
		t.Errorf("scaled rows: %v", err)
	}
	if _, _, err := StandardizeSource(context.Background(), s); !errors.Is(err, ErrShrunk) {
		t.Errorf("standardise: %v", err)
	}
}

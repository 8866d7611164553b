package data

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"surefoot/graph"
)

// awkward is a table whose columns need every way to find a deviation.
func awkward(m int) *Table {
	x, y := drawn(m, 7)
	for i := 0; i < len(x); i += 7 {
		x[i+1] *= 1e300
		x[i+2] *= 1e-300
		x[i+3] = 0
		x[i+4] = 1e200
		x[i+5] += 1e9
	}
	return &Table{X: x, Y: y, M: m, N: 7, Features: numberedFeatures(7)}
}

func TestScalingIsTheSameToTheBit(t *testing.T) {
	for _, m := range []int{1, 2, 5, passNumbers/7 + 3} {
		table := awkward(m)
		memory, names := Standardize(table)
		for name, source := range map[string]graph.Source{"memory": table.Source(), "piece by piece": pieces{table.Source()}} {
			scaling, constant, err := StandardizeSource(context.Background(), source)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(memory, scaling); diff != "" {
				t.Errorf("%d rows, %s: %s", m, name, diff)
			}
			var again []string
			for _, j := range constant {
				again = append(again, table.Features[j])
			}
			if !slices.Equal(again, names) {
				t.Errorf("%d rows, %s: constant are %v, not %v", m, name, again, names)
			}
		}
	}
}

// pieces is a source that copies into the scratch, not at its start.
type pieces struct{ graph.Source }

func (p pieces) Rows(lo, hi int, scratch *graph.Block) (graph.Block, error) {
	b, err := p.Source.Rows(lo, hi, scratch)
	scratch.Table = append(make([]float64, 5), b.Table...)
	b.Table = scratch.Table[5:]
	return b, err
}

// counting is a source that counts how often its first row is asked for.
type counting struct {
	graph.Source
	passes *int
}

func (c counting) Rows(lo, hi int, scratch *graph.Block) (graph.Block, error) {
	if lo == 0 {
		*c.passes++
	}
	return c.Source.Rows(lo, hi, scratch)
}

func TestScalingTakesTwoPasses(t *testing.T) {
	x, y := drawn(100, 3)
	usual := &Table{X: x, Y: y, M: 100, N: 3}
	for want, table := range map[int]*Table{2: usual, 3: awkward(100)} {
		passes := 0
		if _, _, err := StandardizeSource(context.Background(), counting{table.Source(), &passes}); err != nil || passes != want {
			t.Errorf("%d passes and %v, want %d", passes, err, want)
		}
	}
}

func TestAScaledSource(t *testing.T) {
	const m, n = 300, 7
	folder, x, y := drawnFiles(t, m, n)
	table := &Table{X: x, Y: y, M: m, N: n, Features: numberedFeatures(n)}
	scaling, _ := Standardize(table)
	want := scaling.Scaled(table).Source()
	for name, source := range map[string]graph.Source{
		"memory": table.Source(),
		"mapped": opened(t, folder+"x.npy", folder+"y.npy", StreamOptions{}),
		"copied": opened(t, folder+"x.npy", folder+"y.npy", StreamOptions{Copy: true}),
		"pieces": pieces{table.Source()},
	} {
		s := scaling.Source(source)
		var scratch graph.Block
		for _, c := range [][2]int{{0, m}, {3, 3}, {7, 100}, {299, 300}} {
			sameRows(t, name, s, want, c[0], c[1], &scratch)
		}
		if gotM, gotN, labels := s.Size(); gotM != m || gotN != n || labels != 1 {
			t.Errorf("%s: %d×%d with %d labels", name, gotM, gotN, labels)
		}
	}
	if original, _ := drawn(m, n); !slices.Equal(original, x) {
		t.Error("the source itself was scaled")
	}
}

func TestScalingOfAnotherWidthPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("two features were scaled as three")
		}
	}()
	Scaling{Mean: make([]float64, 3), Deviation: make([]float64, 3)}.Source(graph.NewBlock([]float64{1, 2}, []float64{0}, 2).Source())
}

func TestErrorsOfASourceAreReturned(t *testing.T) {
	broken := errors.New("broken")
	source := failingSource{graph.NewBlock([]float64{1, 2}, []float64{0, 1}, 1).Source(), broken}
	if _, _, err := StandardizeSource(context.Background(), source); !errors.Is(err, broken) {
		t.Errorf("standardise: %v", err)
	}
	if err := Check(context.Background(), source, "t"); !errors.Is(err, broken) {
		t.Errorf("check: %v", err)
	}
	scaled := Scaling{Mean: []float64{0}, Deviation: []float64{1}}.Source(source)
	if _, err := scaled.Rows(0, 2, &graph.Block{}); !errors.Is(err, broken) {
		t.Errorf("scaled rows: %v", err)
	}
}

type failingSource struct {
	graph.Source
	err error
}

func (f failingSource) Rows(int, int, *graph.Block) (graph.Block, error) { return graph.Block{}, f.err }

func ExampleStandardizeSource() {
	stream, err := OpenNumPy("testdata/f8.npy", "testdata/y.npy", StreamOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = stream.Close() }()
	ctx := context.Background()
	if err := Check(ctx, stream, stream.Name()); err != nil {
		fmt.Println(err)
		return
	}
	scaling, _, err := StandardizeSource(ctx, stream)
	if err != nil {
		fmt.Println(err)
		return
	}
	var scratch graph.Block
	rows, err := scaling.Source(stream).Rows(2, 4, &scratch)
	fmt.Println(math.Round(rows.Table[0]*1000)/1000, rows.Y, rows.C, err)
	// Output:
	// 1.583 [1 0] [1 1] <nil>
}

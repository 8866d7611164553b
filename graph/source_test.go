package graph_test

import (
	"errors"
	"slices"
	"testing"

	"surefoot/graph"
)

func TestABlockIsTheSourceOfItsRows(t *testing.T) {
	block := graph.NewClassBlock([]float64{1, 2, 3}, []float64{0, 1, 1, 0, 0, 1}, 1, 2)
	block.C = []float64{7, 8, 9}
	source := block.Source()
	if m, n, labels := source.Size(); m != 3 || n != 1 || labels != 2 {
		t.Errorf("the source has %d examples of %d features and %d labels", m, n, labels)
	}
	rows, err := source.Rows(1, 3, nil)
	if err != nil || rows.M != 2 || rows.N != 1 || rows.K != 2 || !slices.Equal(rows.Table, []float64{2, 3}) ||
		!slices.Equal(rows.Y, []float64{1, 0, 0, 1}) || !slices.Equal(rows.C, []float64{8, 9}) {
		t.Errorf("rows 1 and 2 are %+v, %v", rows, err)
	}
	if &rows.Table[0] != &block.Table[1] {
		t.Error("the rows are a copy")
	}
}

func TestOneLabelAnExampleIsSaidSo(t *testing.T) {
	if _, _, labels := graph.NewBlock([]float64{1}, []float64{0}, 1).Source().Size(); labels != 1 {
		t.Errorf("an example has %d labels", labels)
	}
}

var errOfGuard = errors.New("the guard's own")

// guarded is a source with a guard.
type guarded struct{ graph.Source }

func (guarded) Guard(f func() error) error { return errors.Join(f(), errOfGuard) }

func TestGuardIsTheSourcesIfItHasOne(t *testing.T) {
	inner := errors.New("the function's")
	memory := graph.NewBlock([]float64{1}, []float64{0}, 1).Source()
	f := func() error { return inner }
	if err := graph.Guard(memory, f); !errors.Is(err, inner) {
		t.Errorf("without a guard: %v", err)
	}
	if err := graph.Guard(guarded{memory}, f); !errors.Is(err, inner) || !errors.Is(err, errOfGuard) {
		t.Errorf("with one: %v", err)
	}
}

package train

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"surefoot/graph"
	"surefoot/verify"
)

// However many cores work, the iterates have the same bits: on tables of many blocks.
func TestWorkersTrainToTheSameBits(t *testing.T) {
	for _, name := range []string{"logistic", "mlp:6tanh,5relu", "mlp:4,3softmax"} {
		model := network(t, name, 20)
		block := verify.RandomExamples(model, 20_000, 3)
		var first *Result
		for _, workers := range []int{1, 2, 8} {
			s := unchecked("program", 0.1, 10)
			s.Workers = workers
			r, err := Fit(context.Background(), model, block, s)
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = r
			}
			requireSame(t, fmt.Sprintf("%s with %d workers", name, workers), r.Parameters, first.Parameters)
		}
	}
}

// A source is trained on as its examples in memory are.
func TestFitSourceIsFit(t *testing.T) {
	model, block := graph.Logistic(3), weighted(1500, 3, 4)
	s := settings("program", 0.1, 5)
	want := mustFit(t, block, s)
	r, err := FitSource(context.Background(), model, copying{block.Source()}, s)
	if err != nil {
		t.Fatal(err)
	}
	requireSame(t, "from a source that copies", r.Parameters, want.Parameters)
	if r.Verify.StepsChecked != 5 || r.Status != "done" {
		t.Errorf("%+v", r.Verify)
	}
}

// copying is a source whose rows are in the caller's memory.
type copying struct{ graph.Source }

func (c copying) Rows(lo, hi int, scratch *graph.Block) (graph.Block, error) {
	b, err := c.Source.Rows(lo, hi, nil)
	scratch.Table = append(scratch.Table[:0], b.Table...)
	scratch.Y, scratch.C = append(scratch.Y[:0], b.Y...), append(scratch.C[:0], b.C...)
	b.Table, b.Y, b.C = scratch.Table, scratch.Y, scratch.C
	return b, err
}

// breaking is a source that fails from some pass on.
type breaking struct {
	graph.Source
	calls, from int
}

var errGone = errors.New("the file is gone")

func (b *breaking) Rows(lo, hi int, scratch *graph.Block) (graph.Block, error) {
	if b.calls++; b.calls > b.from {
		return graph.Block{}, errGone
	}
	return b.Source.Rows(lo, hi, scratch)
}

// Wherever a source fails, before the start, in the start check, in an evaluation or in
// the gate, the run ends with its error, and the parameters are as after the last step.
func TestASourceThatFailsEndsTheRun(t *testing.T) {
	block := weighted(1500, 3, 4)
	for from := range 40 {
		s := settings("program", 0.1, 100)
		s.Workers = 1
		r, err := FitSource(context.Background(), graph.Logistic(3), &breaking{block.Source(), 0, from}, s)
		if !errors.Is(err, errGone) {
			t.Fatalf("after %d calls: %v", from, err)
		}
		if r.Status != "failed" {
			t.Errorf("after %d calls: %s", from, r.Status)
		}
		if r.Updates > 0 {
			requireSame(t, "parameters", r.Parameters, mustFit(t, block, unchecked("program", 0.1, r.Updates)).Parameters)
		}
	}
}

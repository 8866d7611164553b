package graph_test

import (
	"encoding/json"
	"slices"
	"testing"

	"surefoot/graph"
)

func TestNewBlock(t *testing.T) {
	block := graph.NewBlock([]float64{1, 2, 3, 4, 5, 6}, []float64{0, 1, 1}, 2)
	if block.M != 3 || block.N != 2 {
		t.Errorf("3 examples of 2 features are %d of %d", block.M, block.N)
	}
	if !slices.Equal(block.C, []float64{1, 1, 1}) {
		t.Errorf("weights %v", block.C)
	}
}

func TestNewBlockPanicsWhenTheNumbersDoNotFit(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("5 numbers made 3 examples of 2 features")
		}
	}()
	graph.NewBlock(make([]float64, 5), make([]float64, 3), 2)
}

func TestRowsAreTheSameMemory(t *testing.T) {
	block := graph.NewBlock([]float64{1, 2, 3, 4, 5, 6}, []float64{0, 1, 0}, 2)
	block.C = []float64{7, 8, 9}
	rows := block.Rows(1, 3)
	if rows.M != 2 || rows.N != 2 || !slices.Equal(rows.Table, []float64{3, 4, 5, 6}) ||
		!slices.Equal(rows.Y, []float64{1, 0}) || !slices.Equal(rows.C, []float64{8, 9}) {
		t.Errorf("rows 1 and 2 are %+v", rows)
	}
	if rows.Table[0] = 10; block.Table[2] != 10 {
		t.Error("the rows are a copy")
	}
	if none := block.Rows(3, 3); none.M != 0 || len(none.Table) != 0 {
		t.Errorf("no rows are %+v", none)
	}
}

func TestParameters(t *testing.T) {
	theta := graph.Parameters{graph.Zero("W", 2, 3), graph.Zero("b")}
	if len(theta.Get("W")) != 6 || len(theta.Get("b")) != 1 || theta.Get("w") != nil {
		t.Errorf("W, b and w have %d, %d and %d numbers", len(theta.Get("W")), len(theta.Get("b")), len(theta.Get("w")))
	}
	clone := theta.Clone()
	clone.Get("W")[0], clone[0].Shape[0] = 1, 6
	if theta.Get("W")[0] != 0 || theta[0].Shape[0] != 2 {
		t.Error("a clone shares memory")
	}
}

func TestParametersAreWrittenAndRead(t *testing.T) {
	theta := graph.Parameters{graph.Zero("w", 2), graph.Zero("b")}
	theta.Get("w")[1] = 0.1
	text, err := json.Marshal(theta)
	if err != nil {
		t.Fatal(err)
	}
	var read graph.Parameters
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	for i, p := range theta {
		if q := read[i]; q.Name != p.Name || !slices.Equal(q.Shape, p.Shape) || !slices.Equal(q.Values, p.Values) {
			t.Errorf("%+v was read as %+v", p, q)
		}
	}
}

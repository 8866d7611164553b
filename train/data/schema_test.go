package data

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var model = Schema{Features: []string{"a", "b"}, Target: "y", Classes: [2]string{"no", "yes"}}

func TestReadFeatures(t *testing.T) {
	want := &Rows{X: []float64{1, 2, 3, 4}, M: 2, N: 2}
	for name, text := range map[string]string{
		"as trained":     "a,b,y\n1,2,no\n3,4,yes\n",
		"without labels": "a,b\n1,2\n3,4\n",
		"other order":    "y,b,a\n,2,1\nnever seen,4,3\n",
	} {
		got, err := ReadFeatures(strings.NewReader(text), "new.csv", model, 0)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestReadOneFeature(t *testing.T) {
	rows, err := ReadFeatures(strings.NewReader("a\n1\n"), "new.csv", Schema{Features: []string{"a"}, Target: "y"}, 0)
	if err != nil || rows.M != 1 || rows.N != 1 {
		t.Errorf("rows %+v, error %v", rows, err)
	}
}

func TestReadLabelled(t *testing.T) {
	rest := model
	rest.Rest = true
	rest.Classes[0] = "not yes"
	for _, c := range []struct {
		name, text string
		schema     Schema
		y          []float64
	}{
		{"both classes", "y,b,a\nno,2,1\nyes,4,3\n", model, []float64{0, 1}},
		{"one class", "a,b,y\n1,2,yes\n3,4,yes\n", model, []float64{1, 1}},
		{"the rest", "a,b,y\n1,2,yes\n3,4,whatever\n", rest, []float64{1, 0}},
	} {
		got, err := ReadLabelled(strings.NewReader(c.text), "new.csv", c.schema, 0)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		want := &Table{
			Name: "new.csv", Features: c.schema.Features, Target: "y", Classes: c.schema.Classes, Rest: c.schema.Rest,
			X: []float64{1, 2, 3, 4}, Y: c.y, M: 2, N: 2,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if diff := cmp.Diff(c.schema, got.Schema()); diff != "" {
			t.Errorf("%s: schema: %s", c.name, diff)
		}
	}
}

func TestSchemaErrors(t *testing.T) {
	for _, c := range []struct {
		name, text string
		kind       error
		message    string
	}{
		{"missing", "a,y\n", ErrFeatures, `new.csv: the columns are not the features that the model was trained on: missing "b"`},
		{"unexpected", "a,b,c,d,e,f,g,h,i,j,y\n", ErrFeatures, `new.csv: the columns are not the features that the model was trained on: unexpected "c", "d", "e", "f", "g" and 3 more`},
		{"both", "A,B,y\n", ErrFeatures, `new.csv: the columns are not the features that the model was trained on: missing "a", "b"; unexpected "A", "B"`},
		{"no label column", "a,b\n1,2\n", ErrColumn, `new.csv: there is no column "y"; the columns are "a", "b"`},
		{"other label", "a,b,y\n1,2,maybe\n", ErrLabel, `new.csv:2: column "y": the label "maybe" is neither of the model's classes, "no", "yes"`},
		{"empty label", "a,b,y\n1,2,\n", ErrLabel, `new.csv:2: column "y": the label is empty; give every example a label or delete its row`},
		{"word", "a,b,y\n1,two,no\n", ErrCell, `new.csv:2: column "b": "two" is not a number, as every feature must be; correct the cell, or leave out its row or column`},
		{"ragged", "a,b,y\n1,no\n", ErrRow, `new.csv:2: the row has 2 fields, the header has 3; every row must have as many fields as the header`},
		{"header only", "a,b,y\n", ErrNoRows, `new.csv: the file has a header but no rows; it needs at least one example`},
		{"empty", "", ErrEmpty, `new.csv: the file is empty; it needs a header row and examples`},
	} {
		_, err := ReadLabelled(strings.NewReader(c.text), "new.csv", model, 0)
		if !errors.Is(err, c.kind) || err.Error() != c.message {
			t.Errorf("%s:\n got %v\nwant %s", c.name, err, c.message)
		}
		if errors.Is(c.kind, ErrColumn) || errors.Is(c.kind, ErrLabel) {
			continue
		}
		_, err = ReadFeatures(strings.NewReader(c.text), "new.csv", model, 0)
		if !errors.Is(err, c.kind) || err.Error() != c.message {
			t.Errorf("%s, features only:\n got %v\nwant %s", c.name, err, c.message)
		}
	}
}

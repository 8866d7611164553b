package data

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestOneAgainstTheRest(t *testing.T) {
	table, err := read("a,y\n1,red\n2,green\n3,blue\n4,green\n", Options{Positive: " green"})
	if err != nil {
		t.Fatal(err)
	}
	if table.Classes != [2]string{"not green", "green"} || !table.Rest {
		t.Errorf("classes %q, rest %v", table.Classes, table.Rest)
	}
	if got := fmt.Sprint(table.Y); got != "[0 1 0 1]" {
		t.Errorf("y = %s", got)
	}
}

func TestMeasurementAsLabel(t *testing.T) {
	var b strings.Builder
	b.WriteString("a,y\n")
	for i := range 5000 {
		fmt.Fprintf(&b, "1,%d\n", i)
	}
	_, err := read(b.String(), Options{})
	if !errors.Is(err, ErrManyClasses) || !strings.Contains(err.Error(), "more than 1000 different labels") {
		t.Errorf("error is %v", err)
	}
	// One against the rest works, also where it comes late.
	table, err := read(b.String(), Options{Positive: "4000"})
	if err != nil {
		t.Fatal(err)
	}
	for i, y := range table.Y {
		if (y == 1) != (i == 4000) {
			t.Fatalf("y[%d] = %v", i, y)
		}
	}
	_, err = read(b.String(), Options{Positive: "x"})
	if !errors.Is(err, ErrLabel) {
		t.Errorf("error is %v, want %v", err, ErrLabel)
	}
}

package data

import (
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// numbered makes a table whose one feature is the row's number.
func numbered(negative, positive int) *Table {
	t := &Table{Name: "t.csv", Features: []string{"row"}, Target: "y", Classes: [2]string{"no", "yes"}, N: 1}
	for t.M < negative+positive {
		y := 0.0
		// Mixed evenly, as long as both last.
		if t.M*positive/(negative+positive) != (t.M+1)*positive/(negative+positive) {
			y = 1
		}
		t.X = append(t.X, float64(t.M))
		t.Y = append(t.Y, y)
		t.M++
	}
	return t
}

func positives(t *Table) (n int) {
	for _, y := range t.Y {
		n += int(y)
	}
	return n
}

func TestSplitBreastCancer(t *testing.T) {
	table, err := Demo("breast_cancer")
	if err != nil {
		t.Fatal(err)
	}
	train, test, err := table.Split(0.2, 1)
	if err != nil {
		t.Fatal(err)
	}
	if train.M != 456 || test.M != 113 || positives(test) != 42 {
		t.Errorf("%d and %d rows, %d positive in test; want 456, 113 and 42", train.M, test.M, positives(test))
	}
}

func TestSplitProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		negative := rapid.IntRange(1, 60).Draw(t, "negative")
		positive := rapid.IntRange(1, 60).Draw(t, "positive")
		percent := rapid.IntRange(0, 99).Draw(t, "percent")
		seed := rapid.Int64().Draw(t, "seed")
		table := numbered(negative, positive)
		fraction := float64(percent) / 100
		train, test, err := table.Split(fraction, seed)
		if err != nil {
			if !errors.Is(err, ErrSplit) || min(negative, positive) > 1 && percent <= 50 {
				t.Fatalf("%d and %d at %d %%: %v", negative, positive, percent, err)
			}
			return
		}
		if want := percent * table.M / 100; test.M != want {
			t.Errorf("test has %d rows, want %d", test.M, want)
		}
		share := fraction * float64(positive)
		near(t, "positive rows in test", float64(positives(test)), share, 1)
		if percent > 0 && (positives(train) == 0 || positives(train) == train.M) {
			t.Error("a class is missing in train")
		}
		checkPartition(t, table, train, test)
		again, _, _ := table.Split(fraction, seed)
		if fmt.Sprint(again) != fmt.Sprint(train) {
			t.Error("split again, train is another")
		}
	})
}

// Rows stay whole, and are moved within the table's own memory.
func TestSplitInPlace(t *testing.T) {
	table := &Table{Name: "t.csv", Features: []string{"a", "b", "c"}, Classes: [2]string{"no", "yes"}, M: 200, N: 3}
	for i := range 200 {
		table.X = append(table.X, float64(i), float64(-i), float64(i%2))
		table.Y = append(table.Y, float64(i%2))
	}
	wantTrain, wantTest, err := table.Split(0.3, 5)
	if err != nil {
		t.Fatal(err)
	}
	if table.X[3] != 1 || table.X[597] != 199 {
		t.Error("Split has moved the table's rows")
	}
	train, test, err := table.SplitInPlace(0.3, 5)
	if err != nil || train.M != 140 || test.M != 60 {
		t.Fatalf("%d and %d rows, %v", train.M, test.M, err)
	}
	if diff := cmp.Diff([]*Table{wantTrain, wantTest}, []*Table{train, test}); diff != "" {
		t.Error(diff)
	}
	if &train.X[0] != &table.X[0] || &test.Y[0] != &table.Y[140] {
		t.Error("the parts are not windows into the table")
	}
	for _, part := range []*Table{train, test} {
		for i := range part.M {
			if row := part.Row(i); row[1] != -row[0] || row[2] != part.Y[i] || part.Y[i] != float64(int(row[0])%2) {
				t.Fatalf("row %v with label %v", row, part.Y[i])
			}
		}
	}
}

// checkPartition checks that every row is in one part, with its label, in order.
func checkPartition(t *rapid.T, whole *Table, parts ...*Table) {
	seen := 0
	for _, part := range parts {
		last := -1.0
		for i := range part.M {
			x := part.Row(i)[0]
			if x <= last || part.Y[i] != whole.Y[int(x)] {
				t.Fatalf("row %v after %v with label %v", x, last, part.Y[i])
			}
			last = x
			seen++
		}
		if len(part.X) != part.M*part.N || len(part.Y) != part.M {
			t.Fatalf("part of odd sizes: %+v", part)
		}
	}
	if seen != whole.M {
		t.Fatalf("%d rows in the parts, want %d", seen, whole.M)
	}
}

func TestSplitIsTheSameEverywhere(t *testing.T) {
	_, test, err := numbered(12, 8).Split(0.4, 7)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(test.X), goldenSplit; got != want {
		t.Errorf("test rows are %s, were %s in earlier versions", got, want)
	}
}

func TestSplitSeedsDiffer(t *testing.T) {
	seen := map[uint64]bool{}
	for seed := range int64(50) {
		_, test, err := numbered(50, 50).Split(0.3, seed)
		if err != nil {
			t.Fatal(err)
		}
		h := fnv.New64()
		_, _ = fmt.Fprint(h, test.X)
		seen[h.Sum64()] = true
	}
	if len(seen) != 50 {
		t.Errorf("50 seeds gave %d splits", len(seen))
	}
}

func TestSplitErrors(t *testing.T) {
	for _, c := range []struct {
		negative, positive int
		fraction           float64
		message            string
	}{
		{5, 5, -0.1, "t.csv: the test fraction is -0.1; it must be at least 0 and less than 1"},
		{5, 5, 1, "t.csv: the test fraction is 1; it must be at least 0 and less than 1"},
		{5, 5, math.NaN(), "t.csv: the test fraction is NaN; it must be at least 0 and less than 1"},
		{1, 1, 0.5, `t.csv: with a test fraction of 0.5 no row of class "no", which has 1, is left to train on; choose a smaller fraction`},
		{0, 5, 0.2, `t.csv: there are no rows of class "no"; both classes are needed to train on`},
	} {
		_, _, err := numbered(c.negative, c.positive).Split(c.fraction, 1)
		if !errors.Is(err, ErrSplit) || err.Error() != c.message {
			t.Errorf("\n got %v\nwant %s", err, c.message)
		}
	}
}

func TestQuotas(t *testing.T) {
	for _, c := range []struct {
		fraction           float64
		negative, positive int
		want               [2]int
	}{
		{0.2, 357, 212, [2]int{71, 42}},
		{0.29, 100, 100, [2]int{29, 29}},
		{0.5, 3, 5, [2]int{1, 3}},   // a tie goes to the larger class
		{0.65, 1, 10, [2]int{0, 7}}, // the one negative row stays in train
		{0.25, 2, 3, [2]int{0, 1}},
		{0, 3, 3, [2]int{0, 0}},
	} {
		if got := quotas(c.fraction, c.negative, c.positive); got != c.want {
			t.Errorf("quotas(%v, %d, %d) = %v, want %v", c.fraction, c.negative, c.positive, got, c.want)
		}
	}
}

func TestBelow(t *testing.T) {
	random := rand.NewPCG(1, 1)
	var count [5]int
	for range 50000 {
		count[below(5, random)]++
	}
	for i, n := range count {
		near(t, fmt.Sprintf("count of %d", i), float64(n), 10000, 500)
	}
}

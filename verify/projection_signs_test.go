package verify

import (
	"math"
	"math/rand/v2"
	"testing"
)

// No column of a table, nor a bias, is hidden by the signs of its rows, as some of many are by
// chance: reveal turns them until the share is 0.75, or as far as its trials take it, which is
// less far with few rows and with many columns.
func TestSignsRevealAllColumns(t *testing.T) {
	for _, c := range []struct {
		m, n  int
		least float64
	}{{1000, 20, 0.75}, {20, 3, 0.25}, {1300, 50, 0.25}, {600, 100, 0.03}} {
		hidden := 0
		for k := range int64(10) {
			r := rand.New(rand.NewPCG(uint64(k), 3))
			table := RandomBlock(c.m, c.n, k).Table
			s := drawSigns[float64](r, c.m)
			if shareOf(s, table) < c.least/2 {
				hidden++
			}
			s.reveal(r, table)
			if share := shareOf(s, table); share < c.least {
				t.Errorf("%d × %d, seed %d: |Σ s x| is %.3f of its average size", c.m, c.n, k, share)
			}
			sum := 0.0
			for i, sign := range s.of {
				if math.Abs(sign) < 0.75 || math.Abs(sign) > 1 {
					t.Errorf("the sign %v", sign)
				}
				sum += s.of[len(s.of)-1-i]
				if from := s.from[len(s.of)-1-i]; from != sum {
					t.Fatalf("%v from row %d on, not %v", from, len(s.of)-1-i, sum)
				}
			}
		}
		if hidden == 0 {
			t.Errorf("%d × %d: nothing was hidden before", c.m, c.n)
		}
	}
}

// shareOf is the smallest |Σ s x|, of the columns and of 1, beside √Σx².
func shareOf(s signs[float64], table []float64) float64 {
	n := len(table) / len(s.of)
	least := math.Inf(1)
	for j := range n + 1 {
		sum, squares := 0.0, 0.0
		for i, sign := range s.of {
			x := 1.0
			if j < n {
				x = table[i*n+j]
			}
			sum, squares = sum+sign*x, squares+x*x
		}
		least = min(least, math.Abs(sum)/math.Sqrt(squares))
	}
	return least
}

// Columns of 0, and of numbers whose squares are too large, do not keep others hidden.
func TestSignsBesideColumnsThatSayNothing(t *testing.T) {
	table, column := make([]float64, 3*40), make([]float64, 40)
	for i := range column {
		column[i] = float64(i%5) - 2
		table[3*i+1], table[3*i+2] = 1e300, column[i]
	}
	hidden := 0
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 2))
		s := drawSigns[float64](r, 40)
		if shareOf(s, column) < 0.25 {
			hidden++
		}
		s.reveal(r, table)
		if share := shareOf(s, column); !(share >= 0.75) {
			t.Errorf("seed %d: |Σ s x| is %.3f of its average size", seed, share)
		}
	}
	if hidden == 0 {
		t.Error("nothing was hidden before")
	}
}

package data

import (
	"math"
	"math/bits"
	"math/rand/v2"
)

// Split deals the rows of t into train and test, stratified: each class gives
// its share. Of m rows ⌊fraction·m⌋ go to test; each class gives the whole
// part of fraction × its count, and the row that may be left over comes from
// the class with the larger remainder. Rows keep their order. Which rows go is
// drawn by the seed, and is the same on every machine and Go version.
//
// ErrSplit is returned when fraction is outside [0, 1), or when a class would
// keep no row in train. With fraction 0 test has no rows, and train is a copy
// of t, whatever its classes.
func (t *Table) Split(fraction float64, seed int64) (train, test *Table, err error) {
	return t.copy().SplitInPlace(fraction, seed)
}

// SplitInPlace is [Table.Split] without a copy: it moves the rows of t, those of train
// to the front, and both parts are windows into the memory of t. Unless it returns an
// error, t is of use only for what describes it.
func (t *Table) SplitInPlace(fraction float64, seed int64) (train, test *Table, err error) {
	if !(fraction >= 0 && fraction < 1) {
		return nil, nil, faultAt(t.Name, 0, ErrSplit, "the test fraction is %v; it must be at least 0 and less than 1", fraction)
	}
	if fraction == 0 {
		return t.window(0, t.M), t.window(t.M, t.M), nil
	}
	places, kept, err := t.deal(fraction, seed)
	if err != nil {
		return nil, nil, err
	}
	t.permute(places)
	return t.window(0, kept), t.window(kept, t.M), nil
}

// deal draws the split: the place that each row goes to, and how many rows are kept
// to train on, which go first.
func (t *Table) deal(fraction float64, seed int64) (places []int, kept int, err error) {
	positive := 0
	for _, y := range t.Y {
		positive += class(y)
	}
	// One array for all, as there may be many rows: first the rows of each class.
	places = make([]int, t.M)
	negative := t.M - positive
	classes := [2][]int{places[:0:negative], places[negative:negative]}
	for i, y := range t.Y {
		c := class(y)
		classes[c] = append(classes[c], i)
	}
	quota := quotas(fraction, negative, positive)
	for c, rows := range classes {
		if quota[c] >= len(rows) {
			return nil, 0, t.exhausted(fraction, c, len(rows))
		}
	}
	inTest := make([]bool, t.M)
	random := rand.NewPCG(uint64(seed), 0)
	for c, rows := range classes {
		shuffle(rows, random)
		for _, i := range rows[:quota[c]] {
			inTest[i] = true
		}
	}
	kept = t.M - quota[0] - quota[1]
	train, test := 0, kept
	for i := range places {
		next := &train
		if inTest[i] {
			next = &test
		}
		places[i] = *next
		*next++
	}
	return places, kept, nil
}

// permute moves each row i to places[i], which becomes i.
func (t *Table) permute(places []int) {
	carried := make([]float64, t.N)
	for i := range places {
		// Around the cycle: row i waits in its own place for the one that comes there.
		for places[i] != i {
			j := places[i]
			here, there := t.Row(i), t.Row(j)
			copy(carried, there)
			copy(there, here)
			copy(here, carried)
			t.Y[i], t.Y[j] = t.Y[j], t.Y[i]
			places[i], places[j] = places[j], j
		}
	}
}

// exhausted is the error of a split that leaves train none of a class's rows.
func (t *Table) exhausted(fraction float64, class, rows int) error {
	name := quote(t.Classes[class])
	if rows == 0 {
		return faultAt(t.Name, 0, ErrSplit, "there are no rows of class %s; both classes are needed to train on", name)
	}
	return faultAt(t.Name, 0, ErrSplit, "with a test fraction of %v no row of class %s, which has %d, is left to train on; choose a smaller fraction", fraction, name, rows)
}

func class(y float64) int {
	if y == 1 {
		return 1
	}
	return 0
}

// quotas returns how many rows each class, of the given counts, gives to test.
func quotas(fraction float64, negative, positive int) (quota [2]int) {
	counts := [2]int{negative, positive}
	var remainder [2]float64
	for c, count := range counts {
		share := wholeIfClose(fraction * float64(count))
		quota[c] = int(share)
		remainder[c] = share - math.Floor(share)
	}
	total := int(wholeIfClose(fraction * float64(negative+positive)))
	if quota[0]+quota[1] >= total {
		return quota
	}
	first := 0
	if remainder[1] > remainder[0] || remainder[1] == remainder[0] && positive > negative {
		first = 1
	}
	// A class of one row must not lose it while the other can spare one.
	if quota[first]+1 >= counts[first] && quota[1-first]+1 < counts[1-first] {
		first = 1 - first
	}
	quota[first]++
	return quota
}

// wholeIfClose undoes the rounding of a product like 0.29 × 100, which would
// come out a hair below 29.
func wholeIfClose(share float64) float64 {
	if whole := math.Round(share); math.Abs(share-whole) <= 1e-12*whole {
		return whole
	}
	return share
}

// shuffle puts rows into random order (Fisher and Yates).
func shuffle(rows []int, random *rand.PCG) {
	for last := len(rows) - 1; last > 0; last-- {
		i := below(uint64(last+1), random)
		rows[last], rows[i] = rows[i], rows[last]
	}
}

// below draws from 0 … n−1, each equally likely (Lemire's method). The
// library's own ways to do so may change between Go versions; PCG may not.
func below(n uint64, random *rand.PCG) uint64 {
	threshold := -n % n
	for {
		high, low := bits.Mul64(random.Uint64(), n)
		if low >= threshold {
			return high
		}
	}
}

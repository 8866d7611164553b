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
	if !(fraction >= 0 && fraction < 1) {
		return nil, nil, faultAt(t.Name, 0, ErrSplit, "the test fraction is %v; it must be at least 0 and less than 1", fraction)
	}
	var classes [2][]int
	for i, y := range t.Y {
		c := class(y)
		classes[c] = append(classes[c], i)
	}
	quota := quotas(fraction, len(classes[0]), len(classes[1]))
	for c, rows := range classes {
		if fraction > 0 && quota[c] >= len(rows) {
			return nil, nil, t.exhausted(fraction, c, len(rows))
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
	test = t.empty(quota[0] + quota[1])
	train = t.empty(t.M - quota[0] - quota[1])
	for i := range t.M {
		if inTest[i] {
			test.add(t, i)
		} else {
			train.add(t, i)
		}
	}
	return train, test, nil
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

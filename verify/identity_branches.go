package verify

import (
	"context"
	"errors"
	"slices"

	"surefoot/ops/arith"
)

// searchBranches is search for a graph with piecewise ops: one evaluation for each
// set of shadows. Those outside of the domain are not judged. The inputs' own numbers
// may lie on a kink, where a derivative is a convention: if the two sides differ
// there, numbers nearby are judged instead. Elsewhere a shadow is 0 because it is 0
// everywhere, as x − max x is at the largest x, and is judged.
//
// While a choice has gone one way only, more points are drawn, as many as are cheap.
func (c *identity) searchBranches(ctx context.Context, found suspicion) (suspicion, error) {
	points, judged, outside := c.shadows(), 0, 0
	found.elsewhere = slices.DeleteFunc(slices.Clone(points), func(p point) bool { return p.own })
	more := min(mostMore, max(fewestMore, mostWork/c.work()))
	gone := ways{}
	for k := 0; k < len(points) || more > 0 && gone.one() > 0; k++ {
		if k == len(points) {
			more--
			points = append(points, c.mixed(c.seed-1-int64(more)))
		}
		p := points[k]
		d, wrong, err := c.try(ctx, p.numbers)
		switch {
		case errors.Is(err, errNoResidue):
			found.undecided = c.noResidue(d)
			return found, nil
		case err != nil:
			return found, err
		case d.lost() > 0 || *d.outside:
			if outside < mostOutside { // perhaps of a root or a logarithm
				points = append(points, c.mixed(c.seed+int64(outside)))
			}
			outside++
			continue
		case wrong != nil && p.own && d.ties() > 0:
			c.record.Ties += d.ties()
			points = append(points, c.nearby(c.seed))
			continue
		}
		c.note(d)
		judged++
		c.record.Branches++
		if wrong != nil {
			found.at = []point{p}
			return c.suspect(found, d, wrong)
		}
		gone.add(d.sides())
	}
	c.record.OneWay += gone.one()
	if judged < fewestJudged {
		found.undecided = "too few of the points that were tried lie in the domain"
	}
	return found, nil
}

const (
	// mostOutside is how many points are drawn instead of those outside of the domain.
	mostOutside = 16
	// fewestJudged is how many sets of branches a pass needs.
	fewestJudged = 4
	// mostMore and fewestMore are how many points are drawn beyond those for choices that
	// have gone one way: between the two as many as make mostWork.
	mostMore, fewestMore = 64, 4
)

// ways are those that each choice has gone, a bit each, by how many choices there were:
// a power whose exponent is computed makes others where that is a whole number.
type ways map[int][]byte

func (w ways) add(sides []byte) {
	n := len(sides)
	if w[n] == nil {
		w[n] = make([]byte, n)
	}
	for i, side := range sides {
		w[n][i] |= side
	}
}

// lacks says whether a choice has gone another way than before.
func (w ways) lacks(sides []byte) bool {
	before := w[len(sides)]
	for i, side := range sides {
		if before == nil || before[i]|side != before[i] {
			return true
		}
	}
	return false
}

// one is how many choices have gone one way only.
func (w ways) one() (count int) {
	for _, choices := range w {
		for _, sides := range choices {
			if sides != arith.First|arith.Second {
				count++
			}
		}
	}
	return count
}

package verify

import (
	"slices"
	"sync"
)

// atOnce evaluates several draws at the same time, and says whether all of them are
// equal without any trouble. If not, the same draws are to be tried one after the
// other, and what they find is as if nothing had been asked here.
func (c *identity) atOnce(draws int) bool {
	if draws < 2 {
		return false
	}
	before, made := c.fields, make([]draw, draws)
	for k := range made {
		made[k] = c.draw(nil)
	}
	equal := make([]bool, draws)
	var group sync.WaitGroup
	for k, d := range made {
		group.Go(func() {
			// What panics is to panic where the caller can recover: in the second try.
			defer func() { _ = recover() }()
			same, err := c.evaluate(d, c.which)
			equal[k] = same && err == nil
		})
	}
	group.Wait()
	if slices.Contains(equal, false) {
		c.fields = before
		return false
	}
	for _, d := range made {
		c.note(d)
	}
	return true
}

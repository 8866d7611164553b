package verify

import (
	"context"
	"fmt"
	"math"
	"strings"
)

// decide asks high-precision arithmetic about a claim that the fields find wrong,
// or cannot judge: FAIL needs a real witness, a point where the derivative and the
// claimed gradient differ and the rounding of constants does not explain it.
func (c *claimed) decide(ctx context.Context, i int, seed int64, first []point, piecewise bool, doubt string) (Finding, error) {
	f := c.finding(i)
	toward := c.towards(i, seed)
	agreed, points := math.MaxInt, 0
	rounding := ""
	for _, at := range c.realPoints(seed, first, piecewise) {
		s, err := c.settle(ctx, i, at, toward, nil)
		if err != nil {
			return f, err
		}
		switch {
		case s.difference == nil:
			if bad, _ := s.noNumber(); bad {
				f.Point = at.at
				return c.notANumber(ctx, f, i, at)
			}
		case s.verdict == Pass:
			points++
			agreed = min(agreed, s.bits)
		case s.verdict == Fail:
			explained, err := c.explained(s, i, at, toward)
			if err != nil {
				return f, err
			}
			if difference, _ := s.difference.Float64(); math.Abs(difference) > explained {
				f.Point = at.at
				return c.locate(ctx, f, i, at, s)
			}
			rounding = fmt.Sprintf("the two sides differ by 2^−%d, which the rounding of the graph's constants explains", s.bits)
		}
	}
	switch {
	case rounding != "":
		f.Verdict, f.Diagnosis = Inconclusive, rounding
	case points == 0:
		f.Verdict, f.Diagnosis = Inconclusive, strings.Join(nonEmpty(doubt, "and no point that was tried has a finite derivative"), ", ")
	default:
		f.Bits = agreed
		f.Diagnosis = fmt.Sprintf("to 2^−%d in high precision at %d points: %s", agreed, points, doubt)
	}
	return f, nil
}

// finding is an identity finding of a claim, passed as long as nobody objects.
func (c *claimed) finding(i int) Finding {
	return Finding{Check: "identity", Quantity: c.claims[i].quantity()}
}

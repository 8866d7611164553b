package verify

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
)

// A doubt is why high precision is asked about a claim.
type doubt struct {
	reason string
	// accused are points at which a field finds the claim wrong: an acquittal needs
	// that they have a value. Elsewhere are other points to look at first.
	accused, elsewhere []point
	// entry is one that a field finds wrong, −1 if it did not say.
	entry int
	// certain is set where the fields' difference is one over the reals too: of
	// fractions without roots and atoms. High precision then finds the witness, and
	// cannot acquit.
	certain   bool
	piecewise bool
}

// judgement is what high precision has found so far.
type judgement struct {
	agreed, points int
	rounding       string
	// lost is set where an accused point has no value, or the gradient none where the
	// derivative has one.
	lost bool
	gone ways // the ways that choices went where the two agree
}

// mayPass says whether more points that agree would make a pass.
func (j judgement) mayPass() bool { return !j.lost && j.rounding == "" }

// decide asks high-precision arithmetic about a claim that the fields find wrong,
// or cannot judge: FAIL needs a real witness, a point where the derivative and the
// claimed gradient differ and the rounding of constants does not explain it.
func (c *claimed) decide(ctx context.Context, i int, seed int64, d doubt) (Finding, error) {
	j := judgement{agreed: math.MaxInt, gone: ways{}}
	directions := [][]float64{c.towards(i, seed)}
	if d.entry >= 0 { // alone, so that no larger entry hides it
		directions = append(directions, basis(len(directions[0]), d.entry))
	}
	points := slices.Concat(d.accused, d.elsewhere, c.realPoints(seed, d.piecewise))
	more := min(mostMore, max(fewestMore, mostWork/leastBits/c.work()))
	for k := 0; k < len(points) || more > 0 && j.mayPass() && j.gone.one() > 0; k++ {
		if k == len(points) {
			more--
			points = append(points, c.mixed(seed-1-int64(more)))
			s, err := c.precisely(leastBits, i, points[k], directions[0], nil)
			if err != nil {
				return c.finding(i), err
			}
			if !j.gone.lacks(s.sides) {
				continue // one evaluation has told that nothing is new there
			}
		}
		at := points[k]
		for _, toward := range directions {
			f, done, err := c.look(ctx, i, at, toward, &j, k < len(d.accused))
			if done || err != nil {
				return f, err
			}
		}
	}
	return c.conclude(i, d, j), nil
}

// look settles one point along one direction, and is done where that is a witness.
func (c *claimed) look(ctx context.Context, i int, at point, toward []float64, j *judgement, accused bool) (Finding, bool, error) {
	f := c.finding(i)
	f.Point = at.at
	s, err := c.settle(ctx, i, at, toward, nil)
	if err != nil {
		return f, false, err
	}
	switch {
	case s.difference == nil:
		// A gradient without a number where there is a derivative is never passed. It is
		// accused but for two doubts: the inputs' own numbers may be where nothing else has a
		// value, (−1)^(−1); and where something saturates in float64 a power takes its
		// exponent for whole, and has a value where it has no derivative.
		j.lost = j.lost || accused || s.noNumber()
		if s.noNumber() && s.depth < 53 && !at.own {
			f, err = c.notANumber(ctx, f, i, at, s)
			return f, true, err
		}
	case s.verdict == Pass:
		j.points++
		j.agreed = min(j.agreed, s.bits)
		j.gone.add(s.sides)
	case s.verdict == Inconclusive:
		j.lost = true
	default:
		explained, err := c.explained(s, i, at, toward)
		if err != nil {
			return f, false, err
		}
		if explained < 1 {
			f, err = c.locate(ctx, f, i, at, s)
			return f, true, err
		}
		j.rounding = fmt.Sprintf("the two sides differ by 2^−%d, which the rounding of the graph's constants explains", s.bits)
	}
	return f, false, nil
}

// conclude is the finding where there was no witness.
func (c *claimed) conclude(i int, d doubt, j judgement) Finding {
	f := c.finding(i)
	switch {
	case j.rounding != "":
		f.Verdict, f.Diagnosis = Inconclusive, j.rounding
	case d.certain:
		f.Verdict, f.Diagnosis = Inconclusive, "the two differ as fractions, and no point that was tried shows it"
	case j.lost:
		f.Verdict, f.Diagnosis = Inconclusive, strings.Join(nonEmpty(d.reason, "and real numbers do not decide it where that was found"), ", ")
	case j.points == 0:
		f.Verdict, f.Diagnosis = Inconclusive, strings.Join(nonEmpty(d.reason, "and no point that was tried has a finite derivative"), ", ")
	default:
		f.Bits = j.agreed
		f.Diagnosis = fmt.Sprintf("to 2^−%d in high precision: %s", j.agreed, d.reason)
		if one := j.gone.one(); one > 0 {
			f.Diagnosis += ", " + oneWay(one)
		}
	}
	return f
}

// finding is an identity finding of a claim, passed as long as nobody objects.
func (c *claimed) finding(i int) Finding {
	return Finding{Check: "identity", Quantity: c.claims[i].quantity()}
}

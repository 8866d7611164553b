package verify

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"gorgonia.org/gorgonia"
)

// The constants of the numeric check's criterion. A difference quotient's error
// estimate is an estimate: the margin is how many times as far apart the two sides
// must be before a gradient is accused, along two directions.
const (
	numericMargin = 4
	// unboundedKernels is the error that black boxes are allowed, relative to the
	// gradient and to the cost: Gorgonia's own sigmoid and softplus are up to 1e-7
	// off the function they stand for, and flat where that is not.
	unboundedKernels = 0x1p-18
	// coarsestQuotient is the relative error of a quotient that decides anything.
	coarsestQuotient = 0x1p-16
	// numericDirections are how often another direction is tried where one decides
	// nothing: it crosses a kink, or leaves the domain.
	numericDirections = 4
)

// Numeric compares the derivative of each cost along random directions, of each
// parameter alone and of all together, with the claimed gradient's product with
// the direction. The derivative is a Richardson extrapolation of central
// differences, with steps and an error estimate of its own; both sides are
// evaluated in float64, an op without a dossier by its own Do, so that it works
// for black boxes.
//
// It passes a gradient with the agreement as a power of two, accuses one that is
// off by far more than the errors of both sides explain, along two directions,
// and is inconclusive else. What it cannot see: an error below that agreement, one
// that shows only at other inputs, and, where the gradient of one parameter is far
// below that of another in the same array, an error in the small one.
//
// Inputs that at does not give and that are not bound are drawn from a standard
// normal distribution by the seed.
func Numeric(ctx context.Context, claims []Claim, at Point, seed int64) ([]Finding, error) {
	at, err := Complete(ctx, claims, at, seed)
	if err != nil {
		return nil, err
	}
	var findings []Finding
	for _, group := range directionGroups(claims) {
		f, err := numericOf(ctx, group, at, seed)
		if err != nil {
			return nil, err
		}
		findings = append(findings, f)
	}
	return findings, nil
}

// directionGroups are the claims that are looked at together: each alone, and for
// each cost all those by inputs, which move independently.
func directionGroups(claims []Claim) [][]Claim {
	var groups [][]Claim
	var costs []*gorgonia.Node
	together := map[*gorgonia.Node][]Claim{}
	for _, c := range claims {
		groups = append(groups, []Claim{c})
		if c.Wrt.Op() != nil {
			continue
		}
		if together[c.Cost] == nil {
			costs = append(costs, c.Cost)
		}
		together[c.Cost] = append(together[c.Cost], c)
	}
	for _, cost := range costs {
		if len(together[cost]) > 1 {
			groups = append(groups, together[cost])
		}
	}
	return groups
}

// numericOf looks along directions until one decides, and along a second one
// before it accuses.
func numericOf(ctx context.Context, group []Claim, at Point, seed int64) (Finding, error) {
	f := claimFinding("numeric", group[0])
	if len(group) > 1 {
		f.Quantity = "∂cost along all"
	}
	for _, c := range group {
		x, err := base(ctx, c, at)
		if err != nil {
			return undecidedBy(f, err)
		}
		g, err := EvaluateFloat64(ctx, at, c.Gradient)
		if err != nil {
			return undecidedBy(f, err)
		}
		var ok bool
		if f, ok = sameLength(f, len(g[0]), len(x)); !ok {
			return f, nil
		}
	}
	f.Entries = 1 // a direction
	r := rand.New(rand.NewPCG(uint64(seed), 13))
	accused := false
	var last Finding
	for range numericDirections {
		l, err := newLine(ctx, group, at, r)
		if err != nil {
			return undecidedBy(f, err)
		}
		now, err := l.judge(f)
		if err != nil {
			return undecidedBy(f, err)
		}
		switch {
		case now.Verdict == Pass && !accused:
			return now, nil
		case now.Verdict == Pass: // the error, if it is one, is too near the margin
			now.Verdict, now.Diagnosis = Inconclusive, "one direction agrees and another does not"
			return now, nil
		case now.Verdict == Fail && accused:
			return now, nil
		}
		accused, last = accused || now.Verdict == Fail, now
	}
	if last.Verdict == Fail {
		last.Verdict, last.Diagnosis = Inconclusive, "only one direction decides: "+last.Diagnosis
	}
	return last, nil
}

// undecidedBy is a finding that an op's failure leaves open; any other error is
// the check's own.
func undecidedBy(f Finding, err error) (Finding, error) {
	var failure *OpFailure
	if !errors.As(err, &failure) {
		return f, err
	}
	f.Verdict, f.Diagnosis = Inconclusive, failure.Error()
	return f, nil
}

// judge compares the two sides along the line.
func (l *line) judge(f Finding) (Finding, error) {
	claimed, err := l.claimed()
	if err != nil {
		return f, err
	}
	quotient, reason, err := l.derivative(claimed.scale)
	if err != nil {
		return f, err
	}
	f.Worst = Worst{Expected: Number(quotient.value), Got: Number(claimed.value)}
	distance, explained := math.Abs(quotient.value-claimed.value), quotient.err+claimed.err
	f.MaxAbs, f.Bound = Number(distance), Number(numericMargin*explained)
	scale := max(claimed.scale, math.Abs(quotient.value))
	switch {
	case reason != "":
		f.Verdict, f.Diagnosis = Inconclusive, reason
	case math.IsNaN(claimed.scale) || math.IsInf(claimed.scale, 0):
		return l.judgeNotFinite(f)
	case math.IsNaN(distance) || math.IsInf(explained, 0) || math.IsNaN(explained):
		f.Verdict, f.Diagnosis = Inconclusive, "not a finite number"
	case quotient.value == 0 && claimed.scale == 0:
		f.Verdict, f.Diagnosis = Pass, "both are zero"
	case explained > coarsestQuotient*scale:
		f.Verdict, f.Diagnosis = Inconclusive,
			fmt.Sprintf("the differences are good to %s only", powerOfTwo(explained, scale))
	case distance <= numericMargin*explained:
		f.Verdict, f.Diagnosis = Pass, "agrees to "+powerOfTwo(max(distance, explained), scale)
		f.Bits = bitsOf(max(distance, explained), scale)
	case l.bounded && math.Abs(l.closely()-claimed.value) <= 2*claimed.err: // 1, and its own rounding
		f.Verdict, f.Diagnosis = Inconclusive, "the cost oscillates within a step of the differences"
	case l.bounded || l.blackBoxes() && distance > unboundedKernels*(scale+l.size):
		f.Verdict, f.Diagnosis = Fail, fmt.Sprintf("agrees to %s only", powerOfTwo(distance, scale))
	case l.blackBoxes():
		f.Verdict, f.Diagnosis = Inconclusive, "within the error that a kernel without a bound may have"
	default:
		f.Verdict, f.Diagnosis = Inconclusive, "no error bound: an intermediate result overflows, or all its digits cancel"
	}
	return f, nil
}

// bitsOf is −log₂(distance/scale), rounded down: 53 at most.
func bitsOf(distance, scale float64) int {
	return int(math.Floor(min(53, -math.Log2(distance/scale))))
}

// powerOfTwo is distance/scale rounded up to a power of two, as text: "2⁻³⁰".
func powerOfTwo(distance, scale float64) string {
	if !(distance < scale) {
		return "2⁰"
	}
	k := bitsOf(distance, scale)
	if k == 0 {
		return "2⁰"
	}
	text := "2⁻"
	for _, digit := range fmt.Sprint(k) {
		text += string([]rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[digit-'0'])
	}
	return text
}

// claimFinding is a check of a claim that passes so far.
func claimFinding(check string, c Claim) Finding {
	return Finding{Check: check, Quantity: c.quantity()}
}

// sameLength fails a gradient that has not as many numbers as what it is by.
func sameLength(f Finding, claimed, expected int) (Finding, bool) {
	f.Entries = expected
	if claimed == expected {
		return f, true
	}
	f.Verdict, f.Diagnosis = Fail, fmt.Sprintf("wrong shape: %d numbers for a parameter of %d", claimed, expected)
	f.MaxAbs, f.Worst = Number(math.Inf(1)), Worst{Expected: Number(math.NaN()), Got: Number(math.NaN())}
	return f, false
}

func init() {
	registerCheck(ClaimCheck{
		Name: "numeric",
		Sees: "a gradient that is off by some 2⁻³⁰ of the derivative along a direction, at the inputs' own numbers or" +
			" random ones; ops without a dossier are run by their own Do",
		Misses: "anything smaller, and what shows at other inputs only",
		run: func(ctx context.Context, c *claimed, o options, report *Report) error {
			findings, err := Numeric(ctx, c.claims, nil, o.seed)
			report.add(findings...)
			return err
		},
	})
}

package verify

import (
	"context"
	"math"
	"slices"
)

// The defaults of torch.autograd.gradcheck.
const (
	differenceStep     = 1e-6 // eps
	differenceAbsolute = 1e-5 // atol
	differenceRelative = 1e-3 // rtol
)

// FiniteDifferences compares each gradient with central differences, for
// comparison with the other checks: it imitates the slow mode of PyTorch's
// torch.autograd.gradcheck with its defaults. Entry by entry the numerical
// derivative is n = (f(x + eps) − f(x − eps))/(2 eps) in float64 with eps = 1e-6,
// and the claimed a passes if |a − n| ≤ atol + rtol·|n| with atol = 1e-5 and
// rtol = 1e-3; a NaN does not pass. Not imitated are gradcheck's tests of
// determinism and of undefined, batched, forward-mode and complex gradients, which
// no expression graph has.
//
// Inputs that at does not give and that are not bound are drawn from a standard
// normal distribution by the seed. It cannot see errors below the tolerances, and
// where the derivative is small everything is; and it accuses right gradients
// whose cost is large, where f(x ± eps) has no digits left.
func FiniteDifferences(ctx context.Context, claims []Claim, at Point, seed int64) ([]Finding, error) {
	at, err := Complete(ctx, claims, at, seed)
	if err != nil {
		return nil, err
	}
	findings := make([]Finding, len(claims))
	for i, c := range claims {
		if findings[i], err = finiteDifference(ctx, c, at); err != nil {
			return nil, err
		}
	}
	return findings, nil
}

func finiteDifference(ctx context.Context, c Claim, at Point) (Finding, error) {
	f := claimFinding("finite differences", c)
	x, err := base(ctx, c, at)
	if err != nil {
		return f, err
	}
	claimed, err := EvaluateFloat64(ctx, at, c.Gradient)
	if err != nil {
		return f, err
	}
	var ok bool
	if f, ok = sameLength(f, len(claimed[0]), len(x)); !ok {
		return f, nil
	}
	plan, moved := planEvaluation(c.Cost), slices.Clone(x)
	there := at.with(c.Wrt, moved)
	worst := -1.0
	for i := range x {
		numeric, err := centralDifference(ctx, plan, there, moved, i)
		if err != nil {
			return f, err
		}
		a := claimed[0][i]
		distance, allowed := math.Abs(a-numeric), differenceAbsolute+differenceRelative*math.Abs(numeric)
		if !(distance <= allowed) {
			f.Verdict = Fail
		}
		if math.IsNaN(distance) {
			distance = math.Inf(1)
		}
		if distance/allowed > worst || math.IsNaN(distance/allowed) {
			worst, f.MaxAbs, f.Bound = distance/allowed, Number(distance), Number(allowed)
			f.Worst = Worst{Index: i, Expected: Number(numeric), Got: Number(a)}
		}
	}
	return f, nil
}

// centralDifference is the difference along entry i of x, which it moves and puts
// back.
func centralDifference(ctx context.Context, plan *evaluationPlan, there Point, x []float64, i int) (float64, error) {
	at := x[i]
	defer func() { x[i] = at }()
	x[i] = at + differenceStep
	above, err := plan.run(ctx, there)
	if err != nil {
		return 0, err
	}
	x[i] = at - differenceStep
	below, err := plan.run(ctx, there)
	if err != nil {
		return 0, err
	}
	return (above[0][0] - below[0][0]) / (2 * differenceStep), nil
}

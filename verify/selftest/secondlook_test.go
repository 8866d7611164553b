package selftest

import (
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/verify"
)

// The second look decides whether an accusal in a campaign was a false one: it finds
// what is wrong on one branch alone and what has no number, and accuses nothing right.
func TestTheSecondLook(t *testing.T) {
	input := func() *gorgonia.Node {
		return gorgonia.NewVector(gorgonia.NewGraph(), gorgonia.Float64, gorgonia.WithShape(2), gorgonia.WithName("x"))
	}
	of := func(f func(x *gorgonia.Node) *gorgonia.Node) []verify.Claim {
		x := input()
		return claimsBy(t, must(gorgonia.Sum(f(x))), []*gorgonia.Node{x})
	}
	// Only where x lies between 0 and 1 and y above tanh 2 does it depend on 1/√.
	between := func(root func(x *gorgonia.Node) *gorgonia.Node) []verify.Claim {
		x := input()
		y := gorgonia.NewVector(x.Graph(), gorgonia.Float64, gorgonia.WithShape(2), gorgonia.WithName("y"))
		bounded := must(gorgonia.Tanh(root(must(gorgonia.Sub(x, must(gorgonia.Square(x)))))))
		return claimsBy(t, must(gorgonia.Sum(must(gorgonia.MinBetween(bounded, y)))), []*gorgonia.Node{x})
	}
	limit := func(k float64) *gorgonia.Node { return gorgonia.NewConstant(k, gorgonia.WithName("limit")) }
	hidden := func(log func(*gorgonia.Node) (*gorgonia.Node, error)) []verify.Claim {
		return of(func(x *gorgonia.Node) *gorgonia.Node {
			return must(gorgonia.Rectify(must(gorgonia.Sub(must(log(x)), limit(0.6)))))
		})
	}
	for name, c := range map[string]struct {
		claims []verify.Claim
		right  bool
	}{
		"logistic regression, document": {logisticClaims(t, true, 3, 2), true},
		"logistic regression, training": {logisticClaims(t, false, 3, 2), true},
		"Gorgonia's own":                {nativeClaims(t), true},
		"ramp":                          {rampClaims(t), true},
		"log behind a relu":             {hidden(gorgonia.Log), true},
		"√x":                            {of(func(x *gorgonia.Node) *gorgonia.Node { return must(gorgonia.Sqrt(x)) }), true},
		"relu and log, in the domain alone": {of(func(x *gorgonia.Node) *gorgonia.Node {
			return must(gorgonia.Rectify(must(gorgonia.Log1p(x))))
		}), true},
		"1/√ behind a minimum, by √": {between(func(x *gorgonia.Node) *gorgonia.Node {
			return must(gorgonia.Inverse(must(gorgonia.Sqrt(x))))
		}), true},
		"1/√ behind a minimum, Gorgonia's": {between(func(x *gorgonia.Node) *gorgonia.Node {
			return must(gorgonia.InverseSqrt(x))
		}), false},
		"log₂ behind a relu": {hidden(gorgonia.Log2), false},
		"√ of relu":          {of(func(x *gorgonia.Node) *gorgonia.Node { return must(gorgonia.Sqrt(must(gorgonia.Rectify(x)))) }), false},
		"relu(x)^relu(x)": {of(func(x *gorgonia.Node) *gorgonia.Node {
			r := must(gorgonia.Rectify(x))
			return must(gorgonia.Pow(r, r))
		}), false},
	} {
		if where := wrongSomewhere(c.claims, 3); (where == "") != c.right {
			t.Errorf("%s: right is %v, and the second look says %q", name, c.right, where)
		}
	}
}

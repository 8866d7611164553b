package verify

import (
	"math"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
)

// Wrong gradients that look right to a field, at some inputs, beside larger numbers,
// or where nobody looks: none may pass, whatever the seed.
func TestNothingWrongPasses(t *testing.T) {
	constant := func(name string, x float64) node { return gorgonia.NewConstant(x, gorgonia.WithName(name)) }
	product := func(x, y node) node { return must(gorgonia.HadamardProd(x, y)) }
	sum := func(x node) node { return must(gorgonia.Sum(x)) }
	add := func(x, y node) node { return must(gorgonia.Add(x, y)) }
	beyond := func(x node, limit float64) node { // Σ relu(x − limit)
		return sum(must(gorgonia.Rectify(must(gorgonia.Sub(x, constant("limit", limit))))))
	}
	ones := func(x node) node { return must(gorgonia.HadamardDiv(x, x)) }
	for name, build := range map[string]func(x, y node) Claim{
		"√(x²) has the derivative 1": func(x, _ node) Claim {
			return Claim{sum(must(gorgonia.Sqrt(must(gorgonia.Square(x))))), x, ones(x)}
		},
		"a small wrong entry beside a large right one": func(x, _ node) Claim {
			weights := constantVector(nil, []float64{1e50, 1, 1})
			wrong := gorgonia.NewConstant(vectorOf(2e50, 4, 2), gorgonia.WithName("wrong"))
			return Claim{sum(product(weights, must(gorgonia.Square(x)))), x, product(wrong, x)}
		},
		"1e-60 forgotten": func(x, _ node) Claim {
			return Claim{add(sum(must(gorgonia.Square(x))), product(constant("tiny", 1e-60), sum(x))), x, product(constant("two", 2), x)}
		},
		"a relu far out forgotten beside e^x": func(x, _ node) Claim {
			e := must(gorgonia.Exp(x))
			return Claim{add(sum(e), beyond(x, 100)), x, e}
		},
		"a relu far out forgotten beside log y": func(x, y node) Claim {
			return Claim{add(sum(must(gorgonia.Log(y))), beyond(x, 100)), x, must(gorgonia.Sub(x, x))}
		},
		"a relu far out forgotten beside roots": func(x, _ node) Claim {
			root := must(gorgonia.Sqrt(add(constant("one", 1), must(gorgonia.Square(x)))))
			return Claim{add(sum(root), beyond(x, 100)), x, must(gorgonia.HadamardDiv(x, root))}
		},
		"NaN for negative numbers": func(x, _ node) Claim {
			log := must(gorgonia.Log(x))
			return Claim{sum(must(gorgonia.Square(x))), x, add(product(constant("two", 2), x), must(gorgonia.Sub(log, log)))}
		},
		"relu′ = 1 beside |log y|": func(x, y node) Claim {
			return Claim{add(sum(must(gorgonia.Abs(must(gorgonia.Log(y))))), sum(must(gorgonia.Rectify(x)))), x, ones(x)}
		},
		"|x| has the derivative 1": func(x, _ node) Claim { return Claim{sum(must(gorgonia.Abs(x))), x, ones(x)} },
	} {
		for seed := range int64(12) {
			g := gorgonia.NewGraph()
			claim := build(vector(g, "x", 3), vector(g, "y", 3))
			if report := check(t, []Claim{claim}, Seed(seed)); report.Verdict == Pass {
				t.Errorf("%s, seed %d: passes; %s", name, seed, report.Assurance())
				break
			}
		}
	}
}

// Right gradients that saturate, tie or round far out are not accused, whatever the
// seed.
func TestNothingRightIsAccused(t *testing.T) {
	for name, build := range map[string]func(x, y node) node{
		"max of expm1":       func(x, _ node) node { return must(gorgonia.Max(must(gorgonia.Expm1(x)))) },
		"max of sigmoids":    func(x, _ node) node { return must(gorgonia.Max(must(gorgonia.Sigmoid(x)))) },
		"y^tanh x":           func(x, y node) node { return must(gorgonia.Sum(must(gorgonia.Pow(y, must(gorgonia.Tanh(x)))))) },
		"softplus of tanh":   func(x, _ node) node { return must(gorgonia.Max(must(gorgonia.Softplus(must(gorgonia.Tanh(x)))))) },
		"√ of relu":          func(x, _ node) node { return must(gorgonia.Sum(must(gorgonia.Sqrt(must(gorgonia.Rectify(x)))))) },
		"log of a float, ÷":  func(x, _ node) node { return must(gorgonia.Sum(must(gorgonia.HadamardDiv(must(gorgonia.Log(x)), x)))) },
		"sigmoid of sigmoid": func(x, _ node) node { return must(gorgonia.Sum(must(gorgonia.Sigmoid(must(gorgonia.Exp(x)))))) },
	} {
		for seed := range int64(6) {
			g := gorgonia.NewGraph()
			x, y := vector(g, "x", 3), vector(g, "y", 3)
			claims := claimsBy(t, build(x, y), []node{x})
			if report := check(t, claims, Seed(seed)); report.Verdict == Fail {
				f, _ := report.Failed()
				t.Errorf("%s, seed %d: %s", name, seed, f.Witness())
			}
		}
	}
	// The nearest float32 to log k is read as a fraction that may lie on its other side.
	for k := 2; k < 60; k++ {
		g := gorgonia.NewGraph()
		x := gorgonia.NewVector(g, gorgonia.Float32, gorgonia.WithShape(2), gorgonia.WithName("x"))
		one := must(gorgonia.HadamardDiv(x, x))
		log := must(gorgonia.Log(must(gorgonia.HadamardProd(one, gorgonia.NewConstant(float32(k), gorgonia.WithName("k"))))))
		nearest := gorgonia.NewConstant(float32(math.Log(float64(k))), gorgonia.WithName("log k"))
		claim := Claim{must(gorgonia.Sum(must(gorgonia.HadamardProd(x, log)))), x, must(gorgonia.HadamardProd(one, nearest))}
		if report := check(t, []Claim{claim}); report.Verdict == Fail {
			t.Errorf("log %d in float32: %s", k, report.Checks[0].Witness())
		}
	}
}

// What is 0 because it cancels is found to be, without any precision's being enough to
// tell two roundings apart; what is as small as a float64 can be, is not lost in it.
func TestZeroIsFound(t *testing.T) {
	constant := func(name string, x float64) node { return gorgonia.NewConstant(x, gorgonia.WithName(name)) }
	x := vector(gorgonia.NewGraph(), "x", 3)
	power := must(gorgonia.Pow(must(gorgonia.Cos(must(gorgonia.Square(x)))), constant("0.7", 0.7)))
	whole := must(gorgonia.Sum(must(gorgonia.SoftMax(power))))
	zero := must(gorgonia.Sub(x, x))
	if report := check(t, []Claim{{whole, x, zero}}); report.Verdict != Pass {
		t.Errorf("Σ softmax is constant: %v: %s", report.Verdict, report.Checks[0].Witness())
	}
	tiny := must(gorgonia.Add(whole, must(gorgonia.Mul(constant("tiny", 0x1p-1074), must(gorgonia.Sum(x))))))
	if report := check(t, []Claim{{tiny, x, zero}}); report.Verdict == Pass {
		t.Errorf("2^−1074 forgotten: %s", report.Assurance())
	}
}

// A wrong gradient on a branch that few inputs take is looked at there, by the fields
// and, where roots leave them undecided, in high precision; of a choice that has one way
// only, the report says so.
func TestRareBranchesAreDrawn(t *testing.T) {
	for seed := range int64(8) {
		g := gorgonia.NewGraph()
		x, y := vector(g, "x", 9), vector(g, "y", 9)
		// Gorgonia's derivative of 1/√ is wrong, and shows for 0 < x < 1 and y > 0.96 alone.
		bounded := must(gorgonia.Tanh(must(gorgonia.InverseSqrt(must(gorgonia.Sub(x, must(gorgonia.Square(x))))))))
		claims := claimsBy(t, must(gorgonia.Sum(must(gorgonia.MinBetween(bounded, y)))), []node{x})
		if report := check(t, claims, Seed(seed)); report.Verdict != Fail {
			t.Errorf("1/√ behind a minimum, seed %d: %v: %s", seed, report.Verdict, report.Assurance())
		}
		z := vector(gorgonia.NewGraph(), "z", 2)
		claims = claimsBy(t, must(gorgonia.Sum(must(gorgonia.Rectify(must(gorgonia.Log1p(must(gorgonia.Log1p(z)))))))), []node{z})
		if report := check(t, claims, Seed(seed)); report.Verdict != Pass || report.Identity.OneWay > 0 {
			t.Errorf("relu of a logarithm, seed %d: %v: %s", seed, report.Verdict, report.Assurance())
		}
		z = vector(gorgonia.NewGraph(), "z", 2)
		one := must(gorgonia.Rectify(must(gorgonia.Exp(z))))
		claims = claimsBy(t, must(gorgonia.Sum(one)), []node{z})
		if report := check(t, claims, Seed(seed)); report.Verdict != Pass || !strings.Contains(report.Assurance(), "always went the same way") {
			t.Errorf("relu of e^z, seed %d: %v: %s", seed, report.Verdict, report.Assurance())
		}
	}
}

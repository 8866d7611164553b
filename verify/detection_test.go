package verify

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"surefoot/graph"
	"surefoot/ops/arith"
	"surefoot/verify/mutants"
)

// equivalents are the mutants that leave the gradient what it was, with the
// reason; every other one must be found.
var equivalents = map[string]string{
	"document z, operand 0: upstream alone":      "∂(wᵀX + b)/∂wᵀX = 1: the right derivative is the upstream",
	"document ℓ, operand 0: upstream alone":      "the derivative of a sum by a term is the upstream",
	"document ℓ, operand 1: upstream alone":      "the derivative of a sum by a term is the upstream",
	"document ℓ, operand 0: the other operand's": "both terms of a sum have the upstream as derivative",
	"document ℓ, operand 1: the other operand's": "both terms of a sum have the upstream as derivative",
	"document cL, operand 1: upstream forgotten": "the upstream of cL is 1 in every entry, since S = Σ cL",
	"document S, operand 0: squared":             "∂S/∂cL is 1 in every entry, and 1² = 1",
	"document S, operand 0: the neighbour's":     "∂S/∂cL is 1 in every entry",
	"document S, operand 0: reversed":            "∂S/∂cL is 1 in every entry",
	"document S, operand 0: the first one's":     "∂S/∂cL is 1 in every entry",
	"training cL, operand 1: upstream forgotten": "the upstream of cL is 1 in every entry, since S = Σ cL",
	"training S, operand 0: squared":             "∂S/∂cL is 1 in every entry, and 1² = 1",
	"training S, operand 0: the neighbour's":     "∂S/∂cL is 1 in every entry",
	"training S, operand 0: reversed":            "∂S/∂cL is 1 in every entry",
	"training S, operand 0: the first one's":     "∂S/∂cL is 1 in every entry",
}

// planted is the model with a mutant in one of its graphs.
func planted(right *graph.Model, which string, site mutants.Site, mutant mutants.Mutant) *graph.Model {
	wrong, build := *right, mutants.Plant(buildOf(right, which), site, mutant)
	if which == "document" {
		wrong.Document = build
	} else {
		wrong.Training = build
	}
	return &wrong
}

func buildOf(model *graph.Model, which string) mutants.Build {
	if which == "document" {
		return model.Document
	}
	return model.Training
}

// everyMutant calls visit with each mutant at each site of both graphs.
func everyMutant(t *testing.T, right *graph.Model, m int, visit func(which string, site mutants.Site, mutant mutants.Mutant)) {
	t.Helper()
	for _, which := range []string{"document", "training"} {
		g, err := buildOf(right, which)(m)
		if err != nil {
			t.Fatal(err)
		}
		on, _ := mutants.Sites(g, right.Parameters)
		for _, site := range on {
			for _, mutant := range mutants.All() {
				if mutant.Applies(g, site) {
					visit(which, site, mutant)
				}
			}
		}
	}
}

// Each wrong derivative, in each op of both graphs, at three sizes: 5 examples of
// 3 features, 3 of 3 (where a transposed product has the right shape), and 8 of 2.
func TestStartFindsEveryMutant(t *testing.T) {
	for _, size := range [][2]int{{5, 3}, {3, 3}, {8, 2}} {
		model, block := graph.Logistic(size[1]), weighted(size[0], size[1], 1)
		total, alike := 0, 0
		everyMutant(t, model, block.M, func(which string, site mutants.Site, mutant mutants.Mutant) {
			total++
			name := fmt.Sprintf("%s %v: %s", which, site, mutant.Name)
			started, err := Start(context.Background(), subject(planted(model, which, site, mutant), block, "program"))
			switch _, same := equivalents[name]; {
			case same:
				alike++
				if err != nil || started.Report.Verdict != Pass {
					t.Errorf("%s: it is the right gradient, and is accused", name)
				}
			case err != nil:
				// A scalar for a vector may fit by broadcasting, and is then found by its numbers.
				if !mutant.NoNumbers || !errors.Is(err, ErrRefused) {
					t.Errorf("%s: %v", name, err)
				}
			case started.Report.Verdict != Fail:
				t.Errorf("%s: %v", name, started.Report.Verdict)
			}
		})
		t.Logf("%d × %d: %d mutants planted, %d found, %d leave the gradient as it was", size[0], size[1], total, total-alike, alike)
	}
}

// A derivative that nobody asks for may be whatever it likes.
func TestMutantsOffEveryPathAreNotAccused(t *testing.T) {
	model, block := graph.Logistic(3), weighted(5, 3, 1)
	for _, which := range []string{"document", "training"} {
		g, err := buildOf(model, which)(block.M)
		if err != nil {
			t.Fatal(err)
		}
		_, off := mutants.Sites(g, model.Parameters)
		if len(off) == 0 {
			t.Fatal("there are no operands but those that move")
		}
		for _, site := range off {
			for _, mutant := range mutants.All() {
				if !mutant.Applies(g, site) || mutant.NoNumbers {
					continue
				}
				started, err := Start(context.Background(), subject(planted(model, which, site, mutant), block, "program"))
				if err != nil {
					t.Fatalf("%s graph, %v: %s: %v", which, site, mutant.Name, err)
				}
				requirePass(t, fmt.Sprintf("%s graph, %v: %s", which, site, mutant.Name), started.Report.Checks...)
			}
		}
	}
}

// At zero alone, where a = 1 − a = ½, some of the mutants cannot be seen: the
// random parameters are there for a reason.
func TestZeroParametersHideErrors(t *testing.T) {
	model, block := graph.Logistic(3), weighted(5, 3, 1)
	hidden := 0
	everyMutant(t, model, block.M, func(which string, site mutants.Site, mutant mutants.Mutant) {
		build := planted(model, which, site, mutant).Training
		if which == "document" || mutant.NoNumbers || equivalents[fmt.Sprintf("%s %v: %s", which, site, mutant.Name)] != "" {
			return
		}
		g, err := derived(build, block.M)
		if err != nil {
			t.Fatal(err)
		}
		findings, err := Formulas(model, g, block, model.Parameters)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(findings, func(f Finding) bool { return f.Verdict != Pass }) {
			hidden++
		}
	})
	if hidden == 0 {
		t.Error("every mutant shows at zero; the comment that says otherwise is wrong")
	}
}

// A factor of 1 + 1e-15 is below the bound, which is some units roundoff wide:
// what the printed bound says is what decides.
func TestTheBoundDecides(t *testing.T) {
	model, block := graph.Logistic(2), weighted(5, 2, 1)
	theta := RandomParameters(model, block, 1)
	for _, factor := range []float64{1e-15, 1e-14, 1e-13, 1e-12, 1e-9} {
		site := mutants.Site{Letter: "L", Operand: 0}
		g, err := derived(mutants.Plant(model.Training, site, mutants.Times("tiny", 1+factor)), block.M)
		if err != nil {
			t.Fatal(err)
		}
		findings, err := Formulas(model, g, block, theta)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range findings {
			// Beyond by more than what rounding may take back.
			apart := math.Abs(float64(f.Worst.Expected)) * factor
			if apart > 2*float64(f.Bound) && f.Verdict != Fail {
				t.Errorf("1 + %g: %s passes, %g off with a bound of %g", factor, f.Quantity, apart, float64(f.Bound))
			}
			if float64(f.MaxAbs) < float64(f.Bound) && f.Verdict != Pass {
				t.Errorf("1 + %g: %s fails, %g off with a bound of %g", factor, f.Quantity, float64(f.MaxAbs), float64(f.Bound))
			}
		}
	}
}

// altered is the model with its expected side changed: the derivation by hand.
func altered(model *graph.Model, quantity string, change func(m arith.Machine, in graph.Inputs, q graph.Quantities) arith.Value) *graph.Model {
	wrong := *model
	wrong.ByHand = func(m arith.Machine, in graph.Inputs) graph.Quantities {
		q := model.ByHand(m, in)
		q[quantity] = change(m, in, q)
		return q
	}
	return &wrong
}

// The expected side corrupted alone: then the right graph must be refused, or the
// two sides share a derivative.
func TestStartFindsEveryErrorOfTheExpectedSide(t *testing.T) {
	block := weighted(5, 3, 1)
	for _, quantity := range []string{"da/dz", "dL/da", "dL/dz", "dL/dw", "dL/db", "S"} {
		q := quantity
		for name, change := range map[string]func(m arith.Machine, in graph.Inputs, all graph.Quantities) arith.Value{
			"sign":   func(m arith.Machine, _ graph.Inputs, all graph.Quantities) arith.Value { return m.Neg(all[q]) },
			"factor": func(m arith.Machine, _ graph.Inputs, all graph.Quantities) arith.Value { return m.Add(all[q], all[q]) },
			"1+1e-9": func(m arith.Machine, _ graph.Inputs, all graph.Quantities) arith.Value {
				return m.Mul(all[q], m.Floats([]float64{1 + 1e-9}))
			},
			"dropped": func(m arith.Machine, _ graph.Inputs, all graph.Quantities) arith.Value {
				return m.Sub(all[q], all[q])
			},
		} {
			requireFail(t, quantity+", "+name, altered(graph.Logistic(3), quantity, change), block)
		}
	}
	for name, wrong := range map[string]*graph.Model{
		"dz without its weight": altered(graph.Logistic(3), "dL/dz",
			func(m arith.Machine, in graph.Inputs, q graph.Quantities) arith.Value { return m.Sub(q["a"], in.Y) }),
		"dz = a + y": altered(graph.Logistic(3), "dL/dz",
			func(m arith.Machine, in graph.Inputs, q graph.Quantities) arith.Value {
				return m.Mul(in.C, m.Add(q["a"], in.Y))
			}),
		"db without its sum": altered(graph.Logistic(3), "dL/db",
			func(m arith.Machine, _ graph.Inputs, q graph.Quantities) arith.Value {
				return m.Gather(q["dL/dz"], nil, func(int) int { return 0 })
			}),
	} {
		requireFail(t, name, wrong, block)
	}
}

func requireFail(t *testing.T, name string, model *graph.Model, block graph.Block) {
	t.Helper()
	started, err := Start(context.Background(), subject(model, block, "program"))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if started.Report.Verdict != Fail {
		t.Errorf("%s: %v", name, started.Report.Verdict)
	}
}

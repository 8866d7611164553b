package selftest

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/arith"
	"surefoot/verify"
)

// subjects are the graphs that mutants are planted in here. The logistic ones
// have as many examples as features, so that X is square.
func subjects(t testing.TB) map[string][]verify.Claim {
	return map[string][]verify.Claim{
		"training": logisticClaims(t, false, 3, 3),
		"document": logisticClaims(t, true, 3, 3),
		"native":   nativeClaims(t),
		"ramp":     rampClaims(t),
	}
}

func TestMutantsOfEveryClass(t *testing.T) {
	found := map[string]int{}
	for _, claims := range subjects(t) {
		for _, m := range Mutants(claims) {
			found[m.Class]++
		}
	}
	for _, class := range MutantClasses() {
		if found[class] == 0 {
			t.Errorf("no mutant of the class %q", class)
		}
	}
	for _, needed := range []string{
		"sign", "factor", "missing 1/m", "1/(m−1)", "neighbour's index", "reversed", "running sum", "forgotten bias",
		"transpose", "broadcast reduction", "off-by-one slice", "dropped path", "doubled path", "detached path",
		"wrong loss factor", "saturated", "kink convention", "tiny factor", "tiny constant", "squared upstream", "NaN", "infinite",
	} {
		if !slices.Contains(MutantClasses(), needed) {
			t.Errorf("there is no class %q", needed)
		}
	}
}

// A mutant computes the cost bit by bit as the graph does, and its gradients have
// the shapes that they should have.
func TestMutantsLeaveTheCostAlone(t *testing.T) {
	for name, claims := range subjects(t) {
		at, err := verify.Complete(t.Context(), claims, nil, 1)
		if err != nil {
			t.Fatal(err)
		}
		right, err := verify.EvaluateFloat64(t.Context(), at, claims[0].Cost)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range Mutants(claims) {
			planted, copies, err := m.Plant()
			if err != nil {
				t.Errorf("%s: %v: %v", name, m, err)
				continue
			}
			there := verify.Point{}
			for n, numbers := range at {
				there[copies[n]] = numbers
			}
			got, err := verify.EvaluateFloat64(t.Context(), there, planted[0].Cost)
			if err != nil {
				t.Fatal(err)
			}
			if math.Float64bits(got[0][0]) != math.Float64bits(right[0][0]) {
				t.Errorf("%s: %v: the cost is %v, not %v", name, m, got[0][0], right[0][0])
			}
			for i, c := range planted {
				if c.Wrt.Graph() == claims[i].Wrt.Graph() || c.Wrt.Name() != claims[i].Wrt.Name() {
					t.Errorf("%s: %v: %s is no copy of %s", name, m, c.Wrt.Name(), claims[i].Wrt.Name())
				}
				if !graph.Fits(c.Gradient.Shape(), c.Wrt.Shape()) {
					t.Errorf("%s: %v: the gradient has shape %v", name, m, c.Gradient.Shape())
				}
			}
		}
	}
}

// gradientsOf are the gradients at the point that the seed draws.
func gradientsOf(t testing.TB, claims []verify.Claim) [][]float64 {
	t.Helper()
	at, err := verify.Complete(t.Context(), claims, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]float64
	for _, c := range claims {
		g, err := verify.EvaluateFloat64(t.Context(), at, c.Gradient)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, g[0])
	}
	return out
}

// At the gradients themselves it is known what each mutant makes of the numbers.
func TestMutantsComputeWhatTheySay(t *testing.T) {
	claims := logisticClaims(t, false, 4, 3)
	right := gradientsOf(t, claims)
	w, b := right[0], right[1][0]
	for change, want := range map[string][]float64{
		"negated":                     {-w[0], -w[1], -w[2]},
		"times 0.5":                   {w[0] / 2, w[1] / 2, w[2] / 2},
		"times 3":                     {3 * w[0], 3 * w[1], 3 * w[2]}, // no sum over 3 terms ends in w
		"times 4":                     {4 * w[0], 4 * w[1], 4 * w[2]},
		"rotated along axis 0":        {w[1], w[2], w[0]},
		"reversed along axis 0":       {w[2], w[1], w[0]},
		"shifted by one along axis 0": {w[1], w[2], 0},
		"summed up along axis 0":      {w[0], w[0] + w[1], w[0] + w[1] + w[2]},
		"squared":                     {w[0] * w[0], w[1] * w[1], w[2] * w[2]},
		"zeros":                       {0, 0, 0},
		"times 1+2⁻⁵²":                {w[0] * (1 + 0x1p-52), w[1] * (1 + 0x1p-52), w[2] * (1 + 0x1p-52)},
		"plus 2⁻³⁰":                   {w[0] + 0x1p-30, w[1] + 0x1p-30, w[2] + 0x1p-30},
	} {
		found := false
		for _, m := range Mutants(claims) {
			if m.site.node != claims[0].Gradient || m.Change != change {
				continue
			}
			found = true
			planted, _, err := m.Plant()
			if err != nil {
				t.Fatal(err)
			}
			got := gradientsOf(t, planted)
			if !slices.Equal(got[0], want) || got[1][0] != b {
				t.Errorf("%v: %v and %v, not %v and %v", m, got[0], got[1], want, b)
			}
		}
		if found == (change == "times 3") {
			t.Errorf("%q is planted: %v", change, found)
		}
	}
}

func TestMutantsThatSumWrongly(t *testing.T) {
	claims := logisticClaims(t, false, 4, 3)
	right := gradientsOf(t, claims)
	dz := graphOperand(claims[1].Gradient, 0)
	numbers := gradientsOf(t, []verify.Claim{{Cost: claims[0].Cost, Wrt: claims[0].Wrt, Gradient: dz}})[0]
	for change, want := range map[string]float64{
		"first slice along axis 0": numbers[0], "the mean instead": right[1][0] / 4, "times 4/3": right[1][0] * (4.0 / 3),
	} {
		for _, m := range Mutants(claims) {
			if m.site.node != claims[1].Gradient || m.Change != change {
				continue
			}
			planted, _, err := m.Plant()
			if err != nil {
				t.Fatal(err)
			}
			if got := gradientsOf(t, planted); got[1][0] != want || !slices.Equal(got[0], right[0]) {
				t.Errorf("%v: %v, not %v", m, got[1][0], want)
			}
			want = math.NaN() // found
		}
		if !math.IsNaN(want) {
			t.Errorf("%q is not planted", change)
		}
	}
}

// A change of one use leaves the node's other uses right.
func TestMutantOfOneUse(t *testing.T) {
	claims := logisticClaims(t, false, 4, 3)
	right := gradientsOf(t, claims)
	seen := 0
	for _, m := range Mutants(claims) {
		if m.Class != "sign" || m.site.whole || m.site.node != graphOperand(claims[1].Gradient, 0) {
			continue
		}
		planted, _, err := m.Plant()
		if err != nil {
			t.Fatal(err)
		}
		got := gradientsOf(t, planted)
		if w, b := got[0][0] == -right[0][0], got[1][0] == -right[1][0]; w == b {
			t.Errorf("%v: w negated: %v, b negated: %v", m, w, b)
		}
		seen++
	}
	if seen != 2 {
		t.Errorf("dz, which dw and db use, has %d mutants of one use", seen)
	}
}

func graphOperand(n *gorgonia.Node, k int) *gorgonia.Node {
	return newMutantGraph([]verify.Claim{{Cost: n, Wrt: n, Gradient: n}}).operand(n, k)
}

func (g *mutantGraph) operand(n *gorgonia.Node, k int) *gorgonia.Node {
	for operand, users := range g.users {
		if slices.Contains(users, use{n, k}) {
			return operand
		}
	}
	return nil
}

// handMade is a mutant of the first gradient's own node.
func handMade(claims []verify.Claim, rewrite func(*planting) node) *Mutant {
	g := newMutantGraph(claims)
	n := claims[0].Gradient
	return &Mutant{
		Class: "hand-made", Node: n.Name(), claims: claims,
		site: site{mutantGraph: g, node: n, whole: true, uses: g.users[n]}, rewrite: rewrite,
	}
}

func TestEquivalence(t *testing.T) {
	logistic := logisticClaims(t, false, 3, 2)
	for name, c := range map[string]struct {
		rewrite func(*planting) node
		same    bool
	}{
		"itself":         {func(p *planting) node { return p.right }, true},
		"twice negated":  {func(p *planting) node { return p.keep(gorgonia.Neg(p.keep(gorgonia.Neg(p.right)))) }, true},
		"twice the half": {func(p *planting) node { return p.times(p.times(p.right, 0.5), 2) }, true},
		"reversed back": {func(p *planting) node {
			r := gathered("reversed", 0, func(i, n int) int { return n - 1 - i })
			return p.apply(r, p.apply(r, p.right))
		}, true},
		"plus what cancels": {func(p *planting) node { return p.keep(gorgonia.Sub(p.plus(p.right, p.number(1e30)), p.number(1e30))) }, true},
		"times 1+2⁻⁵²":      {func(p *planting) node { return p.times(p.right, 1+0x1p-52) }, false},
		"plus 2⁻¹⁰⁰":        {func(p *planting) node { return p.plus(p.right, p.number(0x1p-100)) }, false},
		"log of the exp":    {func(p *planting) node { return p.keep(gorgonia.Log(p.keep(gorgonia.Exp(p.right)))) }, true},
		"clamped beyond 30": {func(p *planting) node { return p.apply(clamped, p.right) }, false},
		"not a number":      {func(p *planting) node { return p.plus(p.right, p.number(math.NaN())) }, false},
		"infinite":          {func(p *planting) node { return p.plus(p.right, p.number(math.Inf(1))) }, false},
	} {
		e, err := newEquivalence(t.Context(), logistic, 1)
		if err != nil {
			t.Fatal(err)
		}
		planted, copies, err := handMade(logistic, c.rewrite).Plant()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if same, err := e.same(t.Context(), planted, copies); err != nil || same != c.same {
			t.Errorf("%s: the same is %v, %v", name, same, err)
		}
	}
}

func TestEquivalenceOffTheKink(t *testing.T) {
	for _, w := range [][]float64{nil, {1, -2, 3}, {0, 1, 0}} {
		claims := rampClaims(t, w...)
		e, err := newEquivalence(t.Context(), claims, 1)
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for _, m := range Mutants(claims) {
			if m.Class != "kink convention" {
				continue
			}
			planted, copies, err := m.Plant()
			if err != nil {
				t.Fatal(err)
			}
			same, err := e.same(t.Context(), planted, copies)
			if !same || err != nil {
				t.Errorf("w = %v: %v is equivalent: %v, %v", w, m, same, err)
			}
			seen++
		}
		if seen == 0 {
			t.Error("no kink convention is planted")
		}
	}
}

func TestEquivalenceIsUndecidedWithoutDossiers(t *testing.T) {
	x := gorgonia.NewVector(gorgonia.NewGraph(), gorgonia.Float64, gorgonia.WithName("x"), gorgonia.WithShape(3))
	floor := must(gorgonia.Floor(x))
	claims := []verify.Claim{{Cost: must(gorgonia.Sum(floor)), Wrt: x, Gradient: floor}}
	if _, err := newEquivalence(t.Context(), claims, 1); !errors.Is(err, ErrUndecided) {
		t.Errorf("a graph with a black box: %v", err)
	}
}

func TestMutantsAreNamed(t *testing.T) {
	for _, m := range Mutants(nativeClaims(t)) {
		if m.Class == "" || m.Change == "" || m.Node == "" || strings.Contains(m.Change, "%!") {
			t.Errorf("a mutant is called %q", m)
		}
	}
}

func TestBoundValuesAreCopied(t *testing.T) {
	claims := rampClaims(t, 1, -2, 3)
	copied, copies, err := copyClaims(claims, nil)
	if err != nil {
		t.Fatal(err)
	}
	w := copies[claims[0].Wrt]
	numbers, err := ops.Numbers(w.Value())
	if err != nil || !slices.Equal(numbers, []float64{1, -2, 3}) {
		t.Errorf("w is %v in the copy: %v", numbers, err)
	}
	original, err := ops.Numbers(claims[0].Wrt.Value())
	if err != nil {
		t.Fatal(err)
	}
	if numbers[0] = 7; original[0] != 1 {
		t.Error("the copy shares the memory of a bound value")
	}
	if copied[0].Wrt != w || arith.Size(w.Shape()) != 3 {
		t.Error("the copied claim is by another node")
	}
}

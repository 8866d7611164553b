package verify

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops/arith"
)

// wild is a point whose inputs are of any size: the array's, and in every third
// draw each entry's of its own.
func wild(r *rand.Rand, claims []Claim, draw int) Point {
	at := Point{}
	for _, n := range Inputs(claims) {
		x, scale := normals(r, arith.Size(n.Shape())), 1.0
		if draw%3 > 0 {
			scale = math.Pow(10, 8*r.Float64()-4)
		}
		for i := range x {
			x[i] *= scale
			if draw%3 == 1 {
				x[i] *= math.Pow(10, 6*r.Float64()-3)
			}
		}
		at[n] = x
	}
	return at
}

// The right gradient is never accused; and where everything is of ordinary size
// the check decides.
func TestNumericDoesNotAccuseRightGradients(t *testing.T) {
	r, draws := rand.New(rand.NewPCG(5, 5)), 900
	if testing.Short() {
		draws = 90
	}
	total, undecided := 0, 0
	for draw := range draws {
		var claims []Claim
		switch draw % 4 {
		case 0, 1:
			claims = logisticClaims(t, draw%2 == 0, 1+r.IntN(6), 1+r.IntN(6))
		case 2:
			claims = nativeClaims(t)
		default:
			claims = rampClaims(t)
		}
		findings, err := Numeric(t.Context(), claims, wild(r, claims, draw/4), int64(draw))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range findings {
			if f.Verdict == Fail {
				t.Errorf("draw %d: %s", draw, f.Witness())
			}
			if draw/4%3 == 0 {
				total++
				if f.Verdict != Pass {
					undecided++
					t.Logf("draw %d: %s", draw, f.Witness())
				}
			}
		}
	}
	if total < draws/3 || undecided*20 > total {
		t.Errorf("%d of %d checks at inputs of size 1 are undecided", undecided, total)
	}
}

// Graphs of Gorgonia's own functions, most of them black boxes here, some of which
// saturate, overflow, oscillate or have kinks. (A root is not among them: its
// gradient at a rectified 0 is the NaN that the check says it is.)
func TestNumericDoesNotAccuseStrangersGraphs(t *testing.T) {
	functions := []func(*gorgonia.Node) (*gorgonia.Node, error){
		gorgonia.Sigmoid, gorgonia.Tanh, gorgonia.Exp, gorgonia.Square, gorgonia.Neg, gorgonia.Rectify, gorgonia.Sin,
		gorgonia.Cos, gorgonia.Softplus, gorgonia.Log, gorgonia.Inverse, gorgonia.Abs, gorgonia.Cube,
	}
	r, passed, draws := rand.New(rand.NewPCG(9, 9)), 0, 240
	if testing.Short() {
		draws = 60
	}
	for draw := range draws {
		g := gorgonia.NewGraph()
		x, w := inputNode(g, "X", []int{3, 4}), inputNode(g, "W", []int{4, 2})
		z := must(gorgonia.Mul(x, w))
		for range 1 + r.IntN(3) {
			z = must(functions[r.IntN(len(functions))](z))
		}
		claims := claimsBy(t, must(gorgonia.Sum(z)), []*gorgonia.Node{x, w})
		findings, err := Numeric(t.Context(), claims, wild(r, claims, draw), int64(draw))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range findings {
			switch f.Verdict {
			case Pass:
				passed++
			case Fail:
				t.Errorf("draw %d: %s", draw, f.Witness())
			}
		}
	}
	if passed < draws { // of three times as many
		t.Errorf("%d of %d checks pass", passed, 3*draws)
	}
}

// scaledClaims are right but for the first gradient, times a factor.
func scaledClaims(t testing.TB, claims []Claim, factor float64) []Claim {
	t.Helper()
	scaled := slices.Clone(claims)
	scaled[0].Gradient = must(gorgonia.HadamardProd(gorgonia.NewConstant(factor), claims[0].Gradient))
	return scaled
}

func TestNumericFindsWhatItCanSee(t *testing.T) {
	for name, claims := range map[string][]Claim{
		"training": logisticClaims(t, false, 5, 3), "document": logisticClaims(t, true, 5, 3), "native": nativeClaims(t),
	} {
		for _, c := range []struct {
			factor float64
			want   Verdict
		}{{1, Pass}, {-1, Fail}, {0, Fail}, {1 + 0x1p-10, Fail}, {1 + 0x1p-20, Fail}, {1 + 0x1p-26, Fail}, {1 + 0x1p-52, Pass}} {
			findings, err := Numeric(t.Context(), scaledClaims(t, claims, c.factor), nil, 1)
			if err != nil {
				t.Fatal(err)
			}
			if f := findings[0]; f.Verdict != c.want || !strings.Contains(f.Diagnosis, "agrees to 2") || f.Check != "numeric" {
				t.Errorf("%s times %v: %v: %s", name, c.factor, f.Verdict, f.Witness())
			}
			if f := findings[1]; f.Verdict != Pass {
				t.Errorf("%s times %v: the other gradient: %s", name, c.factor, f.Witness())
			}
			if f := findings[2]; f.Quantity != "∂cost along all" || f.Verdict != c.want {
				t.Errorf("%s times %v: %v: %s", name, c.factor, f.Verdict, f.Witness())
			}
		}
	}
}

func TestNumericOfABlackBox(t *testing.T) {
	for factor, want := range map[float64]Verdict{1: Pass, 1.01: Fail, -1: Fail, 1 + 0x1p-20: Inconclusive} {
		claims, _ := boxed(t, &box{factor: factor})
		findings, err := Numeric(t.Context(), claims, Point{claims[0].Wrt: {0.5, -1.25, 2}}, 1)
		if err != nil {
			t.Fatal(err)
		}
		if f := findings[0]; f.Verdict != want {
			t.Errorf("times %v: %v: %s", factor, f.Verdict, f.Witness())
		}
	}
}

func TestNumericAtAKink(t *testing.T) {
	for _, c := range []struct {
		w    []float64
		want Verdict
	}{
		{[]float64{0, 1, 2}, Inconclusive},
		{[]float64{0.1, -1, 2}, Pass},
		{[]float64{-0.1, -1, -2}, Pass},
	} {
		claims := rampClaims(t, slices.Clone(c.w)...)
		findings, err := Numeric(t.Context(), claims, nil, 1)
		if err != nil {
			t.Fatal(err)
		}
		if f := findings[0]; f.Verdict != c.want {
			t.Errorf("w = %v: %v: %s", c.w, f.Verdict, f.Witness())
		}
	}
}

// A step across the edge of the domain of a logarithm is no number; smaller ones are.
func TestNumericStaysInsideTheDomain(t *testing.T) {
	g := gorgonia.NewGraph()
	x := gorgonia.NewScalar(g, gorgonia.Float64, gorgonia.WithName("x"))
	edge := must(gorgonia.Sub(x, gorgonia.NewConstant(1.0)))
	claims := claimsBy(t, must(gorgonia.Log(edge)), []*gorgonia.Node{x})
	for at, want := range map[float64]Verdict{2: Pass, 1.001: Pass, 1 + 1e-6: Pass, 1: Inconclusive, 0.5: Inconclusive} {
		findings, err := Numeric(t.Context(), claims, Point{x: {at}}, 1)
		if err != nil {
			t.Fatal(err)
		}
		if f := findings[0]; f.Verdict != want {
			t.Errorf("log(x−1) at %v: %v: %s", at, f.Verdict, f.Witness())
		}
	}
}

func TestNumericOfWhatIsNotFinite(t *testing.T) {
	claims := logisticClaims(t, false, 4, 2)
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		findings, err := Numeric(t.Context(), scaledClaims(t, claims, x), nil, 1)
		if err != nil {
			t.Fatal(err)
		}
		if f := findings[0]; f.Verdict != Fail || f.Diagnosis != "the claimed gradient is not a finite number" {
			t.Errorf("times %v: %v: %s", x, f.Verdict, f.Witness())
		}
	}
	// 1/(1+e^−x) by elementary ops: its derivative is ∞/∞ in float64 where it is
	// the right 0 in truth, and the cost is finite.
	g := gorgonia.NewGraph()
	x := gorgonia.NewScalar(g, gorgonia.Float64, gorgonia.WithName("x"))
	d := must(gorgonia.Add(must(gorgonia.Exp(must(gorgonia.Neg(x)))), gorgonia.NewConstant(1.0)))
	right := claimsBy(t, must(gorgonia.HadamardDiv(gorgonia.NewConstant(1.0), d)), []*gorgonia.Node{x})
	findings, err := Numeric(t.Context(), right, Point{x: {-800}}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if f := findings[0]; f.Verdict == Fail {
		t.Errorf("a right gradient that overflows is accused: %s", f.Witness())
	}
}

func TestNumericByAnInnerNode(t *testing.T) {
	g, err := derived(graph.Logistic(3).Training, 4)
	if err != nil {
		t.Fatal(err)
	}
	right := Claim{g.Cost, g.Node("z"), g.Derivative("z")}
	for want, claims := range map[Verdict][]Claim{
		Pass: {right},
		Fail: {{g.Cost, g.Node("z"), g.Node("y")}},
	} {
		findings, err := Numeric(t.Context(), claims, nil, 1)
		if err != nil || findings[0].Verdict != want {
			t.Errorf("%v: %+v, %v", want, findings, err)
		}
	}
}

func TestWrongShapesFail(t *testing.T) {
	claims := logisticClaims(t, false, 4, 3)
	crossed := []Claim{{claims[0].Cost, claims[0].Wrt, claims[1].Gradient}}
	for name, check := range map[string]func(context.Context, []Claim, Point, int64) ([]Finding, error){
		"numeric": Numeric, "differences": FiniteDifferences,
	} {
		if findings, err := check(t.Context(), crossed, nil, 1); err != nil || findings[0].Verdict != Fail {
			t.Errorf("%s: the gradient by b as that by w: %v, %v", name, findings, err)
		}
	}
}

func TestScatterSeesRounding(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for _, sigma := range []float64{0, 1e-12, 1e-6} {
		ratio := 0.0
		for range 100 {
			values := make([]float64, scatterPoints)
			for i := range values {
				x := 1 + float64(i)*1e-6
				values[i] = x*x*x + sigma*r.NormFloat64()
			}
			ratio += scatterOf(values) / 100
		}
		if sigma == 0 && ratio > 1e-15 || sigma > 0 && (ratio < sigma/2 || ratio > 2*sigma) {
			t.Errorf("scatter of %v is taken for %v", sigma, ratio)
		}
	}
}

func TestPowerOfTwo(t *testing.T) {
	for text, c := range map[string][2]float64{
		"2⁻³⁰": {0x1p-30, 1}, "2⁻²⁹": {0x1.8p-30, 1}, "2⁰": {3, 1}, "2⁻⁵³": {0, 1}, "2⁻¹": {0.5, 1},
	} {
		if got := powerOfTwo(c[0], c[1]); got != text {
			t.Errorf("%v of %v is %s, not %s", c[0], c[1], got, text)
		}
	}
}

func ExampleNumeric() {
	g := gorgonia.NewGraph()
	x := gorgonia.NewScalar(g, gorgonia.Float64, gorgonia.WithName("x"))
	square := gorgonia.Must(gorgonia.Square(x))
	wrong := Claim{Cost: square, Wrt: x, Gradient: x} // not 2x
	findings, err := Numeric(context.Background(), []Claim{wrong}, Point{x: {3}}, 1)
	fmt.Println(findings[0].Verdict, err)
	// Output: fail <nil>
}

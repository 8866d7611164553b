package graph_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"surefoot/graph"
	"surefoot/ops/arith"
)

// networks are the kinds of network that the tests run over.
var networks = []string{
	"mlp:4,3", "mlp:5relu,3tanh", "mlp:4sigmoid", "mlp:1", "mlp:4tanh,3relu,3softmax", "mlp:2softmax", "mlp:6relu,5relu,4softmax",
}

func newModel(t testing.TB, name string, features int) *graph.Model {
	t.Helper()
	model, err := graph.NewModel(name, features)
	if err != nil {
		t.Fatal(err)
	}
	return model
}

// blockFor is a random block with the labels that the model takes.
func blockFor(r *rand.Rand, model *graph.Model, m int) graph.Block {
	block := randomBlock(r, m, model.Features)
	if k := model.Labels; k > 1 {
		y := make([]float64, m*k)
		for i := range m {
			y[i*k+r.IntN(k)] = 1
		}
		weights := block.C
		block = graph.NewClassBlock(block.Table, y, model.Features, k)
		block.C = weights
	}
	return block
}

// normalTheta draws parameters from N(0, size²/in).
func normalTheta(r *rand.Rand, model *graph.Model, size float64) graph.Parameters {
	theta := model.Parameters.Clone()
	for _, p := range theta {
		for i := range p.Values {
			p.Values[i] = size * r.NormFloat64() / math.Sqrt(float64(p.Shape[len(p.Shape)-1]))
		}
	}
	return theta
}

func TestNetworkGradientsAreTheHandDerived(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 1))
	for _, name := range networks {
		for _, m := range []int{1, 2, 5} {
			for _, n := range []int{1, 3} {
				model := newModel(t, name, n)
				block, theta := blockFor(r, model, m), normalTheta(r, model, 1)
				for _, c := range constructions(model) {
					g := c.derived(t, m)
					for quantity, d := range differing(t, g, model, block, theta) {
						t.Errorf("%s, %s, %d × %d: %s differs by %g", name, c.name, m, n, quantity, d)
					}
					got := claims(t, truth, g, model, graph.InputsOver(truth, block, theta))
					for _, p := range theta {
						if got["dL/d"+p.Name] == nil {
							t.Errorf("%s, %s: no formula for %s", name, c.name, p.Name)
						}
					}
				}
			}
		}
	}
}

// The formulas against forward mode through the cost, which shares no derivative with
// them: ⟨∂S/∂θ by hand, v⟩ = ∂S/∂θ in the direction v.
func TestNetworkFormulasAreForwardMode(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 1))
	forward := arith.Forward{M: truth}
	for _, name := range networks {
		model := newModel(t, name, 3)
		block, theta, direction := blockFor(r, model, 4), normalTheta(r, model, 1), normalTheta(r, model, 1)
		hand := model.ByHand(truth, graph.InputsOver(truth, block, theta))
		for _, c := range constructions(model) {
			g := c.built(t, 4)
			for i, p := range theta {
				in := graph.InputsOver(forward, block, theta)
				v := truth.Floats(direction[i].Values, p.Shape...)
				in.Parameters[p.Name] = forward.Value(truth.Floats(p.Values, p.Shape...), v)
				cost, err := graph.Interpret(forward, in.Values(g), g.Cost)
				if err != nil {
					t.Fatal(err)
				}
				_, moved := forward.Parts(cost[0])
				want := truth.Sum(truth.Mul(hand["dL/d"+p.Name], v))
				if d := apart(want, moved); !(d <= agreed) {
					t.Errorf("%s, %s: ∂S/∂%s differs by %g", name, c.name, p.Name, d)
				}
			}
		}
	}
}

// All that is named on the way is what the derivation makes of it.
func TestNetworkQuantitiesAreTheHandDerived(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 1))
	for _, name := range networks {
		model := newModel(t, name, 2)
		block := blockFor(r, model, 5)
		in := graph.InputsOver(truth, block, normalTheta(r, model, 1))
		hand := model.ByHand(truth, in)
		for _, c := range constructions(model) {
			g, compared := c.built(t, 5), 0
			for letter, want := range hand {
				if g.Node(letter) == nil {
					continue
				}
				compared++
				got, err := graph.Interpret(truth, in.Values(g), g.Node(letter))
				if err != nil {
					t.Fatal(err)
				}
				if d := apart(got[0], want); !(d <= agreed) {
					t.Errorf("%s, %s: %s differs by %g", name, c.name, letter, d)
				}
			}
			if compared < 3 {
				t.Errorf("%s, %s: only %d quantities were compared", name, c.name, compared)
			}
		}
	}
}

func TestEnginesRunNetworks(t *testing.T) {
	r := rand.New(rand.NewPCG(14, 1))
	for _, name := range networks {
		for _, m := range []int{1, 2, 9} {
			model := newModel(t, name, 3)
			block := blockFor(r, model, m)
			for _, engineName := range graph.EngineNames() {
				g := constructions(model)[1].derived(t, m)
				engine, err := graph.NewEngine(engineName, model, g, block)
				if err != nil {
					t.Fatal(err)
				}
				for _, size := range []float64{1, 0, 3, 1} {
					theta := normalTheta(r, model, size)
					requireNetwork(t, fmt.Sprintf("%s on %s, m = %d", name, engineName, m), g, model, block, theta, engine)
				}
			}
		}
	}
}

// requireNetwork compares an engine's numbers with the derivation by hand, each
// within the bounds of both evaluations; see requireByHand.
func requireNetwork(
	t *testing.T, what string, g *graph.Graph, model *graph.Model, block graph.Block, theta graph.Parameters, engine graph.Engine,
) {
	t.Helper()
	e, err := engine.Evaluate(theta)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	got := map[string][]float64{}
	for letter, numbers := range e.Inner {
		got["dL/d"+letter] = numbers
	}
	for _, p := range e.Gradient {
		got["dL/d"+p.Name] = p.Values
	}
	in := graph.InputsOver(bounds, block, theta)
	hand, own := model.ByHand(bounds, in), claims(t, bounds, g, model, in)
	for quantity, numbers := range got {
		want, mine := bounds.Elements(hand[quantity]), bounds.Elements(own[quantity])
		if len(numbers) != len(want) {
			t.Errorf("%s: %s has %d numbers, not %d", what, quantity, len(numbers), len(want))
			continue
		}
		for i, x := range numbers {
			if d := math.Abs(x - want[i].V); !(d <= (want[i].E+mine[i].E)*arith.Slack) {
				t.Errorf("%s: %s[%d] = %v, by hand %v: %g apart", what, quantity, i, x, want[i].V, d)
			}
		}
	}
}

// By hand, a logit of a thousand is finite over float64 and Bound.
func TestNetworksByHandAreFiniteAtHugeLogits(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 1))
	for _, name := range networks {
		model := newModel(t, name, 3)
		block := blockFor(r, model, 20)
		q := model.ByHand(bounds, graph.InputsOver(bounds, block, normalTheta(r, model, 1000)))
		for quantity, value := range q {
			if quantity == "dL/da" {
				continue // −y/a, with a = 0 in float64
			}
			for i, x := range bounds.Elements(value) {
				if math.IsInf(x.E, 0) || math.IsNaN(x.V) || math.IsInf(x.V, 0) {
					t.Fatalf("%s: %s[%d] is %v ± %v", name, quantity, i, x.V, x.E)
				}
			}
		}
	}
}

// Gorgonia's derivative at relu's kink is 0, as by hand.
func TestTiesOfRelu(t *testing.T) {
	model := newModel(t, "mlp:3relu,2relu", 2)
	block := graph.NewBlock([]float64{0, 0, 1, -1}, []float64{1, 0}, 2)
	theta := model.Start(1) // biases 0: z1 = 0 for the first example
	for _, c := range constructions(model) {
		if d := differing(t, c.derived(t, 2), model, block, theta); len(d) > 0 {
			t.Errorf("%s: %v", c.name, d)
		}
	}
	q := model.ByHand(bounds, graph.InputsOver(bounds, block, theta))
	for _, quantity := range []string{"dL/dz1", "dh1/dz1"} {
		if x := bounds.Elements(q[quantity])[0]; x.V != 0 || x.E != 0 {
			t.Errorf("%s at a tie is %v ± %v", quantity, x.V, x.E)
		}
	}
}

func TestNetworkFormulasRead(t *testing.T) {
	var lines []string
	for _, f := range newModel(t, "mlp:4tanh,3relu,3softmax", 2).Formulas {
		lines = append(lines, f.Quantity+" = "+f.Text)
	}
	want := `dL/da = −y/a
dL/dz3 = a−y
dL/dW3 = dz3 h2ᵀ
dL/db3 = dz3
dL/dh2 = W3ᵀdz3
dh2/dz2 = [z2 > 0]
dL/dz2 = (W3ᵀdz3) ⊙ [z2 > 0]
dL/dW2 = dz2 h1ᵀ
dL/db2 = dz2
dL/dh1 = W2ᵀdz2
dh1/dz1 = 1−h1²
dL/dz1 = (W2ᵀdz2) ⊙ (1−h1²)
dL/dW1 = dz1 xᵀ
dL/db1 = dz1`
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("the derivation is\n%s", got)
	}
}

func TestGlorotStart(t *testing.T) {
	model := newModel(t, "mlp:40,30", 20)
	theta := model.Start(7)
	if err := theta.Fits(model); err != nil {
		t.Fatal(err)
	}
	for _, p := range theta {
		limit, sum := 0.0, 0.0
		if len(p.Shape) == 2 {
			limit = math.Sqrt(6 / float64(p.Shape[0]+p.Shape[1]))
		}
		for _, x := range p.Values {
			if math.Abs(x) > limit {
				t.Errorf("%s: %v is beyond ±%v", p.Name, x, limit)
			}
			sum += x * x
		}
		// The variance of a uniform number is limit²/3; of k of them, its estimate is
		// off by limit²/3·√(0.8/k), and five times that is far out.
		k := float64(len(p.Values))
		if v := sum / k; math.Abs(v-limit*limit/3) > 5*limit*limit/3*math.Sqrt(0.8/k) {
			t.Errorf("%s: the variance is %v", p.Name, v)
		}
	}
	again, other := model.Start(7), model.Start(8)
	if !slices.Equal(theta[0].Values, again[0].Values) || slices.Equal(theta[0].Values, other[0].Values) {
		t.Error("the start does not depend on the seed alone")
	}
	if model.Parameters[0].Values[0] != 0 {
		t.Error("drawing a start changed the model")
	}
}

func TestMLPNames(t *testing.T) {
	for name, want := range map[string][]int{ // sizes of the parameters
		"mlp": {24, 8, 64, 8, 8, 1}, "mlp:8,8": {24, 8, 64, 8, 8, 1}, "mlp:2relu": {6, 2, 2, 1},
		"mlp:2sigmoid,4softmax": {6, 2, 8, 4}, "mlp:3softmax": {9, 3},
	} {
		model := newModel(t, name, 3)
		var sizes []int
		for _, p := range model.Parameters {
			sizes = append(sizes, len(p.Values))
		}
		if !slices.Equal(sizes, want) {
			t.Errorf("%s has parameters of %v numbers", name, sizes)
		}
		if again := newModel(t, model.Name, 3); again.Name != model.Name {
			t.Errorf("%s is named %s and then %s", name, model.Name, again.Name)
		}
	}
}

func TestMLPRefuses(t *testing.T) {
	for name, want := range map[string]string{
		"mlp:":               `model "mlp:" has nothing after its colon`,
		"mlp:0":              `model "mlp:0": the width of "0" is not from 1 to 65536`,
		"mlp:8,,8":           `model "mlp:8,,8": "" is not a width and one of relu, sigmoid, softmax, tanh, as in 8,16relu`,
		"mlp:8gelu":          `model "mlp:8gelu": "8gelu" is not a width and one of relu, sigmoid, softmax, tanh, as in 8,16relu`,
		"mlp:tanh":           `model "mlp:tanh": "tanh" is not a width and one of relu, sigmoid, softmax, tanh, as in 8,16relu`,
		"mlp:-8":             `model "mlp:-8": "-8" is not a width and one of relu, sigmoid, softmax, tanh, as in 8,16relu`,
		"mlp:3softmax,8":     `model "mlp:3softmax,8": "3softmax" is a head, and must be the last item`,
		"mlp:8,1softmax":     `model "mlp:8,1softmax": a softmax head takes two logits or more, not 1`,
		"mlp:99999999999999": `model "mlp:99999999999999": the width of "99999999999999" is not from 1 to 65536`,
		"mlp:65536,65536":    `model "mlp:65536,65536": it has more than 16777216 parameters`,
		"logistic:8":         `model "logistic:8": a logistic model takes nothing after its name, not "8"`,
		"perceptron:8":       `unknown model "perceptron:8"; known: logistic, mlp`,
	} {
		if _, err := graph.NewModel(name, 3); err == nil || err.Error() != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNetworkRefusesLayersThatDoNotFit(t *testing.T) {
	dense := graph.Layer{Kind: "dense", Width: 2}
	for want, layers := range map[string][]graph.Layer{
		"must be dense":                {{Kind: "dense", Width: 1}, {Kind: "tanh"}},
		"a dense layer needs a width":  {{Kind: "dense"}},
		"takes one logit, not 2":       {dense},
		`no layer "conv"`:              {{Kind: "conv", Width: 2}},
		"comes after a dense one":      {{Kind: "tanh"}, dense},
		"gives as many numbers":        {dense, {Kind: "tanh", Width: 3}, dense},
		"the last layer before a head": nil,
	} {
		if _, err := graph.Network("test", 3, layers, "sigmoid"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
	if _, err := graph.Network("test", 3, []graph.Layer{dense}, "hinge"); err == nil || !strings.Contains(err.Error(), `"hinge"`) {
		t.Errorf("an unknown head: %v", err)
	}
}

func TestAnEngineRefusesOtherLabels(t *testing.T) {
	model := newModel(t, "mlp:2,3softmax", 2)
	g := constructions(model)[1].derived(t, 4)
	block := randomBlock(rand.New(rand.NewPCG(16, 1)), 4, 2)
	if _, err := graph.NewEngine("program", model, g, block); err == nil || !strings.Contains(err.Error(), "labels") {
		t.Errorf("one label for three classes: %v", err)
	}
}

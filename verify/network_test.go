package verify

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
	"surefoot/graph"
	"surefoot/verify/mutants"
)

// networks are the kinds of network that the checks run over.
var networks = []string{
	"mlp:4,3", "mlp:5relu,3tanh", "mlp:4sigmoid", "mlp:1", "mlp:4tanh,3relu,3softmax", "mlp:2softmax", "mlp:6relu,5relu,4softmax",
}

func newModel(t rapid.TB, name string, features int) *graph.Model {
	t.Helper()
	model, err := graph.NewModel(name, features)
	if err != nil {
		t.Fatal(err)
	}
	return model
}

// weightedFor is a random block for a model, with weights that are not all alike.
func weightedFor(model *graph.Model, m int, seed int64) graph.Block {
	block := RandomExamples(model, m, seed)
	block.C = weighted(m, model.Features, seed).C
	return block
}

// scaledStart is the model's start with everything multiplied, and biases too.
func scaledStart(model *graph.Model, seed int64, size float64) graph.Parameters {
	theta := model.Start(seed)
	r := rand.New(rand.NewPCG(uint64(seed), 8))
	for _, p := range theta {
		for i := range p.Values {
			if len(p.Shape) == 1 {
				p.Values[i] = r.NormFloat64()
			}
			p.Values[i] *= size
		}
	}
	return theta
}

func TestStartPassesNetworks(t *testing.T) {
	for _, name := range networks {
		for _, engine := range graph.EngineNames() {
			for seed := range int64(4) {
				m, n := []int{1, 2, 5, 64}[seed], []int{1, 2, 30, 3}[seed]
				model := newModel(t, name, n)
				s := subject(model, weightedFor(model, m, seed), engine)
				s.Theta, s.Seed = model.Start(seed), seed
				started, err := Start(context.Background(), s)
				if err != nil {
					t.Fatal(err)
				}
				requirePass(t, fmt.Sprintf("%s on %s, %d × %d, seed %d", name, engine, m, n, seed), started.Report.Checks...)
			}
		}
	}
}

// Rows of zeros are ties of every relu where biases are 0, as at the start.
func TestStartPassesTies(t *testing.T) {
	for _, name := range append(networks, "mlp:4tanh,3relu", "mlp:3relu,3relu,3relu") {
		model := newModel(t, name, 3)
		block := weightedFor(model, 12, 1)
		clear(block.Table[:15])
		for _, engine := range graph.EngineNames() {
			s := subject(model, block, engine)
			s.Theta = model.Start(2)
			started, err := Start(context.Background(), s)
			if err != nil {
				t.Fatal(err)
			}
			requirePass(t, fmt.Sprintf("%s on %s", name, engine), started.Report.Checks...)
		}
	}
}

func TestNoRightNetworkIsAccused(t *testing.T) {
	passed := 0
	checkMany(t, 300, func(t *rapid.T) {
		model := newModel(t, rapid.SampledFrom(networks).Draw(t, "model"), rapid.SampledFrom([]int{1, 2, 30}).Draw(t, "n"))
		block := tables([]int{1, 2, 5, 33}, []int{model.Features}).Draw(t, "block")
		if model.Labels > 1 {
			labelled := RandomExamples(model, block.M, rapid.Int64().Draw(t, "labels"))
			labelled.Table, labelled.C = block.Table, block.C
			block = labelled
		}
		theta := RandomParameters(model, block, rapid.Int64().Draw(t, "parameters"))
		for _, build := range []func(int) (*graph.Graph, error){model.Document, model.Training} {
			g, err := derived(build, block.M)
			if err != nil {
				t.Fatal(err)
			}
			findings, err := Formulas(model, g, block, theta)
			if err != nil {
				t.Fatal(err)
			}
			requirePass(t, model.Name, findings...)
		}
		passed++
	})
	if passed < 300 && !testing.Short() {
		t.Errorf("only %d networks were checked", passed)
	}
}

// Logits up to a thousand, relu far from its kink and at it. Three layers of weights
// beyond that multiply rounding until the gate cannot tell, which is no accusation.
func TestTheGatePassesNetworksAtHugeLogits(t *testing.T) {
	for _, name := range networks {
		for seed := range int64(6) {
			model := newModel(t, name, 3)
			block := weightedFor(model, 40, seed)
			clear(block.Table[:6])
			gate := NewGate(model, block.Source())
			for _, size := range []float64{0, 1e-3, 1, 5, 37, 350, 1000} {
				theta := scaledStart(model, seed, size)
				for _, engine := range graph.EngineNames() {
					what := fmt.Sprintf("%s on %s, size %g, seed %d", name, engine, size, seed)
					report := gate.mustJudge(theta, evaluated(t, model, block, theta, engine))
					if report.Verdict == Fail || largestInner(model, block, theta) <= 1000 {
						requirePass(t, what, report.Checks...)
					}
				}
			}
		}
	}
}

// A relu whose z is within rounding of 0 may go either way; that is no accusation.
func TestTheGateDoesNotAccuseARoundedTie(t *testing.T) {
	model := newModel(t, "mlp:2relu", 3)
	block := graph.NewBlock([]float64{0.1, 0.2, 0.3, 1, 2, 3}, []float64{1, 0}, 3)
	theta := scaledStart(model, 3, 1)
	w, b := theta.Get("W1"), theta.Get("b1")
	copy(w, []float64{1, 1, -1}) // 0.1 + 0.2 − 0.3 is 5.6e−17 in one order, 2.8e−17 in another
	b[0] = 0
	gate := NewGate(model, block.Source())
	if rounded := gate.mustExpect(theta)["dL/dz1"][0]; rounded.expected.E == 0 {
		t.Fatal("the tie is no tie")
	}
	for _, engine := range graph.EngineNames() {
		e := evaluated(t, model, block, theta, engine)
		for _, through := range []bool{true, false} { // dz1 as on this side of 0, and on that
			changed := copied(e)
			changed.Inner["z1"][0] = 0
			if through {
				changed.Inner["z1"][0] = gate.mustExpect(theta)["dL/dz1"][0].expected.V
			}
			for _, f := range gate.mustJudge(theta, changed).Checks {
				if f.Quantity == "dL/dz1" && f.Verdict == Fail {
					t.Errorf("%s, relu open %v: accused: %s", engine, through, f.Witness())
				}
			}
		}
	}
	// Yet no step is taken on it: what the sums are made of is not known.
	if v := gate.mustJudge(theta, evaluated(t, model, block, theta, "program")).Verdict; v != Inconclusive {
		t.Errorf("a tie that rounding decides is %v", v)
	}
}

// Sums over all examples go through several blocks, inner quantities side by side.
func TestTheGatePassesNetworksOfManyRows(t *testing.T) {
	for _, name := range []string{"mlp:4relu,3", "mlp:4,3softmax"} {
		for _, m := range []int{gateRows, gateRows + 1, 2*gateRows + 77} {
			model := newModel(t, name, 3)
			block, theta := weightedFor(model, m, int64(m)), scaledStart(model, 1, 1)
			for _, engine := range graph.EngineNames() {
				e := evaluated(t, model, block, theta, engine)
				requirePass(t, fmt.Sprintf("%s on %s, m = %d", name, engine, m), NewGate(model, block.Source()).mustJudge(theta, e).Checks...)
				last := e.Inner["z1"]
				for i := len(last) - 1; i >= 0; i-- { // the last that relu lets through
					if last[i] != 0 {
						last[i] *= 1 + 1e-9
						break
					}
				}
				if v := NewGate(model, block.Source()).mustJudge(theta, e).Verdict; v != Fail {
					t.Errorf("%s, m = %d: an error in the last rows is %v", name, m, v)
				}
			}
		}
	}
}

func TestDocumentPassesNetworks(t *testing.T) {
	for _, name := range networks {
		for _, m := range []int{1, 5, 64} {
			model := newModel(t, name, 4)
			report, err := Document(context.Background(), model, weightedFor(model, m, 3), 3)
			if err != nil {
				t.Fatal(err)
			}
			if checked := countOf(report, "formula"); checked != len(model.Formulas) {
				t.Errorf("%s: %d checks of %d formulas", name, checked, len(model.Formulas))
			}
			for _, f := range report.Checks {
				if f.Bits != 0 {
					t.Errorf("%s: no identity: %s: %s", name, f.Quantity, f.Diagnosis)
				}
			}
			requirePass(t, fmt.Sprintf("%s, m = %d", name, m), report.Checks...)
		}
	}
}

// harmless are the mutants of a network that leave the gradient what it was: those
// whose right derivative is what they put in its place.
func harmless(which string, site mutants.Site, mutant string) bool {
	switch {
	case site.Letter == "S": // ∂S/∂cL is 1 in every entry
		return mutant == "squared" || mutant == "the neighbour's" || mutant == "reversed" || mutant == "the first one's"
	case site.Letter == "cL": // whose upstream is 1 in every entry
		return mutant == "upstream forgotten"
	case which == "document" && strings.HasPrefix(site.Letter, "z"): // W h + b: the derivative of a sum by a term is the upstream
		return mutant == "upstream alone" || mutant == "the other operand's"
	}
	return false
}

// Each wrong derivative, in each op of both graphs of a small tanh–relu–softmax
// network, is found.
func TestStartFindsEveryMutantOfANetwork(t *testing.T) {
	right := newModel(t, "mlp:4tanh,3relu,3softmax", 2)
	block := weightedFor(right, 6, 1)
	total, alike := 0, 0
	everyMutant(t, right, block.M, func(which string, site mutants.Site, mutant mutants.Mutant) {
		if total++; testing.Short() && total%8 != 0 {
			return
		}
		name := fmt.Sprintf("%s %v: %s", which, site, mutant.Name)
		s := subject(planted(right, which, site, mutant), block, "program")
		s.Theta = right.Start(1)
		started, err := Start(context.Background(), s)
		switch {
		case harmless(which, site, mutant.Name):
			alike++
			if err != nil || started.Report.Verdict != Pass {
				t.Errorf("%s: it is the right gradient, and is accused", name)
			}
		case err != nil:
			if !mutant.NoNumbers || !errors.Is(err, ErrRefused) {
				t.Errorf("%s: %v", name, err)
			}
		case started.Report.Verdict != Fail:
			f, _ := started.Report.Failed()
			t.Errorf("%s: %v %s", name, started.Report.Verdict, f.Witness())
		}
	})
	t.Logf("%d mutants planted, %d found, %d leave the gradient as it was", total, total-alike, alike)
}

func TestRandomParametersKeepNetworksWellConditioned(t *testing.T) {
	for _, name := range networks {
		for seed := range int64(20) {
			model := newModel(t, name, 5)
			block := weightedFor(model, 20, seed)
			for i := range block.Table {
				block.Table[i] *= math.Pow(10, float64(seed%7))
			}
			if z := largestInner(model, block, RandomParameters(model, block, seed)); !(z <= largestLogit) {
				t.Errorf("%s, seed %d: |z| = %v", name, seed, z)
			}
		}
	}
}

func TestRandomExamplesHaveAllClasses(t *testing.T) {
	model := newModel(t, "mlp:5softmax", 2)
	block := RandomExamples(model, 5, 3)
	again := relabelled(block, 4)
	for what, y := range map[string][]float64{"random": block.Y, "relabelled": again.Y} {
		for k := range 5 {
			sum, row := 0.0, 0.0
			for i := range 5 {
				sum, row = sum+y[i*5+k], row+y[k*5+i]
			}
			if sum != 1 || row != 1 {
				t.Errorf("%s: class %d has %v examples, example %d has %v classes", what, k, sum, k, row)
			}
		}
	}
}

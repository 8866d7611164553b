package train

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"surefoot/graph"
	"surefoot/train/data"
	"surefoot/train/metrics"
	"surefoot/verify"
	"surefoot/verify/mutants"
)

// standardized is a demonstration table, one class against the rest.
func standardized(t *testing.T, demo, positive string) *data.Table {
	t.Helper()
	table, err := data.DemoOptions(demo, data.Options{Positive: positive})
	if err != nil {
		t.Fatal(err)
	}
	scaling, _ := data.Standardize(table)
	return scaling.Scaled(table)
}

func network(t testing.TB, name string, features int) *graph.Model {
	t.Helper()
	model, err := graph.NewModel(name, features)
	if err != nil {
		t.Fatal(err)
	}
	return model
}

// requireChecked requires a cost that fell and a check before every update.
func requireChecked(t *testing.T, what string, r *Result, updates int) {
	t.Helper()
	if first, last := r.History[0].J, r.Last().J; !(last < first) || r.Updates != updates || r.Verify.StepsChecked != updates {
		t.Errorf("%s: J went from %v to %v in %d updates, %d checked", what, first, last, r.Updates, r.Verify.StepsChecked)
	}
}

// Networks separate malignant from benign tumours: logistic regression has 98 % of
// these rows right after as many steps, so a network that has less than 97 % is wrong.
func TestNetworksLearnBreastCancer(t *testing.T) {
	table := standardized(t, "breast_cancer", "")
	block := graph.NewBlock(table.X, table.Y, table.N)
	for _, name := range []string{"mlp:8,8", "mlp:8relu,4sigmoid"} {
		model := network(t, name, table.N)
		r, err := Fit(context.Background(), model, block, settings("program", 0.3, 200))
		if err != nil {
			t.Fatal(err)
		}
		requireChecked(t, name, r, 200)
		logits, err := graph.Logits(model, r.Parameters, table.X)
		if err != nil {
			t.Fatal(err)
		}
		if score := metrics.Evaluate(logits, table.Y); score.Accuracy < 0.97 {
			t.Errorf("%s: %d of %d right", name, score.Right(), score.M)
		}
	}
}

// Three kinds of iris at once: all but a few of the 150 can be told apart.
func TestASoftmaxNetworkLearnsIris(t *testing.T) {
	const classes = 3
	var x, y []float64
	for k, class := range []string{"setosa", "versicolor", "virginica"} {
		table := standardized(t, "iris", class)
		if x = table.X; y == nil {
			y = make([]float64, table.M*classes)
		}
		for i, label := range table.Y {
			y[i*classes+k] = label
		}
	}
	block := graph.NewClassBlock(x, y, len(x)*classes/len(y), classes)
	model := network(t, "mlp:8tanh,8relu,3softmax", block.N)
	r, err := Fit(context.Background(), model, block, settings("program", 0.3, 300))
	if err != nil {
		t.Fatal(err)
	}
	requireChecked(t, model.Name, r, 300)
	logits, err := graph.Logits(model, r.Parameters, x)
	if err != nil {
		t.Fatal(err)
	}
	right := 0
	for i := range block.M {
		if largest(logits[i*classes:(i+1)*classes]) == largest(y[i*classes:(i+1)*classes]) {
			right++
		}
	}
	if right < 144 {
		t.Errorf("%d of %d right", right, block.M)
	}
}

// largest is the index of the largest number.
func largest(x []float64) int {
	at := 0
	for k, v := range x {
		if v > x[at] {
			at = k
		}
	}
	return at
}

// The engines differ by rounding: after 20 steps by no more than 10⁵ roundings of
// numbers of size 1.
func TestEnginesTrainNetworksAlike(t *testing.T) {
	for _, name := range []string{"mlp:4,3", "mlp:4relu,3sigmoid", "mlp:5,3softmax"} {
		model := network(t, name, 3)
		block := verify.RandomExamples(model, 30, 5)
		var first *Result
		for _, engine := range graph.EngineNames() {
			r, err := Fit(context.Background(), model, block, settings(engine, 0.2, 20))
			if err != nil {
				t.Fatalf("%s on %s: %v", name, engine, err)
			}
			if first == nil {
				first = r
			}
			if r.Fingerprint != first.Fingerprint {
				t.Errorf("%s on %s: the fingerprint is %s, not %s", name, engine, r.Fingerprint, first.Fingerprint)
			}
			for i, p := range r.Parameters {
				for j, x := range p.Values {
					if d := math.Abs(x - first.Parameters[i].Values[j]); !(d <= 1e5*0x1p-53) {
						t.Errorf("%s on %s: %s[%d] ends %g apart", name, engine, p.Name, j, d)
					}
				}
			}
		}
	}
}

func TestANetworkStartsFromTheSeed(t *testing.T) {
	model := network(t, "mlp:4,3", 3)
	block := weighted(12, 3, 1)
	fit := func(seed int64) graph.Parameters {
		s := settings("program", 0.1, 5)
		s.Seed = seed
		r, err := Fit(context.Background(), model, block, s)
		if err != nil {
			t.Fatal(err)
		}
		return r.Parameters
	}
	requireSame(t, "one seed", fit(3), fit(3))
	if fit(3)[0].Values[0] == fit(4)[0].Values[0] {
		t.Error("two seeds train to one network")
	}
}

// A wrong derivative in the middle of a network stops it before the first step.
func TestFitRefusesAWrongNetwork(t *testing.T) {
	right := network(t, "mlp:4tanh,3relu", 3)
	block := weighted(12, 3, 1)
	for _, site := range []mutants.Site{{Letter: "h1"}, {Letter: "h2"}, {Letter: "z2"}, {Letter: "z2", Operand: 1}, {Letter: "L"}} {
		wrong := *right
		wrong.Training = mutants.Plant(right.Training, site, mutants.Times("more", 1+1e-9))
		r, err := Fit(context.Background(), &wrong, block, settings("program", 0.1, 3))
		if !errors.Is(err, verify.ErrRefused) {
			t.Fatalf("%v: %v", site, err)
		}
		requireSame(t, site.String(), r.Parameters, right.Start(1))
	}
}

func TestNetworksRefuseLabelsThatDoNotFit(t *testing.T) {
	softmax, sigmoid := network(t, "mlp:2,3softmax", 2), network(t, "mlp:2", 2)
	for want, c := range map[string]struct {
		model *graph.Model
		block graph.Block
	}{
		"takes 3 labels an example and the data have 1":  {softmax, weighted(4, 2, 1)},
		"takes 1 labels an example and the data have 3":  {sigmoid, verify.RandomExamples(softmax, 4, 1)},
		"labels of example 1 add up to 0.5":              {softmax, graph.NewClassBlock([]float64{1, 2, 3, 4}, []float64{1, 0, 0, 0, 0.5, 0}, 2, 3)},
		"label -1 of example 1 is not between":           {softmax, graph.NewClassBlock([]float64{1, 2, 3, 4}, []float64{1, 0, 0, -1, 1, 1}, 2, 3)},
		"the looped algorithm is for the logistic model": {sigmoid, weighted(4, 2, 1)},
	} {
		engine := "program"
		if strings.Contains(want, "looped") {
			engine = Looped
		}
		_, err := Fit(context.Background(), c.model, c.block, settings(engine, 0.1, 3))
		if !errors.Is(err, ErrSettings) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
}

func TestModelFilesOfNetworks(t *testing.T) {
	model := network(t, "mlp:4relu,3", 2)
	file := ModelFile{
		Model: model.Name, Parameters: model.Start(1),
		Schema: data.Schema{Features: []string{"a", "b"}, Target: "y", Classes: [2]string{"no", "yes"}},
	}
	text, err := file.Encode()
	if err != nil {
		t.Fatal(err)
	}
	again, err := DecodeModelFile(text)
	if err != nil {
		t.Fatal(err)
	}
	got, err := again.Logits([]float64{1, 2, -3, 4})
	if err != nil {
		t.Fatal(err)
	}
	want, err := graph.Logits(model, file.Parameters, []float64{1, 2, -3, 4})
	if err != nil || got[0] != want[0] || got[1] != want[1] || len(got) != 2 {
		t.Errorf("the logits are %v, not %v: %v", got, want, err)
	}
	for name, reason := range map[string]string{
		"mlp:4relu,4":      "parameter 3 is W2 of shape [3 4]",
		"mlp:4,3,2softmax": "a model file is for two",
		"mlp:4relu,x":      `"x" is not a width`,
	} {
		wrong := strings.Replace(string(text), "mlp:4relu,3", name, 1)
		if _, err := DecodeModelFile([]byte(wrong)); !errors.Is(err, ErrModelFile) || !strings.Contains(err.Error(), reason) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

package cli

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"surefoot/graph"
	"surefoot/ops/arith"
	"surefoot/verify"
	"surefoot/verify/mutants"
)

// wrongGraph is the logistic model with a derivative by the operands of one
// letter doubled in the graph that build chooses.
func wrongGraph(letter string, build func(*graph.Model) *func(int) (*graph.Graph, error)) func(int) (*graph.Model, error) {
	return func(features int) (*graph.Model, error) {
		model := graph.Logistic(features)
		g, err := (*build(model))(2)
		if err != nil {
			return nil, err
		}
		on, _ := mutants.Sites(g, model.Parameters)
		for _, site := range on {
			if site.Letter == letter {
				*build(model) = mutants.Plant(*build(model), site, mutants.Times("twice", 2))
				return model, nil
			}
		}
		return nil, fmt.Errorf("no derivative flows through %s", letter)
	}
}

func trainingGraph(m *graph.Model) *func(int) (*graph.Graph, error) { return &m.Training }
func documentGraph(m *graph.Model) *func(int) (*graph.Graph, error) { return &m.Document }

// wrongFormula is the logistic model whose hand-derived formula for one quantity
// is doubled: the expected side of every check, and nothing else.
func wrongFormula(quantity string) func(int) (*graph.Model, error) {
	return func(features int) (*graph.Model, error) {
		model := graph.Logistic(features)
		right := model.ByHand
		model.ByHand = func(m arith.Machine, in graph.Inputs) graph.Quantities {
			q := right(m, in)
			q[quantity] = m.Add(q[quantity], q[quantity])
			return q
		}
		return model, nil
	}
}

// wrongModels are models in which one thing is wrong.
func wrongModels() map[string]func(int) (*graph.Model, error) {
	wrong := map[string]func(int) (*graph.Model, error){
		"a + y": func(features int) (*graph.Model, error) { return verify.PlantedSum(graph.Logistic(features)), nil },
	}
	for _, letter := range []string{"z", "L", "cL", "S"} {
		wrong["training graph, derivatives of "+letter] = wrongGraph(letter, trainingGraph)
	}
	for _, letter := range []string{"wᵀX", "z", "a", "log a", "1−a", "log(1−a)", "y log a", "(1−y) log(1−a)", "ℓ", "L", "cL", "S"} {
		wrong["document graph, derivatives of "+letter] = wrongGraph(letter, documentGraph)
	}
	for _, quantity := range []string{"S", "da/dz", "dL/da", "dL/dz", "dL/dw", "dL/db"} {
		wrong["hand-derived "+quantity] = wrongFormula(quantity)
	}
	return wrong
}

// Whatever is wrong, on either side: exit code 1, one line with the witness, the
// parameters where they started, no file.
func TestAWrongDerivativeIsRefused(t *testing.T) {
	inFolder(t, nil)
	for name, model := range wrongModels() {
		t.Run(name, func(t *testing.T) {
			o := surefootOn(t, model, nil, "train", "--demo", "two-features", "--format", "json",
				"--out", "model.json", "--plot", "cost.svg", "--dot", "graph.dot").oneLineOn(t, exitWrong)
			for _, word := range []string{"gradient refused at the start check", "expected", "got", "nothing is written"} {
				if !strings.Contains(o.err, word) {
					t.Errorf("no %q in: %s", word, o.err)
				}
			}
			got := trained(t, o)
			if *got.Status != "refused" || *got.Verify.Failures < 1 || *got.Iterations != 0 {
				t.Errorf("status %s, %d failures, %d iterations", *got.Status, *got.Verify.Failures, *got.Iterations)
			}
			if diff := cmp.Diff([]number{0, 0, 0}, append(got.Parameters.W, *got.Parameters.B)); diff != "" {
				t.Errorf("parameters have moved: %s", diff)
			}
			if left := entries(t); len(left) > 0 {
				t.Errorf("files were written: %v", left)
			}
		})
	}
}

// As a table, a refused run prints nothing where results belong.
func TestARefusedRunHasNoResults(t *testing.T) {
	inFolder(t, map[string]string{"flowers.csv": flowers})
	wrong := wrongModels()["a + y"]
	o := surefootOn(t, wrong, nil, "train", "flowers.csv", "--positive", "rose", "--out", "model.json").oneLineOn(t, exitWrong)
	want := "surefoot: gradient refused at the start check: dL/dz[4]: expected a−y = "
	if o.out != "" || !strings.HasPrefix(o.err, want) {
		t.Errorf("standard output %q, standard error %q", o.out, o.err)
	}
	if _, err := os.Stat("model.json"); err == nil {
		t.Error("a model was written")
	}
}

// verify-gradients looks at the document graph and its formulas.
func TestVerifyGradientsFindsAWrongDerivative(t *testing.T) {
	for name, model := range wrongModels() {
		if !strings.HasPrefix(name, "document") && !strings.HasPrefix(name, "hand-derived d") {
			continue
		}
		t.Run(name, func(t *testing.T) {
			got := verified(t, surefootOn(t, model, nil, "verify-gradients", "--format", "json").oneLineOn(t, exitWrong))
			if *got.Verdict != "fail" {
				t.Errorf("verdict %s", *got.Verdict)
			}
			table := surefootOn(t, model, nil, "verify-gradients").oneLineOn(t, exitWrong)
			if !strings.Contains(table.out, "FAIL") || !strings.Contains(table.out, "rounding explains") {
				t.Errorf("no witness in:\n%s", table.out)
			}
		})
	}
}

// An error that shows only later, as a fault of the hardware would, is refused at
// its step: the parameters are those of the steps before it.
func TestAStepIsRefused(t *testing.T) {
	inFolder(t, nil)
	calls := 0
	failing := func(features int) (*graph.Model, error) {
		model := graph.Logistic(features)
		right := model.ByHand
		model.ByHand = func(m arith.Machine, in graph.Inputs) graph.Quantities {
			q := right(m, in)
			if calls++; calls > 40 {
				q["dL/dw"] = m.Neg(q["dL/dw"])
			}
			return q
		}
		return model, nil
	}
	train := []string{"train", "--demo", "two-features", "--format", "json", "--out", "model.json", "--iterations"}
	o := surefootOn(t, failing, nil, append(train, "1000")...).oneLineOn(t, exitWrong)
	refused := trained(t, o)
	taken := *refused.Iterations
	if taken == 0 || taken >= 40 || *refused.Status != "refused" || *refused.Verify.Failures != 1 || *refused.Verify.StepsChecked != taken+1 {
		t.Fatalf("%d steps were taken and %d checked, status %s", taken, *refused.Verify.StepsChecked, *refused.Status)
	}
	if left := entries(t); len(left) > 0 {
		t.Errorf("files were written: %v", left)
	}
	t.Log(o.err)
	before := trained(t, surefoot(t, "train", "--demo", "two-features", "--format", "json", "--iterations", strconv.Itoa(taken)).done(t))
	if diff := cmp.Diff(before.Parameters, refused.Parameters); diff != "" {
		t.Errorf("not the parameters after %d steps: %s", taken, diff)
	}
}

// A graph that is another one for many examples than for the start check's block
// is not trained.
func TestTheTrainedGraphIsTheCheckedOne(t *testing.T) {
	inFolder(t, nil)
	other := func(features int) (*graph.Model, error) {
		model := graph.Logistic(features)
		right, wrong := model.Training, verify.PlantedSum(graph.Logistic(features)).Training
		model.Training = func(m int) (*graph.Graph, error) {
			if m > verify.StartExamples {
				return wrong(m)
			}
			return right(m)
		}
		return model, nil
	}
	o := surefootOn(t, other, nil, "train", "--explain=false", "--out", "model.json").oneLineOn(t, exitWrong)
	if o.out != "" || !strings.Contains(o.err, "the graph that was checked is") {
		t.Errorf("standard output %q, standard error %q", o.out, o.err)
	}
	if left := entries(t); len(left) > 0 {
		t.Errorf("files were written: %v", left)
	}
}

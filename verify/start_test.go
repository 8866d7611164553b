package verify

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
	"surefoot/graph"
)

func TestRandomParametersStayWhereTheDocumentGraphIsWellConditioned(t *testing.T) {
	checkMany(t, 500, func(t *rapid.T) {
		block := tables([]int{1, 2, 5, 64}, []int{1, 2, 30}).Draw(t, "block")
		if rapid.Bool().Draw(t, "huge") { // z overflows
			for i := range block.Table {
				block.Table[i] = math.Copysign(1e308, block.Table[i])
			}
		}
		model, seed := graph.Logistic(block.N), rapid.Int64().Draw(t, "seed")
		theta := RandomParameters(model, block, seed)
		if z := largestInner(model, block, theta); !(z <= 8) {
			t.Errorf("|z| = %v", z)
		}
		if b := theta.Get("b")[0]; b == 0 || math.IsNaN(b) {
			t.Errorf("b = %v", b)
		}
		if diff := cmp.Diff(theta, RandomParameters(model, block, seed)); diff != "" {
			t.Errorf("one seed, two parameters: %s", diff)
		}
		if cmp.Equal(theta, RandomParameters(model, block, seed+1)) {
			t.Error("two seeds, one parameters")
		}
	})
}

func TestRandomParametersAreStandardNormalOnSmallTables(t *testing.T) {
	model, sum := graph.Logistic(1), 0.0
	block := graph.NewBlock([]float64{0}, []float64{1}, 1)
	for seed := range int64(4000) {
		sum += math.Pow(RandomParameters(model, block, seed).Get("b")[0], 2)
	}
	// The variance of 4000 numbers from N(0, 1) is 1 ± 0.022; five of that.
	if v := sum / 4000; math.Abs(v-1) > 0.11 {
		t.Errorf("the variance of b is %v", v)
	}
	if d := cmp.Diff(model.Parameters, graph.Logistic(1).Parameters); d != "" {
		t.Errorf("the model's own parameters are changed: %s", d)
	}
}

func TestStartBlockIsSmall(t *testing.T) {
	for _, c := range []struct{ m, n, want int }{
		{1, 1, 1},
		{255, 30, 255},
		{256, 30, 256},
		{1000, 30, 256},
		{1000, 128, 256},
		{1000, 129, 254},
		{1000, 784, 41},
		{1000, 1 << 15, 8},
		{3, 1 << 15, 3},
	} {
		block := graph.Block{
			M: c.m, N: c.n, Table: make([]float64, c.m*c.n), Y: make([]float64, c.m), C: make([]float64, c.m),
		}
		if got := StartBlock(block); got.M != c.want || len(got.Table) != c.want*c.n {
			t.Errorf("of %d × %d the start check reads %d rows", c.m, c.n, got.M)
		}
	}
}

func TestStartReportsWhatItChecked(t *testing.T) {
	model, block := graph.Logistic(2), weighted(300, 2, 1)
	s := subject(model, block, "program")
	s.Seed = 9
	started, err := Start(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	report := started.Report
	requirePass(t, "start", report.Checks...)
	if report.Model != "logistic" || report.Features != 2 || report.Examples != StartExamples || report.Seed != 9 {
		t.Errorf("%+v", report)
	}
	count := map[string]int{}
	for _, f := range report.Checks {
		count[f.Check]++
	}
	// At zero and at random parameters: five formulas of the document graph and
	// three of the training graph, in numbers and as identities; S, dz, dw, db of
	// both; and of the engine, compared with the derivation and with the interpreter.
	if want := map[string]int{"formula": 16, "identity": 16, "graphs": 8, "engine": 8, "engines": 8}; !cmp.Equal(count, want) {
		t.Errorf("the checks are %v", count)
	}
	g, err := derived(model.Training, 300)
	if err != nil || started.Fingerprint != g.Fingerprint() {
		t.Errorf("the fingerprint is %s, %v", started.Fingerprint, err)
	}
}

// Training may go on from parameters at which a is 0 or 1 to the last bit, where
// the document graph divides by zero.
func TestStartPassesAtSaturatedParameters(t *testing.T) {
	for _, size := range []float64{8, 30, 40, 200, 3000} {
		model, block := graph.Logistic(3), weighted(40, 3, 1)
		s := subject(model, block, "program")
		s.Theta = RandomParameters(model, block, 5)
		largest := largestInner(model, block, s.Theta)
		for _, p := range s.Theta {
			for i := range p.Values {
				p.Values[i] *= size / largest
			}
		}
		started, err := Start(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		requirePass(t, fmt.Sprintf("|z| ≤ %g", size), started.Report.Checks...)
		if checked := len(started.Report.Checks); checked != 56+3+4+4 {
			t.Errorf("%d checks", checked)
		}
	}
}

// The document graph cannot be evaluated in float64 where a is 1 to the last bit:
// that is no accusation, and no pass.
func TestFormulasAreInconclusiveWhereFloat64Is(t *testing.T) {
	model := graph.Logistic(1)
	block := graph.NewBlock([]float64{40, -1}, []float64{1, 0}, 1)
	theta := model.Parameters.Clone()
	theta.Get("w")[0] = 1
	g, err := derived(model.Document, 2)
	if err != nil {
		t.Fatal(err)
	}
	findings, err := Formulas(model, g, block, theta)
	if err != nil {
		t.Fatal(err)
	}
	undecided := 0
	for _, f := range findings {
		if f.Verdict == Inconclusive {
			undecided++
		}
		if f.Verdict == Fail {
			t.Errorf("a right gradient is accused: %s", f.Witness())
		}
	}
	if undecided == 0 {
		t.Error("1/(1−a) is 1/0 in float64, and everything passes")
	}
}

func TestStartReturnsTheErrorsOfItsParts(t *testing.T) {
	wrong := errors.New("wrong")
	fails := func(int) (*graph.Graph, error) { return nil, wrong }
	block := weighted(4, 2, 1)
	for name, change := range map[string]func(*Subject){
		"document": func(s *Subject) { s.Model.Document = fails },
		"training": func(s *Subject) { s.Model.Training = fails },
		"engine": func(s *Subject) {
			s.Engine = func(*graph.Graph, graph.Source) (graph.Engine, error) { return nil, wrong }
		},
		"evaluation": func(s *Subject) {
			s.Engine = func(*graph.Graph, graph.Source) (graph.Engine, error) { return broken{wrong}, nil }
		},
	} {
		s := subject(graph.Logistic(2), block, "program")
		change(&s)
		if _, err := Start(context.Background(), s); !errors.Is(err, wrong) || errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Start(ctx, subject(graph.Logistic(2), block, "program")); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
	model := graph.Logistic(2)
	model.Document = fails
	if _, err := Document(context.Background(), model, block, 1); !errors.Is(err, wrong) {
		t.Errorf("Document: %v", err)
	}
}

// broken is an engine that cannot evaluate.
type broken struct{ err error }

func (b broken) Evaluate(graph.Parameters) (*graph.Evaluation, error) { return nil, b.err }

func TestThePlantedSumIsRefused(t *testing.T) {
	model, block := PlantedSum(graph.Logistic(2)), weighted(9, 2, 1)
	started, err := Start(context.Background(), subject(model, block, "program"))
	if err != nil {
		t.Fatal(err)
	}
	if f, _ := started.Report.Failed(); started.Report.Verdict != Fail || f.Quantity != "dL/dz" {
		t.Errorf("%v at %s", started.Report.Verdict, f.Quantity)
	}
	if g, err := model.Document(9); err != nil || g.Derive() != nil {
		t.Errorf("the document graph is as it was: %v", err)
	}
}

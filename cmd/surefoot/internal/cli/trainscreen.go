package cli

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"surefoot/graph"
	"surefoot/ops/arith"
	"surefoot/train"
	"surefoot/verify"
)

// printTable is the screen's first line: what is trained on.
func (a *app) printTable(r *trainRun) {
	parts := fmt.Sprintf("train %d, test %d", r.m, r.held.M)
	if r.held.M == 0 {
		parts = "train on all"
	}
	fmt.Fprintf(a.Out, "%s   %d × %d   %s   positive: %s\n", r.source(), r.m+r.held.M, r.model.Features, parts, r.schema.Classes[1])
	if r.model.Name != logistic {
		numbers := 0
		for _, p := range r.model.Parameters {
			numbers += len(p.Values)
		}
		fmt.Fprintf(a.Out, "Model %s: %s, started at random from seed %d\n", r.model.Name, count(numbers, "parameter"), r.seed)
	}
}

// explain shows the derivation, of logistic regression on one example, and that a
// wrong one is refused.
func (a *app) explain(ctx context.Context, r *trainRun, settings train.Settings) error {
	show := a.oneExample
	if r.model.Name != logistic {
		show = func() error { return a.derivation(r.model, settings.Verify) }
	}
	if err := show(); err != nil {
		return err
	}
	return a.plantedError(ctx, r, settings)
}

// oneExample checks every formula on a single example whose numbers fit on a
// line.
func (a *app) oneExample() error {
	x, y := []float64{0.5, -1.25}, 1.0
	model, err := a.model(logistic, len(x))
	if err != nil {
		return err
	}
	block, theta := graph.NewBlock(x, []float64{y}, len(x)), model.Parameters.Clone()
	copy(theta.Get("w"), []float64{0.3, -0.2})
	theta.Get("b")[0] = 0.1
	g, err := model.Document(1)
	if err != nil {
		return err
	}
	if err := g.Derive(); err != nil {
		return err
	}
	m := arith.Over[float64]{A: arith.Float64{}}
	values, err := graph.Interpret(m, graph.InputsOver(m, block, theta).Values(g), g.Node("z"), g.Node("a"), g.Node("L"))
	if err != nil {
		return err
	}
	findings, err := verify.Entries(model, g, block, theta)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.Out, "One example: x = (0.5, −1.25)  y = 1  w = (0.3, −0.2)  b = 0.1")
	fmt.Fprintf(a.Out, "  z = %.6g  →  a = %.6f  →  L = %.6f\n",
		m.Float64s(values[0])[0], m.Float64s(values[1])[0], m.Float64s(values[2])[0])
	rows := [][]string{{"", "by hand", "hand", "backprop", "verdict", "ulp"}}
	for _, f := range findings {
		rows = append(rows, exampleRow(f))
	}
	return columns(a.Out, 2, 3, []int{3, 4, 6}, rows...)
}

func exampleRow(f verify.Finding) []string {
	quantity, formula := f.Quantity, f.Formula
	if quantity == "dL/dw" {
		index := strconv.Itoa(f.Worst.Index + 1)
		quantity, formula = quantity+index, formula+index
	}
	ulp := "–"
	if f.MaxULP != nil {
		ulp = short(math.Ceil(*f.MaxULP))
	}
	return []string{
		quantity, formula, six(float64(f.Worst.Expected)), six(float64(f.Worst.Got)), verdictWord(f.Verdict), ulp,
	}
}

// plantedError trains on a graph with a wrong derivative, which must be refused.
func (a *app) plantedError(ctx context.Context, r *trainRun, settings train.Settings) error {
	settings.Verify = train.VerifyFull
	settings.Engine = "program"
	result, err := train.Fit(ctx, verify.PlantedSum(r.model), r.block, settings)
	var refusal *verify.Refusal
	switch {
	case errors.Is(err, train.ErrInterrupted):
		return err
	case err != nil && !errors.Is(err, verify.ErrRefused):
		return err
	case !errors.As(err, &refusal):
		return fmt.Errorf("%w: a planted error dz = a + y was not refused", errVerdict)
	}
	finding, _ := refusal.Report.Failed()
	start := r.model.Start(settings.Seed)
	for i, p := range result.Parameters {
		if !slices.Equal(p.Values, start[i].Values) {
			return fmt.Errorf("%w: a refused step changed %s", errVerdict, p.Name)
		}
	}
	unchanged := "w, b"
	if r.model.Name != logistic {
		unchanged = "the parameters"
	}
	fmt.Fprintf(a.Out, "Planted error dz = a + y: REFUSED at %s; %s unchanged\n", finding.Quantity, unchanged)
	return nil
}

// derivation shows the formulas that a network's gradient is checked against.
func (a *app) derivation(model *graph.Model, policy train.Policy) error {
	fmt.Fprintln(a.Out, formulasHead(policy))
	var rows [][]string
	for _, f := range model.Formulas {
		if f.Of == "" && !strings.HasPrefix(f.By, "h") && f.By != "a" {
			rows = append(rows, []string{f.Quantity, f.Text})
		}
	}
	return columns(a.Out, 2, 3, nil, rows...)
}

// printRun is the rest of the screen.
func (a *app) printRun(r *trainRun) error {
	if !r.explain {
		a.printTable(r)
	}
	fmt.Fprintln(a.Out, r.graphLine())
	if err := a.printDescent(r); err != nil {
		return err
	}
	if err := r.printChecks(a.Out); err != nil {
		return err
	}
	score, name := r.tested, "Test"
	if score == nil {
		score, name = r.trained, "Training rows"
	}
	fmt.Fprintf(a.Out, "%s: %d of %d right, log loss %.4f\n", name, score.Right(), score.M, score.LogLoss)
	if wrote := r.wrote(); len(wrote) > 0 {
		fmt.Fprintf(a.Out, "Wrote %s\n", strings.Join(wrote, ", "))
	}
	if r.file == "" {
		fmt.Fprintln(a.Out, "Your data:  surefoot train FILE.csv --target COLUMN")
		fmt.Fprintln(a.Out, "The slips in the text:  surefoot verify-gradients --as-printed")
	}
	return nil
}

func (r *trainRun) wrote() []string {
	return slices.DeleteFunc([]string{r.out, r.plot, r.dot}, func(path string) bool { return path == "" })
}

func (r *trainRun) graphLine() string {
	line := "Graph " + r.result.Fingerprint
	if r.result.Verify.Policy == train.VerifyOff {
		line += ": not checked"
	} else if r.engine == train.Looped {
		line += ": checked; trained by the loop"
	} else {
		line += ": checked = trained"
	}
	if r.dtype == float32Name {
		line += "; in float32"
	}
	if r.agreement != "" {
		line += "; " + r.agreement
	}
	return line
}

// printDescent shows the cost at 0, at powers of ten from 100, and at the end.
func (a *app) printDescent(r *trainRun) error {
	rows := [][]string{{fmt.Sprintf("Descent, α = %v", r.rate), "J", "|∇J|∞"}}
	last := r.result.Last().Iteration
	shown := []int{0}
	for k := 1; k < last; k *= 10 {
		if k >= 100 || last < 100 {
			shown = append(shown, k)
		}
	}
	if last > 0 {
		shown = append(shown, last)
	}
	for _, k := range shown {
		p := r.result.History[k]
		rows = append(rows, []string{strconv.Itoa(k), six(p.J), six(p.Norm)})
	}
	return columns(a.Out, 0, 3, []int{1, 2, 3}, rows...)
}

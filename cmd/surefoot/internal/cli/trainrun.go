package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"surefoot/graph"
	"surefoot/ops/arith"
	"surefoot/train"
	"surefoot/train/data"
	"surefoot/train/metrics"
	"surefoot/verify"
)

// trainRun is one training run from the table to the files.
type trainRun struct {
	trainOptions
	model     *graph.Model
	training  *data.Table // scaled
	held      *data.Table // the test part, unscaled until it is scored; empty with --test 0
	scaling   *data.Scaling
	schema    data.Schema
	stream    *data.Stream // nil where the table is in memory
	block     graph.Block  // in memory; none of a stream
	examples  graph.Source // what is trained on, scaled
	m         int          // how many they are
	result    *train.Result
	trained   *metrics.Binary
	tested    *metrics.Binary // nil with --test 0
	agreement string          // of loop and graph; "" where it was not asked
}

func (a *app) train(ctx context.Context, o trainOptions) error {
	err := writable([]string{o.file, o.labels}, destination{"out", o.out}, destination{"plot", o.plot}, destination{"dot", o.dot})
	if err != nil {
		return err
	}
	settings, err := o.settings()
	if err != nil {
		return err
	}
	r := &trainRun{trainOptions: o}
	load := a.load
	if o.stream {
		load = a.loadStream
	}
	defer r.close()
	if err := load(ctx, r); err != nil {
		return err
	}
	explain := o.explain && o.format == "table"
	if explain {
		a.printTable(r)
		if err := a.explain(ctx, r, settings); err != nil {
			return a.failed(r, err)
		}
	}
	bar := a.newBar("training", o.iterations)
	settings.Progress = bar.point
	r.result, err = train.FitSource(ctx, r.model, r.examples, settings)
	bar.finish()
	settings.Progress = nil
	if err != nil {
		return a.failed(r, err)
	}
	if explain && r.model.Name == logistic && !settings.Single { // the loop is in float64
		if err := r.compareLoop(ctx, settings); err != nil {
			return err
		}
	}
	return a.finish(ctx, r)
}

func (r *trainRun) close() {
	if r.stream != nil {
		_ = r.stream.Close()
	}
}

// finish scores what was trained, writes the files and then the results.
func (a *app) finish(ctx context.Context, r *trainRun) error {
	if err := r.score(ctx); err != nil {
		return err
	}
	if err := a.writeFiles(r); err != nil {
		return err
	}
	if r.format == "json" {
		return writeJSON(a.Out, r.summary())
	}
	return a.printRun(r)
}

// load reads, splits and scales the table, and makes the model for it.
func (a *app) load(_ context.Context, r *trainRun) (err error) {
	table, err := r.read(a)
	if err != nil {
		return err
	}
	limitGarbage(8 * len(table.X))
	r.schema = table.Schema()
	// In place, as the table may be large.
	if r.training, r.held, err = table.SplitInPlace(r.test, r.seed); err != nil {
		return err
	}
	if r.standardize {
		scaling, constant := data.Standardize(r.training)
		r.scaling = &scaling
		scaling.Apply(r.training.X)
		a.warnConstant(r, constant)
	}
	r.block = graph.NewBlock(r.training.X, r.training.Y, r.training.N)
	r.examples, r.m = r.block.Source(), r.block.M
	r.model, err = a.model(r.trainOptions.model, r.training.N)
	return err
}

// warnConstant says which features say nothing.
func (a *app) warnConstant(r *trainRun, names []string) {
	if len(names) > 0 {
		fmt.Fprintf(a.Err, "warning: %s: constant in the training rows, so 0 in the model: %s\n",
			r.source(), strings.Join(names, ", "))
	}
}

// failed reports a run that did not end well; what there is of it goes out as
// JSON where that was asked for.
func (a *app) failed(r *trainRun, err error) error {
	if r.format == "json" && r.result != nil {
		if e := writeJSON(a.Out, r.summary()); e != nil {
			return e
		}
	}
	switch {
	case errors.Is(err, train.ErrDiverged):
		return r.advised(err)
	case errors.Is(err, train.ErrInterrupted):
		return fmt.Errorf("%w; nothing is written", err)
	case errors.Is(err, graph.ErrRange):
		return fmt.Errorf("%s: %w; --dtype float64 holds it", r.source(), err)
	case errors.Is(err, train.ErrChanged):
		return fmt.Errorf("%w; the memory may be faulty; nothing is written", err)
	case errors.Is(err, verify.ErrRefused):
		return fmt.Errorf("%w; the parameters are as they were before it, and nothing is written", err)
	}
	return err
}

// advised adds to a divergence what may help.
func (r *trainRun) advised(err error) error {
	if r.stream != nil || r.model.Name != logistic {
		return fmt.Errorf("%w; a --rate below %.3g may help", err, r.rate)
	}
	switch rate := train.StableRate(r.block); {
	case rate > 0 && rate < r.rate:
		return fmt.Errorf("%w; --rate %.3g is too large for this table, one below %.2g is safe", err, r.rate, rate)
	case !r.standardize:
		return fmt.Errorf("%w; --standardize makes the table's numbers smaller", err)
	}
	return err
}

// compareLoop trains once more without checks, by the other of the two
// algorithms, and says how far apart the parameters end.
func (r *trainRun) compareLoop(ctx context.Context, settings train.Settings) error {
	settings.Verify = train.VerifyOff
	settings.Engine = train.Looped
	if r.engine == train.Looped {
		settings.Engine = "program"
	}
	other, err := train.Fit(ctx, r.model, r.block, settings)
	if err != nil {
		return err
	}
	apart := 0.0
	for i, p := range r.result.Parameters {
		for j, x := range p.Values {
			y := other.Parameters[i].Values[j]
			if x != y {
				apart = math.Max(apart, math.Abs(x-y)/arith.ULP(math.Max(math.Abs(x), math.Abs(y))))
			}
		}
	}
	r.agreement = fmt.Sprintf("loop = vectorised within %.0f ulp", apart)
	return nil
}

// score evaluates the model on the training part and the test part.
func (r *trainRun) score(ctx context.Context) (err error) {
	if r.stream != nil {
		r.trained, err = r.scoreStream(ctx)
		return err
	}
	score := func(t *data.Table) (*metrics.Binary, error) {
		logits, err := graph.Logits(r.model, r.result.Parameters, t.X)
		if err != nil {
			return nil, err
		}
		b := metrics.Evaluate(logits, t.Y)
		return &b, nil
	}
	if r.trained, err = score(r.training); err != nil || r.held.M == 0 {
		return err
	}
	if r.scaling != nil {
		r.scaling.Apply(r.held.X)
	}
	r.tested, err = score(r.held)
	return err
}

// writeFiles writes the model, the plot and the graph, those that were asked for.
func (a *app) writeFiles(r *trainRun) error {
	var files outputs
	if r.out != "" {
		content, err := r.modelFile().Encode()
		if err != nil {
			return fmt.Errorf("%s: %w", r.out, err)
		}
		files.add(r.out, content)
	}
	if r.plot != "" {
		content, err := costCurve(r.result.History, r.source())
		if err != nil {
			return fmt.Errorf("%s: %w", r.plot, err)
		}
		files.add(r.plot, content)
	}
	if r.dot != "" {
		content, err := drawing(r.model.Training, r.m, true)
		if err != nil {
			return fmt.Errorf("%s: %w", r.dot, err)
		}
		files.add(r.dot, content)
	}
	return a.write(files)
}

func (r *trainRun) modelFile() *train.ModelFile {
	return &train.ModelFile{
		Model: r.model.Name, Schema: r.schema, Scaling: r.scaling, Parameters: r.result.Parameters,
		Training: train.TrainingRecord{
			Solver: r.solver, Rate: r.rate, Iterations: r.iterations, Engine: r.engine, Dtype: r.recordedDtype(), Seed: r.seed,
			Cost: r.result.Last().J, Examples: r.m, Fingerprint: r.result.Fingerprint,
			Verify: r.result.Verify.Policy, StepsChecked: r.result.Verify.StepsChecked,
		},
	}
}

// drawing is a graph with its gradient as Graphviz text.
func drawing(build func(int) (*graph.Graph, error), m int, gradient bool) ([]byte, error) {
	g, err := build(m)
	if err != nil {
		return nil, err
	}
	if gradient {
		if err := g.Derive(); err != nil {
			return nil, err
		}
	}
	var text bytes.Buffer
	err = g.DOT(&text, graph.DotOptions{Gradient: gradient})
	return text.Bytes(), err
}

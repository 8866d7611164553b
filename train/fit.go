package train

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"surefoot/graph"
	"surefoot/verify"
)

var (
	// ErrSettings is returned for settings that make no sense.
	ErrSettings = errors.New("bad setting")
	// ErrDiverged is returned when the cost is not a finite number, or is higher
	// at the end than it was at the start.
	ErrDiverged = errors.New("diverged")
	// ErrInterrupted is returned when the context ends before the training.
	ErrInterrupted = errors.New("interrupted")
)

// Fit minimises J(θ) = (1/m) Σ cᵢLᵢ over the block by full-batch steps: [FitSource] on
// examples in memory.
func Fit(ctx context.Context, model *graph.Model, block graph.Block, settings Settings) (*Result, error) {
	if err := validateBlock(block); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSettings, err)
	}
	return FitSource(ctx, model, block.Source(), settings)
}

// FitSource minimises J(θ) = (1/m) Σ cᵢLᵢ over the examples of a source by full-batch
// steps. The program reads them a block at a time, so that they need not fit in memory.
//
// A refused step leaves the parameters as they were (unless it is refused because the copy
// that they would be put back from has changed in memory): the result holds them, and
// the error is a [verify.ErrRefused], most often a [*verify.Refusal] with the
// witness. A cost that is not finite or has risen, or numbers too large to be
// checked, are [ErrDiverged]; an ended context is [ErrInterrupted]. In each case
// the result says how far it came.
func FitSource(ctx context.Context, model *graph.Model, source graph.Source, settings Settings) (*Result, error) {
	f, err := newFit(ctx, model, source, settings)
	if err != nil {
		return nil, err
	}
	return f.fit(ctx)
}

// fit is a training run.
type fit struct {
	model     *graph.Model
	source    graph.Source
	m         int // examples
	size      int // numbers of the table
	settings  Settings
	newEngine func(*graph.Graph, graph.Source) (graph.Engine, error)
	// newProjected is newEngine for a program that projections watch; nil where there
	// are none.
	newProjected func() (verify.Projected, error)
	// startEngine is newEngine for the start check: a program in several blocks, however
	// few the examples, so that their sums and a last, partial block are checked too.
	startEngine func(*graph.Graph, graph.Source) (graph.Engine, error)
	theta       graph.Parameters
	mean        graph.Parameters // ∂J/∂θ
	graph       *graph.Graph

	// What checks the steps; nil where nothing does.
	gate      *verify.Gate
	projected verify.Projected // nil too where all steps are checked in full
	inner     bool             // it reports derivatives by inner quantities
	witness   StepWitness
	kept      graph.Parameters // theta, as the last step left it
	numbers   numbers          // of both

	result *Result
}

func newFit(ctx context.Context, model *graph.Model, source graph.Source, settings Settings) (*fit, error) {
	if err := settings.validate(model, source); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSettings, err)
	}
	f := &fit{model: model, source: source, settings: settings}
	var n int
	f.m, n, _ = source.Size()
	f.size = f.m * n
	options := graph.EngineOptions{
		Workers: settings.Workers, Context: ctx, Single: settings.Single,
		OnlySums: !settings.Verify.checksSteps(), // the gate alone asks for the rest
	}
	f.newEngine = engineFor(settings.Engine, model, options)
	if settings.Verify == VerifyEvery && settings.Engine == Program {
		options := options
		options.OnlySums = true
		f.newProjected = func() (verify.Projected, error) {
			return verify.NewProjected(model, f.graph, f.source, settings.Seed, options)
		}
	}
	f.startEngine = engineFor(settings.Engine, model, graph.EngineOptions{
		Workers: settings.Workers, Context: ctx, Single: settings.Single, Rows: min(f.m, verify.StartExamples)/3 + 1,
	})
	if settings.Start != nil {
		f.hold(settings.Start)
	} else {
		f.hold(model.Start(settings.Seed))
	}
	if settings.Single {
		f.theta.Narrow()
		for _, p := range f.theta {
			if infinite(p.Values) >= 0 {
				return nil, fmt.Errorf("%w: %w: the start's %s", ErrSettings, graph.ErrRange, p.Name)
			}
		}
	}
	f.mean = f.theta.Clone()
	f.result = &Result{Parameters: f.theta, Verify: Verification{Policy: settings.Verify}}
	return f, nil
}

// fit runs to the end, whatever it is.
func (f *fit) fit(ctx context.Context) (*Result, error) {
	begin := time.Now()
	err := f.run(ctx)
	if errors.Is(err, ErrSettings) { // of the data, which are looked at first
		return nil, err
	}
	f.result.Elapsed = time.Since(begin)
	if f.projected != nil {
		f.result.Verify.Resolution = f.projected.Resolution() / float64(f.m)
	}
	f.result.Status = status(err)
	if errors.Is(err, verify.ErrRefused) {
		f.result.Verify.Failures++
	}
	return f.result, err
}

func (f *fit) run(ctx context.Context) error {
	engine, err := f.prepare(ctx)
	if err != nil {
		return err
	}
	return f.descend(ctx, engine)
}

// prepare does all that comes before the first step.
func (f *fit) prepare(ctx context.Context) (graph.Engine, error) {
	if err := validateData(ctx, f.source); err != nil {
		return nil, err
	}
	if err := f.narrow(); err != nil {
		return nil, err
	}
	if err := f.build(); err != nil {
		return nil, err
	}
	if f.settings.Verify.starts() {
		if err := f.start(ctx); err != nil {
			return nil, err
		}
	}
	engine, err := f.engine(ctx)
	if err != nil {
		return nil, err
	}
	if f.settings.Verify.checksSteps() {
		f.gate = verify.NewGateFor(f.model, f.source, verify.GateOptions{Single: f.settings.Single, Rows: graph.BlockRows(engine)})
		f.witness = f.settings.Solver.Witness()
		f.keep()
	}
	return engine, nil
}

// narrow takes the nearest float32 numbers for the table's, where it is trained in those.
func (f *fit) narrow() error {
	if !f.settings.Single {
		return nil
	}
	single, err := graph.Single(f.source)
	if err != nil {
		return err
	}
	f.source = graph.Double(single)
	return nil
}

// engine makes the engine that trains, watched by projections where they check the steps.
func (f *fit) engine(ctx context.Context) (graph.Engine, error) {
	if f.newProjected != nil {
		begin := time.Now()
		projected, err := f.newProjected()
		f.result.Verify.SetupTime = time.Since(begin)
		switch {
		case err == nil:
			f.projected = projected
			return projected, nil
		case ctx.Err() != nil:
			return nil, fmt.Errorf("%w before the first update", ErrInterrupted)
		case !errors.Is(err, verify.ErrNoProjection):
			return nil, err
		}
	}
	return f.newEngine(f.graph, f.source)
}

// descend takes the steps, each of which was checked.
func (f *fit) descend(ctx context.Context, engine graph.Engine) error {
	for k := 0; ; k++ {
		f.result.Updates = k
		e, err := f.evaluate(ctx, engine, k)
		if err != nil {
			return err
		}
		err = f.record(e.point)
		if errors.Is(e.verdict, verify.ErrRefused) || errors.Is(e.verdict, graph.ErrShape) {
			return e.verdict // a number that is not finite may be the engine's error
		}
		if err := cmp.Or(err, e.verdict); err != nil {
			return err
		}
		switch {
		case k == f.settings.Iterations:
			return f.risen()
		case ctx.Err() != nil:
			return fmt.Errorf("%w after %d of %d updates", ErrInterrupted, k, f.settings.Iterations)
		}
		if err := f.update(k, e.Evaluation); err != nil {
			return err
		}
	}
}

// build makes the graph that is trained.
func (f *fit) build() (err error) {
	if f.graph, err = f.model.Training(f.m); err != nil {
		return fmt.Errorf("training graph: %w", err)
	}
	if err = f.graph.Derive(); err != nil {
		return fmt.Errorf("%w: training graph: %w", verify.ErrRefused, err)
	}
	f.result.Fingerprint = f.graph.Fingerprint()
	return nil
}

// start runs the start check, and makes sure that the graph which it checked on
// its block is the one that is trained.
func (f *fit) start(ctx context.Context) error {
	begin := time.Now()
	block, err := graph.Copied(f.source, 0, min(f.m, verify.StartExamples))
	if err != nil {
		return err
	}
	started, err := verify.Start(ctx, verify.Subject{
		Model: f.model, Block: block, Theta: f.theta, Seed: f.settings.Seed,
		Engine: f.startEngine, Single: f.settings.Single,
	})
	f.result.Verify.StartTime = time.Since(begin)
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("%w in the start check", ErrInterrupted)
	case err != nil:
		return fmt.Errorf("start check: %w", err)
	}
	f.result.StartReport = started.Report
	switch started.Report.Verdict {
	case verify.Inconclusive: // no accusation: numbers that overflow, as a rule
		finding, _ := started.Report.Failed()
		return fmt.Errorf("%w: the start check cannot decide: %s", ErrDiverged, finding.Witness())
	case verify.Fail:
		return &verify.Refusal{Report: started.Report}
	}
	if started.Fingerprint != f.result.Fingerprint {
		return fmt.Errorf("%w: the graph that was checked is %s, the one to be trained %s",
			verify.ErrRefused, started.Fingerprint, f.result.Fingerprint)
	}
	return nil
}

// record adds a point to the history.
func (f *fit) record(point Point) error {
	f.result.History = append(f.result.History, point)
	if f.settings.Progress != nil {
		f.settings.Progress(point)
	}
	if !finite(point.J) || !finite(point.Norm) {
		return fmt.Errorf("%w: after update %d the cost is %v and its gradient %v", ErrDiverged, point.Iteration, point.J, point.Norm)
	}
	return nil
}

// average makes ∂J/∂θ of an engine's sums and returns its largest entry in size.
func (f *fit) average(e *graph.Evaluation) (norm float64, err error) {
	for _, mean := range f.mean {
		sum := e.Gradient.Get(mean.Name)
		if len(sum) != len(mean.Values) {
			return math.NaN(), fmt.Errorf("%w: the engine gave %d numbers for the derivative by %s, which has %d",
				graph.ErrShape, len(sum), mean.Name, len(mean.Values))
		}
		for j, d := range sum {
			mean.Values[j] = d / float64(f.m)
			norm = max(norm, math.Abs(mean.Values[j]))
		}
	}
	return norm, nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// risen is ErrDiverged if the cost ended higher than it started: by more than
// rounding can make of a start at the minimum.
func (f *fit) risen() error {
	first, last := f.result.History[0].J, f.result.Last().J
	if last > first+0x1p-20*math.Abs(first) {
		return fmt.Errorf("%w: the cost rose from %.6g to %.6g", ErrDiverged, first, last)
	}
	return nil
}

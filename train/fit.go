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

// A Point of the history is the cost after some updates.
type Point struct {
	Iteration int     `json:"iteration"` // updates taken
	J         float64 `json:"cost"`
	Norm      float64 `json:"gradient_norm"` // |∇J|∞
}

// Result of a training run, whether it ended well or not.
type Result struct {
	Status      string // "done", "interrupted", "refused", "diverged" or "failed"
	Parameters  graph.Parameters
	Updates     int     // taken, that led to the parameters
	History     []Point // of a refused step, the last one has the refused numbers
	Fingerprint string  // of the graph that was checked and trained
	Verify      Verification
	StartReport *verify.Report // nil with VerifyOff
	Elapsed     time.Duration
}

// Verification counts what was checked.
type Verification struct {
	Policy       Policy
	StepsChecked int
	Failures     int
	StartTime    time.Duration // of the start check
	StepTime     time.Duration // of the checks at the steps
}

// Last is the last point of the history.
func (r *Result) Last() Point {
	if len(r.History) == 0 {
		return Point{J: math.NaN(), Norm: math.NaN()}
	}
	return r.History[len(r.History)-1]
}

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
// A refused step leaves the parameters as they were: the result holds them, and
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

func status(err error) string {
	switch {
	case err == nil:
		return "done"
	case errors.Is(err, verify.ErrRefused):
		return "refused"
	case errors.Is(err, ErrInterrupted):
		return "interrupted"
	case errors.Is(err, ErrDiverged):
		return "diverged"
	}
	return "failed"
}

// fit is a training run.
type fit struct {
	model     *graph.Model
	source    graph.Source
	m         int // examples
	settings  Settings
	newEngine func(*graph.Graph, graph.Source) (graph.Engine, error)
	// startEngine is newEngine for the start check: a program in several blocks, however
	// few the examples, so that their sums and a last, partial block are checked too.
	startEngine func(*graph.Graph, graph.Source) (graph.Engine, error)
	theta       graph.Parameters
	mean        graph.Parameters // ∂J/∂θ
	graph       *graph.Graph
	gate        *verify.Gate // nil with VerifyOff
	result      *Result
}

func newFit(ctx context.Context, model *graph.Model, source graph.Source, settings Settings) (*fit, error) {
	if err := settings.validate(model, source); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSettings, err)
	}
	f := &fit{model: model, source: source, settings: settings, theta: settings.Start.Clone()}
	f.m, _, _ = source.Size()
	f.newEngine = engineFor(settings.Engine, model, graph.EngineOptions{
		Workers: settings.Workers, Context: ctx,
		OnlySums: settings.Verify == VerifyOff, // the gate alone asks for the rest
	})
	f.startEngine = engineFor(settings.Engine, model, graph.EngineOptions{
		Workers: settings.Workers, Context: ctx, Rows: min(f.m, verify.StartExamples)/3 + 1,
	})
	if f.theta == nil {
		f.theta = model.Start(settings.Seed)
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
	f.result.Status = status(err)
	if errors.Is(err, verify.ErrRefused) {
		f.result.Verify.Failures++
	}
	return f.result, err
}

func (f *fit) run(ctx context.Context) error {
	if err := validateData(ctx, f.source); err != nil {
		return err
	}
	if err := f.build(); err != nil {
		return err
	}
	if f.settings.Verify == VerifyFull {
		if err := f.start(ctx); err != nil {
			return err
		}
		f.gate = verify.NewGate(f.model, f.source)
	}
	engine, err := f.newEngine(f.graph, f.source)
	if err != nil {
		return err
	}
	return f.descend(ctx, engine)
}

// descend takes the steps, each of which was checked.
func (f *fit) descend(ctx context.Context, engine graph.Engine) error {
	for k := 0; ; k++ {
		f.result.Updates = k
		evaluation, err := engine.Evaluate(f.theta)
		switch {
		case err != nil && ctx.Err() != nil:
			return fmt.Errorf("%w after %d of %d updates", ErrInterrupted, k, f.settings.Iterations)
		case err != nil:
			return err
		}
		last := k == f.settings.Iterations
		verdict := f.check(k, evaluation)
		err = f.record(k, evaluation)
		if errors.Is(verdict, verify.ErrRefused) {
			return verdict // a number that is not finite may be the engine's error
		}
		if err := cmp.Or(err, verdict); err != nil {
			return err
		}
		switch {
		case last:
			return f.risen()
		case ctx.Err() != nil:
			return fmt.Errorf("%w after %d of %d updates", ErrInterrupted, k, f.settings.Iterations)
		}
		f.settings.Solver.Step(f.theta, f.mean)
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
		Engine: f.startEngine,
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

// record computes J and ∂J/∂θ from the sums and adds a point to the history.
func (f *fit) record(k int, e *graph.Evaluation) error {
	norm, err := f.average(e)
	point := Point{Iteration: k, J: e.S / float64(f.m), Norm: norm}
	f.result.History = append(f.result.History, point)
	if f.settings.Progress != nil {
		f.settings.Progress(point)
	}
	switch {
	case err != nil:
		return err
	case !finite(point.J) || !finite(point.Norm):
		return fmt.Errorf("%w: after update %d the cost is %v and its gradient %v", ErrDiverged, k, point.J, point.Norm)
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
			norm = math.Max(norm, math.Abs(mean.Values[j]))
		}
	}
	return norm, nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// check asks the gate whether the step from these numbers may be taken. It may
// not where the gate cannot tell; but that is for numbers too large, and no
// accusation of the gradient.
func (f *fit) check(k int, e *graph.Evaluation) error {
	if f.gate == nil {
		return nil
	}
	begin := time.Now()
	report, err := f.gate.Judge(f.theta, e)
	f.result.Verify.StepTime += time.Since(begin)
	if err != nil {
		return err
	}
	if report.Verdict == verify.Inconclusive {
		finding, _ := report.Failed()
		return fmt.Errorf("%w: after update %d the numbers are too large to be checked: %s", ErrDiverged, k, finding.Witness())
	}
	if k < f.settings.Iterations { // the last numbers are judged, and no step follows
		f.result.Verify.StepsChecked++
	}
	if report.Verdict == verify.Fail {
		return &verify.Refusal{Step: k + 1, Report: report}
	}
	return nil
}

// risen is ErrDiverged if the cost ended higher than it started: by more than
// rounding can make of a start at the minimum.
func (f *fit) risen() error {
	first, last := f.result.History[0].J, f.result.Last().J
	if last > first+0x1p-20*math.Abs(first) {
		return fmt.Errorf("%w: the cost rose from %.6g to %.6g", ErrDiverged, first, last)
	}
	return nil
}

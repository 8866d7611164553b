package train

import (
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

// A Policy says what is checked in a training run.
type Policy string

// The policies.
const (
	// VerifyFull runs the start check once and every formula at every step.
	VerifyFull Policy = "full"
	// VerifyOff checks nothing.
	VerifyOff Policy = "off"
)

// Settings of a training run.
type Settings struct {
	Solver     Solver           // how to step
	Iterations int              // how many steps
	Engine     string           // what computes the gradient: one of EngineNames
	Verify     Policy           // what is checked
	Seed       int64            // of the start check's random parameters
	Start      graph.Parameters // where to start; nil is the model's own start
	// Progress, where set, is called with every point of the history.
	Progress func(Point)
}

// A Point of the history is the cost after some updates.
type Point struct {
	Iteration int     `json:"iteration"` // updates taken
	J         float64 `json:"cost"`
	Norm      float64 `json:"gradient_norm"` // |∇J|∞
}

// Result of a training run, whether it ended well or not.
type Result struct {
	Status      string // "done", "interrupted", "refused" or "diverged"
	Parameters  graph.Parameters
	History     []Point
	Fingerprint string // of the graph that was checked and trained
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

// Fit minimises J(θ) = (1/m) Σ cᵢLᵢ over the block by full-batch steps.
//
// A refused step leaves the parameters as they were: the result holds them, and
// the error is a [*verify.Refusal] with the witness. A cost that is not finite or
// has risen is [ErrDiverged], an ended context [ErrInterrupted]. In each case the
// result says how far it came.
func Fit(ctx context.Context, model *graph.Model, block graph.Block, settings Settings) (*Result, error) {
	f, err := newFit(model, block, settings)
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	err = f.run(ctx)
	f.result.Elapsed = time.Since(begin)
	f.result.Status = status(err)
	return f.result, err
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
	model    *graph.Model
	block    graph.Block
	settings Settings
	theta    graph.Parameters
	mean     graph.Parameters // ∂J/∂θ
	graph    *graph.Graph
	engine   graph.Engine
	gate     *verify.Gate // nil with VerifyOff
	result   *Result
}

func newFit(model *graph.Model, block graph.Block, settings Settings) (*fit, error) {
	switch {
	case settings.Iterations < 0:
		return nil, fmt.Errorf("%w: the number of iterations must not be negative, and is %d", ErrSettings, settings.Iterations)
	case block.M == 0:
		return nil, fmt.Errorf("%w: there are no examples to train on", ErrSettings)
	case block.N != model.Features:
		return nil, fmt.Errorf("%w: the model has %d features and the data %d", ErrSettings, model.Features, block.N)
	case settings.Verify != VerifyFull && settings.Verify != VerifyOff:
		return nil, fmt.Errorf("%w: the verify policy is full or off, not %q", ErrSettings, settings.Verify)
	case settings.Solver == nil:
		return nil, fmt.Errorf("%w: there is no solver", ErrSettings)
	}
	f := &fit{model: model, block: block, settings: settings, theta: settings.Start.Clone()}
	if f.theta == nil {
		f.theta = model.Parameters.Clone()
	}
	f.mean = f.theta.Clone()
	f.result = &Result{Parameters: f.theta, Verify: Verification{Policy: settings.Verify}}
	return f, nil
}

func (f *fit) run(ctx context.Context) error {
	if err := f.build(); err != nil {
		return err
	}
	if f.settings.Verify == VerifyFull {
		if err := f.start(ctx); err != nil {
			return err
		}
		f.gate = verify.NewGate(f.model, f.block)
	}
	for k := 0; ; k++ {
		if ctx.Err() != nil {
			return fmt.Errorf("%w after %d of %d steps", ErrInterrupted, k, f.settings.Iterations)
		}
		evaluation, err := f.engine.Evaluate(f.theta)
		if err != nil {
			return err
		}
		if err := f.record(k, evaluation); err != nil {
			return err
		}
		if k == f.settings.Iterations {
			return f.risen()
		}
		if err := f.check(k, evaluation); err != nil {
			return err
		}
		f.settings.Solver.Step(f.theta, f.mean)
	}
}

// build makes the graph and the engine that train.
func (f *fit) build() (err error) {
	if f.graph, err = f.model.Training(f.block.M); err != nil {
		return fmt.Errorf("training graph: %w", err)
	}
	if err = f.graph.Derive(); err != nil {
		return fmt.Errorf("training graph: %w", err)
	}
	f.result.Fingerprint = f.graph.Fingerprint()
	f.engine, err = engineFor(f.settings.Engine, f.model)(f.graph, f.block)
	return err
}

// start runs the start check, and makes sure that the graph which it checked on
// its block is the one that is trained.
func (f *fit) start(ctx context.Context) error {
	begin := time.Now()
	started, err := verify.Start(ctx, verify.Subject{
		Model: f.model, Engine: engineFor(f.settings.Engine, f.model),
		Block: f.block, Theta: f.theta, Seed: f.settings.Seed,
	})
	f.result.Verify.StartTime = time.Since(begin)
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("%w in the start check", ErrInterrupted)
	case err != nil:
		return fmt.Errorf("start check: %w", err)
	}
	f.result.StartReport = started.Report
	if started.Report.Verdict != verify.Pass {
		f.result.Verify.Failures++
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
	m := float64(f.block.M)
	point := Point{Iteration: k, J: e.S / m}
	finite := !math.IsNaN(point.J) && !math.IsInf(point.J, 0)
	for i, p := range e.Gradient {
		for j, d := range p.Values {
			d /= m
			f.mean[i].Values[j] = d
			point.Norm = math.Max(point.Norm, math.Abs(d))
		}
	}
	finite = finite && !math.IsNaN(point.Norm) && !math.IsInf(point.Norm, 0)
	f.result.History = append(f.result.History, point)
	if f.settings.Progress != nil {
		f.settings.Progress(point)
	}
	if !finite {
		return fmt.Errorf("%w: after %d steps the cost is %v and its gradient %v", ErrDiverged, k, point.J, point.Norm)
	}
	return nil
}

// check asks the gate whether the step from these numbers may be taken.
func (f *fit) check(k int, e *graph.Evaluation) error {
	if f.gate == nil {
		return nil
	}
	begin := time.Now()
	report := f.gate.Judge(f.theta, e)
	f.result.Verify.StepTime += time.Since(begin)
	f.result.Verify.StepsChecked++
	if report.Verdict != verify.Pass {
		f.result.Verify.Failures++
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

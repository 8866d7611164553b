package verify

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"surefoot/graph"
	"surefoot/ops"
)

// ErrNoProjection is returned for a model that has a part of which it is not known how to
// check it by projections; its steps can be checked in full.
var ErrNoProjection = errors.New("no projection check")

// A Projection checks each evaluation of a program in O(m+n) work beside its O(mn), after
// R. Freivalds (Probabilistic machines can use less running time, 1977), whose check of a
// product of matrices, A(Bv) = Cv for a random v, becomes one of floats here. Of each
// dense stage z = Wx + b, with a, v and s drawn at random when it is made,
//
//	s·(Za)   = (sᵀX)·(Wᵀa) + (b·a) Σs   in each block, of the table in each chunk,
//	aᵀ dW v  = Σ (dzᵢ·a)(xᵢ·v),  a·db = Σ dzᵢ·a   in the end,
//	s·(dX v) = (sᵀ dZ)·(W v)   in each block,
//
// of which sᵀX and xᵢ·v are computed once where x is the table; for logistic regression
// a = 1. Hidden stages, whose x changes, cost some products of a row with a vector for each
// product with a matrix that they check. What acts on each number by itself, a = σ(z) and
// h = g(z), is computed again for each number, in another way and as cheaply as the
// thresholds allow.
//
// The parts of s, a and v have random signs, and sizes between ¾ and 1, or between 1 and
// 2 and divided by the size of the feature: signs alone would hide half of all swaps, and
// normal numbers, which may come close to 0, an error in a single place. What is wrong in
// one feature of all rows shows by its part of sᵀX, which must not come close to 0 either:
// see signs.
//
// What it cannot see: errors that the products hide, which one in a single result never
// is, and one in several, as of a number that was read wrong, with a probability near 0;
// errors below the threshold, in
// which rounding disappears; the cost S, from which no step is made; and what is wrong
// in the graph itself, which is for the checks at the start. It accuses nobody: rounding
// errors are taken for random (see [assurance]), and a step that it finds wrong is to be
// judged by the [Gate], whose bounds are rigorous.
type Projection[T ops.Float] struct {
	working  []workingCheck[T] // the checks that have something to do at a step
	scratch  []*scratch[T]     // of each core
	timed    bool              // the evaluation at hand measures the time that it takes
	times    int               // evaluations
	margin   float64
	outcomes []*outcome // of found

	checks   []stageCheck[T]
	found    []judged
	model    *graph.Model
	program  *graph.Program[T]
	seed     int64
	examples int
	chunks   int
	signs    signs[T]
	source   graph.SourceOf[T]
	survey   *survey[T]
	cost     time.Duration
	spent    time.Duration // in so many evaluations that were measured
	samples  int
}

// A stageCheck checks one stage of the model, in memory of its own for each chunk:
// several goroutines call it at the same time, each for another chunk.
type stageCheck[T ops.Float] interface {
	// watch are the quantities that it needs to see.
	watch() []graph.Watched
	// prepare is called once, before anything else.
	prepare(p *Projection[T], source graph.SourceOf[T]) error
	// begin is called before each evaluation.
	begin(theta graph.Parameters)
	// start and block are called as of a [graph.Watcher], block with memory to use and the
	// places of what watch says in seen.Values.
	start(chunk int)
	block(s *scratch[T], seen *graph.Seen[T], places []int)
	// judge brings together what was found, when all chunks are done, in what judged
	// returns.
	judge(gradient graph.Parameters)
	judged() []judged
}

// A workingCheck is one with the places of what it watches among all that is watched.
type workingCheck[T ops.Float] struct {
	stageCheck[T]
	places []int
}

// An idler is a check that may turn out to have nothing to do at the steps.
type idler interface {
	idle() bool
}

// An absorber is a check that can take over that of the stage after it, for less than
// the two cost apart.
type absorber interface {
	absorb(next graph.Stage) bool
}

// stageKinds make the checks of stages, by the kind of stage.
var stageKinds = map[string]stageKind{}

type stageKind struct {
	double func(graph.Stage) stageCheck[float64]
	single func(graph.Stage) stageCheck[float32]
}

// registerStage puts the check of a kind of stage in the table.
func registerStage(kind string, head bool, double func(graph.Stage) stageCheck[float64], single func(graph.Stage) stageCheck[float32]) {
	key := stageKey(kind, head)
	if _, taken := stageKinds[key]; taken {
		panic(fmt.Sprintf("verify: the check of a stage %s is registered twice", key))
	}
	stageKinds[key] = stageKind{double, single}
}

func stageKey(kind string, head bool) string {
	if head {
		return "head " + kind
	}
	return kind
}

// stageChecks are the checks of all of the model's stages.
func stageChecks[T ops.Float](model *graph.Model) ([]stageCheck[T], error) {
	if len(model.Stages) == 0 {
		return nil, fmt.Errorf("%w: it is not known of what stages a %s model is made", ErrNoProjection, model.Name)
	}
	checks := []stageCheck[T]{newLabelCheck[T]()}
	for i, stage := range model.Stages {
		if i > 0 {
			if before, can := checks[len(checks)-1].(absorber); can && before.absorb(stage) {
				continue
			}
		}
		kind, ok := stageKinds[stageKey(stage.Kind, stage.Head)]
		if !ok {
			return nil, fmt.Errorf("%w: none is known for a stage %s", ErrNoProjection, stageKey(stage.Kind, stage.Head))
		}
		var check any
		if isFloat64[T]() {
			check = kind.double(stage)
		} else {
			check = kind.single(stage)
		}
		checks = append(checks, check.(stageCheck[T]))
	}
	return checks, nil
}

func isFloat64[T ops.Float]() bool {
	_, is := any(*new(T)).(float64)
	return is
}

// ProjectedQuantities are what a plan has to watch for a [Projection] of the model; see
// [graph.PlanOptions]. The error is [ErrNoProjection].
func ProjectedQuantities(model *graph.Model) ([]graph.Watched, error) {
	checks, err := stageChecks[float64](model)
	if err != nil {
		return nil, err
	}
	return quantitiesOfStages(checks), nil
}

// quantitiesOfStages are each quantity once, in order.
func quantitiesOfStages[T ops.Float](checks []stageCheck[T]) []graph.Watched {
	var all []graph.Watched
	for _, check := range checks {
		for _, w := range check.watch() {
			if !slices.Contains(all, w) {
				all = append(all, w)
			}
		}
	}
	return all
}

// NewProjection draws the vectors, reads the source, two or three times, and watches the program from
// then on. The plan of the program has to watch the [ProjectedQuantities], and nothing
// else.
func NewProjection[T ops.Float](model *graph.Model, source graph.SourceOf[T], program *graph.Program[T], seed int64) (*Projection[T], error) {
	checks, err := stageChecks[T](model)
	if err != nil {
		return nil, err
	}
	p := &Projection[T]{model: model, program: program, seed: seed, checks: checks, chunks: program.Chunks()}
	for range program.Crew() {
		p.scratch = append(p.scratch, newScratch[T](program.Plan().Rows))
	}
	p.examples, _, _ = source.Size()
	p.source = source
	if err := p.draw(source); err != nil {
		return nil, err
	}
	if p.survey, err = newSurvey(p, source); err != nil {
		return nil, err
	}
	all := quantitiesOfStages(checks)
	for _, check := range checks {
		if err := check.prepare(p, source); err != nil {
			return nil, err
		}
		if idler, is := check.(idler); is && idler.idle() {
			continue
		}
		working := workingCheck[T]{stageCheck: check}
		for _, w := range check.watch() {
			working.places = append(working.places, slices.Index(all, w))
		}
		p.working, p.found = append(p.working, working), append(p.found, check.judged()...)
	}
	for _, o := range p.found {
		p.outcomes = append(p.outcomes, o.outcome)
	}
	program.Watch(watching[T]{p})
	return p, nil
}

// Begin is to be called before each evaluation, with the parameters that it is at. They must
// stay as they are until [Projection.Passes].
func (p *Projection[T]) Begin(theta graph.Parameters) {
	p.timed = p.times%timedEvery == 1
	p.times++
	if p.timed {
		for _, s := range p.scratch {
			s.spent = 0
		}
	}
	for i := range p.working {
		p.working[i].begin(theta)
	}
}

// timedEvery is of how many evaluations one measures its cost: to look at the clock takes
// about as long as to check a small block.
const timedEvery = 128

// Cost is an estimate of the time that an evaluation spends on being watched and judged.
func (p *Projection[T]) Cost() time.Duration { return p.cost }

// takeTime makes the estimate of what the cores have measured, and of what judging took.
func (p *Projection[T]) takeTime(judging time.Duration) {
	watching := time.Duration(0)
	for _, s := range p.scratch {
		watching += s.spent
	}
	p.samples++
	p.spent += watching/time.Duration(p.program.Crew()) + judging
	p.cost = p.spent / time.Duration(p.samples)
}

// Resolution is the largest error in a derivative of S by a parameter that the last
// [Projection.Passes] may not have found: errors beyond it are.
func (p *Projection[T]) Resolution() float64 {
	largest := 0.0
	for _, check := range p.checks {
		if dense, is := check.(interface{ resolution() float64 }); is {
			largest = max(largest, dense.resolution())
		}
	}
	return largest
}

// SameData reads the source again: whether the products with it are, bit for bit, what
// they were at the start.
func (p *Projection[T]) SameData() (bool, error) {
	for _, check := range p.checks {
		reader, is := check.(interface {
			sameData(p *Projection[T], source graph.SourceOf[T]) (bool, error)
		})
		if !is {
			continue
		}
		if same, err := reader.sameData(p, p.source); err != nil || !same {
			return false, err
		}
	}
	return true, nil
}

// Passes says whether what the program computed since [Projection.Begin] is consistent.
func (p *Projection[T]) Passes(e *graph.Evaluation) bool {
	if !p.timed {
		p.judge(e)
		return p.margin <= 1
	}
	p.timed = false
	begin := time.Now()
	p.judge(e)
	p.takeTime(time.Since(begin))
	return p.margin <= 1
}

// judge has the checks judge an evaluation.
func (p *Projection[T]) judge(e *graph.Evaluation) {
	p.margin = 0
	for i := range p.working {
		p.working[i].judge(e.Gradient)
	}
	for _, o := range p.outcomes {
		if o.ratio > p.margin {
			p.margin = o.ratio
		}
	}
}

// Margin is the largest difference that the last [Projection.Passes] found, in parts of its
// threshold.
func (p *Projection[T]) Margin() float64 { return p.margin }

// Report says what the last [Projection.Passes] found.
func (p *Projection[T]) Report() *Report {
	report := &Report{Model: p.model.Name, Features: p.model.Features, Examples: p.examples, Seed: p.seed}
	for _, o := range p.found {
		if o.seen {
			report.add(o.finding())
		}
	}
	return report
}

package cli

import (
	"context"
	"errors"
	"fmt"

	"surefoot/graph"
	"surefoot/train"
	"surefoot/train/data"
	"surefoot/train/metrics"
)

// streamFlags refuses what does not go with --stream, and settles that a streamed table
// is trained on whole: to take rows out of it would mean to copy it.
func (o *trainOptions) streamFlags(given func(flag string) bool) error {
	switch {
	case !o.stream:
		return nil
	case !data.IsNumPy(o.file):
		return usage("--stream is for NumPy's files, .npy and .npz, whose rows are found without reading all before them")
	case given("test") && o.test != 0:
		return usage("--stream trains on all rows, so --test must be 0, and is %v; keep the test rows in a file of their own", o.test)
	case o.engine != "program" || o.algorithm == train.Looped:
		return usage("--stream is for the program; other engines hold all rows in memory")
	case o.explain && given("explain"):
		return usage("--explain trains on the table in memory; leave out --stream or --explain")
	}
	o.test = 0
	return nil
}

// loadStream opens the table, looks at each number once, scales, and makes the model.
func (a *app) loadStream(ctx context.Context, r *trainRun) (err error) {
	if r.stream, err = data.OpenNumPy(r.file, r.labels, data.StreamOptions{Positive: r.positive}); err != nil {
		return err
	}
	m, n, labels := r.stream.Size()
	if labels > 1 {
		return fmt.Errorf("%s: %d labels an example; the command line takes one", r.source(), labels)
	}
	r.m, r.schema, r.held = m, r.stream.Schema(), &data.Table{}
	if err := data.Check(ctx, r.stream, r.source()); err != nil {
		return ended(ctx, err, "read")
	}
	r.examples = r.stream
	if r.standardize {
		scaling, constant, err := data.StandardizeSource(ctx, r.stream)
		if err != nil {
			return ended(ctx, err, "read")
		}
		r.scaling, r.examples = &scaling, scaling.Source(r.stream)
		var names []string
		for _, j := range constant {
			names = append(names, r.schema.Features[j])
		}
		a.warnConstant(r, names)
	}
	r.model, err = a.model(r.trainOptions.model, n)
	return err
}

// ended says that the reader ended what was being done, if that was so.
func ended(ctx context.Context, err error, doing string) error {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return fmt.Errorf("%w while the table was %s; nothing is written", train.ErrInterrupted, doing)
	}
	return err
}

// scoreStream evaluates the model on the rows that it was trained on.
func (r *trainRun) scoreStream(ctx context.Context) (*metrics.Binary, error) {
	var scorer metrics.Scorer
	err := data.EachBlock(ctx, r.examples, func(_ int, block graph.Block) error {
		logits, err := graph.Logits(r.model, r.result.Parameters, block.Table)
		if err == nil {
			scorer.Add(logits, block.Y)
		}
		return err
	})
	if err != nil {
		return nil, ended(ctx, err, "scored")
	}
	b := scorer.Value()
	return &b, nil
}

package peers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime/debug"
	"slices"
)

// settings are what the command line asks for.
type settings struct {
	sizes     []size
	types     []dtype
	peers     []peer
	rounds    int
	seed      uint64
	bandwidth bool
	python    string
}

// run lets the peers run, and removes all that it wrote. Progress goes to progress.
func (s settings) run(ctx context.Context, programs fs.FS, progress io.Writer) (_ *report, err error) {
	w, err := newWorkshop(programs, s.python, progress)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	r := &report{Machine: thisMachine(), Rounds: s.rounds, Seed: s.seed, Rate: rate}
	ready, err := s.prepare(ctx, w, r)
	if err != nil {
		return nil, err
	}
	for _, size := range s.sizes {
		w.say("%v: making the table", size)
		if err := generate(ctx, w.folder, size, s.seed); err != nil {
			return nil, err
		}
		for _, d := range s.types {
			t := task{size: size, dtype: d, folder: w.folder}
			rows, err := s.atTask(ctx, w, ready, t)
			if err != nil {
				return nil, err
			}
			r.Rows, r.Agreement = append(r.Rows, rows...), append(r.Agreement, agree(t, rows))
		}
		if err := remove(w.folder, size); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// prepare makes the peers ready, says in the report which are, and measures how fast
// memory is read.
func (s settings) prepare(ctx context.Context, w *workshop, r *report) ([]peer, error) {
	var ready []peer
	for _, p := range s.peers {
		w.say("%s: getting ready", p.name)
		runs, err := p.prepare(ctx, w)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			r.Peers = append(r.Peers, about{Peer: p.name, LeftOut: err.Error()})
		default:
			r.Peers = append(r.Peers, about{Peer: p.name, Runs: runs})
			ready = append(ready, p)
		}
	}
	if !s.bandwidth {
		return ready, nil
	}
	w.say("measuring how fast memory is read")
	measured, err := w.bandwidths(ctx)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		r.Peers = append(r.Peers, about{Peer: "bandwidth", LeftOut: err.Error()})
	}
	r.Bandwidth = measured
	return ready, nil
}

// atTask lets each peer run once a round, one after the other. A peer that fails is
// not asked again.
func (s settings) atTask(ctx context.Context, w *workshop, ready []peer, t task) ([]*row, error) {
	var rows []*row
	var runs []func() (measured, error)
	for _, p := range ready {
		for _, threads := range p.threads {
			t := t
			t.threads = threads
			r := &row{Examples: t.m, Features: t.n, Type: t.dtype, Peer: p.name, Threads: threads}
			if p.leftOut != nil {
				r.LeftOut = p.leftOut(t)
			}
			rows = append(rows, r)
			runs = append(runs, func() (measured, error) { return p.run(ctx, w, t) })
		}
	}
	for round := range s.rounds {
		for i, r := range rows {
			if r.LeftOut != "" || r.Failed != "" {
				continue
			}
			m, err := runs[i]()
			debug.FreeOSMemory() // the table of a peer in Go, before others take theirs
			switch {
			case ctx.Err() != nil:
				return nil, ctx.Err()
			case err != nil:
				r.Failed = err.Error()
				w.say("%v, round %d of %d, %s: %v", t, round+1, s.rounds, r.who(), err)
			default:
				r.add(m)
				w.say("%v, round %d of %d, %s: %s", t, round+1, s.rounds, r.who(), duration(m.Seconds))
			}
		}
	}
	settle(rows)
	return rows, nil
}

// errors of a finished run.
var (
	errDisagree = errors.New("peers computed different costs")
	errFailed   = errors.New("a peer failed")
)

// wrong is an error if a peer failed, or computed something else than the others.
func (r *report) wrong() error {
	for _, row := range r.Rows {
		if row.Failed != "" {
			return fmt.Errorf("%w: %s at %v %s: %s", errFailed, row.who(), row.size(), row.Type, row.Failed)
		}
	}
	if i := slices.IndexFunc(r.Agreement, func(a agreement) bool { return !a.Agree }); i >= 0 {
		return fmt.Errorf("%w: %v", errDisagree, r.Agreement[i])
	}
	return nil
}

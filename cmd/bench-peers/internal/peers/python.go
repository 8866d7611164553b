package peers

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
)

// debianPython is Debian's, for which Debian's NumPy and PyTorch are.
const debianPython = "/usr/bin/python3"

// pythonPeer is a library that a script uses.
func pythonPeer(name, script string) peer {
	return peer{
		name: name, threads: []int{1, 2},
		prepare: func(ctx context.Context, w *workshop) (string, error) {
			return w.output(ctx, nil, w.python, script, "--about")
		},
		run: func(ctx context.Context, w *workshop, t task) (measured, error) {
			threads := strconv.Itoa(t.threads)
			text, err := w.output(ctx, []string{"OPENBLAS_NUM_THREADS=" + threads, "OMP_NUM_THREADS=" + threads},
				w.python, script, strconv.Itoa(t.m), strconv.Itoa(t.n), string(t.dtype), threads, t.folder)
			if err != nil {
				return measured{}, err
			}
			var out struct{ Seconds, Cost float64 }
			if err := json.Unmarshal([]byte(text), &out); err != nil {
				return measured{}, fmt.Errorf("%s printed %q: %w", script, text, err)
			}
			return measured{Seconds: out.Seconds, Cost: out.Cost}, nil
		},
	}
}

package peers

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
)

// optimised is how the yardstick is compiled.
var optimised = []string{"-O3", "-march=native", "-ffast-math", "-fopenmp"}

// errNoCompiler leaves out what is in C.
var errNoCompiler = errors.New("gcc is not installed")

// yardstickPeer is the iteration by hand in C.
func yardstickPeer() peer {
	return peer{name: yardstickName, threads: []int{1, 2}, prepare: compileYardstick, run: runYardstick}
}

func compileYardstick(ctx context.Context, w *workshop) (string, error) {
	if err := w.compile(ctx, "fused.c", string(float64s), "-lm"); err != nil {
		return "", err
	}
	if err := w.compile(ctx, "fused.c", string(float32s), "-DF32", "-lm"); err != nil {
		return "", err
	}
	version, err := w.output(ctx, nil, "gcc", "--version")
	first, _, _ := strings.Cut(version, "\n")
	return first + ", " + strings.Join(optimised, " ") + ", one pass over X, huge pages", err
}

func (w *workshop) compile(ctx context.Context, source, program string, flags ...string) error {
	if _, err := exec.LookPath("gcc"); err != nil {
		return errNoCompiler
	}
	args := append(append(optimised[:len(optimised):len(optimised)], source, "-o", program), flags...)
	_, err := w.output(ctx, nil, "gcc", args...)
	return err
}

// decimals is how far nine decimals may be from the number.
const decimals = 0.5e-9

func runYardstick(ctx context.Context, w *workshop, t task) (measured, error) {
	line, err := w.output(ctx, []string{"PEERS_DATA=" + t.folder}, w.path(string(t.dtype)),
		strconv.Itoa(t.m), strconv.Itoa(t.n), strconv.Itoa(t.threads))
	if err != nil {
		return measured{}, err
	}
	return parseYardstick(line)
}

// parseYardstick reads "A,c_fused,float64,1,100,2,4.36e-07,4.318e-07,0.623528738".
func parseYardstick(line string) (measured, error) {
	fields := strings.Split(line, ",")
	if len(fields) != 9 {
		return measured{}, fmt.Errorf("the yardstick printed %q", line)
	}
	seconds, err := strconv.ParseFloat(fields[6], 64)
	cost, err2 := strconv.ParseFloat(fields[8], 64)
	if err = errors.Join(err, err2); err != nil {
		return measured{}, fmt.Errorf("the yardstick printed %q: %w", line, err)
	}
	return measured{Seconds: seconds, Cost: cost, Rounding: decimals}, nil
}

// A bandwidth is how fast memory is read, in GB (10⁹ bytes) a second.
type bandwidth struct {
	Threads int     `json:"threads"`
	Median  float64 `json:"median_gb_per_second"`
	Best    float64 `json:"best_gb_per_second"`
}

// bandwidths measures, with huge pages.
func (w *workshop) bandwidths(ctx context.Context) ([]bandwidth, error) {
	var flags []string
	if runtime.GOARCH == "amd64" {
		flags = append(flags, "-mprefer-vector-width=512")
	}
	if err := w.compile(ctx, "bandwidth.c", "bandwidth", flags...); err != nil {
		return nil, err
	}
	text, err := w.output(ctx, nil, w.path("bandwidth"), "huge")
	if err != nil {
		return nil, err
	}
	var out []bandwidth
	for line := range strings.Lines(text) {
		var b bandwidth
		if _, err := fmt.Sscanf(line, "BW,huge,threads=%d,median_GBps=%g,best_GBps=%g", &b.Threads, &b.Median, &b.Best); err != nil {
			return nil, fmt.Errorf("the bandwidth program printed %q: %w", strings.TrimSpace(line), err)
		}
		out = append(out, b)
	}
	return out, nil
}

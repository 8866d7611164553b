package train

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"surefoot/graph"
	"surefoot/train/data"
)

// A mapped file that is cut in the middle of a run ends the run with an error, wherever it
// was being read: in the kernels, by either worker, or in the gate. The parameters are
// those after the last step.
func TestAFileCutWhileTrainingIsAnError(t *testing.T) {
	for _, policy := range []Policy{VerifyOff, VerifyFull} {
		x, y := cutTable(t)
		stream, err := data.OpenNumPy(x, y, data.StreamOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if !stream.Mapped() {
			t.Fatal("the file is not mapped")
		}
		r, err := FitSource(context.Background(), graph.Logistic(64), stream, Settings{
			Solver: GradientDescent{Rate: 0.1}, Iterations: 1000, Engine: "program", Verify: policy, Workers: 2,
			Progress: func(p Point) {
				if p.Iteration == 2 {
					if err := os.Truncate(x, 1<<16); err != nil {
						t.Error(err)
					}
				}
			},
		})
		if !errors.Is(err, data.ErrShrunk) || r.Updates > 3 || r.Status != "failed" {
			t.Errorf("%s: %v after %d updates", policy, err, r.Updates)
		}
		if err := stream.Close(); err != nil {
			t.Error(err)
		}
	}
}

// cutTable is a table of 4000 × 64, more than the kernels read ahead of a cut, in files.
func cutTable(t *testing.T) (x, y string) {
	t.Helper()
	folder := t.TempDir()
	x, y = filepath.Join(folder, "X.npy"), filepath.Join(folder, "y.npy")
	writeNumPy(t, x, "(4000, 64)", func(i int) float64 { return float64(i*i%1009)/500 - 1 }, 4000*64)
	writeNumPy(t, y, "(4000,)", func(i int) float64 { return float64(i * i / 7 % 2) }, 4000)
	return x, y
}

// writeNumPy writes a .npy file of float64 numbers.
func writeNumPy(t *testing.T, path, shape string, number func(i int) float64, count int) {
	t.Helper()
	header := fmt.Sprintf("{'descr': '<f8', 'fortran_order': False, 'shape': %s, }", shape)
	text := fmt.Appendf(nil, "\x93NUMPY\x01\x00\x76\x00%-117s\n", header)
	for i := range count {
		text = binary.LittleEndian.AppendUint64(text, math.Float64bits(number(i)))
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

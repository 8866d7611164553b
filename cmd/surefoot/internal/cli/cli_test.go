package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"surefoot/graph"
	"surefoot/train"
	"surefoot/train/data"
	"surefoot/verify"
)

func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{nil, 0},
		{&verify.Refusal{Report: &verify.Report{}}, 1},
		{fmt.Errorf("wrapped: %w", verify.ErrRefused), 1},
		{train.ErrChanged, 1},
		{errVerdict, 1},
		{errInconclusive, 1},
		{usage("wrong"), 2},
		{train.ErrSettings, 2},
		{data.ErrDelimiter, 2},
		{errors.New("anything else"), 3},
		{data.ErrEmpty, 3},
		{graph.ErrRange, 3},
		{os.ErrNotExist, 3},
		{train.ErrModelFile, 3},
		{train.ErrDiverged, 4},
		{train.ErrInterrupted, 130},
	} {
		if got := exitCode(c.err); got != c.want {
			t.Errorf("%v: exit code %d, want %d", c.err, got, c.want)
		}
	}
}

func TestMessagesAreOneHarmlessLine(t *testing.T) {
	o := surefoot(t, "train", "two\nlines \x1b[31mred\u2028.csv").oneLineOn(t, exitData)
	if strings.ContainsAny(o.err, "\x1b\u2028") {
		t.Errorf("control characters in %q", o.err)
	}
	if got, want := oneLine(" a\r\n b\x00 "), "a   b?"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// broken is an output that fails after some bytes.
type broken struct{ room int }

func (b *broken) Write(p []byte) (int, error) {
	if len(p) > b.room {
		return 0, &os.PathError{Op: "write", Path: "out", Err: syscall.ENOSPC}
	}
	b.room -= len(p)
	return len(p), nil
}

// Results that could not be written are no success.
func TestResultsThatDoNotArrive(t *testing.T) {
	for _, args := range [][]string{
		{"train", "--demo", "two-features", "--iterations", "5"},
		{"train", "--demo", "two-features", "--iterations", "5", "--format", "json"},
		{"verify-gradients"},
		{"graph"},
		{"version"},
		{"help"},
		{"completion", "bash"},
	} {
		for _, room := range []int{0, 40} {
			var complaint bytes.Buffer
			code := Run(context.Background(), args, Streams{In: strings.NewReader(""), Out: &broken{room}, Err: &complaint})
			o := outcome{code: code, err: complaint.String()}.oneLineOn(t, exitData)
			if want := "surefoot: write standard output: no space left on device\n"; o.err != want {
				t.Errorf("%v: %q, want %q", args, o.err, want)
			}
		}
	}
}

// Nothing that was there is lost when one of two files cannot be written.
func TestFilesAreWrittenAllOrNone(t *testing.T) {
	inFolder(t, map[string]string{"first": "old"})
	var files outputs
	files.add("first", []byte("new"))
	files.add(filepath.Join("none", "second"), []byte("new"))
	a := &app{}
	if err := a.write(files); err == nil || !strings.Contains(err.Error(), "there is no folder none") {
		t.Errorf("error %v", err)
	}
	if text, err := os.ReadFile("first"); err != nil || string(text) != "old" {
		t.Errorf("the first file has %q, %v", text, err)
	}
	if left := entries(t); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestReplacingIsAtomic(t *testing.T) {
	inFolder(t, map[string]string{"model.json": "old"})
	before, err := os.Open("model.json")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = before.Close() }()
	var files outputs
	files.add("model.json", []byte("new"))
	if err := (&app{}).write(files); err != nil {
		t.Fatal(err)
	}
	// Whoever had the old file open still reads it whole.
	if text, err := io.ReadAll(before); err != nil || string(text) != "old" {
		t.Errorf("the old file has %q, %v", text, err)
	}
	if text, err := os.ReadFile("model.json"); err != nil || string(text) != "new" {
		t.Errorf("the new file has %q, %v", text, err)
	}
}

func TestBarFitsOnTheLine(t *testing.T) {
	for _, width := range []int{20, 80, 200} {
		for _, iterations := range []int{1, 1000, 100000000} {
			if got := barWidth(width, "training", iterations); got < 5 || got > 40 {
				t.Errorf("a bar of %d on %d columns for %d iterations", got, width, iterations)
			}
		}
	}
	if terminal(&bytes.Buffer{}) != 0 {
		t.Error("a buffer is taken for a terminal")
	}
}

func TestACurveHasItsLastPoint(t *testing.T) {
	for _, length := range []int{1, 2, 1999, 2000, 2001, 7777} {
		history := make([]train.Point, length)
		for i := range history {
			history[i].Iteration = i
		}
		shown := thinned(history)
		if len(shown) > plotPoints+1 || shown[0].Iteration != 0 || shown[len(shown)-1].Iteration != length-1 {
			t.Errorf("%d points: %d are shown, from %v to %v", length, len(shown), shown[0], shown[len(shown)-1])
		}
	}
}

// A program that is built, unlike a test, knows the versions of its modules.
func TestVersion(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("the go command is not found")
	}
	program := filepath.Join(t.TempDir(), "surefoot")
	if out, err := exec.Command("go", "build", "-o", program, "surefoot/cmd/surefoot").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command(program, "version").Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(out), "\n")
	want := []string{"gorgonia.org/gorgonia v0.9.18", "gorgonia.org/tensor v0.9.24", ""}
	if len(lines) != 5 || !strings.HasPrefix(lines[0], "surefoot ") || !strings.HasPrefix(lines[1], "go1.") {
		t.Errorf("got:\n%s", out)
	} else if diff := cmp.Diff(want, lines[2:]); diff != "" {
		t.Error(diff)
	}
}

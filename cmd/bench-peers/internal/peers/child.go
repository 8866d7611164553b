package peers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// A workshop is a folder that holds programs and tables while peers run.
type workshop struct {
	folder   string
	programs fs.FS
	python   string
	progress io.Writer
}

// newWorkshop makes the folder, with all programs in it.
func newWorkshop(programs fs.FS, python string, progress io.Writer) (*workshop, error) {
	folder, err := os.MkdirTemp("", "bench-peers-")
	if err != nil {
		return nil, err
	}
	w := &workshop{folder, programs, python, progress}
	for _, pattern := range []string{"*.py", "yardstick/*.c"} {
		names, err := fs.Glob(programs, pattern)
		if err == nil && len(names) == 0 {
			err = fmt.Errorf("there is no %s", pattern)
		}
		for _, name := range names {
			if err == nil {
				err = w.unpack(name)
			}
		}
		if err != nil {
			return nil, errors.Join(err, w.close())
		}
	}
	return w, nil
}

func (w *workshop) unpack(name string) error {
	text, err := fs.ReadFile(w.programs, name)
	if err != nil {
		return err
	}
	return os.WriteFile(w.path(path.Base(name)), text, 0o600)
}

func (w *workshop) path(name string) string { return filepath.Join(w.folder, name) }

func (w *workshop) close() error { return os.RemoveAll(w.folder) }

// say writes a line of progress.
func (w *workshop) say(format string, args ...any) { fmt.Fprintf(w.progress, format+"\n", args...) }

// slowing are variables with which some machines tune an old OpenBLAS, at the cost of
// a current one.
var slowing = []string{"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"}

// patience is how long an interrupted child may take to end by itself.
const patience = time.Second

// output is what a child prints. It ends with the context.
func (w *workshop) output(ctx context.Context, variables []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = w.folder
	cmd.Env = append(without(os.Environ(), slowing), variables...)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	// A compiler that is interrupted ends its own children, one that is killed does not.
	cmd.Cancel = func() error {
		if err := cmd.Process.Signal(os.Interrupt); err == nil || errors.Is(err, os.ErrProcessDone) {
			return err
		}
		return cmd.Process.Kill()
	}
	cmd.WaitDelay = patience
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		return "", fmt.Errorf("%s: %w: %s", filepath.Base(name), err, lastLine(complaint.String()))
	}
	return strings.TrimSpace(out.String()), nil
}

// without leaves out variables of an environment.
func without(environment, names []string) []string {
	var out []string
	for _, entry := range environment {
		left := false
		for _, name := range names {
			left = left || strings.HasPrefix(entry, name+"=")
		}
		if !left {
			out = append(out, entry)
		}
	}
	return out
}

func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return text[strings.LastIndexByte(text, '\n')+1:]
}

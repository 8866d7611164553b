package peers

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// programs are the files that main embeds.
var programs = os.DirFS(filepath.Join("..", ".."))

// outcome is how the command ended.
type outcome struct {
	code     int
	out, err string
}

// benchPeers runs a command line in this process, with a folder of its own for
// temporary files, which has to be empty afterwards.
func benchPeers(t *testing.T, ctx context.Context, args ...string) outcome {
	t.Helper()
	temporary := temporaryFolder(t)
	var out, progress bytes.Buffer
	code := run(ctx, args, programs, &out, &progress)
	empty(t, temporary)
	return outcome{code, out.String(), progress.String()}
}

func temporaryFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} { // Unix; Windows
		t.Setenv(name, folder)
	}
	return folder
}

func empty(t *testing.T, folder string) {
	t.Helper()
	left, err := os.ReadDir(folder)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// golden compares text with a file in testdata, or writes it there.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text); diff != "" {
		t.Errorf("%s (- golden, + got; go test -update writes it anew):\n%s", name, diff)
	}
}

// fake is a peer whose run i, counted from 0, tells what it is given to tell.
func fake(name string, threads int, tells func(i int) (measured, error)) peer {
	i := -1
	return peer{
		name: name, threads: []int{threads}, prepare: inGo("made up"),
		run: func(context.Context, *workshop, task) (measured, error) {
			i++
			return tells(i)
		},
	}
}

var errMadeUp = errors.New("made up")

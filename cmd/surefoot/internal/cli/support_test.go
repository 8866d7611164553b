package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"surefoot/graph"
)

var update = flag.Bool("update", false, "write the golden files anew")

// outcome is how a command ended.
type outcome struct {
	code     int
	out, err string
}

// surefoot runs a command line in this process.
func surefoot(t *testing.T, args ...string) outcome {
	t.Helper()
	return surefootOn(t, nil, strings.NewReader(""), args...)
}

// surefootOn runs a command line on a model, nil being the usual one, and an
// input.
func surefootOn(t *testing.T, model func(int) (*graph.Model, error), in io.Reader, args ...string) outcome {
	t.Helper()
	var out, complaint bytes.Buffer
	a := &app{Streams: Streams{In: in, Out: &out, Err: &complaint}, model: graph.NewModel}
	if model != nil {
		a.model = func(_ string, features int) (*graph.Model, error) { return model(features) }
	}
	code := run(context.Background(), args, a)
	return outcome{code, out.String(), complaint.String()}
}

// done fails the test unless the command ended well and without a complaint.
func (o outcome) done(t *testing.T) outcome {
	t.Helper()
	if o.code != exitDone || o.err != "" {
		t.Fatalf("exit code %d: %s", o.code, o.err)
	}
	return o
}

// oneLineOn fails the test unless the command ended with the code and a single
// line on standard error.
func (o outcome) oneLineOn(t *testing.T, code int) outcome {
	t.Helper()
	if o.code != code {
		t.Errorf("exit code %d, want %d", o.code, code)
	}
	if strings.Count(o.err, "\n") != 1 || !strings.HasPrefix(o.err, "surefoot: ") || !strings.HasSuffix(o.err, "\n") {
		t.Errorf("standard error is not one line: %q", o.err)
	}
	return o
}

// decode reads the command's JSON, which must be one object without keys that
// target does not know.
func (o outcome) decode(t *testing.T, target any) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(o.out))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(target); err != nil {
		t.Fatalf("%v in:\n%s", err, o.out)
	}
	if _, err := decoder.Token(); err != io.EOF {
		t.Fatalf("something follows the object: %v", err)
	}
}

// golden compares text with a file in testdata/golden, or writes it there.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(goldenFolder, name)
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

// goldenFolder is absolute, as some tests change the working directory.
var goldenFolder, _ = filepath.Abs(filepath.Join("testdata", "golden"))

// inFolder makes a new folder the working directory, with these files in it.
func inFolder(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// entries are the names in the working directory.
func entries(t *testing.T) []string {
	t.Helper()
	list, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, entry := range list {
		names = append(names, entry.Name())
	}
	return names
}

package cli

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"surefoot": func() { os.Exit(Main()) }})
}

// TestScripts runs testdata/script, with three commands beside testscript's own:
//
//	exits CODE PROGRAM ARG...            runs it; its exit code is CODE exactly
//	refused CODE MESSAGE PROGRAM ARG...  also, MESSAGE is the one line on standard
//	                                     error, and nothing else is written: no
//	                                     results, no file
//	bytes FILE TEXT                      writes a file; TEXT has Go's escapes
//
// $ARRAYS is a folder of NumPy files, which its arrays.py has written.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   exitsCommand,
			"refused": refusedCommand,
			"bytes":   bytesCommand,
		},
		Setup: func(env *testscript.Env) error {
			binary, err := exec.LookPath("surefoot")
			env.Setenv("SUREFOOT", binary)
			arrays, absErr := filepath.Abs("../../../../train/data/testdata")
			env.Setenv("ARRAYS", arrays)
			return errors.Join(err, absErr)
		},
		Condition: func(condition string) (bool, error) {
			if condition == "proc" {
				info, err := os.Stat("/proc/self")
				return err == nil && info.IsDir(), nil
			}
			return false, fmt.Errorf("unknown condition %s", condition)
		},
	})
}

func exitsCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := exitOf(ts, args[1:]); got != want {
		ts.Fatalf("%s: exit code %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

func exitOf(ts *testscript.TestScript, args []string) int {
	err := ts.Exec(args[0], args[1:]...)
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	ts.Fatalf("%s: %v", args[0], err)
	return 0
}

func refusedCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: refused CODE MESSAGE PROGRAM ARG...")
	}
	before := listing(ts)
	exitsCommand(ts, false, append(args[:1:1], args[2:]...))
	if got := ts.ReadFile("stdout"); got != "" {
		ts.Fatalf("standard output: %s", got)
	}
	if diff := cmp.Diff("surefoot: "+args[1]+"\n", ts.ReadFile("stderr")); diff != "" {
		ts.Fatalf("standard error (- wanted, + got):\n%s", diff)
	}
	if diff := cmp.Diff(before, listing(ts)); diff != "" {
		ts.Fatalf("files changed:\n%s", diff)
	}
}

// listing is every file in the script's folder with its contents.
func listing(ts *testscript.TestScript) map[string]string {
	files := map[string]string{}
	root := ts.MkAbs(".")
	ts.Check(filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		files[strings.TrimPrefix(path, root)] = string(text)
		return err
	}))
	return files
}

func bytesCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bytes FILE TEXT")
	}
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

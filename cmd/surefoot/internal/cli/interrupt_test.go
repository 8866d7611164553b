package cli

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"
)

// promptly is how soon an interrupted command must have ended.
const promptly = 5 * time.Second

// process is a surefoot in a process of its own, in the working directory.
type process struct {
	*exec.Cmd
	in       io.WriteCloser
	out      *bufio.Reader
	err      bytes.Buffer
	finished chan error
}

func start(t *testing.T, args ...string) *process {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot send another one an interrupt on Windows")
	}
	p := &process{Cmd: exec.Command("surefoot", args...), finished: make(chan error, 1)}
	p.Stderr = &p.err
	var err error
	if p.in, err = p.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.out = bufio.NewReader(out)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	return p
}

// interrupt sends what Ctrl-C sends, and returns how the process ended.
func (p *process) interrupt(t *testing.T) outcome {
	t.Helper()
	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	var rest []byte
	go func() {
		rest, _ = io.ReadAll(p.out)
		p.finished <- p.Wait()
	}()
	select {
	case err := <-p.finished:
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			t.Fatalf("it ended with %v", err)
		}
		return outcome{exit.ExitCode(), string(rest), p.err.String()}
	case <-time.After(promptly):
		t.Fatalf("it still runs %v after the interrupt", promptly)
	}
	return outcome{}
}

// plain fails the test if text has what only a terminal understands.
func plain(t *testing.T, text string) {
	t.Helper()
	if strings.ContainsAny(text, "\x1b\r\b") {
		t.Errorf("there are control characters in %q", text)
	}
}

// endlessTraining are arguments with which training takes hours.
var endlessTraining = []string{
	"train", "--iterations", "100000000", "--out", "model.json", "--plot", "cost.svg", "--dot", "graph.dot",
}

func TestInterruptedTraining(t *testing.T) {
	inFolder(t, nil)
	p := start(t, endlessTraining...)
	for line := ""; !strings.HasPrefix(line, "Planted error"); {
		var err error
		if line, err = p.out.ReadString('\n'); err != nil {
			t.Fatalf("%v; standard error: %s", err, p.err.String())
		}
		plain(t, line)
	}
	time.Sleep(200 * time.Millisecond) // training is under way
	o := p.interrupt(t).oneLineOn(t, exitInterrupted)
	if o.out != "" || !strings.Contains(o.err, "interrupted") {
		t.Errorf("standard output %q, standard error %q", o.out, o.err)
	}
	plain(t, o.err)
	if left := entries(t); len(left) > 0 {
		t.Errorf("files were written: %v", left)
	}
}

func TestInterruptedTrainingAsJSON(t *testing.T) {
	inFolder(t, nil)
	p := start(t, append(endlessTraining, "--format", "json")...)
	time.Sleep(time.Second) // it says nothing before its end
	o := p.interrupt(t).oneLineOn(t, exitInterrupted)
	got := trained(t, o)
	if *got.Status != "interrupted" || *got.Iterations >= 100000000 || *got.Verify.Failures != 0 || got.Metrics.Train != nil {
		t.Errorf("got:\n%s", o.out)
	}
	if left := entries(t); len(left) > 0 {
		t.Errorf("files were written: %v", left)
	}
}

// A command that waits for standard input is interrupted all the same.
func TestInterruptedWaitForInput(t *testing.T) {
	inFolder(t, nil)
	surefoot(t, "train", "--demo", "two-features", "--iterations", "5", "--out", "model.json").done(t)
	for _, args := range [][]string{
		{"train", "-", "--out", "other.json"},
		{"predict", "model.json"},
		{"evaluate", "model.json", "-"},
		{"verify-gradients", "--data", "-"},
	} {
		t.Run(args[0], func(t *testing.T) {
			p := start(t, args...)
			// More than a pipe holds: when it is written, most of it was read.
			rows := "x1,x2,y\n" + strings.Repeat("1,2,0\n2,1,1\n", 1<<15)
			if _, err := io.WriteString(p.in, rows); err != nil {
				t.Fatal(err)
			}
			if o := p.interrupt(t).oneLineOn(t, exitInterrupted); o.out != "" {
				t.Errorf("standard output: %s", o.out)
			}
			if left := entries(t); len(left) != 1 {
				t.Errorf("files were written: %v", left)
			}
		})
	}
}

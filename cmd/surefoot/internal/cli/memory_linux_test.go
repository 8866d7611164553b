package cli

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// beside is how much memory a run may take beside its data.
const beside = 64 << 20

// The largest that a run in memory becomes is the table, once, and a fifth of it. How much
// garbage is beside it depends on when the collector comes to run on a busy machine: of some
// runs, the least counts.
func TestARunHoldsTheTableOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 100 MB")
	}
	const m, n = 400_000, 32
	x, y := drawnTable(t, m, n)
	peak, allowed := int64(math.MaxInt64), int64(1.2*8*m*n)+beside
	for range 3 {
		run := exec.Command("surefoot", "train", x, "--labels", y, "--iterations", "2", "--verify", "off")
		if out, err := run.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		usage, is := run.ProcessState.SysUsage().(*syscall.Rusage)
		if !is {
			t.Fatal("the system does not say how much memory was used")
		}
		if peak = min(peak, usage.Maxrss<<10); peak <= allowed {
			return
		}
	}
	t.Errorf("%d MB in memory at most, for a table of %d MB", peak>>20, 8*m*n>>20)
}

// A streamed run's own memory does not depend on the table: pages of the mapped file are
// the system's, which takes them back when it needs them, and do not count.
func TestAStreamTakesLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 100 MB")
	}
	x, y := drawnTable(t, 400_000, 32)
	run := exec.Command("surefoot", "train", x, "--labels", y, "--stream", "--iterations", "20", "--verify", "off")
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- run.Wait() }()
	peak, looks := 0, 0
	for {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			if looks < 10 || peak > beside {
				t.Errorf("%d MB at most, in %d looks", peak>>20, looks)
			}
			return
		case <-time.After(5 * time.Millisecond):
			if now := anonymous(run.Process.Pid); now > 0 {
				peak, looks = max(peak, now), looks+1
			}
		}
	}
}

// anonymous is how many bytes of a process's memory are of no file.
func anonymous(pid int) int {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, is := strings.CutPrefix(line, "RssAnon:"); is {
			kilobytes, _ := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")))
			return kilobytes << 10
		}
	}
	return 0
}

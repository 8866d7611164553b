package cli

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// beside is how much memory a run may take beside its data.
const beside = 64 << 20

// The largest that a run in memory becomes is the table, once, and a fifth of it.
func TestARunHoldsTheTableOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 100 MB")
	}
	const m, n = 400_000, 32
	x, y := drawnTable(t, m, n)
	peak := largest(t, "VmHWM:", "train", x, "--labels", y, "--iterations", "20", "--verify", "off")
	if peak > int(1.2*8*m*n)+beside {
		t.Errorf("%d MB in memory at most, for a table of %d MB", peak>>20, 8*m*n>>20)
	}
}

// A streamed run's own memory does not depend on the table: pages of the mapped file are
// the system's, which takes them back when it needs them, and do not count.
func TestAStreamTakesLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 100 MB")
	}
	x, y := drawnTable(t, 400_000, 32)
	peak := largest(t, "RssAnon:", "train", x, "--labels", y, "--stream", "--iterations", "20", "--verify", "off")
	if peak > beside {
		t.Errorf("%d MB at most", peak>>20)
	}
}

// largest is the most bytes that the system says of a run of surefoot, while it lasts: what it
// says afterwards, as the process's usage, is no less than the most that the test took itself,
// whose child the process was before it became another program.
func largest(t *testing.T, what string, arguments ...string) (peak int) {
	t.Helper()
	run := exec.Command("surefoot", arguments...)
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- run.Wait() }()
	for looks := 0; ; {
		select {
		case err := <-done:
			if err != nil || looks < 10 {
				t.Fatalf("%v, in %d looks", err, looks)
			}
			return peak
		case <-time.After(5 * time.Millisecond):
			if now := told(run.Process.Pid, what); now > 0 {
				peak, looks = max(peak, now), looks+1
			}
		}
	}
}

// told is how many bytes the system says of a process: "VmHWM:" the most that it has had in
// memory so far, "RssAnon:" what is of no file now.
func told(pid int, what string) int {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, is := strings.CutPrefix(line, what); is {
			kilobytes, _ := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")))
			return kilobytes << 10
		}
	}
	return 0
}

package kernel_test

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"surefoot/ops/kernel"
)

// The system says of the middle of a large table that huge pages were asked for. On amd64,
// as the emulator that runs the tests of arm64 does not pass the request on.
func TestALargeTableAsksForHugePages(t *testing.T) {
	if _, err := os.Stat("/sys/kernel/mm/transparent_hugepage"); err != nil {
		t.Skip("this system has no huge pages to ask for")
	}
	x := kernel.NewTable[float64](4 << 20)
	x[len(x)/2] = 1
	flags := flagsAt(t, uintptr(unsafe.Pointer(&x[len(x)/2])))
	if !slices.Contains(flags, "hg") {
		t.Errorf("its flags are %v", flags)
	}
	runtime.KeepAlive(x)
}

// flagsAt are the flags of the mapping at an address.
func flagsAt(t *testing.T, address uintptr) []string {
	t.Helper()
	text, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	here := false
	for line := range strings.Lines(string(text)) {
		var from, to uintptr
		if n, _ := fmt.Sscanf(line, "%x-%x ", &from, &to); n == 2 {
			here = from <= address && address < to
		}
		if rest, is := strings.CutPrefix(line, "VmFlags:"); here && is {
			return strings.Fields(rest)
		}
	}
	t.Fatal("no mapping is there")
	return nil
}

//go:build interop

package peers

import (
	"os/exec"
	"strings"
	"testing"
)

func TestProgramsAgreeWithSurefoot(t *testing.T) {
	asked := []string{"surefoot"}
	if _, err := exec.LookPath("gcc"); err == nil {
		asked = append(asked, "c")
	} else {
		t.Log("gcc is not installed: without the yardstick in C")
	}
	for library, key := range map[string]string{"numpy": "numpy", "torch": "pytorch"} {
		if exec.Command(debianPython, "-c", "import "+library).Run() == nil {
			asked = append(asked, key)
		}
	}
	if len(asked) == 1 {
		t.Skip("neither gcc nor NumPy nor PyTorch is installed")
	}
	got := benchPeers(t, t.Context(), "--peers", strings.Join(asked, ","), "--sizes=1000x20", "--rounds=1")
	if got.code != exitDone {
		t.Fatalf("exit code %d: %s", got.code, got.err)
	}
	t.Logf("%s", got.out)
	for _, words := range []string{"left out: ", "FAILED"} {
		if strings.Contains(got.out, words) {
			t.Errorf("something that is installed did not run:\n%s", got.out)
		}
	}
	// Each runs with 1 and 2 threads, in float64 and in float32.
	if runs := 2 * len(asked); strings.Count(got.out, "the same in") != 2 || !strings.Contains(got.out, "the same in "+count(runs, "run")) {
		t.Errorf("it is not said that %d runs agree:\n%s", runs, got.out)
	}
}

//go:build interop

package interop

import (
	"os"
	"os/exec"
	"testing"
)

// The pure Go twins of the kernels, which other processors than amd64 run, are tested on
// an emulated arm64: its compiler fuses products and sums where that of amd64 does not.
func TestKernelsOnArm64(t *testing.T) {
	const emulator = "qemu-aarch64"
	if exec.Command(emulator, "--version").Run() != nil {
		t.Skipf("%s is not installed", emulator)
	}
	if exec.Command("go", "version").Run() != nil {
		t.Skip("the go command is not found")
	}
	test := exec.Command("go", "test", "-short", "-exec", emulator, "surefoot/ops/kernel")
	test.Env = append(os.Environ(), "GOARCH=arm64", "CGO_ENABLED=0")
	if out, err := test.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

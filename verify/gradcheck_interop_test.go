//go:build interop

package verify

import (
	"encoding/json"
	"os/exec"
	"strconv"
	"testing"

	"gorgonia.org/gorgonia"
)

// debianPython is the one for which Debian's PyTorch is.
const debianPython = "/usr/bin/python3"

// FiniteDifferences passes and refuses what torch.autograd.gradcheck does: the
// gradient of Σx³ times a factor, at the same x.
func TestFiniteDifferencesImitateGradcheck(t *testing.T) {
	if exec.Command(debianPython, "-c", "import torch").Run() != nil {
		t.Skip("PyTorch is not installed")
	}
	factors := []float64{1, -1, 2, 0, 1.1, 1.002, 1.0011, 1.0009, 1.0005, 1 + 1e-6, 0.9991, 0.9989, 1 + 0x1p-52}
	args := []string{"../cmd/interop/gradcheck.py", "factors"}
	for _, factor := range factors {
		args = append(args, strconv.FormatFloat(factor, 'g', -1, 64))
	}
	out, err := exec.Command(debianPython, args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var passes []bool
	if err := json.Unmarshal(out, &passes); err != nil || len(passes) != len(factors) {
		t.Fatalf("%v: %s", err, out)
	}
	seen := map[bool]bool{}
	for i, factor := range factors {
		x := vector(gorgonia.NewGraph(), "x", 3)
		square := must(gorgonia.HadamardProd(x, x))
		claim := Claim{
			Cost: must(gorgonia.Sum(must(gorgonia.HadamardProd(square, x)))), Wrt: x,
			Gradient: must(gorgonia.HadamardProd(gorgonia.NewConstant(3*factor), square)),
		}
		findings, err := FiniteDifferences(t.Context(), []Claim{claim}, Point{x: {1.5, -0.75, 2}}, 1)
		if err != nil {
			t.Fatal(err)
		}
		if got := findings[0].Verdict == Pass; got != passes[i] {
			t.Errorf("times %v: PyTorch says %v, the imitation %v", factor, passes[i], got)
		}
		seen[passes[i]] = true
	}
	if !seen[true] || !seen[false] {
		t.Error("PyTorch passes all, or none: the test sees nothing")
	}
}

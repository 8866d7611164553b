package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"surefoot/graph"
	"surefoot/train"
)

// One seed, one result: byte by byte, on one processor or on two.
func TestSameSeedSameBytes(t *testing.T) {
	inFolder(t, nil)
	files := []string{"model.json", "cost.svg", "graph.dot"}
	run := func(processors string) map[string]string {
		cmd := exec.Command("surefoot", "train", "--iterations", "200", "--seed", "7", "--format", "json",
			"--out", files[0], "--plot", files[1], "--dot", files[2])
		cmd.Env = append(os.Environ(), "GOMAXPROCS="+processors)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{"standard output": string(out)}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got[name] = string(text)
		}
		return got
	}
	first := run("1")
	for _, processors := range []string{"1", "2"} {
		if diff := cmp.Diff(first, run(processors)); diff != "" {
			t.Errorf("on %s processors: %s", processors, diff)
		}
	}
}

// However many cores train, and whether the table is in memory or stays in its file, the
// result has the same bits, and so has what its projections found.
func TestAnyNumberOfWorkersSameBytes(t *testing.T) {
	x, y := drawnTable(t, 4096, 40) // large enough that a second core pays
	for _, dtype := range dtypes {
		results := map[string]bool{}
		for _, workers := range []string{"0", "1", "2", "5"} {
			for _, from := range []string{"--stream=true", "--stream=false"} {
				got := surefoot(t, "train", x, "--labels", y, "--test", "0", "--iterations", "3", "--dtype", dtype,
					"--workers", workers, from, "--format", "json").done(t)
				results[got.out] = true
				if v := trained(t, got).Verify; *v.Resolution == 0 || *v.InFull != 0 {
					t.Errorf("%d steps were checked in full, and projections detect %v", *v.InFull, *v.Resolution)
				}
			}
		}
		if len(results) != 1 {
			t.Errorf("%s: four numbers of workers, in memory and not, gave %d results", dtype, len(results))
		}
	}
}

func TestAnotherSeedAnotherSplit(t *testing.T) {
	results := map[string]bool{}
	for _, seed := range []string{"1", "2", "-3"} {
		got := trained(t, surefoot(t, "train", "--demo", "two-features", "--iterations", "20", "--seed", seed, "--format", "json").done(t))
		results[cmp.Diff(nil, got.Parameters)] = true
	}
	if len(results) != 3 {
		t.Errorf("three seeds gave %d results", len(results))
	}
}

// Checking looks on: whatever is checked, and however, it moves no number.
func TestCheckingDoesNotMoveTraining(t *testing.T) {
	path := filepath.Join(t.TempDir(), "model.json")
	// Large enough that not all steps are checked in full.
	for _, machine := range append([]string{"--dtype=float32", "--model=mlp:4,3relu"}, machines...) {
		var unchecked graph.Parameters
		for _, policy := range []train.Policy{train.VerifyOff, train.VerifyStart, train.VerifyEvery, train.VerifyFull} {
			surefoot(t, "train", "--iterations", "20", "--verify", string(policy), machine, "--format", "json", "--out", path).done(t)
			model, err := readModel(path)
			if err != nil {
				t.Fatal(err)
			}
			if model.Training.Verify != policy {
				t.Errorf("the model file says that %s was checked", model.Training.Verify)
			}
			if unchecked == nil {
				unchecked = model.Parameters
			}
			if diff := cmp.Diff(unchecked, model.Parameters); diff != "" {
				t.Errorf("%s, --verify %s: %s", machine, policy, diff)
			}
		}
	}
}

// Without a split the seed is of the start check alone.
func TestTheSeedDoesNotMoveTraining(t *testing.T) {
	var results []string
	for _, seed := range []string{"1", "2"} {
		o := surefoot(t, "train", "--demo", "two-features", "--iterations", "20", "--test", "0", "--seed", seed, "--format", "json").done(t)
		results = append(results, o.out)
	}
	if results[0] != results[1] {
		t.Error(cmp.Diff(strings.Split(results[0], "\n"), strings.Split(results[1], "\n")))
	}
}

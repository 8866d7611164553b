package cli

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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

// However many cores train, the result has the same bits.
func TestAnyNumberOfWorkersSameBytes(t *testing.T) {
	x, y := drawnTable(t, 4096, 40) // large enough that a second core pays
	results := map[string]bool{}
	for _, workers := range []string{"0", "1", "2", "5"} {
		results[surefoot(t, "train", x, "--labels", y, "--iterations", "3", "--workers", workers, "--format", "json").done(t).out] = true
	}
	if len(results) != 1 {
		t.Errorf("four numbers of workers gave %d results", len(results))
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

// Checking looks on: it moves no number.
func TestCheckingDoesNotMoveTraining(t *testing.T) {
	var results []*parameters
	for _, policy := range []string{"full", "off"} {
		for _, machine := range machines {
			o := surefoot(t, "train", "--demo", "iris", "--iterations", "50", "--verify", policy, machine, "--format", "json").done(t)
			results = append(results, trained(t, o).Parameters)
		}
	}
	for i := range machines {
		if diff := cmp.Diff(results[i], results[len(machines)+i]); diff != "" {
			t.Errorf("%s: %s", machines[i], diff)
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

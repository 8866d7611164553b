package cli

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

func TestGoldenRecord(t *testing.T) {
	inFolder(t, map[string]string{"flowers.csv": flowers})
	o := surefoot(t, "verify-gradients", "--data", "flowers.csv", "--positive", "rose", "--check", "formula,graphs,numeric", "--format", "json").done(t)
	golden(t, "verify_record.json", opAgreed.ReplaceAllString(steadyOps(steady(o.out)), "${1}N"))
	got := verified(t, o)
	if c := got.Command; *c.Features != 2 || *c.Examples != 10 || c.Data == nil || *c.Data.File != "flowers.csv" ||
		c.Data.Positive != "rose" || len(*c.Data.SHA256) != 64 {
		t.Errorf("got:\n%s", o.out)
	}
}

// A change of a single number of the examples changes their digest.
func TestTheDigestIsOfTheExamplesUsed(t *testing.T) {
	inFolder(t, map[string]string{
		"flowers.csv": flowers, "copy.csv": flowers,
		"other.csv":  strings.Replace(flowers, "1.4,0.2", "1.4,0.3", 1),
		"label.csv":  strings.Replace(flowers, "0.2,poppy", "0.2,rose", 1),
		"behind.csv": strings.Replace(flowers, "5.8,2.2", "5.8,2.3", 1), // the last row
	})
	digest := func(file, examples string) string {
		o := surefoot(t, "verify-gradients", "--data", file, "--positive", "rose", "--examples", examples, "--check", "formula", "--format", "json").done(t)
		return *verified(t, o).Command.Data.SHA256
	}
	first := digest("flowers.csv", "9")
	for file, same := range map[string]bool{"copy.csv": true, "behind.csv": true, "other.csv": false, "label.csv": false} {
		if (digest(file, "9") == first) != same {
			t.Errorf("the digest of %s is the same: %v", file, !same)
		}
	}
	if digest("flowers.csv", "10") == first {
		t.Error("nine examples and ten have one digest")
	}
}

// One question, one record: byte by byte, on one processor or on two.
func TestSameQuestionSameRecord(t *testing.T) {
	for _, question := range [][]string{
		{"--model", "mlp:3tanh,2relu", "--check", "formula,identity,graphs,numeric,precision"},
		{"--self-test", "--per-class", "1"},
	} {
		first := ""
		for _, processors := range []string{"1", "2", "2"} {
			cmd := exec.Command("surefoot", append([]string{"verify-gradients", "--seed", "5", "--format", "json"}, question...)...)
			cmd.Env = append(os.Environ(), "GOMAXPROCS="+processors)
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			if first == "" {
				first = string(out)
			} else if string(out) != first {
				t.Errorf("%v: another record on %s processors", question, processors)
			}
		}
	}
}

func TestFirstDifference(t *testing.T) {
	const before = `{"verdict": "pass", "versions": {"go": "1"}, "checks": [{"got": 0.10}, {"at": []}], "seed": 1}`
	for after, want := range map[string]string{
		before: "",
		`{"verdict":"pass","versions":{"go":"2"},"checks":[{"got":0.10},{"at":[]}],"seed":1}`:                        "",
		`{"verdict": "fail", "checks": [{"got": 0.10}, {"at": []}], "seed": 1}`:                                      `verdict was "pass" and is "fail"`,
		`{"verdict": "pass", "checks": [{"got": 0.1}, {"at": []}], "seed": 1}`:                                       "checks[0].got was 0.10 and is 0.1",
		`{"verdict": "pass", "checks": [{"got": 0.10}, {"at": [7]}], "seed": 1}`:                                     "where checks[1].at was, checks[1].at[0] is",
		`{"verdict": "pass", "checks": [{"got": 0.10}, {"at": []}], "seed": 1, "self_test": {}}`:                     "there was no self_test",
		`{"verdict": "pass", "checks": [{"got": 0.10}, {"at": []}]}`:                                                 "there is no seed any more",
		`{"verdict": "pass", "checks": [{"got": 0.10}, {"at": []}], "seed": null, "versions": {"surefoot": "none"}}`: "seed was 1 and is null",
	} {
		was, err := leavesOf([]byte(before))
		if err != nil {
			t.Fatal(err)
		}
		is, err := leavesOf([]byte(after))
		if err != nil {
			t.Fatal(err)
		}
		if got := firstDifference(was, is); got != want {
			t.Errorf("%s: %q, want %q", after, got, want)
		}
	}
}

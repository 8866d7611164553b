package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"surefoot/verify/selftest"
)

func TestGoldenSelfTest(t *testing.T) {
	o := surefoot(t, "verify-gradients", "--self-test", "--per-class", "2", "--seed", "2").done(t)
	golden(t, "verify_selftest.txt", o.out)
}

type selfTestContract struct {
	SelfTest *struct {
		Seed      *int64   `json:"seed"`
		Detectors []string `json:"detectors"`
		Classes   []struct {
			Class      *string `json:"class"`
			Imitates   *string `json:"imitates"`
			Wrong      *int    `json:"wrong"`
			Equivalent *int    `json:"equivalent"`
			Caught     []int   `json:"caught"`
		} `json:"classes"`
		Missed      []mutantContract `json:"missed"`
		Undecided   []mutantContract `json:"undecided"`
		FalseAlarms []mutantContract `json:"false_alarms"`
		RightChecks *int             `json:"right_checks"`
		Unjudged    []mutantContract `json:"unjudged"`
		Unplanted   []mutantContract `json:"unplanted"`
	} `json:"self_test"`
	Format   any             `json:"format"`
	Version  any             `json:"version"`
	Command  commandContract `json:"command"`
	Versions any             `json:"versions"`
}

type mutantContract struct {
	Class    string `json:"class"`
	Node     string `json:"node"`
	Change   string `json:"change"`
	Detector string `json:"detector"`
	Reason   string `json:"reason"`
}

func TestSelfTestJSON(t *testing.T) {
	o := surefoot(t, "verify-gradients", "--self-test", "--per-class", "4", "--features", "3", "--format", "json").done(t)
	var got selfTestContract
	o.decode(t, &got)
	s := got.SelfTest
	if s == nil || *s.Seed != 1 || len(s.Classes) != len(selftest.MutantClasses()) || *s.RightChecks < 6 ||
		got.Command.SelfTest == nil || got.Command.SelfTest.PerClass != 4 || len(s.Detectors) != 3 || s.Detectors[0] != "identity" {
		t.Fatalf("got:\n%s", o.out)
	}
	wrong := 0
	for _, c := range s.Classes {
		wrong += *c.Wrong
		if len(c.Caught) != 3 || *c.Wrong+*c.Equivalent > 4 {
			t.Errorf("%s: %d wrong, %d equivalent, caught %v", *c.Class, *c.Wrong, *c.Equivalent, c.Caught)
		}
		if *c.Class == "tiny factor" && (c.Caught[0] != 4 || c.Caught[2] != 0) {
			t.Errorf("of four tiny factors each check finds %v", c.Caught)
		}
	}
	if wrong < 40 || len(s.FalseAlarms) > 0 || len(s.Unjudged) > 0 || len(s.Unplanted) > 0 {
		t.Errorf("%d wrong gradients, false alarms %v, unjudged %v, unplanted %v", wrong, s.FalseAlarms, s.Unjudged, s.Unplanted)
	}
}

// What was taken to be right is wrong: our checks say so, which counts as false alarms.
func TestSelfTestOfAWrongGraphFails(t *testing.T) {
	model := wrongGraph("z", trainingGraph)
	o := surefootOn(t, model, nil, "verify-gradients", "--self-test", "--per-class", "1").oneLineOn(t, exitWrong)
	if want := "surefoot: the identity check accuses "; !strings.HasPrefix(o.err, want) {
		t.Errorf("standard error %q", o.err)
	}
	if !strings.Contains(o.out, "FALSE ALARM by identity: the right claims\n") {
		t.Errorf("got:\n%s", o.out)
	}
}

// The checks of the trained graph that are not usual see a wrong one too.
func TestNumericCheckFindsAWrongTrainingGraph(t *testing.T) {
	o := surefootOn(t, wrongGraph("z", trainingGraph), nil, "verify-gradients", "--check", "numeric").oneLineOn(t, exitWrong)
	if !strings.Contains(o.out, "  FAIL ∂cost/∂") {
		t.Errorf("got:\n%s", o.out)
	}
	// The formula check is of the document graph, which is right.
	surefootOn(t, wrongGraph("z", trainingGraph), nil, "verify-gradients", "--check", "formula").done(t)
}

// Only what our checks pass or accuse decides; what they leave open, and what the
// others do, does not.
func TestSelfTestVerdict(t *testing.T) {
	about := func(detector string) selftest.MutantVerdict {
		return selftest.MutantVerdict{
			Mutant: selftest.Mutant{Class: "sign", Node: "w", Change: "−x"}, Detector: detector, Reason: "equivalent",
		}
	}
	detectors := []string{"identity", "numeric", foreign}
	tally := []selftest.Tally{{Class: "sign", Wrong: 2, Equivalent: 1, Caught: []int{1, 0, 2}}, {Class: "NaN", Caught: []int{0, 0, 0}}}
	for want, result := range map[string]selftest.Result{
		"": {
			Missed: []selftest.MutantVerdict{about("numeric"), about(foreign)}, Undecided: []selftest.MutantVerdict{about("identity")},
			FalseAlarms: []selftest.MutantVerdict{about(foreign)},
		},
		"the identity check passes 2 wrong gradients": {Missed: []selftest.MutantVerdict{about("identity"), about("identity")}},
		"the identity check accuses 1 right gradient": {FalseAlarms: []selftest.MutantVerdict{about("identity")}},
		"the numeric check accuses 2 right gradients": {FalseAlarms: []selftest.MutantVerdict{about("numeric"), about("numeric")}},
	} {
		result.Detectors, result.Classes, result.RightChecks = detectors, tally, 9
		got := ""
		if err := selfTestVerdict(&result); err != nil {
			got = err.Error()
			if exitCode(err) != exitWrong {
				t.Errorf("%s: exit code %d", got, exitCode(err))
			}
		}
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	var out bytes.Buffer
	a := &app{Streams: Streams{Out: &out}}
	result := selftest.Result{
		Seed: 4, Detectors: detectors, Classes: tally, RightChecks: 9,
		Missed:      []selftest.MutantVerdict{about("identity"), about(foreign)},
		FalseAlarms: []selftest.MutantVerdict{about("numeric"), {Detector: "identity", Reason: "the right claims"}, about(foreign)},
		Unjudged:    []selftest.MutantVerdict{{Mutant: about("").Mutant, Reason: "an op has no dossier"}},
	}
	if err := a.printSelfTest(verification{Model: "logistic", Features: 2, Examples: 5}, &result); err != nil {
		t.Fatal(err)
	}
	golden(t, "verify_selftest_fail.txt", out.String())
}

func TestInterruptedSelfTest(t *testing.T) {
	inFolder(t, nil)
	p := start(t, "verify-gradients", "--self-test", "--model", "mlp:8tanh,8relu", "--examples", "60")
	time.Sleep(500 * time.Millisecond) // it says nothing before its end
	if o := p.interrupt(t).oneLineOn(t, exitInterrupted); o.out != "" {
		t.Errorf("standard output: %s", o.out)
	}
}

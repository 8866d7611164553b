package peers

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
)

func TestRatioIsTheMedianOfTheRoundsRatios(t *testing.T) {
	// The machine is ten times as slow in the second round: medians of the times would
	// say 4/2 = 2.
	peer, c := []float64{3, 40, 4}, []float64{1, 20, 2}
	if got := ratio(peer, c); got != 2 {
		t.Errorf("%v", got)
	}
	if got := ratio([]float64{3, 100, 4}, []float64{1, 10, 2}); got != 3 { // of 3, 10 and 2
		t.Errorf("%v", got)
	}
	if got := ratio(peer, c[:2]); got != 0 {
		t.Errorf("with a round missing: %v", got)
	}
	if got := ratio(nil, nil); got != 0 {
		t.Errorf("without rounds: %v", got)
	}
}

// madeUp are rows of two tasks, with what can be said of one.
func madeUp() *report {
	at := task{size: size{1000, 20}, dtype: float64s}
	c1 := &row{Examples: 1000, Features: 20, Type: float64s, Peer: "C", Threads: 1}
	c2 := &row{Examples: 1000, Features: 20, Type: float64s, Peer: "C", Threads: 2}
	numpy := &row{Examples: 1000, Features: 20, Type: float64s, Peer: "NumPy", Threads: 2}
	own := &row{Examples: 1000, Features: 20, Type: float64s, Peer: "Surefoot", Threads: 1}
	torch := &row{Examples: 1000, Features: 20, Type: float64s, Peer: "PyTorch", Threads: 1, Failed: "no memory"}
	for i := range 3 {
		slow := float64(1 + 9*(i%2)) // in the second round
		c1.add(measured{Seconds: 6e-6 * slow, Cost: 0.633411851, Rounding: decimals})
		c2.add(measured{Seconds: 4e-6 * slow, Cost: 0.633411851, Rounding: decimals})
		numpy.add(measured{Seconds: 1.8e-3 * slow, Cost: 0.6334118514552447})
		own.add(measured{Seconds: 2.5 * slow, Cost: 0.6334118514552449, Gate: 0.25})
	}
	settled := []*row{c1, c2, numpy, torch, own}
	settle(settled)
	single := task{size: size{1000000, 20}, dtype: float32s}
	alone := &row{Examples: 1000000, Features: 20, Type: float32s, Peer: "gonum", Threads: 1}
	alone.add(measured{Seconds: 0.0123, Cost: 0.5})
	out := &row{Examples: 1000000, Features: 20, Type: float32s, Peer: "Surefoot", Threads: 1, LeftOut: "computes in float64 only"}
	others := []*row{alone, out}
	settle(others)
	return &report{
		Machine:   machine{"A CPU", 2, "An OS", "linux/amd64", "go1.26"},
		Peers:     []about{{Peer: "C", Runs: "gcc 12"}, {Peer: "NumPy", Runs: "NumPy 1.24"}, {Peer: "PyTorch", LeftOut: "there is none"}},
		Bandwidth: []bandwidth{{1, 10.25, 11}, {2, 14.5, 15}},
		Rounds:    3, Seed: 1, Rate: rate,
		Rows:      append(settled, others...),
		Agreement: []agreement{agree(at, settled), agree(single, others)},
	}
}

func TestScreen(t *testing.T) {
	for name, markdown := range map[string]bool{"table.txt": false, "table.md": true} {
		var out bytes.Buffer
		if err := madeUp().write(&out, markdown); err != nil {
			t.Fatal(err)
		}
		golden(t, name, out.String())
	}
}

func TestJSON(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "peers.json")
	file, err := newJSONFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.fill(madeUp()); err != nil {
		t.Fatal(err)
	}
	if err := file.drop(); err != nil {
		t.Error(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "peers.json", string(text))
	var back report
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&back); err != nil {
		t.Error(err)
	}
	file, err = newJSONFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.drop(); err != nil {
		t.Error(err)
	}
	kept, err := os.ReadFile(path)
	if entries, _ := os.ReadDir(folder); err != nil || !bytes.Equal(kept, text) || len(entries) != 1 {
		t.Errorf("a run that came to nothing changed the file or left one: %v %v", entries, err)
	}
	for _, wrong := range []string{folder, filepath.Join(folder, "none", "x.json")} {
		if _, err := newJSONFile(wrong); err == nil {
			t.Errorf("a file is made at %s", wrong)
		}
	}
}

func TestDurations(t *testing.T) {
	for seconds, want := range map[float64]string{
		0: "–", 4.36e-7: "0.44 µs", 1.5e-6: "1.50 µs", 9.996e-6: "10.0 µs", 99.96e-6: "100 µs", 456e-6: "456 µs",
		0.9996e-3: "1.00 ms", 12.34e-3: "12.3 ms", 0.9996: "1.00 s", 12.34: "12.3 s",
	} {
		if got := duration(seconds); got != want {
			t.Errorf("%v s is written %q, want %q", seconds, got, want)
		}
	}
}

func TestAgreement(t *testing.T) {
	single := func(peer string, cost, rounding float64) *row {
		return &row{Peer: peer, Threads: 1, Costs: []float64{cost}, rounding: rounding}
	}
	for name, c := range map[string]struct {
		d    dtype
		rows []*row
		want bool
	}{
		"equal":                       {float64s, []*row{single("a", 0.5, 0), single("b", 0.5, 0)}, true},
		"another order of a sum":      {float64s, []*row{single("a", 0.5, 0), single("b", 0.5*(1+0.9e-9), 0)}, true},
		"too far":                     {float64s, []*row{single("a", 0.5, 0), single("b", 0.5*(1+1.1e-9), 0)}, false},
		"too far but for rounding":    {float64s, []*row{single("a", 0.5, decimals), single("b", 0.5*(1+1.1e-9), 0)}, true},
		"more than rounding":          {float64s, []*row{single("a", 0.5, decimals), single("b", 0.5+1.1e-9, 0)}, false},
		"in float32":                  {float32s, []*row{single("a", 0.5, 0), single("b", 0.5*(1+0.9e-3), 0)}, true},
		"too far in float32":          {float32s, []*row{single("a", 0.5, 0), single("b", 0.5*(1+1.1e-3), 0)}, false},
		"the third":                   {float64s, []*row{single("a", 0.5, 0), single("b", 0.5, 0), single("c", 0.6, 0)}, false},
		"not a number":                {float64s, []*row{single("a", 0.5, 0), single("b", math.NaN(), 0)}, false},
		"infinite":                    {float64s, []*row{single("a", 0.5, 0), single("b", math.Inf(1), 0)}, false},
		"a row whose rounds disagree": {float64s, []*row{{Costs: []float64{0.5, 0.6}}}, false},
		"no runs":                     {float64s, nil, true},
	} {
		if got := agree(task{dtype: c.d}, c.rows); got.Agree != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

package peers

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const goPeers = "--peers=tapemachine,gonum,surefoot"

func TestGoPeersFromEndToEnd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "peers.json")
	got := benchPeers(t, t.Context(), goPeers, "--sizes", "100x2", "--rounds", "1", "--bandwidth=false", "--json", path)
	if got.code != exitDone {
		t.Fatalf("exit code %d: %s", got.code, got.err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var r report
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	ran := map[string]*row{}
	for _, row := range r.Rows {
		if row.LeftOut == "" {
			ran[row.Peer+" "+string(row.Type)] = row
		}
	}
	for _, name := range []string{"TapeMachine float64", "gonum float64", "Surefoot float64", "gonum float32", "Surefoot float32"} {
		if row := ran[name]; row == nil || row.Seconds <= 0 || len(row.Costs) != 1 {
			t.Errorf("%s: %+v", name, row)
		}
	}
	if len(r.Rows) != 8 || len(ran) != 5 {
		t.Errorf("%d of %d rows, want 5 of 8", len(ran), len(r.Rows))
	}
	if own := ran["Surefoot float64"]; own != nil && own.Gate <= 0 {
		t.Error("the gate is not timed")
	}
	// The two types see one table: what differs is the rounding of its numbers.
	a := agree(task{dtype: float32s}, []*row{ran["gonum float64"], ran["gonum float32"]})
	if !a.Agree || a.Runs != 2 || a.Apart == 0 {
		t.Errorf("float64 and float32: %v", a)
	}
	for _, word := range []string{"100x2", "gonum", "Surefoot", "the same in 4 runs", "Left out: TapeMachine"} {
		if !strings.Contains(got.out, word) {
			t.Errorf("the screen lacks %q:\n%s", word, got.out)
		}
	}
	for _, word := range []string{"making the table", "round 1 of 1"} {
		if !strings.Contains(got.err, word) {
			t.Errorf("progress lacks %q:\n%s", word, got.err)
		}
	}
}

func TestWhatIsNotInstalledIsLeftOut(t *testing.T) {
	t.Setenv("PATH", "")
	got := benchPeers(t, t.Context(), "--peers=c,numpy,gonum", "--python", "there-is-no-python", "--sizes=20x2", "--rounds=1", "--dtype=float64")
	if got.code != exitDone {
		t.Fatalf("exit code %d: %s", got.code, got.err)
	}
	for _, words := range []string{"C: left out: gcc is not installed", "NumPy: left out: ", "bandwidth: left out: ", "no two runs to compare"} {
		if !strings.Contains(got.out, words) {
			t.Errorf("the screen lacks %q:\n%s", words, got.out)
		}
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	path := filepath.Join(t.TempDir(), "peers.json")
	temporary := temporaryFolder(t)
	var line strings.Builder
	progress := writerFunc(func(text []byte) {
		line.Write(text)
		if strings.Contains(string(text), "round 1 of") {
			cancel()
		}
	})
	if code := run(ctx, []string{goPeers, "--sizes=100x2", "--bandwidth=false", "--json", path}, programs, io.Discard, progress); code != exitInterrupted {
		t.Errorf("exit code %d: %s", code, line.String())
	}
	empty(t, temporary)
	empty(t, filepath.Dir(path))
	if !strings.HasSuffix(line.String(), "bench-peers: interrupted\n") {
		t.Errorf("%q", line.String())
	}
}

type writerFunc func(text []byte)

func (f writerFunc) Write(text []byte) (int, error) {
	f(text)
	return len(text), nil
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{
		{"--sizes", "100"},
		{"--dtype", "float16"},
		{"--peers", "fortran"},
		{"--rounds", "0"},
		{"--rounds", "x"},
		{"--what"},
		{"100x2"},
	} {
		got := benchPeers(t, t.Context(), args...)
		if got.code != exitUsage || got.out != "" || strings.Count(got.err, "\n") != 1 {
			t.Errorf("%v: exit code %d, %q, %q", args, got.code, got.out, got.err)
		}
	}
	if got := benchPeers(t, t.Context(), "--json", t.TempDir()); got.code != exitFile {
		t.Errorf("a folder for a file: exit code %d, %q", got.code, got.err)
	}
	golden(t, "help.txt", benchPeers(t, t.Context(), "--help").out)
}

func TestWhatGoesWrongIsSaid(t *testing.T) {
	temporary := temporaryFolder(t)
	right := func(int) (measured, error) { return measured{Seconds: 1, Cost: 0.5}, nil }
	for name, c := range map[string]struct {
		tells func(i int) (measured, error)
		want  error
	}{
		"right": {right, nil},
		"another cost in the second round": {func(i int) (measured, error) {
			return measured{Seconds: 1, Cost: 0.5 + 0.01*float64(i)}, nil
		}, errDisagree},
		"an error in the second round": {func(i int) (measured, error) {
			if i == 0 {
				return right(i)
			}
			return measured{}, errMadeUp
		}, errFailed},
	} {
		s := settings{
			sizes: []size{{10, 2}}, types: []dtype{float64s}, rounds: 3,
			peers: []peer{fake("one", 1, right), fake("other", 2, c.tells)},
		}
		r, err := s.run(t.Context(), programs, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.wrong(); !errors.Is(err, c.want) || c.want != nil && !strings.Contains(err.Error(), "other") {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if errors.Is(c.want, errFailed) && len(r.Rows[1].Rounds) != 1 {
			t.Errorf("%s: it is asked again: %v", name, r.Rows[1].Rounds)
		}
		empty(t, temporary)
	}
}

func TestPeersTakeTurns(t *testing.T) {
	temporaryFolder(t)
	var order strings.Builder
	note := func(letter string) func(int) (measured, error) {
		return func(int) (measured, error) {
			order.WriteString(letter)
			return measured{Seconds: 1, Cost: 1}, nil
		}
	}
	s := settings{
		sizes: []size{{10, 2}, {20, 2}}, types: []dtype{float64s}, rounds: 2,
		peers: []peer{fake("a", 1, note("a")), fake("b", 1, note("b"))},
	}
	if _, err := s.run(t.Context(), programs, io.Discard); err != nil || order.String() != "abababab" {
		t.Errorf("%s, %v", order.String(), err)
	}
}

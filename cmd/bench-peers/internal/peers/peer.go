package peers

import (
	"context"
	"fmt"
	"strings"
)

// A peer is a program or library that iterates.
type peer struct {
	name    string
	threads []int // with which it runs, each a row of the table

	// prepare makes the peer ready, and says in a line what runs. A peer with an
	// error is left out.
	prepare func(ctx context.Context, w *workshop) (about string, err error)
	// leftOut, where set, says why a task is not for the peer, "" if it is.
	leftOut func(task) string
	run     func(ctx context.Context, w *workshop, t task) (measured, error)
}

// key is the name on the command line.
func (p peer) key() string { return strings.ToLower(p.name) }

// yardstickName is what ratios are to.
const yardstickName = "C"

// roster is all peers in the order of the table.
func roster() []peer {
	return []peer{
		yardstickPeer(),
		pythonPeer("NumPy", "numpy_descent.py"),
		pythonPeer("PyTorch", "torch_descent.py"),
		tapePeer(), gonumPeer(), surefootPeer(),
	}
}

func peerKeys() []string {
	var keys []string
	for _, p := range roster() {
		keys = append(keys, p.key())
	}
	return keys
}

// parsePeers reads "c,numpy"; the order stays that of the roster.
func parsePeers(list string) ([]peer, error) {
	asked := map[string]bool{}
	for _, word := range strings.Split(list, ",") {
		asked[strings.ToLower(strings.TrimSpace(word))] = true
	}
	var chosen []peer
	for _, p := range roster() {
		if asked[p.key()] {
			chosen = append(chosen, p)
			delete(asked, p.key())
		}
	}
	for word := range asked {
		return nil, usage("--peers: there is no %q; the peers are %s", word, strings.Join(peerKeys(), ", "))
	}
	return chosen, nil
}

// inGo makes a peer of this process ready, which is nothing.
func inGo(about string) func(context.Context, *workshop) (string, error) {
	return func(context.Context, *workshop) (string, error) { return about, nil }
}

// float64Only leaves out tasks in other types.
func float64Only(t task) string {
	if t.dtype != float64s {
		return "computes in float64 only"
	}
	return ""
}

// mostOnTape is the largest table, in numbers, for Gorgonia's TapeMachine, which
// gets a copy of it every iteration and transposes it.
const mostOnTape = 20e6

func fitsTape(t task) string {
	if t.numbers() > mostOnTape {
		return fmt.Sprintf("%v has more than %.0f million numbers", t.size, mostOnTape/1e6)
	}
	return float64Only(t)
}

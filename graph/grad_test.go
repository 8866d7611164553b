package graph_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
)

// Graphs may be differentiated from many goroutines and wait for one another: what
// Gorgonia's graphs share, it writes without a lock. An op's derivative that takes a
// while would meet another one's.
func TestGraphsAreDifferentiatedOneAtATime(t *testing.T) {
	var inside atomic.Int32
	slow := func(_ gorgonia.Nodes, _, _ *gorgonia.Node, right gorgonia.Nodes) (gorgonia.Nodes, error) {
		if inside.Add(1) > 1 {
			t.Error("two graphs are differentiated at once")
		}
		time.Sleep(5 * time.Millisecond)
		inside.Add(-1)
		return right, nil
	}
	var graphs []*graph.Graph
	for range 4 {
		graphs = append(graphs, change(t, slow))
	}
	var group sync.WaitGroup
	for _, g := range graphs {
		group.Go(func() {
			if err := g.Derive(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

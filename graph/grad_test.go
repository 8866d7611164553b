package graph_test

import (
	"sync"
	"testing"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"surefoot/graph"
)

// Graphs of different goroutines are differentiated at once, which the race detector
// watches: Gorgonia's constants are shared by all graphs.
func TestGraphsAreDifferentiatedAtOnce(t *testing.T) {
	var group sync.WaitGroup
	for range 8 {
		for _, dt := range []tensor.Dtype{tensor.Float64, tensor.Float32} {
			group.Go(func() {
				x := gorgonia.NewVector(gorgonia.NewGraph(), dt, gorgonia.WithShape(3), gorgonia.WithName("x"))
				cost := gorgonia.Must(gorgonia.Sum(gorgonia.Must(gorgonia.Square(gorgonia.Must(gorgonia.Tanh(x))))))
				if err := graph.Grad(cost, x); err != nil {
					t.Error(err)
				}
				if x.Deriv() == nil {
					t.Error("no derivative")
				}
			})
		}
	}
	group.Wait()
}

package verify

import (
	"math/rand/v2"
	"slices"

	"surefoot/graph"
)

// A place is where the start check looks, and whether at the document graph too.
type place struct {
	block    graph.Block
	theta    graph.Parameters
	document bool
}

// places are zero, random parameters, and those at which training starts. At zero
// a = 1−a = ½ hides many errors, and so do a table's first rows where they are of
// one class and weight; at random parameters, labels and weights few can hide.
// In float32 they are the nearest numbers there.
func (s Subject) places(block graph.Block) ([]place, error) {
	zero := s.Model.Parameters.Clone()
	for _, p := range zero {
		clear(p.Values)
	}
	all := []place{{block, zero, true}, {relabelled(block, s.Seed), RandomParameters(s.Model, block, s.Seed), true}}
	if slices.ContainsFunc(s.Theta, func(p graph.Parameter) bool {
		return slices.ContainsFunc(p.Values, func(x float64) bool { return x != 0 })
	}) {
		all = append(all, place{block, s.Theta.Clone(), false})
	}
	if !s.Single {
		return all, nil
	}
	for i := range all {
		if err := all[i].narrow(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// narrow rounds the numbers of a place to float32.
func (p *place) narrow() (err error) {
	single, err := graph.Single(p.block.Source())
	if err != nil {
		return err
	}
	if p.block, err = graph.Copied(graph.Double(single), 0, p.block.M); err != nil {
		return err
	}
	p.theta.Narrow()
	return nil
}

// relabelled is a block with random labels, both of them from two examples on, and
// random weights from ½ to 2. Where there are K labels an example, as many classes
// occur as there is room for.
func relabelled(block graph.Block, seed int64) graph.Block {
	r := rand.New(rand.NewPCG(uint64(seed), 0x1abe1))
	classes := max(block.K, 2)
	block.Y, block.C = make([]float64, len(block.Y)), make([]float64, block.M)
	first := r.IntN(classes)
	for i, k := range r.Perm(block.M) {
		block.C[i] = 0.5 + 1.5*r.Float64()
		label(block, i, (k+first)%classes)
	}
	return block
}

// label gives example i of a block without labels its class.
func label(block graph.Block, i, class int) {
	if k := block.Labels(); k > 1 {
		block.Y[i*k+class] = 1
	} else {
		block.Y[i] = float64(class)
	}
}

package graph

// A Stage is one part of a model in the order of its computation, as the derivation has
// it: what a step-by-step check of a training step needs to know of the model.
type Stage struct {
	Kind string // of the layer, "dense"; of the head, "sigmoid"
	// Head says that it is the model's end: the loss of the logits In.
	Head bool
	// In and Out are the letters of what it takes and gives; In is "" for the table, and
	// Out for a head.
	In, Out string
	// Takes and Gives are how many numbers an example those are.
	Takes, Gives int
	// Parameters are the names of its parameters; of a dense stage, W and b.
	Parameters []string
}

// stages are the network's layers and its head.
func (n *network) stages() []Stage {
	var all []Stage
	for i, l := range n.layers {
		s := Stage{Kind: l.Name, In: l.In, Out: l.Out, Takes: l.in, Gives: l.out, Parameters: l.Letters.Parameters}
		if i == 0 {
			s.In = ""
		}
		all = append(all, s)
	}
	top := n.top()
	return append(all, Stage{Kind: n.head.Name, Head: true, In: top.Out, Takes: top.out})
}

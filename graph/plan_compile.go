package graph

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"surefoot/ops"
	"surefoot/ops/arith"
)

// planner compiles nodes into steps, operands before results.
type planner struct {
	*Plan
	examples *examples // nil where the graph is evaluated whole
	wanted   []node    // the results, then what is watched
	results  int
	below    []node // what they are computed from, and they
	places   map[node]place
	copies   map[node]place // of transposes that had to be moved
}

// compilePlan makes a plan of the graph as it is, all its examples being one block. A
// reason to evaluate it whole may be known.
func compilePlan(model *Model, g *Graph, whole string, watch []Watched) (*Plan, error) {
	wanted, err := outputs(model, g)
	if err != nil {
		return nil, err
	}
	results := len(wanted)
	for _, w := range watch {
		n, err := w.node(g)
		if err != nil {
			return nil, err
		}
		wanted = append(wanted, n)
	}
	p := &planner{
		Plan:   &Plan{Rows: g.Node("table").Shape()[0], model: model, graph: g},
		wanted: wanted, results: results, below: Below(wanted...), places: map[node]place{}, copies: map[node]place{},
	}
	if err := p.inBlocks(); err != nil && whole == "" {
		whole = err.Error()
	}
	if whole != "" {
		p.examples, p.Whole = nil, whole
	}
	p.bindInputs()
	for i, n := range wanted {
		at, err := p.output(n)
		if err != nil {
			return nil, err
		}
		switch {
		case i == 0:
			p.cost = at
		case i <= len(model.Inner):
			p.inner = append(p.inner, at)
		case i >= results:
			p.watched = append(p.watched, at)
		default:
			p.gradient = append(p.gradient, at)
		}
	}
	p.see()
	p.chain()
	p.reuse()
	return p.Plan, nil
}

// inBlocks follows the examples through the graph; the error says why it has to be
// evaluated whole.
func (p *planner) inBlocks() (err error) {
	if p.examples, err = newExamples(p.graph, p.wanted); err != nil {
		return err
	}
	for i, n := range p.wanted {
		axis, inner := p.examples.axes[n], i >= 1 && i <= len(p.model.Inner) || i >= p.results
		switch {
		case inner && axis != 0:
			return errors.New("a quantity of every example has no row for each")
		case !inner && axis != ops.Nowhere && axis != ops.Summed:
			return errors.New("an output that is no sum over the examples")
		}
	}
	return nil
}

func (p *planner) bindInputs() {
	for _, name := range inputNames {
		if n := p.graph.Node(name); n != nil {
			p.places[n] = p.array(inInput, n.Shape())
		} else {
			p.sizes[inInput] = append(p.sizes[inInput], 0)
		}
	}
	for _, q := range p.model.Parameters {
		p.places[p.graph.Node(q.Name)] = p.array(inParameter, q.Shape)
	}
}

// array adds an array to a space.
func (p *planner) array(s space, shape []int) place {
	p.sizes[s] = append(p.sizes[s], arith.Size(shape))
	return place{space: s, index: len(p.sizes[s]) - 1, shape: shape}
}

// compile is where the node's numbers will be, row by row.
func (p *planner) compile(n node) (place, error) {
	at, err := p.view(n)
	if err != nil || !at.transposed {
		return at, err
	}
	if moved, ok := p.copies[n]; ok {
		return moved, nil
	}
	op, err := ops.Of(n.Op())
	if err != nil {
		return place{}, err
	}
	from, err := p.compile(Operands(n)[0])
	if err != nil {
		return place{}, err
	}
	moved := p.emit(step{nodes: []node{n}, op: op, in: []place{from}})
	p.copies[n] = moved
	return moved, nil
}

// output is where the numbers of a wanted node will be: in memory of the program's, also
// where they are one of the inputs as it is.
func (p *planner) output(n node) (place, error) {
	at, err := p.compile(n)
	if err != nil || at.space != inInput {
		return at, err
	}
	return p.emit(step{nodes: []node{n}, op: ops.Copy, in: []place{at}}), nil
}

// view is where the node's numbers will be, a transposed matrix perhaps as it was.
func (p *planner) view(n node) (place, error) {
	if at, ok := p.places[n]; ok {
		return at, nil
	}
	at, err := p.place(n)
	if err != nil {
		return place{}, err
	}
	p.places[n] = at
	return at, nil
}

func (p *planner) place(n node) (place, error) {
	if n.Op() == nil {
		return place{}, fmt.Errorf("input %s has no value", n.Name())
	}
	numbers, err := p.constant(n)
	if err != nil {
		return place{}, err
	}
	if numbers != nil {
		p.constants = append(p.constants, numbers)
		return p.array(inConstant, n.Shape()), nil
	}
	op, err := ops.Of(n.Op())
	if err != nil {
		op = &ops.Op{Name: n.Op().String()} // it falls back to its Do
	}
	if alias, ok, err := p.alias(n, op); ok || err != nil {
		return alias, err
	}
	return p.step(n, op)
}

// alias is the place of an operand whose numbers are the node's own.
func (p *planner) alias(n node, op *ops.Op) (place, bool, error) {
	operands := Operands(n)
	switch {
	case op.Moves == ops.Reshapes:
		at, err := p.compile(operands[0])
		at.shape = n.Shape()
		return at, true, err
	case op.Moves == ops.TransposesMatrix && len(n.Shape()) == 2:
		at, err := p.view(operands[0])
		at.shape, at.transposed = n.Shape(), !at.transposed
		return at, true, err
	}
	for k, neutral := range op.Neutral {
		other := 1 - k
		if math.IsNaN(neutral) || !slices.Equal(operands[other].Shape(), n.Shape()) {
			continue
		}
		numbers, err := p.constant(operands[k])
		if err != nil {
			return place{}, false, err
		}
		if numbers != nil && !slices.ContainsFunc(numbers, func(x float64) bool { return x != neutral }) {
			at, err := p.compile(operands[other])
			return at, true, err
		}
	}
	return place{}, false, nil
}

// step adds the step of a node, and of those that share its work.
func (p *planner) step(n node, op *ops.Op) (place, error) {
	s := step{nodes: []node{n}, op: op}
	for _, operand := range Operands(n) {
		find := p.compile
		if op.Run.Views {
			find = p.view
		}
		at, err := find(operand)
		if err != nil {
			return place{}, err
		}
		s.in = append(s.in, at)
	}
	if joint := op.Joint(); joint != nil {
		if partners := p.partners(n, joint); partners != nil {
			s.nodes, s.joint = partners, joint
		}
	}
	p.emit(s)
	return p.places[n], nil
}

// partners are the nodes of a joint's ops with the operands of n, in its order; nil
// if not all of them are needed.
func (p *planner) partners(n node, joint *ops.Joint) []node {
	var partners []node
	for _, op := range joint.Ops {
		for _, other := range p.below {
			if other.Op() == nil || !slices.Equal(Operands(other), Operands(n)) {
				continue
			}
			if of, err := ops.Of(other.Op()); err == nil && of == op {
				partners = append(partners, other)
				break
			}
		}
	}
	if len(partners) < len(joint.Ops) || !slices.Contains(partners, n) {
		return nil
	}
	return partners
}

// emit adds a step to the part of the plan where its operands are there, and gives
// each of its nodes a place.
func (p *planner) emit(s step) place {
	steps, to := &p.each, inBuffer
	if p.examples != nil {
		steps, to = p.part(s.nodes[0])
	}
	for _, n := range s.nodes {
		at := p.array(to, n.Shape())
		s.out = append(s.out, at)
		if _, is := p.places[n]; !is {
			p.places[n] = at
		}
	}
	s.add = to == inTotal
	*steps = append(*steps, s)
	return s.out[0]
}

// part is where in the plan a node belongs, and in which space its numbers are.
func (p *planner) part(n node) (*[]step, space) {
	axis := p.examples.axes[n]
	switch {
	case axis == ops.Nowhere:
		return &p.before, inShared
	case axis != ops.Summed:
		return &p.each, inBuffer
	}
	for _, operand := range Operands(n) {
		if p.examples.axes[operand] >= 0 {
			return &p.each, inTotal
		}
	}
	return &p.after, inFinal
}

// constant are the numbers of a node that depends on no input; nil if it does, or if it
// is a sum over examples: a block has only its own.
func (p *planner) constant(n node) ([]float64, error) {
	if p.examples != nil && p.examples.axes[n] == ops.Summed {
		return nil, nil
	}
	return constantOf(n)
}

// constantOf are the numbers of a node that depends on no input; nil if it does.
func constantOf(n node) ([]float64, error) {
	if n.Op() == nil {
		return nil, nil
	}
	known := Values{}
	if !collectConstants(known, n) {
		return nil, nil
	}
	m := arith.Over[float64]{A: arith.Float64{}}
	values, err := Interpret(m, known, n)
	if err != nil {
		return nil, err
	}
	return m.Float64s(values[0]), nil
}

// collectConstants says whether n depends on no input, and puts what depends on
// shapes alone among the known values.
func collectConstants(known Values, n node) bool {
	if known[n] != nil {
		return true
	}
	if n.Op() == nil {
		return false
	}
	if op, err := ops.Of(n.Op()); err == nil && op.OfShapes {
		operand := Operands(n)[0]
		m := arith.Over[float64]{A: arith.Float64{}}
		known[n] = op.Evaluate(m, []arith.Value{m.Floats(make([]float64, arith.Size(operand.Shape())), operand.Shape()...)}, n.Shape())
		return true
	}
	for _, operand := range Operands(n) {
		if !collectConstants(known, operand) {
			return false
		}
	}
	return true
}

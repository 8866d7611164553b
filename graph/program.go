package graph

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"surefoot/ops"
	"surefoot/ops/arith"
)

func init() { registerEngine("program", newProgram) }

// program is a graph compiled for one block: nodes in the order of computation,
// each with its own memory. What does not depend on the parameters is computed
// once, when the program is built.
type program struct {
	model      *Model
	evaluation *Evaluation
	cost       []float64
	parameters map[string][]float64
	steps      []step
}

// A step computes one node into out from operands that earlier steps computed.
type step struct {
	run ops.Run
	out []float64
	in  []ops.Operand
}

func newProgram(model *Model, g *Graph, block Block) (Engine, error) {
	wanted, err := outputs(model, g)
	if err != nil {
		return nil, err
	}
	m := arith.Over[float64]{A: arith.Float64{}}
	c := &compiler{
		machine: m, known: InputsOver(m, block, nil).Values(g),
		moves: map[node]bool{}, memory: map[node]ops.Operand{},
		program: &program{model: model, parameters: map[string][]float64{}},
	}
	for _, p := range model.Parameters {
		n := g.Node(p.Name)
		c.moves[n] = true
		c.memory[n] = operand(make([]float64, arith.Size(p.Shape)), n)
		c.program.parameters[p.Name] = c.memory[n].Data
	}
	numbers := make([][]float64, len(wanted))
	for i, n := range wanted {
		compiled, err := c.compile(n)
		if err != nil {
			return nil, err
		}
		numbers[i] = compiled.Data
	}
	c.program.cost, c.program.evaluation = numbers[0], evaluationOf(model, numbers)
	return c.program, nil
}

// Evaluate runs the steps.
func (p *program) Evaluate(theta Parameters) (*Evaluation, error) {
	if err := theta.Fits(p.model); err != nil {
		return nil, err
	}
	for _, q := range theta {
		copy(p.parameters[q.Name], q.Values)
	}
	for _, s := range p.steps {
		s.run(s.out, s.in)
	}
	p.evaluation.S = p.cost[0]
	return p.evaluation, nil
}

// compiler turns nodes into steps, operands before results.
type compiler struct {
	machine arith.Machine
	known   Values               // the inputs that do not move
	moves   map[node]bool        // whether a node depends on the parameters
	memory  map[node]ops.Operand // where its numbers are
	program *program
}

func (c *compiler) compile(n node) (ops.Operand, error) {
	if done, ok := c.memory[n]; ok {
		return done, nil
	}
	if !c.moving(n) {
		values, err := Interpret(c.machine, c.known, n)
		if err != nil {
			return ops.Operand{}, err
		}
		c.memory[n] = operand(c.machine.Float64s(values[0]), n)
		return c.memory[n], nil
	}
	s := step{out: make([]float64, arith.Size(n.Shape()))}
	for _, operand := range Operands(n) {
		compiled, err := c.compile(operand)
		if err != nil {
			return ops.Operand{}, err
		}
		s.in = append(s.in, compiled)
	}
	op, err := ops.Of(n.Op())
	if err != nil {
		return ops.Operand{}, err
	}
	if s.run = op.Runner(); s.run == nil {
		s.run = fallBack(c.machine, n, op)
	}
	c.program.steps = append(c.program.steps, s)
	c.memory[n] = operand(s.out, n)
	return c.memory[n], nil
}

// moving says whether a node is computed from the parameters.
func (c *compiler) moving(n node) bool {
	if known, ok := c.moves[n]; ok {
		return known
	}
	moves := false
	for _, operand := range Operands(n) {
		moves = c.moving(operand) || moves
	}
	c.moves[n] = moves
	return moves
}

// fallBack runs an op that has neither a run nor a kernel by its meaning.
func fallBack(m arith.Machine, n node, op *ops.Op) ops.Run {
	shape := n.Shape()
	return func(out []float64, in []ops.Operand) {
		values := make([]arith.Value, len(in))
		for i, o := range in {
			values[i] = m.Floats(o.Data, o.Shape...)
		}
		copy(out, m.Float64s(op.Evaluate(m, values, shape)))
	}
}

func operand(data []float64, n *gorgonia.Node) ops.Operand {
	if len(data) != arith.Size(n.Shape()) {
		panic(fmt.Sprintf("graph: %d numbers for node %v of shape %v", len(data), n, n.Shape()))
	}
	return ops.Operand{Data: data, Shape: n.Shape()}
}

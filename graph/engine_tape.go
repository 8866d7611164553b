package graph

import (
	"fmt"
	"slices"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/ops"
)

func init() { registerEngine("tape", newTape) }

// tape runs a graph on Gorgonia's own TapeMachine, which shares no code with the
// other engines but the Do of our own ops.
type tape struct {
	model   *Model
	graph   *Graph
	block   Block
	machine gorgonia.VM
	read    []gorgonia.Value
}

func newTape(model *Model, g *Graph, source Source, options EngineOptions) (Engine, error) {
	if options.Single {
		return nil, ErrFloat32
	}
	block, err := all(source)
	if err != nil {
		return nil, err
	}
	wanted, err := outputs(model, g)
	if err != nil {
		return nil, err
	}
	t := &tape{model: model, graph: g, block: block, read: make([]gorgonia.Value, len(wanted))}
	all := gorgonia.Nodes{}
	for i, n := range wanted {
		// The machine reuses registers: after a run a node's own value may be
		// another node's. Read copies it in time.
		all = append(all, n, gorgonia.Read(n, &t.read[i]))
	}
	var inputs gorgonia.Nodes
	for _, q := range g.Quantities() {
		if q.Formula == "" {
			inputs = append(inputs, q.Node)
		}
	}
	// Pruned to what is wanted; otherwise it computes ∂S/∂X (m,n) as well.
	program, locations, err := gorgonia.CompileFunction(g.g, inputs, all)
	if err != nil {
		return nil, err
	}
	t.machine = gorgonia.NewTapeMachine(g.g, gorgonia.WithPrecompiled(program, locations))
	return t, nil
}

func (t *tape) Evaluate(theta Parameters) (_ *Evaluation, err error) {
	if err := theta.Fits(t.model); err != nil {
		return nil, err
	}
	// The machine may overwrite even an input, so each run gets fresh copies.
	bind := func(name string, values []float64, shape ...int) {
		if err != nil {
			return
		}
		var value gorgonia.Value = gorgonia.NewF64(values[0])
		if len(shape) > 0 {
			value = tensor.New(tensor.WithShape(shape...), tensor.WithBacking(slices.Clone(values)))
		}
		err = gorgonia.Let(t.graph.Node(name), value)
	}
	bind("table", t.block.Table, t.block.M, t.block.N)
	bind("y", t.block.Y, labelShape(t.block.M, t.block.Labels())...)
	bind("c", t.block.C, t.block.M)
	for _, p := range theta {
		bind(p.Name, p.Values, p.Shape...)
	}
	if err != nil {
		return nil, err
	}
	t.machine.Reset()
	if err := t.machine.RunAll(); err != nil {
		return nil, fmt.Errorf("TapeMachine: %w", err)
	}
	numbers := make([][]float64, len(t.read))
	for i, v := range t.read {
		if numbers[i], err = ops.Numbers(v); err != nil {
			return nil, fmt.Errorf("TapeMachine: %w", err)
		}
		numbers[i] = slices.Clone(numbers[i])
	}
	return evaluationOf(t.model, numbers), nil
}

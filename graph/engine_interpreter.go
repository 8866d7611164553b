package graph

import "surefoot/ops/arith"

func init() { registerEngine("interpreter", newInterpreter) }

// interpreter runs a graph by [Interpret] in float64.
type interpreter struct {
	model   *Model
	machine arith.Machine
	wanted  []node
	graph   *Graph
	inputs  Inputs
}

func newInterpreter(model *Model, g *Graph, source Source, options EngineOptions) (Engine, error) {
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
	m := arith.Over[float64]{A: arith.Float64{}}
	return &interpreter{model, m, wanted, g, InputsOver(m, block, nil)}, nil
}

func (e *interpreter) Evaluate(theta Parameters) (*Evaluation, error) {
	if err := theta.Fits(e.model); err != nil {
		return nil, err
	}
	for _, p := range theta {
		e.inputs.Parameters[p.Name] = e.machine.Floats(p.Values, p.Shape...)
	}
	values, err := Interpret(e.machine, e.inputs.Values(e.graph), e.wanted...)
	if err != nil {
		return nil, err
	}
	numbers := make([][]float64, len(values))
	for i, v := range values {
		numbers[i] = e.machine.Float64s(v)
	}
	return evaluationOf(e.model, numbers), nil
}

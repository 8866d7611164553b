package train

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"surefoot/graph"
)

// A Solver turns the gradient of J into a step.
type Solver interface {
	// Step changes theta in place; gradient is ∂J/∂theta, in the same order.
	Step(theta, gradient graph.Parameters)
	// Witness checks the steps that the solver takes from now on.
	Witness() StepWitness
}

var solvers = map[string]func(rate float64) Solver{}

// RegisterSolver puts a solver in the table. It panics when the name is taken.
func RegisterSolver(name string, build func(rate float64) Solver) {
	if _, taken := solvers[name]; taken {
		panic(fmt.Sprintf("train: solver %q is registered twice", name))
	}
	solvers[name] = build
}

// SolverNames are the registered solvers in order.
func SolverNames() []string {
	var names []string
	for name := range solvers {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// NewSolver is the solver of that name with the learning rate α = rate, which
// must be positive and finite.
func NewSolver(name string, rate float64) (Solver, error) {
	build, ok := solvers[name]
	if !ok {
		return nil, fmt.Errorf("%w: solver %q; known: %s", ErrSettings, name, strings.Join(SolverNames(), ", "))
	}
	if !(rate > 0 && rate <= math.MaxFloat64) {
		return nil, fmt.Errorf("%w: the rate must be a positive number, not %v", ErrSettings, rate)
	}
	return build(rate), nil
}

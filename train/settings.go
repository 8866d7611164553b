package train

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"surefoot/graph"
)

// Settings of a training run.
type Settings struct {
	Solver     Solver           // how to step
	Iterations int              // how many steps
	Engine     string           // what computes the gradient: one of EngineNames
	Verify     Policy           // what is checked
	Seed       int64            // of the model's start and of the start check's random parameters
	Start      graph.Parameters // where to start; nil is the model's own start
	// Workers is how many cores the program may use at the same time, where it pays; 0
	// is all of them. The parameters have the same bits whatever it is.
	Workers int
	// Single says to compute in float32, sums of blocks apart: with the nearest float32
	// numbers to the table's, and parameters that are rounded to float32 after each step.
	// The engine is then the program.
	Single bool
	// Progress, where set, is called with every point of the history.
	Progress func(Point)
}

// validateData says what in the data cannot be trained on.
func validateData(ctx context.Context, source graph.Source) error {
	m, n, _ := source.Size()
	var scratch graph.Block
	rows := max(1, validateNumbers/n)
	for lo := 0; lo < m; lo += rows {
		if ctx.Err() != nil {
			return fmt.Errorf("%w before the start check", ErrInterrupted)
		}
		err := graph.Guard(source, func() error {
			block, err := source.Rows(lo, min(lo+rows, m), &scratch)
			if err != nil {
				return err
			}
			if err := validateNumbersOf(block, lo); err != nil {
				return fmt.Errorf("%w: %w", ErrSettings, err)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// validateNumbers is how many numbers of the table are looked at between two looks at
// the context.
const validateNumbers = 1 << 16

// validate says what in the settings makes no sense for the model and the data.
func (s Settings) validate(model *graph.Model, source graph.Source) error {
	m, n, labels := source.Size()
	switch {
	case s.Iterations < 0:
		return fmt.Errorf("the number of iterations must not be negative, and is %d", s.Iterations)
	case s.Workers < 0:
		return fmt.Errorf("the number of workers must not be negative, and is %d", s.Workers)
	case m < 1:
		return fmt.Errorf("there are no examples to train on")
	case n != model.Features:
		return fmt.Errorf("the model has %d features and the data %d", model.Features, n)
	case labels != max(model.Labels, 1):
		return fmt.Errorf("the model takes %d labels an example and the data have %d", max(model.Labels, 1), labels)
	case !s.Verify.known():
		return fmt.Errorf("the verify policy is one of %s, not %q", strings.Join(Policies(), ", "), s.Verify)
	case s.Single && s.Engine != Program:
		return fmt.Errorf("only the engine %s computes in float32, not %s", Program, s.Engine)
	case s.Solver == nil:
		return fmt.Errorf("there is no solver")
	case !slices.Contains(EngineNames(), s.Engine):
		return fmt.Errorf("%w %q; known: %s", graph.ErrUnknownEngine, s.Engine, strings.Join(EngineNames(), ", "))
	}
	if s.Start == nil {
		return nil
	}
	return s.validateStart(model)
}

// validateBlock says how the block's arrays do not fit together.
func validateBlock(block graph.Block) error {
	if len(block.Table) != block.M*block.N || len(block.Y) != block.M*block.Labels() || len(block.C) != block.M {
		return fmt.Errorf("%d numbers, %d labels and %d weights are not %d examples of %d features",
			len(block.Table), len(block.Y), len(block.C), block.M, block.N)
	}
	return nil
}

// validateNumbersOf says what in the examples from first on cannot be trained on.
func validateNumbersOf(block graph.Block, first int) error {
	for _, numbers := range [][]float64{block.Table, block.Y, block.C} {
		if i := infinite(numbers); i >= 0 {
			return fmt.Errorf("the data have the number %v", numbers[i])
		}
	}
	return validateLabels(block, first)
}

// validateLabels says which labels are no probabilities. Those of one example add up
// to 1, but for the rounding of each and of the sum.
func validateLabels(block graph.Block, first int) error {
	k := block.Labels()
	for i, y := range block.Y {
		if !(y >= 0 && y <= 1) {
			return fmt.Errorf("label %v of example %d is not between 0 and 1", y, first+i/k)
		}
	}
	if k == 1 {
		return nil
	}
	for i := range block.M {
		sum := 0.0
		for _, y := range block.Y[i*k : (i+1)*k] {
			sum += y
		}
		if math.Abs(sum-1) > float64(k)*0x1p-52 {
			return fmt.Errorf("the labels of example %d add up to %v, not to 1", first+i, sum)
		}
	}
	return nil
}

// validateStart says how the start does not fit the model's parameters.
func (s Settings) validateStart(model *graph.Model) error {
	if err := s.Start.Fits(model); err != nil {
		return fmt.Errorf("the start: %w", err)
	}
	for _, p := range s.Start {
		if j := infinite(p.Values); j >= 0 {
			return fmt.Errorf("the start's %s[%d] is %v", p.Name, j, p.Values[j])
		}
	}
	return nil
}

// infinite is the index of the first number that is not finite, −1 if there is none.
func infinite(numbers []float64) int {
	return slices.IndexFunc(numbers, func(x float64) bool { return !finite(x) })
}

package graph

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/ops"
)

// What a program needs to know of its type of numbers.

// runOf are the ways to compute whole arrays of T; nil where there is none.
func runOf[T ops.Float](runs ops.Runs) (run, add ops.Run[T]) {
	var zero T
	if _, is := any(zero).(float64); is {
		return any(runs.Float64).(ops.Run[T]), any(runs.Add64).(ops.Run[T])
	}
	return any(runs.Float32).(ops.Run[T]), any(runs.Add32).(ops.Run[T])
}

func jointOf[T ops.Float](j *ops.Joint) func(out [][]T, in []ops.Operand[T]) {
	var zero T
	if _, is := any(zero).(float64); is {
		return any(j.Float64).(func([][]T, []ops.Operand[T]))
	}
	return any(j.Float32).(func([][]T, []ops.Operand[T]))
}

// bytesOf is the size of a number.
func bytesOf[T ops.Float]() int {
	var zero T
	if _, is := any(zero).(float64); is {
		return 8
	}
	return 4
}

// convert fills to from as many numbers of another type.
func convert[To, From ops.Float](to []To, from []From) {
	if same, is := any(from).([]To); is {
		copy(to, same)
		return
	}
	for i := range to {
		to[i] = To(from[i])
	}
}

// doOf runs a node by its op's own Do, which may allocate. A panic is an error.
func doOf[T ops.Float](n node, failed *error) ops.Run[T] {
	return func(out []T, in []ops.Operand[T]) {
		defer func() {
			if p := recover(); p != nil && *failed == nil {
				*failed = fmt.Errorf("%v: panic: %v", n.Op(), p)
			}
		}()
		values := make([]gorgonia.Value, len(in))
		for k, x := range in {
			numbers := make([]float64, len(x.Data))
			convert(numbers, x.Data)
			if values[k] = gorgonia.NewF64(numbers[0]); len(x.Shape) > 0 {
				values[k] = tensor.New(tensor.WithShape(x.Shape...), tensor.WithBacking(numbers))
			}
		}
		value, err := n.Op().Do(values...)
		if err == nil {
			var numbers []float64
			if numbers, err = ops.Numbers(value); err == nil && len(numbers) != len(out) {
				err = fmt.Errorf("%w: %d numbers for shape %v", ErrShape, len(numbers), n.Shape())
			}
			if err == nil {
				convert(out, numbers)
			}
		}
		if err != nil && *failed == nil {
			*failed = fmt.Errorf("%v: %w", n.Op(), err)
		}
	}
}

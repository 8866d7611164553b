package ops

import (
	"fmt"
	"reflect"
	"slices"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
)

func init() { registerNative("gorgonia.maxOp", readMax) }

// type maxOp struct { along axes; d int }
func readMax(_ gorgonia.Op, fields reflect.Value) (*Op, error) {
	along := ints(fields.Field(0))
	return &Op{
		Name: fmt.Sprintf("gorgonia max%v", along), Args: []string{"x"}, Formula: "max x",
		Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
			return m.Reshape(largest(m, in[0], along), shape...)
		},
	}, nil
}

// largest is the largest number along the axes, which the result loses: halves
// are compared number by number until one number is left.
func largest(m arith.Machine, x arith.Value, along []int) arith.Value {
	var kept, gone []int
	for k := range x.Shape() {
		if slices.Contains(along, k) {
			gone = append(gone, k)
		} else {
			kept = append(kept, k)
		}
	}
	x = m.Transpose(x, append(kept, gone...)...)
	rows := arith.Size(x.Shape()[:len(kept)])
	length := arith.Size(x.Shape()[len(kept):])
	for length > 1 {
		half := (length + 1) / 2
		low := m.Gather(x, []int{rows, half}, func(i int) int { return i/half*length + i%half })
		high := m.Gather(x, []int{rows, half}, func(i int) int { // the middle one is its own partner
			return i/half*length + i%half + length - half
		})
		x, length = m.Select(m.Sub(low, high), low, high), half
	}
	return x
}

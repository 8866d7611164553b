package ops

import (
	"fmt"
	"reflect"
	"slices"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
)

// The ops that move numbers without changing them, and the sum. Their parameters
// that follow from the operands' shapes are not part of the dossier's name; the
// axes are.
func init() {
	registerNative("gorgonia.sumOp", readSum)
	registerNative("gorgonia.repeatOp", readRepeat)
	registerNative("gorgonia.reshapeOp", readReshape)
	registerNative("gorgonia.sizeOp", readSize)
	registerNative("gorgonia.transposeOp", readTranspose)
}

// type sumOp struct { along axes; d int; inputShape tensor.Shape }
func readSum(_ gorgonia.Op, fields reflect.Value) (*Op, error) {
	along := ints(fields.Field(0))
	return &Op{
		Name: fmt.Sprintf("gorgonia sum%v", along), Args: []string{"x"}, Formula: "Σ x",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			return m.Sum(in[0], along...)
		},
		Run: func(out []float64, in []Operand) { sumAlong(out, in[0], along) },
	}, nil
}

// type repeatOp struct { along int; inputShape tensor.Shape }; the second
// operand is the number of times, which the result's shape repeats.
func readRepeat(_ gorgonia.Op, fields reflect.Value) (*Op, error) {
	along := int(fields.Field(0).Int())
	return &Op{
		Name: fmt.Sprintf("gorgonia repeat[%d]", along), Args: []string{"x", "times"}, Formula: "repeat x",
		Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
			x := in[0]
			if arith.Size(x.Shape()) == 1 {
				return m.Gather(x, shape, func(int) int { return 0 })
			}
			if from := x.Shape(); len(from) < len(shape) { // a vector becomes a column
				ones := slices.Repeat([]int{1}, len(shape)-len(from))
				x = m.Reshape(x, slices.Concat(from, ones)...)
			}
			return arith.Repeat(m, x, along, shape[along])
		},
		Run: func(out []float64, in []Operand) { repeatAlong(out, in[0], along) },
	}, nil
}

// type reshapeOp struct { from, to tensor.Shape }
func readReshape(gorgonia.Op, reflect.Value) (*Op, error) {
	return &Op{
		Name: "gorgonia reshape", Args: []string{"x"}, Formula: "reshape x",
		Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
			return m.Reshape(in[0], shape...)
		},
		Run: func(out []float64, in []Operand) { copy(out, in[0].Data) },
	}, nil
}

// type sizeOp struct { axis, d int; val int }
func readSize(_ gorgonia.Op, fields reflect.Value) (*Op, error) {
	axis := int(fields.Field(0).Int())
	return &Op{
		Name: fmt.Sprintf("gorgonia size[%d]", axis), Args: []string{"x"}, Formula: "length of x",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			if len(in[0].Shape()) == 0 {
				return arith.Int(m, 1)
			}
			return arith.Int(m, int64(in[0].Shape()[axis]))
		},
		Run: func(out []float64, in []Operand) {
			out[0] = 1
			if len(in[0].Shape) > 0 {
				out[0] = float64(in[0].Shape[axis])
			}
		},
	}, nil
}

// type transposeOp struct { pattern []int; d int }
func readTranspose(_ gorgonia.Op, fields reflect.Value) (*Op, error) {
	axes := ints(fields.Field(0))
	return &Op{
		Name: fmt.Sprintf("gorgonia transpose%v", axes), Args: []string{"x"}, Formula: "xᵀ",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			return m.Transpose(in[0], axes...)
		},
	}, nil
}

func ints(v reflect.Value) []int {
	out := make([]int, v.Len())
	for i := range out {
		out[i] = int(v.Index(i).Int())
	}
	return out
}

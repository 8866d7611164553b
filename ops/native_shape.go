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
		Run: Runs{
			Float64: func(out []float64, in []Operand[float64]) { clear(out); rows64.sumAlong(out, in[0], along) },
			Float32: func(out []float32, in []Operand[float32]) { clear(out); rows32.sumAlong(out, in[0], along) },
			Add64:   func(out []float64, in []Operand[float64]) { rows64.sumAlong(out, in[0], along) },
			Add32:   func(out []float32, in []Operand[float32]) { rows32.sumAlong(out, in[0], along) },
		},
		Follow: followSum(along), ZeroIf: ifFirst,
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
		Run:    Runs{Float64: repeats[float64](along), Float32: repeats[float32](along)},
		Follow: followRepeat(along), ZeroIf: ifFirst,
	}, nil
}

// type reshapeOp struct { from, to tensor.Shape }
func readReshape(gorgonia.Op, reflect.Value) (*Op, error) {
	return &Op{
		Name: "gorgonia reshape", Args: []string{"x"}, Formula: "reshape x",
		Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
			return m.Reshape(in[0], shape...)
		},
		Run:    Runs{Float64: copies[float64], Float32: copies[float32]},
		Follow: followReshape, ZeroIf: ifFirst, Moves: Reshapes,
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
		Run:    Runs{Float64: length[float64](axis), Float32: length[float32](axis)},
		Follow: followSize(axis), OfShapes: true,
	}, nil
}

// type transposeOp struct { pattern []int; d int }
func readTranspose(_ gorgonia.Op, fields reflect.Value) (*Op, error) {
	axes := ints(fields.Field(0))
	var moves Movement
	if slices.Equal(axes, []int{1, 0}) {
		moves = TransposesMatrix
	}
	return &Op{
		Name: fmt.Sprintf("gorgonia transpose%v", axes), Args: []string{"x"}, Formula: "xᵀ", Moves: moves,
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			return m.Transpose(in[0], axes...)
		},
		Run:    Runs{Float64: transposes[float64](axes), Float32: transposes[float32](axes)},
		Follow: followTranspose(axes), ZeroIf: ifFirst,
	}, nil
}

func ints(v reflect.Value) []int {
	out := make([]int, v.Len())
	for i := range out {
		out[i] = int(v.Index(i).Int())
	}
	return out
}

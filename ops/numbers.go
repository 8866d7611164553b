package ops

import (
	"fmt"
	"slices"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// Numbers are the numbers of a Gorgonia value in row-major order: those of
// float64, which may share the value's memory, or those of float32, each the same
// number in float64.
func Numbers(v gorgonia.Value) ([]float64, error) {
	switch v := v.(type) {
	case *gorgonia.F64:
		return []float64{float64(*v)}, nil
	case *gorgonia.F32:
		return []float64{float64(*v)}, nil
	case *tensor.Dense:
		return tensorNumbers(v)
	}
	return nil, fmt.Errorf("is a %T; only numbers and tensors of float64 and float32 are supported", v)
}

func tensorNumbers(v *tensor.Dense) ([]float64, error) {
	switch v.Dtype() {
	case tensor.Float64:
		if v.IsScalar() {
			return []float64{v.ScalarValue().(float64)}, nil
		}
		return rowMajor(v, v.Float64s()), nil
	case tensor.Float32:
		if v.IsScalar() {
			return []float64{float64(v.ScalarValue().(float32))}, nil
		}
		return widened(rowMajor(v, v.Float32s())), nil
	}
	return nil, fmt.Errorf("holds %v; only float64 and float32 are supported", v.Dtype())
}

// rowMajor are the numbers of a tensor with any strides, given its memory.
func rowMajor[T any](v *tensor.Dense, backing []T) []T {
	shape, strides := v.Shape(), v.Strides()
	size := shape.TotalSize()
	if len(backing) == size && slices.Equal(strides, shape.CalcStrides()) {
		return backing
	}
	out := make([]T, 0, size)
	for i := range size {
		offset, rest := 0, i
		for k := len(shape) - 1; k >= 0; k-- {
			offset += rest % shape[k] * strides[k]
			rest /= shape[k]
		}
		out = append(out, backing[offset])
	}
	return out
}

func widened(x []float32) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}

// value64 is a Gorgonia value of x, copied; a number where the shape is ().
func value64(x []float64, shape []int) gorgonia.Value {
	if len(shape) == 0 {
		return gorgonia.NewF64(x[0])
	}
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(slices.Clone(x)))
}

// value32 is value64 for numbers of float32.
func value32(x []float32, shape []int) gorgonia.Value {
	if len(shape) == 0 {
		return gorgonia.NewF32(x[0])
	}
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(slices.Clone(x)))
}

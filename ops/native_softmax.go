package ops

import (
	"fmt"
	"reflect"
	"slices"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
)

func init() {
	registerNative("gorgonia.softmaxOp", readSoftmax)
	registerNative("gorgonia.softmaxDiffOp", readSoftmaxDiff)
}

// type softmaxOp struct { shape tensor.Shape; axis int; isLog bool }; the axis −1
// of a column is its first, of anything else its last.
func readSoftmax(_ gorgonia.Op, fields reflect.Value) (*Op, error) {
	axis, isLog := int(fields.Field(1).Int()), fields.Field(2).Bool()
	return &Op{
		Name: softmaxName("softmax", axis, isLog), Args: []string{"x"}, Formula: softmaxFormula(isLog),
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			axis, shape := axis, in[0].Shape()
			if axis == -1 && len(shape) == 2 && shape[1] == 1 && shape[0] > 1 {
				axis = 0
			}
			return softmax(m, in[0], fromEnd(axis, shape), isLog)
		},
	}, nil
}

// softmax is e^x/Σe^x along an axis, or its logarithm x − log Σe^x.
func softmax(m arith.Machine, x arith.Value, axis int, isLog bool) arith.Value {
	// It cancels, and keeps the exponentials finite.
	x = m.Sub(x, spread(m, m.Anchor(x, axis), x.Shape(), axis))
	e := m.Exp(x)
	sum := m.Sum(e, axis)
	if isLog {
		return m.Sub(x, spread(m, m.Log(sum), x.Shape(), axis))
	}
	return m.Div(e, spread(m, sum, x.Shape(), axis))
}

// type softmaxDiffOp struct { *softmaxOp }, given x, the softmax y and the
// derivative g by it: y(g − Σgy), and for the logarithm g − e^y Σg. The axis −1 is
// the last one, of a column too.
func readSoftmaxDiff(_ gorgonia.Op, fields reflect.Value) (*Op, error) {
	fields = fields.Field(0).Elem()
	axis, isLog := int(fields.Field(1).Int()), fields.Field(2).Bool()
	formula := "y(g − Σgy)"
	if isLog {
		formula = "g − e^y Σg"
	}
	return &Op{
		Name: softmaxName("softmax derivative", axis, isLog), Args: []string{"x", "y", "g"}, Formula: formula,
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			y, g := in[1], in[2]
			shape := y.Shape()
			axis := fromEnd(axis, shape)
			if isLog {
				return m.Sub(g, m.Mul(m.Exp(y), spread(m, m.Sum(g, axis), shape, axis)))
			}
			return m.Mul(y, m.Sub(g, spread(m, m.Sum(m.Mul(g, y), axis), shape, axis)))
		},
	}, nil
}

func softmaxName(name string, axis int, isLog bool) string {
	if isLog {
		name = "log " + name
	}
	return fmt.Sprintf("gorgonia %s[%d]", name, axis)
}

func softmaxFormula(isLog bool) string {
	if isLog {
		return "x − log Σe^x"
	}
	return "e^x/Σe^x"
}

// fromEnd is an axis that may be counted from the end, −1 being the last.
func fromEnd(axis int, shape []int) int {
	if len(shape) == 0 {
		panic(arith.ShapeError{Message: "a scalar has no axis"})
	}
	return (axis%len(shape) + len(shape)) % len(shape)
}

// spread repeats a along an axis that it lacks, or has with length 1, to the shape.
func spread(m arith.Machine, a arith.Value, shape []int, axis int) arith.Value {
	kept := slices.Clone(shape)
	kept[axis] = 1
	return arith.Repeat(m, m.Reshape(a, kept...), axis, shape[axis])
}

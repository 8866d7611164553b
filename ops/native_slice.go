package ops

import (
	"fmt"
	"reflect"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
	"surefoot/ops/arith"
)

// The ops that take arrays apart and put them together.
func init() {
	registerNative("gorgonia.sliceOp", readSlice)
	registerNative("gorgonia.sliceIncrOp", readSliceIncrement)
	registerNative("gorgonia.concatOp", readConcat)
	registerNative("gorgonia.atOp", readAt)
}

// cut is which indices of an axis a slice takes.
type cut struct{ axis, start, end, step int }

// type sliceOp struct { tensor.Slice; along, a, d int }; no slice, or an end that
// is not behind the start, means the whole axis. A step of 0 is one of 1.
func readCut(op gorgonia.Op, fields reflect.Value) (cut, error) {
	slicer, ok := op.(interface{ IsSlice() tensor.Slice })
	if !ok {
		return cut{}, fmt.Errorf("%w: %v (%T)", ErrNoDossier, op, op)
	}
	axis := int(fields.FieldByName("along").Int())
	s := slicer.IsSlice()
	if s == nil || s.End() <= s.Start() {
		return cut{axis: axis, end: -1, step: 1}, nil
	}
	return cut{axis, s.Start(), s.End(), max(s.Step(), 1)}, nil
}

// along is the cut of an axis of the given length, and how many indices it takes.
func (c cut) along(shape []int) (cut, int) {
	if c.axis >= len(shape) {
		panic(arith.ShapeError{Message: fmt.Sprintf("shape %v has no axis %d to slice", shape, c.axis)})
	}
	length := shape[c.axis]
	if c.end < 0 || c.end > length {
		c.end = length
	}
	return c, max((c.end-c.start+c.step-1)/c.step, 1)
}

func (c cut) String() string {
	if c.end < 0 {
		return fmt.Sprintf("[%d; all]", c.axis)
	}
	return fmt.Sprintf("[%d; %d:%d:%d]", c.axis, c.start, c.end, c.step)
}

func readSlice(op gorgonia.Op, fields reflect.Value) (*Op, error) {
	c, err := readCut(op, fields)
	if err != nil {
		return nil, err
	}
	return &Op{
		Name: fmt.Sprintf("gorgonia slice%v", c), Args: []string{"x"}, Formula: "part of x",
		Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
			from := in[0].Shape()
			c, count := c.along(from)
			inner := arith.Size(from[c.axis+1:])
			return m.Gather(in[0], shape, func(i int) int {
				outer, at := i/(count*inner), i/inner%count
				return (outer*from[c.axis]+c.start+at*c.step)*inner + i%inner
			})
		},
	}, nil
}

// type sliceIncrOp struct { *sliceOp }, the derivative of a slice: zeros in the
// shape of x, and in the slice's place the increment.
func readSliceIncrement(op gorgonia.Op, fields reflect.Value) (*Op, error) {
	c, err := readCut(op, fields.Field(0).Elem())
	if err != nil {
		return nil, err
	}
	return &Op{
		Name: fmt.Sprintf("gorgonia slice increment%v", c), Args: []string{"x", "increment"}, Formula: "increment in place",
		Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
			c, count := c.along(shape)
			inner, single := arith.Size(shape[c.axis+1:]), arith.Size(in[1].Shape()) == 1
			return m.Gather(in[1], shape, func(i int) int {
				outer, at := i/(shape[c.axis]*inner), i/inner%shape[c.axis]-c.start
				switch {
				case at < 0 || at%c.step != 0 || at/c.step >= count:
					return -1
				case single:
					return 0
				}
				return (outer*count+at/c.step)*inner + i%inner
			})
		},
	}, nil
}

// type concatOp struct { axis, d, children int }
func readConcat(_ gorgonia.Op, fields reflect.Value) (*Op, error) {
	axis := int(fields.Field(0).Int())
	return &Op{
		Name: fmt.Sprintf("gorgonia concat[%d]", axis), Args: []string{"x…"}, Formula: "x one after the other",
		Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
			inner, start := arith.Size(shape[axis+1:]), 0
			out := arith.Value(nil)
			for _, x := range in {
				length := x.Shape()[axis]
				index := func(i int) int { // −1 outside of x
					outer, at := i/(shape[axis]*inner), i/inner%shape[axis]-start
					if at < 0 || at >= length {
						return -1
					}
					return (outer*length+at)*inner + i%inner
				}
				part := m.Gather(x, shape, index)
				if out != nil { // chosen rather than added, which would round
					part = m.Select(mask(m, shape, func(i int) bool { return index(i) >= 0 }), part, out)
				}
				out, start = part, start+length
			}
			return out
		},
	}, nil
}

// type atOp struct { coordinates coordinates; d int }
func readAt(_ gorgonia.Op, fields reflect.Value) (*Op, error) {
	at := ints(fields.Field(0))
	return &Op{
		Name: fmt.Sprintf("gorgonia at%v", at), Args: []string{"x"}, Formula: "one number of x",
		Meaning: func(m arith.Machine, in []arith.Value, _ []int) arith.Value {
			offset := 0
			for k, length := range in[0].Shape() {
				offset = offset*length + at[k]
			}
			return m.Gather(in[0], nil, func(int) int { return offset })
		},
	}, nil
}

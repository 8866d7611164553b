package ops

import (
	"slices"

	"surefoot/ops/arith"
)

// The ops that move numbers, and the sum, on whole arrays.

func fill[T Float](out []T, x T) {
	for i := range out {
		out[i] = x
	}
}

// Copy is what a program does to have numbers in memory of its own. It is no op of a
// graph.
var Copy = &Op{
	Name: "copy", Args: []string{"x"}, Formula: "x",
	Meaning: func(_ arith.Machine, in []arith.Value, _ []int) arith.Value { return in[0] },
	Run:     Runs{Float64: copies[float64], Float32: copies[float32]},
}

func copies[T Float](out []T, in []Operand[T]) { copy(out, in[0].Data) }

// sumAlong adds to out the sums over the axes; over all of them in one go.
func (k *rows[T]) sumAlong(out []T, x Operand[T], axes []int) {
	switch {
	case len(axes) == 0 || len(out) == 1:
		out[0] += k.sum(x.Data)
		return
	case len(x.Shape) == 2 && len(axes) == 1 && axes[0] == 0:
		for i := 0; i < len(x.Data); i += len(out) {
			k.plus(out, out, x.Data[i:i+len(out)])
		}
		return
	}
	for i, v := range x.Data {
		at, rest, stride := 0, i, 1
		for k := len(x.Shape) - 1; k >= 0; k-- {
			index := rest % x.Shape[k]
			rest /= x.Shape[k]
			if !slices.Contains(axes, k) {
				at += index * stride
				stride *= x.Shape[k]
			}
		}
		out[at] += v
	}
}

// repeats repeats each slice along an axis in place.
func repeats[T Float](axis int) Run[T] {
	return func(out []T, in []Operand[T]) {
		x := in[0]
		if len(x.Data) == 1 {
			fill(out, x.Data[0])
			return
		}
		inner := 1 // for a vector that becomes a column, the axis is past its end
		if axis < len(x.Shape) {
			inner = arith.Size(x.Shape[axis+1:])
		}
		times := len(out) / len(x.Data)
		for i := range out {
			slice := i / inner / times
			out[i] = x.Data[slice*inner+i%inner]
		}
	}
}

// length is the operand's length along an axis, 1 for a scalar.
func length[T Float](axis int) Run[T] {
	return func(out []T, in []Operand[T]) {
		out[0] = 1
		if len(in[0].Shape) > 0 {
			out[0] = T(in[0].Shape[axis])
		}
	}
}

// transposes moves numbers to where the axes say; a matrix in blocks of rows.
func transposes[T Float](axes []int) Run[T] {
	return func(out []T, in []Operand[T]) {
		shape := in[0].Shape
		if len(shape) == 2 && axes[0] == 1 {
			rows, columns := shape[0], shape[1]
			for i := range rows {
				for j, x := range in[0].Data[i*columns : (i+1)*columns] {
					out[j*rows+i] = x
				}
			}
			return
		}
		for to := range out {
			from, rest := 0, to
			for k := len(axes) - 1; k >= 0; k-- {
				length := shape[axes[k]]
				from += rest % length * arith.Size(shape[axes[k]+1:])
				rest /= length
			}
			out[to] = in[0].Data[from]
		}
	}
}

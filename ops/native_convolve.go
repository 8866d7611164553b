package ops

import (
	"fmt"
	"reflect"

	"gorgonia.org/gorgonia"
	"surefoot/ops/arith"
)

func init() {
	registerNative("gorgonia.im2colOp", readImageToColumns)
	registerNative("gorgonia.col2imOp", readColumnsToImage)
}

// windows are the places of a kernel on an image: kernel rows and columns, then
// padding, stride and dilation of both, in the order of Gorgonia's fields.
type windows struct{ h, w, padH, padW, strideH, strideW, dilationH, dilationW int }

// type im2colOp struct { h, w, padH, padW, strideH, strideW, dilationH, dilationW int }
func readWindows(fields reflect.Value) windows {
	n := make([]int, 8)
	for k := range n {
		n[k] = int(fields.Field(k).Int())
	}
	return windows{n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]}
}

// pixel is the element of an image (batch, channel, row, column) that lies under
// element i of the columns (batch, window row, window column, channel·h·w), −1 for
// the padding.
func (w windows) pixel(image, columns []int, i int) int {
	under, place := i%columns[3], i/columns[3]
	row := under/w.w%w.h*w.dilationH + place/columns[2]%columns[1]*w.strideH - w.padH
	column := under%w.w*w.dilationW + place%columns[2]*w.strideW - w.padW
	if row < 0 || row >= image[2] || column < 0 || column >= image[3] {
		return -1
	}
	batch, channel := place/(columns[1]*columns[2]), under/(w.h*w.w)
	return ((batch*image[1]+channel)*image[2]+row)*image[3] + column
}

func readImageToColumns(_ gorgonia.Op, fields reflect.Value) (*Op, error) {
	w := readWindows(fields)
	return &Op{
		Name: fmt.Sprintf("gorgonia image to columns%v", w), Args: []string{"x"}, Formula: "the windows of x",
		Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
			return m.Gather(in[0], shape, func(i int) int { return w.pixel(in[0].Shape(), shape, i) })
		},
	}, nil
}

// type col2imOp struct { unpaddedB, unpaddedC, unpaddedH, unpaddedW int; im2colOp }:
// each pixel is the sum of what lies over it, one place of the kernel after the
// other, since a place covers a pixel at most once.
func readColumnsToImage(_ gorgonia.Op, fields reflect.Value) (*Op, error) {
	w := readWindows(fields.Field(4))
	return &Op{
		Name: fmt.Sprintf("gorgonia columns to image%v", w), Args: []string{"x"}, Formula: "Σ of the windows x",
		Meaning: func(m arith.Machine, in []arith.Value, shape []int) arith.Value {
			columns := in[0].Shape()
			var sum arith.Value
			for place := range w.h * w.w {
				over := make([]int, arith.Size(shape)) // by pixel, counted from 1
				for i := range arith.Size(columns) {
					if at := w.pixel(shape, columns, i); at >= 0 && i%columns[3]%(w.h*w.w) == place {
						over[at] = i + 1
					}
				}
				part := m.Gather(in[0], shape, func(i int) int { return over[i] - 1 })
				if sum == nil {
					sum = part
				} else {
					sum = m.Add(sum, part)
				}
			}
			return sum
		},
	}, nil
}

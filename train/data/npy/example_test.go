package npy_test

import (
	"fmt"
	"os"

	"surefoot/train/data/npy"
)

func ExampleReadHeader() {
	file, err := os.Open("../testdata/f4.npy")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = file.Close() }()
	h, err := npy.ReadHeader(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	src := make([]byte, h.Bytes())
	if _, err := file.ReadAt(src, h.Offset); err != nil {
		fmt.Println(err)
		return
	}
	numbers := make([]float64, h.Count)
	h.Type.Decode(numbers, src)
	fmt.Println(npy.ShapeText(h.Shape), numbers[:3])
	// Output:
	// (4, 2) [1 -2 0.5]
}

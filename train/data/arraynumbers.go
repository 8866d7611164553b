package data

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"unsafe"

	"surefoot/ops/kernel"
	"surefoot/train/data/npy"
)

// bytesOf is the memory of numbers.
func bytesOf(numbers []float64) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(numbers))), len(numbers)*8)
}

// fill reads as many numbers as dst has. Their bytes go to the end of dst's own
// memory and are decoded from there, so that none other is needed. It returns the
// place of a number that is not exact, or −1, as Decode does.
func fill(dst []float64, t npy.Type, read func([]byte) error) (int, error) {
	space := bytesOf(dst)
	space = space[len(space)-len(dst)*t.Size:]
	if err := read(space); err != nil {
		return -1, err
	}
	if t.Native() {
		return -1, nil
	}
	return t.Decode(dst, space), nil
}

// chunk is how many numbers of an array are read at once.
const chunk = 1 << 16

// numbers reads the whole array, row by row whatever its order in the file, into
// memory that is allocated once. Each is finite and exact.
func (a *array) numbers() ([]float64, error) {
	out := kernel.NewTable[float64](a.Count)
	if err := a.read(out); err != nil {
		return nil, err
	}
	if i := firstNotFinite(out); i >= 0 {
		return nil, a.cellFault(i, notFinite(out[i]))
	}
	return out, nil
}

func (a *array) read(out []float64) error {
	r, err := a.open()
	if err != nil {
		return a.damaged(err)
	}
	defer func() { _ = r.Close() }()
	var columns []float64 // a piece of them, where they follow each other
	if a.columnwise() {
		columns = make([]float64, min(chunk, len(out)))
	}
	for lo := 0; lo < len(out); lo += chunk {
		part := out[lo:min(lo+chunk, len(out))]
		if columns != nil {
			part = columns[:len(part)]
		}
		inexact, err := fill(part, a.Type, func(p []byte) error { _, err := io.ReadFull(r, p); return err })
		if err != nil {
			return a.damaged(err)
		}
		if inexact >= 0 {
			i := lo + inexact
			if columns != nil {
				i = a.place(i)
			}
			return a.cellFault(i, inexactWhole)
		}
		if columns != nil {
			a.transpose(out, part, lo)
		}
	}
	// The end of a zip's member says whether its checksum is right.
	if _, err := io.CopyN(io.Discard, r, 1); !errors.Is(err, io.EOF) {
		return a.damaged(errors.Join(err, zip.ErrFormat))
	}
	return nil
}

// damaged is the error of numbers that cannot be read.
func (a *array) damaged(err error) error {
	what := reason(err)
	switch {
	case errors.Is(err, zip.ErrChecksum):
		what = "its checksum is wrong"
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		what = "it ends before its last number"
	}
	return &inputError{fmt.Sprintf("%s: cannot be read: %s; copy or save it again", oneLine(a.name), what), []error{ErrArray, err}}
}

// columnwise says that the numbers of a table are in the file column by column.
func (a *array) columnwise() bool {
	return a.Fortran && len(a.Shape) == 2 && a.Shape[0] > 1 && a.Shape[1] > 1
}

// place is where among the rows the number is that is i-th among the columns.
func (a *array) place(i int) int {
	m, n := a.Shape[0], a.Shape[1]
	return i%m*n + i/m
}

// transpose puts a piece of the columns, from their number lo on, among the rows.
func (a *array) transpose(rows, columns []float64, lo int) {
	m, n := a.Shape[0], a.Shape[1]
	for len(columns) > 0 {
		// To the end of this column.
		part := columns[:min(m-lo%m, len(columns))]
		at := a.place(lo)
		for _, x := range part {
			rows[at] = x
			at += n
		}
		lo += len(part)
		columns = columns[len(part):]
	}
}

// firstNotFinite is the place of the first infinity or NaN, or −1.
func firstNotFinite(x []float64) int {
	for lo := 0; lo < len(x); lo += chunk {
		part := x[lo:min(lo+chunk, len(x))]
		// x−x is 0 for a finite x, else NaN, which stays in a sum. Four sums at a time
		// do not wait for each other.
		var sums [4]float64
		i := 0
		for ; i+4 <= len(part); i += 4 {
			p := part[i : i+4 : i+4]
			sums[0] += p[0] - p[0]
			sums[1] += p[1] - p[1]
			sums[2] += p[2] - p[2]
			sums[3] += p[3] - p[3]
		}
		for ; i < len(part); i++ {
			sums[0] += part[i] - part[i]
		}
		if sums == [4]float64{} {
			continue
		}
		for i, v := range part {
			if v-v != 0 {
				return lo + i
			}
		}
	}
	return -1
}

func notFinite(x float64) string {
	text := strconv.FormatFloat(x, 'g', -1, 64)
	if math.IsInf(x, 0) {
		text = text[:1] + "infinity"
	}
	return text + " is not a finite number; fill in a number or delete the row"
}

const inexactWhole = "the whole number is 2⁵³ or more in magnitude, which a float64 may not hold exactly; scale the column first"

// cellFault is an error at a number of the array, by its place among the rows.
func (a *array) cellFault(place int, what string) error {
	if len(a.Shape) == 2 && a.Shape[1] > 1 {
		return faultAtCell(a.name, place/a.Shape[1], place%a.Shape[1], what)
	}
	return faultAtCell(a.name, place, -1, what)
}

// faultAtCell is an error at a row and column, which count from 0; column −1 is
// none.
func faultAtCell(name string, row, column int, what string) error {
	if column < 0 {
		return faultAt(name, 0, ErrCell, "row %d (index [%d]): %s", row+1, row, what)
	}
	return faultAt(name, 0, ErrCell, "row %d, column %d (index [%d, %d]): %s", row+1, column+1, row, column, what)
}

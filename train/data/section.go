package data

import (
	"errors"
	"io"
	"slices"
	"unsafe"

	"surefoot/train/data/npy"
)

// section is an array in a file, read a few rows at a time.
type section struct {
	name   string
	kind   npy.Type
	width  int   // numbers a row
	start  int64 // of the first number in the file
	file   io.ReaderAt
	window []float64 // all the numbers, where they are mapped
}

func sectionOf(a *array, width int) section {
	return section{name: a.name, kind: a.Type, width: width, start: a.start, file: a.file}
}

// rows are the numbers of rows lo up to hi: of the mapping, or read into space.
func (s *section) rows(lo, hi int, space *[]float64) ([]float64, error) {
	from, to := lo*s.width, hi*s.width
	if s.window != nil {
		// With what comes after it in reach, for the processor to fetch ahead.
		return s.window[from:to], nil
	}
	out := sized(space, to-from)
	at := s.start + int64(from)*int64(s.kind.Size)
	inexact, err := fill(out, s.kind, func(p []byte) error { return s.readAt(p, at) })
	switch {
	case err != nil:
		return nil, err
	case inexact >= 0:
		row, column := lo+inexact/s.width, inexact%s.width
		if s.width == 1 {
			column = -1
		}
		return nil, faultAtCell(s.name, row, column, inexactWhole)
	}
	return out, nil
}

// readAt fills p from a place in the file. A ReaderAt that reads less says why.
func (s *section) readAt(p []byte, at int64) error {
	n, err := s.file.ReadAt(p, at)
	switch {
	case n == len(p):
		return nil
	case errors.Is(err, io.EOF) || err == nil:
		return &inputError{
			faultAt(s.name, 0, ErrShrunk, "ends at byte %d, where %d more were expected: the file has become shorter; leave it alone while it is in use",
				at+int64(n), len(p)-n).text,
			[]error{ErrShrunk, io.ErrUnexpectedEOF},
		}
	}
	return faultAt(s.name, 0, err, "reading %d bytes at byte %d failed: %s", len(p), at, reason(err))
}

// sized is space for count numbers, grown if it must be.
func sized(space *[]float64, count int) []float64 {
	if cap(*space) < count {
		// Its old numbers are not wanted, and must not be copied.
		*space = make([]float64, count)
	}
	*space = (*space)[:count]
	return slices.Clip(*space)
}

// mapFile maps the section's file, if its numbers can be used as they are there.
// It returns the mapping, nil if there is none: rows are then read.
func (s *section) mapFile(a *array) []byte {
	aligned := a.start%int64(unsafe.Alignof(float64(0))) == 0
	if !s.kind.Native() || !aligned || a.Count == 0 || a.size != int64(int(a.size)) {
		return nil
	}
	mapping, err := mapFile(a.file, int(a.size))
	if err != nil {
		// A file system that cannot map a file can still read it.
		return nil
	}
	first := unsafe.Pointer(&mapping[a.start])
	s.window = unsafe.Slice((*float64)(first), a.Count)
	return mapping
}

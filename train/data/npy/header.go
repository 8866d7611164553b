package npy

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"
	"strings"
)

var (
	// ErrFormat is returned for what is not a .npy file, or is a damaged one.
	ErrFormat = errors.New("npy: not a .npy file, or damaged")
	// ErrType is returned for an array whose elements are not numbers that a
	// float64 holds.
	ErrType = errors.New("npy: elements of an unsuitable type")
)

// fault is a message that unwraps to its kind, and to its cause, if any.
type fault struct {
	text   string
	causes []error
}

func (f *fault) Error() string   { return f.text }
func (f *fault) Unwrap() []error { return f.causes }

func faultOf(kind error, format string, args ...any) error {
	return &fault{fmt.Sprintf(format, args...), []error{kind}}
}

// magic begins every .npy file.
const magic = "\x93NUMPY"

// largestHeader is the longest dictionary that is read, in bytes. NumPy reads 10,000
// unless told to trust the file; an array of plain numbers needs a hundred.
const largestHeader = 1 << 16

// Header says what the numbers of a file are.
type Header struct {
	Type    Type
	Fortran bool  // the first index varies fastest
	Shape   []int // sizes, each ≥ 0; none for a single number
	Count   int   // of numbers: the product of the sizes
	Offset  int64 // bytes of the file before the first number
}

// Bytes is the size of the numbers in the file.
func (h Header) Bytes() int64 { return int64(h.Count) * int64(h.Type.Size) }

// ReadHeader reads a header, and nothing of what follows it. The error is an
// [ErrFormat], an [ErrType] or the reader's own, in words that go after the name of
// a file.
func ReadHeader(r io.Reader) (Header, error) {
	text, offset, err := readText(r)
	if err != nil {
		return Header{}, err
	}
	h, err := parseHeader(text)
	h.Offset = offset
	return h, err
}

// readText reads the dictionary's text and says how many bytes that took.
func readText(r io.Reader) (text string, offset int64, err error) {
	var start [12]byte // magic, version, and the length in 2 or 4 bytes
	if err := readFull(r, start[:8]); err != nil {
		return "", 0, err
	}
	if string(start[:6]) != magic {
		return "", 0, faultOf(ErrFormat, "is not a NumPy array: it does not begin as a .npy file does")
	}
	var length int64
	switch major, minor := start[6], start[7]; {
	case major == 1 && minor == 0:
		offset = 10
		err = readFull(r, start[8:10])
		length = int64(binary.LittleEndian.Uint16(start[8:]))
	case (major == 2 || major == 3) && minor == 0:
		offset = 12
		err = readFull(r, start[8:12])
		length = int64(binary.LittleEndian.Uint32(start[8:]))
	default:
		return "", 0, faultOf(ErrFormat, "has version %d.%d of NumPy's format; versions 1.0, 2.0 and 3.0 are read", major, minor)
	}
	if err != nil {
		return "", 0, err
	}
	if length > largestHeader {
		return "", 0, faultOf(ErrFormat, "has a header of %d bytes, which no array of numbers has", length)
	}
	dictionary := make([]byte, length)
	if err := readFull(r, dictionary); err != nil {
		return "", 0, err
	}
	return string(dictionary), offset + length, nil
}

// readFull fills p; an end before that is a damaged file.
func readFull(r io.Reader, p []byte) error {
	_, err := io.ReadFull(r, p)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return faultOf(ErrFormat, "ends within its header: not a NumPy array, or not all of one")
	}
	return err
}

func parseHeader(text string) (h Header, err error) {
	entries, err := parseDictionary(text)
	if err != nil {
		return h, err
	}
	description, described := entries["descr"]
	fortran, ordered := entries["fortran_order"].(bool)
	shape, shaped := entries["shape"].([]int)
	if !described || !ordered || !shaped || len(entries) != 3 {
		return h, faultOf(ErrFormat, "has a header that is not of descr, fortran_order and shape")
	}
	name, plain := description.(string)
	if !plain {
		return h, faultOf(ErrType, "is a structured array, of fields with names; save its columns as one array of numbers")
	}
	if h.Type, err = parseType(name); err != nil {
		return h, err
	}
	h.Fortran, h.Shape = fortran, shape
	h.Count, err = count(shape, h.Type.Size)
	return h, err
}

// count is the product of the sizes; the numbers must have a size in bytes that an
// int holds, so that no place in the file overflows.
func count(shape []int, size int) (int, error) {
	total, over := uint64(1), false
	for _, n := range shape {
		if n == 0 {
			return 0, nil
		}
		high, low := bits.Mul64(total, uint64(n))
		total, over = low, over || high != 0
	}
	// A number takes up to 8 bytes in memory, whatever it takes in the file.
	if over || total > uint64(math.MaxInt)/uint64(max(size, 8)) {
		return 0, faultOf(ErrFormat, "has the shape %s, more numbers than a computer can address", ShapeText(shape))
	}
	return int(total), nil
}

// ShapeText writes a shape as NumPy does: (3, 4), (3,), ().
func ShapeText(shape []int) string {
	text := strings.Trim(strings.ReplaceAll(fmt.Sprint(shape), " ", ", "), "[]")
	if len(shape) == 1 {
		text += ","
	}
	return "(" + text + ")"
}

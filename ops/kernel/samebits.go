package kernel

import (
	"bytes"
	"unsafe"
)

// SameBits says whether x and y are the same numbers, bit for bit: 0 is not −0, and a NaN
// is itself.
func SameBits[T number](x, y []T) bool { return bytes.Equal(bytesOf(x), bytesOf(y)) }

func bytesOf[T number](x []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(x))), len(x)*int(unsafe.Sizeof(*new(T))))
}

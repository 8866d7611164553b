package kernel

import "unsafe"

// hugeBytes is from what size on memory is worth huge pages.
const hugeBytes = 8 << 20

// NewTable is memory for so many numbers, all 0. Large ones are in huge pages, where the
// system has them: a pass over a table then looks up 512 times fewer pages.
func NewTable[T float32 | float64](numbers int) []T {
	x := make([]T, numbers)
	if numbers*int(unsafe.Sizeof(*new(T))) >= hugeBytes {
		adviseHuge(x)
	}
	return x
}

package kernel

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// hugePage is the size of a huge page, of those processors that have one size.
const hugePage = 2 << 20

// adviseHuge asks for huge pages for the memory of x, of which nothing was written
// yet. What the system makes of it changes no number.
func adviseHuge[T float32 | float64](x []T) {
	begin := uintptr(unsafe.Pointer(unsafe.SliceData(x)))
	skip := (hugePage - begin%hugePage) % hugePage
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(x))), len(x)*int(unsafe.Sizeof(x[0])))
	if whole := len(bytes) - int(skip); whole >= hugePage {
		_ = unix.Madvise(bytes[skip:][:whole/hugePage*hugePage], unix.MADV_HUGEPAGE)
	}
}

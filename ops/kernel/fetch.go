package kernel

import "unsafe"

// Fetch tells the processor that x will be read soon, so that it is in the cache by then.
// It waits for nothing, and reads nothing that a program could notice.
func Fetch[T number](x []T) {
	if len(x) > 0 {
		fetch(unsafe.Pointer(unsafe.SliceData(x)), end(x))
	}
}

package kernel_test

import (
	"syscall"
	"testing"
	"unsafe"
)

// atEnd is memory whose end nothing may be read or written beyond.
func atEnd[T float32 | float64](t *testing.T) []T {
	page := syscall.Getpagesize()
	memory, err := syscall.Mmap(-1, 0, 2*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Munmap(memory); err != nil {
			t.Error(err)
		}
	})
	if err := syscall.Mprotect(memory[page:], syscall.PROT_NONE); err != nil {
		t.Fatal(err)
	}
	var element T
	return unsafe.Slice((*T)(unsafe.Pointer(&memory[0])), page/int(unsafe.Sizeof(element)))
}

// stays maps slices of all small lengths that end where memory does.
func stays[T float32 | float64](t *testing.T, f func(out, z, y []T)) {
	z, y, out := atEnd[T](t), atEnd[T](t), atEnd[T](t)
	for n := range 40 {
		f(out[len(out)-n:], z[len(z)-n:], y[len(y)-n:])
	}
}

// Nothing is read or written beyond the slices; the process would die of it.
func TestMapsStayInside(t *testing.T) {
	each(t, func(t *testing.T) {
		for _, m := range append(logistics, plain...) {
			stays(t, m.double)
			stays(t, m.single)
		}
	})
}

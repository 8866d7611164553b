package kernel_test

import (
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// fences are memory between two pages that nobody may touch.
type fences struct{ memory []byte }

func newFences(t *testing.T) fences {
	t.Helper()
	page := unix.Getpagesize()
	whole, err := unix.Mmap(-1, 0, 18*page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Munmap(whole) })
	for _, fence := range [][]byte{whole[:page], whole[17*page:]} {
		if err := unix.Mprotect(fence, unix.PROT_NONE); err != nil {
			t.Fatal(err)
		}
	}
	return fences{whole[page : 17*page]}
}

// slice is n elements that end right before a fence, or start right after one.
func slice[T number](f fences, n int, atEnd bool) []T {
	bytes := n * int(unsafe.Sizeof(*new(T)))
	start := 0
	if atEnd {
		start = len(f.memory) - bytes
	}
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&f.memory[start])), n)
}

// A kernel that read or wrote outside of its slices would end the test with a
// segmentation fault.
func TestRowsStayInside(t *testing.T) {
	forAll(t, func(t *testing.T) {
		t.Run("float64", func(t *testing.T) { testRowsStayInside(t, doubles) })
		t.Run("float32", func(t *testing.T) { testRowsStayInside(t, singles) })
	})
}

func testRowsStayInside[T number](t *testing.T, k rowKernels[T]) {
	forX, forW, forZ := newFences(t), newFences(t), newFences(t)
	for _, atEnd := range []bool{true, false} {
		for n := range 70 {
			for rows := range 36 {
				x, w, z := slice[T](forX, rows*n, atEnd), slice[T](forW, n, atEnd), slice[T](forZ, rows, atEnd)
				k.dotRowsAhead(z, x, w, x)
				k.addRowsAhead(w, x, z, 1, rows, x)
				k.addRows(w, x[:(rows+1)/2*n], z, min(2, max(1, rows)), (rows+1)/2)
			}
		}
		for n := range 600 {
			x, y := slice[T](forX, n, atEnd), slice[T](forW, n, atEnd)
			k.dot(x, y)
			k.sum(x)
		}
	}
}

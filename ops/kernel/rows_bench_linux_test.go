package kernel_test

import (
	"fmt"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
	"surefoot/ops/kernel"
)

// onHugePages are n ones in memory of their own, in huge pages where the system has
// some: the speed of large tables should not be that of the page tables.
func onHugePages[T number](b *testing.B, n int) []T {
	b.Helper()
	var one T = 1
	memory, err := unix.Mmap(-1, 0, n*int(unsafe.Sizeof(one)), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = unix.Munmap(memory) })
	_ = unix.Madvise(memory, unix.MADV_HUGEPAGE) // without them it is slower, no more
	x := unsafe.Slice((*T)(unsafe.Pointer(&memory[0])), n)
	for i := range x {
		x[i] = one
	}
	return x
}

// BenchmarkPass is what training does with a table: DotRows and AddRows in turn, over
// blocks of 16 KB, with and without the next block fetched ahead. B/s are of the
// table, read once.
func BenchmarkPass(b *testing.B) {
	for _, s := range []shape{{100, 2}, {1000, 20}, {3_000_000, 5}, {1_000_000, 20}, {50_000, 784}} {
		b.Run(fmt.Sprintf("float64/%dx%d", s.rows, s.n), func(b *testing.B) { benchmarkPass(b, doubles, s, 8) })
		b.Run(fmt.Sprintf("float32/%dx%d", s.rows, s.n), func(b *testing.B) { benchmarkPass(b, singles, s, 4) })
	}
}

func benchmarkPass[T number](b *testing.B, k rowKernels[T], s shape, size int) {
	x := onHugePages[T](b, s.rows*s.n)
	w, dw := make([]T, s.n), make([]T, s.n)
	block := min(s.rows, max(8, 16<<10/size/s.n&^7))
	z := make([]T, block)
	for _, v := range kernel.Variants() {
		for _, ahead := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/ahead=%v", v.Name, ahead), func(b *testing.B) {
				v.Use(b)
				b.SetBytes(int64(len(x) * size))
				for b.Loop() {
					for at := 0; at < len(x); at += block * s.n {
						here, next := x[at:min(at+block*s.n, len(x))], []T(nil)
						if ahead {
							next = x[at+len(here) : min(at+len(here)+block*s.n, len(x))]
						}
						rows := len(here) / s.n
						k.dotRowsAhead(z[:rows], here, w, next)
						k.addRowsAhead(dw, here, z[:rows], 1, rows, next)
					}
				}
			})
		}
	}
}

// BenchmarkRead is the speed of memory: the sum of what BenchmarkPass reads.
func BenchmarkRead(b *testing.B) {
	x := onHugePages[float64](b, 20_000_000)
	b.SetBytes(int64(len(x) * 8))
	for b.Loop() {
		kernel.Sum(x)
	}
}

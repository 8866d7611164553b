package kernel

import "unsafe"

//go:noescape
func fetch(from unsafe.Pointer, end uintptr)

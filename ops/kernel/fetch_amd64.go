package kernel

import "unsafe"

//go:noescape
func fetch(from, to unsafe.Pointer)

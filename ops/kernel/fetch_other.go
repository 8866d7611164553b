//go:build !amd64

package kernel

import "unsafe"

func fetch(_, _ unsafe.Pointer) {}

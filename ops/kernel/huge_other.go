//go:build !linux

package kernel

func adviseHuge[T float32 | float64](_ []T) {}

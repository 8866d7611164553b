//go:build !amd64

package kernel

func vectorVariants() []Variant { return nil }

//go:build !amd64

package kernel

// Elsewhere there is no assembly.
var hasAVX2, hasAVX512 bool

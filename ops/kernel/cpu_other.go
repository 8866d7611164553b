//go:build !amd64

package kernel

var hasAVX2, hasAVX512 bool

//go:build !amd64

package kernel

// Assemblies is what amd64 has several of.
func Assemblies() []string { return []string{"portable"} }

// Use has nothing to choose from.
func Use(string) (restore func()) { return func() {} }

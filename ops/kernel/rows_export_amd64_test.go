package kernel

// Assemblies names what this processor can run of the assembly of rows, the widest
// last.
func Assemblies() []string { return []string{"portable", "AVX2", "AVX-512"}[:widest()+1] }

// Use makes the named one run until the function that it returns is called.
func Use(name string) (restore func()) {
	before := assembly
	assembly = map[string]instructions{"portable": none, "AVX2": avx2, "AVX-512": avx512}[name]
	return func() { assembly = before }
}

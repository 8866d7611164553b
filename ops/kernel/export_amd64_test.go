package kernel

func vectorVariants() []Variant {
	var out []Variant
	if hasAVX2 {
		out = append(out, Variant{"AVX2", avx2Maps, avx2Maps32})
	}
	if hasAVX512 {
		out = append(out, Variant{"AVX-512", avx512Maps, avx512Maps32})
	}
	return out
}

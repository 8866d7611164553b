package kernel

// wideLanes and narrowLanes: from n lanes before the middle there are n of all ones,
// then none. VMASKMOV takes its masks from there.
//
//nolint:unused // the assembly reads them
var (
	wideLanes   = [8]int64{-1, -1, -1, -1}
	narrowLanes = [16]int32{-1, -1, -1, -1, -1, -1, -1, -1}
)

// fastest are the widest functions that the processor has.
func fastest() (maps[float64], maps[float32]) {
	switch {
	case hasAVX512:
		return avx512Maps, avx512Maps32
	case hasAVX2:
		return avx2Maps, avx2Maps32
	}
	return maps[float64]{}, maps[float32]{}
}

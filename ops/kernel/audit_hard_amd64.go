package kernel

//go:noescape
func auditHardAVX512(sums *Audit, z *float64, hard *byte, d, u, s *float64, n, ahead int) (within bool)

//go:noescape
func auditHardAVX2(sums *Audit, z *float64, hard *byte, d, u, s *float64, n, ahead int) (within bool)

//go:noescape
func auditHard32AVX512(sums *Audit, z *float32, hard *byte, d, u, s *float32, n, ahead int) (within bool)

//go:noescape
func auditHard32AVX2(sums *Audit, z *float32, hard *byte, d, u, s *float32, n, ahead int) (within bool)

// hardCounts and hardCounts32 say how far AVX2 shifts the labels of four vectors to the left until
// that of each lane is the sign.
//
//nolint:unused // the assembly reads them
var hardCounts, hardCounts32 = countsToSign()

//nolint:unused // called for hardCounts
func countsToSign() (double [16]uint64, single [32]uint32) {
	for i := range double {
		double[i] = uint64(63 - i)
	}
	for i := range single {
		single[i] = uint32(31 - i)
	}
	return double, single
}

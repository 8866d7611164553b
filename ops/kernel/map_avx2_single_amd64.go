package kernel

//go:noescape
func exps32AVX2(out, z *float32, n int)

//go:noescape
func sigmoids32AVX2(out, z *float32, n int)

//go:noescape
func sigmoidSlopes32AVX2(out, z *float32, n int)

//go:noescape
func softpluses32AVX2(out, z *float32, n int)

//go:noescape
func logSigmoids32AVX2(out, z *float32, n int)

//go:noescape
func tanhs32AVX2(out, z *float32, n int)

//go:noescape
func tanhSlopes32AVX2(out, z *float32, n int)

//go:noescape
func relus32AVX2(out, z *float32, n int)

//go:noescape
func steps32AVX2(out, z *float32, n int)

//go:noescape
func crossEntropies32AVX2(out, z, y *float32, n int)

//go:noescape
func residuals32AVX2(out, z, y *float32, n int)

//go:noescape
func muls32AVX2(out, z, y *float32, n int)

//go:noescape
func adds32AVX2(out, z, y *float32, n int)

//go:noescape
func subs32AVX2(out, z, y *float32, n int)

//go:noescape
func crossEntropiesAndResiduals32AVX2(loss, residual, z, y *float32, n int)

//go:noescape
func scales32AVX2(out, z *float32, n int, a float32)

// avx2Maps32 are written for four numbers at a time.
var avx2Maps32 = maps[float32]{
	exps:                       exps32AVX2,
	sigmoids:                   sigmoids32AVX2,
	sigmoidSlopes:              sigmoidSlopes32AVX2,
	softpluses:                 softpluses32AVX2,
	logSigmoids:                logSigmoids32AVX2,
	tanhs:                      tanhs32AVX2,
	tanhSlopes:                 tanhSlopes32AVX2,
	relus:                      relus32AVX2,
	steps:                      steps32AVX2,
	crossEntropies:             crossEntropies32AVX2,
	residuals:                  residuals32AVX2,
	muls:                       muls32AVX2,
	adds:                       adds32AVX2,
	subs:                       subs32AVX2,
	crossEntropiesAndResiduals: crossEntropiesAndResiduals32AVX2,
	scales:                     scales32AVX2,
	rowFunctions:               avx2Rows32,
	decays:                     decays32AVX2,
	audit:                      audit32AVX2,
	auditOfOnes:                auditOfOnes32AVX2,
	auditHard:                  auditHard32AVX2,
	auditRun:                   64 * 8, // a lane adds up 64 terms
}

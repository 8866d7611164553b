package kernel

//go:noescape
func exps32AVX512(out, z *float32, n int)

//go:noescape
func sigmoids32AVX512(out, z *float32, n int)

//go:noescape
func sigmoidSlopes32AVX512(out, z *float32, n int)

//go:noescape
func softpluses32AVX512(out, z *float32, n int)

//go:noescape
func logSigmoids32AVX512(out, z *float32, n int)

//go:noescape
func tanhs32AVX512(out, z *float32, n int)

//go:noescape
func tanhSlopes32AVX512(out, z *float32, n int)

//go:noescape
func relus32AVX512(out, z *float32, n int)

//go:noescape
func steps32AVX512(out, z *float32, n int)

//go:noescape
func crossEntropies32AVX512(out, z, y *float32, n int)

//go:noescape
func residuals32AVX512(out, z, y *float32, n int)

//go:noescape
func muls32AVX512(out, z, y *float32, n int)

//go:noescape
func adds32AVX512(out, z, y *float32, n int)

//go:noescape
func subs32AVX512(out, z, y *float32, n int)

//go:noescape
func crossEntropiesAndResiduals32AVX512(loss, residual, z, y *float32, n int)

//go:noescape
func scales32AVX512(out, z *float32, n int, a float32)

// avx512Maps32 are written for eight numbers at a time.
var avx512Maps32 = maps[float32]{
	exps:                       exps32AVX512,
	sigmoids:                   sigmoids32AVX512,
	sigmoidSlopes:              sigmoidSlopes32AVX512,
	softpluses:                 softpluses32AVX512,
	logSigmoids:                logSigmoids32AVX512,
	tanhs:                      tanhs32AVX512,
	tanhSlopes:                 tanhSlopes32AVX512,
	relus:                      relus32AVX512,
	steps:                      steps32AVX512,
	crossEntropies:             crossEntropies32AVX512,
	residuals:                  residuals32AVX512,
	muls:                       muls32AVX512,
	adds:                       adds32AVX512,
	subs:                       subs32AVX512,
	crossEntropiesAndResiduals: crossEntropiesAndResiduals32AVX512,
	scales:                     scales32AVX512,
	rowFunctions:               avx512Rows32,
	decays:                     decays32AVX512,
	audit:                      audit32AVX512,
	auditOfOnes:                auditOfOnes32AVX512,
	auditHard:                  auditHard32AVX512,
	auditRun:                   64 * 16, // a lane adds up 64 terms
}

package kernel

//go:noescape
func expsAVX512(out, z *float64, n int)

//go:noescape
func sigmoidsAVX512(out, z *float64, n int)

//go:noescape
func sigmoidSlopesAVX512(out, z *float64, n int)

//go:noescape
func softplusesAVX512(out, z *float64, n int)

//go:noescape
func logSigmoidsAVX512(out, z *float64, n int)

//go:noescape
func tanhsAVX512(out, z *float64, n int)

//go:noescape
func tanhSlopesAVX512(out, z *float64, n int)

//go:noescape
func relusAVX512(out, z *float64, n int)

//go:noescape
func stepsAVX512(out, z *float64, n int)

//go:noescape
func crossEntropiesAVX512(out, z, y *float64, n int)

//go:noescape
func residualsAVX512(out, z, y *float64, n int)

//go:noescape
func mulsAVX512(out, z, y *float64, n int)

//go:noescape
func addsAVX512(out, z, y *float64, n int)

//go:noescape
func subsAVX512(out, z, y *float64, n int)

//go:noescape
func crossEntropiesAndResidualsAVX512(loss, residual, z, y *float64, n int)

//go:noescape
func scalesAVX512(out, z *float64, n int, a float64)

// avx512Maps are written for eight numbers at a time.
var avx512Maps = maps[float64]{
	exps:                       expsAVX512,
	sigmoids:                   sigmoidsAVX512,
	sigmoidSlopes:              sigmoidSlopesAVX512,
	softpluses:                 softplusesAVX512,
	logSigmoids:                logSigmoidsAVX512,
	tanhs:                      tanhsAVX512,
	tanhSlopes:                 tanhSlopesAVX512,
	relus:                      relusAVX512,
	steps:                      stepsAVX512,
	crossEntropies:             crossEntropiesAVX512,
	residuals:                  residualsAVX512,
	muls:                       mulsAVX512,
	adds:                       addsAVX512,
	subs:                       subsAVX512,
	crossEntropiesAndResiduals: crossEntropiesAndResidualsAVX512,
	scales:                     scalesAVX512,
	rowFunctions:               avx512Rows,
	decays:                     decaysAVX512,
	audit:                      auditAVX512,
	auditOfOnes:                auditOfOnesAVX512,
	auditHard:                  auditHardAVX512,
	auditRun:                   4096,
}

package kernel

//go:noescape
func expsAVX2(out, z *float64, n int)

//go:noescape
func sigmoidsAVX2(out, z *float64, n int)

//go:noescape
func sigmoidSlopesAVX2(out, z *float64, n int)

//go:noescape
func softplusesAVX2(out, z *float64, n int)

//go:noescape
func logSigmoidsAVX2(out, z *float64, n int)

//go:noescape
func tanhsAVX2(out, z *float64, n int)

//go:noescape
func tanhSlopesAVX2(out, z *float64, n int)

//go:noescape
func relusAVX2(out, z *float64, n int)

//go:noescape
func stepsAVX2(out, z *float64, n int)

//go:noescape
func crossEntropiesAVX2(out, z, y *float64, n int)

//go:noescape
func residualsAVX2(out, z, y *float64, n int)

//go:noescape
func mulsAVX2(out, z, y *float64, n int)

//go:noescape
func addsAVX2(out, z, y *float64, n int)

//go:noescape
func subsAVX2(out, z, y *float64, n int)

//go:noescape
func crossEntropiesAndResidualsAVX2(loss, residual, z, y *float64, n int)

//go:noescape
func scalesAVX2(out, z *float64, n int, a float64)

// avx2Maps are written for four numbers at a time.
var avx2Maps = maps[float64]{
	exps:                       expsAVX2,
	sigmoids:                   sigmoidsAVX2,
	sigmoidSlopes:              sigmoidSlopesAVX2,
	softpluses:                 softplusesAVX2,
	logSigmoids:                logSigmoidsAVX2,
	tanhs:                      tanhsAVX2,
	tanhSlopes:                 tanhSlopesAVX2,
	relus:                      relusAVX2,
	steps:                      stepsAVX2,
	crossEntropies:             crossEntropiesAVX2,
	residuals:                  residualsAVX2,
	muls:                       mulsAVX2,
	adds:                       addsAVX2,
	subs:                       subsAVX2,
	crossEntropiesAndResiduals: crossEntropiesAndResidualsAVX2,
	scales:                     scalesAVX2,
	rowFunctions:               avx2Rows,
	decays:                     decaysAVX2,
	audit:                      auditAVX2,
	auditOfOnes:                auditOfOnesAVX2,
	auditHard:                  auditHardAVX2,
	auditRun:                   4096,
}

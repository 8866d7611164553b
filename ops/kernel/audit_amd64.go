package kernel

import "math"

//go:noescape
func decaysAVX512(out, z *float64, n int, limit, high, low float64)

//go:noescape
func decaysAVX2(out, z *float64, n int, limit, high, low float64)

//go:noescape
func decays32AVX512(out, z *float32, n int, limit, high, low float32)

//go:noescape
func decays32AVX2(out, z *float32, n int, limit, high, low float32)

//go:noescape
func auditAVX512(sums *Audit, z, y, c, d, u, s *float64, n, ahead int) (within bool)

//go:noescape
func auditOfOnesAVX512(sums *Audit, z, y, c, d, u, s *float64, n, ahead int) (within bool)

//go:noescape
func auditAVX2(sums *Audit, z, y, c, d, u, s *float64, n, ahead int) (within bool)

//go:noescape
func auditOfOnesAVX2(sums *Audit, z, y, c, d, u, s *float64, n, ahead int) (within bool)

//go:noescape
func audit32AVX512(sums *Audit, z, y, c, d, u, s *float32, n, ahead int) (within bool)

//go:noescape
func auditOfOnes32AVX512(sums *Audit, z, y, c, d, u, s *float32, n, ahead int) (within bool)

//go:noescape
func audit32AVX2(sums *Audit, z, y, c, d, u, s *float32, n, ahead int) (within bool)

//go:noescape
func auditOfOnes32AVX2(sums *Audit, z, y, c, d, u, s *float32, n, ahead int) (within bool)

// auditConstants and auditConstants32 are the numbers that the assembly of Decays and
// AuditLogits works with, each as often as a vector of AVX2 holds it. The assembly names
// them by their place.
//
//nolint:unused // the assembly reads them
var (
	auditConstants = repeated(
		1,
		math.Float64frombits(1<<63-1), // all but the sign
		650, -650,
		perDoubling, 0,
		0x1.8p52+1023,
		0x1p-896, 0x1p-37,
		// 2^x for |x| ≤ ½, as in halving.
		0x1.ffffffffff7a3p-1, 0x1.62e42fef8615ep-1, 0x1.ebfbdff9319e2p-3,
		0x1.c6b08dd46d393p-5, 0x1.3b2ab5c529244p-7, 0x1.5d87483855829p-10, 0x1.430acca3496f2p-13, 0x1.00dad2505f66fp-16, 0x1.61afceb912baap-20,
		// 2^x for 0 ≤ x ≤ 1, found in the same way, likewise to 2⁻⁴⁰·²³.
		0x1.0000000000da0p+0, 0x1.62e42fee7d6ebp-1, 0x1.ebfbe0790f1a9p-3,
		0x1.c6b077f0a2a63p-5, 0x1.3b2c7e80e1c59p-7, 0x1.5d5e053aef754p-10, 0x1.4548af0ed066fp-13, 0x1.dc66949e1cf47p-17, 0x1.f43047d38b32cp-20,
		// 16/log 2, and 2^(x/16) for |x| ≤ ½, found in the same way, to 2⁻³⁸·⁵⁵.
		16*perDoubling, 0x1.8p52,
		0x1.ffffffffffe6cp-1, 0x1.62e42fec39e1cp-5, 0x1.ebfbe00336d87p-11, 0x1.c6b3f73e21881p-17, 0x1.3b2923313739dp-23,
		// Where the logits of AuditHardLogits end, and the sign.
		700, -700, math.Copysign(0, -1),
	)
	auditConstants32 = repeated32(
		1,
		math.Float32frombits(1<<31-1),
		60, -60,
		0x1.715476p+0, 0x1.4ae0cp-26, // 1/log 2 in two parts
		0x1.8p23+127,
		0x1p-66, 0x1p-18,
		// 2^x for |x| ≤ ½ of degree 5, found in the same way, to 2⁻²²·⁶ once rounded to float32.
		0x1.000002p+0, 0x1.62e428p-1, 0x1.ebf918p-3, 0x1.c6b6e4p-5, 0x1.3d0c52p-7, 0x1.5c08e6p-10,
		// Likewise 2^(x/16), to 2⁻²¹·¹⁵ once rounded to float32.
		0x1.715476p+4, 0x1.8p23,
		1, 0x1.62e984p-5, 0x1.ebf83p-11,
		// Likewise 8/log 2 and 2^(x/8), to 2⁻²⁴·⁶⁶, without the 1 that it begins with.
		0x1.715476p+3, 0x1.62e432p-4, 0x1.ec0f9p-9, 0x1.c6a5ap-14,
		// Where the logits of AuditHardLogits32 end, and the sign.
		84, -84, float32(math.Copysign(0, -1)),
	)
)

// auditPowers and auditPowers32 are the bits of 2^(j/16), less j in the four bits below the
// exponent's lowest: there a k mod 16 = j is added. auditEighths32 are those of 2^(j/8), less j in
// three bits.
//
//nolint:unused // the assembly reads them
var auditPowers, auditPowers32, auditEighths32 = lessSixteenths(
	1, 0x1.0b5586cf9890fp+0, 0x1.172b83c7d517bp+0, 0x1.2387a6e756238p+0,
	0x1.306fe0a31b715p+0, 0x1.3dea64c123422p+0, 0x1.4bfdad5362a27p+0, 0x1.5ab07dd485429p+0,
	0x1.6a09e667f3bcdp+0, 0x1.7a11473eb0187p+0, 0x1.8ace5422aa0dbp+0, 0x1.9c49182a3f090p+0,
	0x1.ae89f995ad3adp+0, 0x1.c199bdd85529cp+0, 0x1.d5818dcfba487p+0, 0x1.ea4afa2a490dap+0,
)

//nolint:unused // called for auditPowers
func lessSixteenths(powers ...float64) (double [16]uint64, single [16]uint32, eighths [8]uint32) {
	for j, v := range powers {
		double[j] = math.Float64bits(v) - uint64(j)<<48
		single[j] = math.Float32bits(float32(v)) - uint32(j)<<19
		if j%2 == 0 {
			eighths[j/2] = single[j]
		}
	}
	return double, single, eighths
}

//nolint:unused // called for auditConstants
func repeated(x ...float64) (table [37][4]float64) {
	for i, v := range x {
		table[i] = [4]float64{v, v, v, v}
	}
	return table
}

//nolint:unused // called for auditConstants32
func repeated32(x ...float32) (table [27][8]float32) {
	for i, v := range x {
		table[i] = [8]float32{v, v, v, v, v, v, v, v}
	}
	return table
}

package kernel

import (
	"fmt"
	"unsafe"
)

// Audit is what a pass over logits z and the derivatives d by them finds. AuditLogits
// adds to what is there.
type Audit struct {
	Signed    float64 // Σ sᵢzᵢ
	Projected float64 // Σ uᵢdᵢ
	Total     float64 // Σ dᵢ
	Squares   float64 // Σ dᵢ²
	Logits    float64 // Σ zᵢ²
	Off       int     // how many dᵢ are not cᵢ(σ(zᵢ)−yᵢ)
}

// Decays puts e^(−a|z|) of each element into out, with a relative error below 2⁻³⁹. From
// |z| = 700/a on, it is e^−700. It panics unless 2⁻⁶⁰ ≤ a ≤ 2⁶⁰.
//
// It is cheaper than [Exps] and shares nothing with it, so that one can witness against the
// other. Its last bits depend on the kind of processor.
func Decays(out, z []float64, a float64) {
	same(len(out), len(z))
	checkRate(a)
	decays(vectors.decays, out, z, a, decayLimit/a)
}

// Decays32 is [Decays] in float32, with a relative error below 2⁻²⁰, and e^−69 from |z| =
// 69/a on, 69/a being the nearest float32.
func Decays32(out, z []float32, a float32) {
	same(len(out), len(z))
	checkRate(float64(a))
	decays(vectors32.decays, out, z, a, decayLimit32/a)
}

func checkRate(a float64) {
	if !(a >= 0x1p-60 && a <= 0x1p60) {
		panic(fmt.Sprintf("kernel: a decay at the rate %v", a))
	}
}

// AuditLogits adds up, for logits z, labels y from 0 to 1, factors c and derivatives d,
// what [Audit] says, and counts the derivatives that are off. d is off unless
//
//	|d(1+w) − c(p−q)| ≤ |c|·(t(p + q + 2⁻⁸⁹⁶(1+w)) + g),  w = e^−z, p = 1 − y, q = yw
//
// with t = 2⁻³⁷, and g = 0 for the hard labels 0 and 1 and 2⁻⁵⁰(y+q) for soft ones. This
// is d = c(σ(z)−y) = c(p−q)/(1+w) without its division, measured by the two terms that
// σ(z)−y = (1−y)σ(z) − y(1−σ(z)) is the difference of. A NaN is off.
//
// The tolerance covers the errors of both sides, in units of |c|(p+q). On this side, w is
// off by 2⁻³⁸·⁵ of itself at most; that changes the left side by 2⁻³⁸·⁵|c|σ(z)w, and
// σ(z)w = w/(1+w) ≤ min(1, w) ≤ p+q. Eight roundings cost less than 2⁻⁵⁰. On the other side,
// the [Residual] of a hard label is off by 4 units in its last place, 2⁻⁵⁰ after the
// multiplication by 1+w, and its product with c by 2⁻⁵³. In all, this is less than 2⁻³⁸, half
// of what is allowed. The residual of a soft label may be off by 4 units in the last place of y
// instead, 2⁻⁵⁰y(1+w): this is g. It matters only above 1 − 2⁻¹¹.
//
// A logit beyond −650 or 650 counts as that. The smaller of the two terms is below 2⁻⁹³⁷
// of 1+w there, and the term with 2⁻⁸⁹⁶ allows more: a right d is not off. Nothing overflows
// for |c| ≤ 2⁸⁰.
//
// Where u's array goes on for as much again, a vector kernel has that fetched into the cache meanwhile.
//
// All slices have one length, else it panics. c may be nil: all factors are 1, which is faster
// than to read them. u may be nil; then Projected is left alone. The bits of the sums depend on
// the values and the kind of processor alone, not on where the slices lie. The error of each is at most γ·Σ|terms|, γ for as many terms as of [DotRows].
func AuditLogits(sums *Audit, z, y, c, d, u, s []float64) {
	auditLogits(&vectors, &doubleAudit, sums, z, y, c, d, u, s)
}

// AuditLogits32 is [AuditLogits] of float32, with t = 2⁻¹⁸, with 2⁻²¹ in g, and with 60 and
// 2⁻⁶⁶ for 650 and 2⁻⁸⁹⁶; nothing overflows for |c| ≤ 2⁴⁰. w is off by 2⁻¹⁹, a residual by 2⁻²¹
// and its product by 2⁻²⁴, and eight roundings cost 2⁻²¹: together, less than 2⁻¹⁸.
//
// At most 64 terms are added up in float32, and the sums of those in float64: γ is for at
// most 65 terms in float32.
func AuditLogits32(sums *Audit, z, y, c, d, u, s []float32) {
	auditLogits(&vectors32, &singleAudit, sums, z, y, c, d, u, s)
}

// decays is e^(−a·min(|z|, limit)).
func decays[T number](vector func(out, z *T, n int, limit, high, low T), out, z []T, a, limit T) {
	if len(z) == 0 {
		return
	}
	if vector != nil {
		rate := float64(a) * perDoubling
		high := T(rate)
		vector(&out[0], &z[0], len(z), limit, high, T(rate-float64(high)))
		return
	}
	portableDecays(out, z, a, limit)
}

func auditLogits[T number](functions *maps[T], limits *auditLimits, sums *Audit, z, y, c, d, u, s []T) {
	projected, without := sums.Projected, u == nil
	if without {
		u = d // read, but not told
	}
	same(len(z), len(y), len(d), len(u), len(s))
	if c != nil {
		same(len(z), len(c))
	}
	if functions.audit == nil {
		portableAudit(limits, sums, z, y, c, d, u, s)
	} else {
		ahead := aheadOf(u)
		for i := 0; i < len(z); i += functions.auditRun {
			end := min(i+functions.auditRun, len(z))
			if !auditRun(functions, sums, z[i:end], y[i:end], part(c, i, end), d[i:end], u[i:end], s[i:end], ahead) {
				sums.Off += countOff(limits, z[i:end], y[i:end], part(c, i, end), d[i:end])
			}
		}
	}
	if without {
		sums.Projected = projected
	}
}

// auditRun adds up as many elements as the assembly takes at once, and says whether none is off.
func auditRun[T number](functions *maps[T], sums *Audit, z, y, c, d, u, s []T, ahead int) (within bool) {
	if c == nil {
		return functions.auditOfOnes(sums, &z[0], &y[0], nil, &d[0], &u[0], &s[0], len(z), ahead)
	}
	return functions.audit(sums, &z[0], &y[0], &c[0], &d[0], &u[0], &s[0], len(z), ahead)
}

// aheadOf is how many bytes follow u where as much again of it follows: that will be read next,
// and is fetched meanwhile. It is 0 for anything else.
func aheadOf[T number](u []T) int {
	if cap(u) < 2*len(u) {
		return 0
	}
	return len(u) * int(unsafe.Sizeof(*new(T)))
}

// part is c[from:end], or nil for nil.
func part[T number](c []T, from, end int) []T {
	if c == nil {
		return nil
	}
	return c[from:end]
}

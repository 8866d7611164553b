package kernel

import "math"

// Where decays end: e^−700 and e^−69 are normal numbers with room below them.
const (
	decayLimit   = 700
	decayLimit32 = 69
)

// auditLimits are how far a derivative may be off in a type, as told at AuditLogits, and from
// where on logits count as one.
type auditLimits struct {
	tolerance, floor, farthest float64
	grain                      float64 // four units in the last place of 1
}

var (
	doubleAudit = auditLimits{0x1p-37, 0x1p-896, 650, 0x1p-50}
	singleAudit = auditLimits{0x1p-18, 0x1p-66, 60, 0x1p-21}
)

// halving is 2^−x with a relative error below 2⁻⁴⁰ for |x| ≤ 1011, and NaN for NaN: with
// −x = k + f for an integer k, 2ᵏ times the polynomial of degree 8 whose largest relative
// error on |f| ≤ ½ is the least. It is 2⁻⁴⁰·²³, also with these coefficients, found by the
// exchange of E. Y. Remez (1934) in 200 bits and rounded to float64.
func halving(x float64) float64 {
	const integer = 0x1.8p52 + 1023 // adding it rounds to an integer and leaves the exponent of 2ᵏ
	shifted := integer - x
	f := (integer - shifted) - x
	return math.Float64frombits(math.Float64bits(shifted)<<52) *
		(0x1.ffffffffff7a3p-1 + f*(0x1.62e42fef8615ep-1+f*(0x1.ebfbdff9319e2p-3+f*(0x1.c6b08dd46d393p-5+
			f*(0x1.3b2ab5c529244p-7+f*(0x1.5d87483855829p-10+f*(0x1.430acca3496f2p-13+
				f*(0x1.00dad2505f66fp-16+f*0x1.61afceb912baap-20))))))))
}

// perDoubling is 1/log 2.
const perDoubling = 0x1.71547652b82fep+0

// portableDecays is e^(−a·min(|z|, limit)).
func portableDecays[T number](out, z []T, a, limit T) {
	rate := float64(a) * perDoubling
	for i, v := range z {
		x := math.Abs(float64(v))
		if x > float64(limit) {
			x = float64(limit)
		}
		out[i] = T(halving(float64(x * rate)))
	}
}

// portableAudit is AuditLogits, one element after the other, in float64 for both types.
func portableAudit[T number](limits *auditLimits, sums *Audit, z, y, c, d, u, s []T) {
	addLogits(sums, z, d, u, s)
	sums.Off += countOff(limits, z, y, c, d)
}

// addLogits adds to all sums but Off.
func addLogits[T number](sums *Audit, z, d, u, s []T) {
	var found Audit
	d, u, s = d[:len(z)], u[:len(z)], s[:len(z)]
	for i, v := range z {
		logit, derivative := float64(v), float64(d[i])
		found.Signed += float64(s[i]) * logit
		found.Projected += float64(u[i]) * derivative
		found.Total += derivative
		found.Squares += derivative * derivative
		found.Logits += logit * logit
	}
	sums.Signed += found.Signed
	sums.Projected += found.Projected
	sums.Total += found.Total
	sums.Squares += found.Squares
	sums.Logits += found.Logits
}

// countOff is how many d are not c(σ(z)−y), c being 1 if it is nil.
func countOff[T number](limits *auditLimits, z, y, c, d []T) (off int) {
	y, d = y[:len(z)], d[:len(z)]
	factor := 1.0
	for i, v := range z {
		if c != nil {
			factor = float64(c[i])
		}
		if limits.off(float64(v), float64(y[i]), factor, float64(d[i])) {
			off++
		}
	}
	return off
}

// off says whether d is not c(σ(z)−y), as told at AuditLogits. Assembly asks for more:
// it allows soft labels no more than hard ones, and takes no negative c.
func (l *auditLimits) off(z, y, c, d float64) bool {
	if z > l.farthest {
		z = l.farthest
	}
	if z < -l.farthest {
		z = -l.farthest
	}
	w := halving(float64(z * perDoubling))
	p, q := 1-y, float64(y*w)
	far := math.Abs(d*(1+w) - float64(c*(p-q)))
	allowed := (p + q + l.floor*(1+w)) * l.tolerance
	if y != 0 && y != 1 {
		allowed += l.grain * (y + q)
	}
	return !(math.Abs(c)*allowed-far >= 0) // false for two that are infinite
}

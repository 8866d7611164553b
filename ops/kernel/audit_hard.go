package kernel

import "fmt"

// AuditHardLogits is [AuditLogits] for factors of 1 and labels 0 and 1: that of element i is bit
// i%8 of hard[i/8]. It takes less time, and does not look at the labels that others read.
//
// Squares and Logits may be estimates, good enough for a measure of noise: of four vectors that
// follow each other, 64 elements at most, the first may stand for all. What is left after such
// fours counts in full.
//
// It asks whether |d'(1+w) − 1| ≤ t, with w = e^−z' and d' = d and z' = z for the label 0, and
// d' = −d and z' = −z for 1: this is what is asked there, divided by p+q, without its floor. What
// fails is asked again as there; right derivatives fail only where z' is below −700, or below −84
// in float32, and 64 elements with one of those among them take as long as two thousand others.
// The errors on this side are those told there; up to |z| = 84, too, w in float32 is off by 2⁻¹⁹
// of itself at most.
//
// It panics unless there is a bit for each element, and the slices have one length; bits of hard
// beyond the elements are not looked at.
func AuditHardLogits(sums *Audit, z []float64, hard []byte, d, u, s []float64) {
	auditHardLogits(&vectors, &doubleAudit, sums, z, hard, d, u, s)
}

// AuditHardLogits32 is [AuditHardLogits] of float32, in the place of [AuditLogits32].
func AuditHardLogits32(sums *Audit, z []float32, hard []byte, d, u, s []float32) {
	auditHardLogits(&vectors32, &singleAudit, sums, z, hard, d, u, s)
}

func auditHardLogits[T number](functions *maps[T], limits *auditLimits, sums *Audit, z []T, hard []byte, d, u, s []T) {
	same(len(z), len(d), len(u), len(s))
	if len(hard) < (len(z)+7)/8 {
		panic(fmt.Sprintf("kernel: labels of %d elements in %d bytes", len(z), len(hard)))
	}
	if functions.auditHard == nil {
		addLogits(sums, z, d, u, s)
		sums.Off += countOffHard(limits, z, hard, d)
		return
	}
	ahead := aheadOf(u)
	for i := 0; i < len(z); i += functions.auditRun {
		end := min(i+functions.auditRun, len(z))
		if !functions.auditHard(sums, &z[i], &hard[i/8], &d[i], &u[i], &s[i], end-i, ahead) {
			lookAgain(functions, limits, sums, z[i:end], hard[i/8:], d[i:end])
		}
	}
}

// lookAgain counts the derivatives that are off in a run where some may be, one by one only in
// those parts of it that are not within tolerance themselves.
func lookAgain[T number](functions *maps[T], limits *auditLimits, sums *Audit, z []T, hard []byte, d []T) {
	const part = 64
	found := *sums
	for i := 0; i < len(z); i += part {
		end := min(i+part, len(z))
		*sums = Audit{} // of no interest; a variable of its own would be allocated
		if !functions.auditHard(sums, &z[i], &hard[i/8], &d[i], &d[i], &d[i], end-i, 0) {
			found.Off += countOffHard(limits, z[i:end], hard[i/8:], d[i:end])
		}
	}
	*sums = found
}

// countOffHard is how many d are not σ(z)−y for labels y that are the bits of hard.
func countOffHard[T number](limits *auditLimits, z []T, hard []byte, d []T) (off int) {
	d = d[:len(z)]
	for i, v := range z {
		if limits.off(float64(v), float64(hard[i/8]>>(i%8)&1), 1, float64(d[i])) {
			off++
		}
	}
	return off
}

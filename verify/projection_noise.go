package verify

import (
	"fmt"
	"math"

	"surefoot/ops"
)

// The thresholds of a [Projection]. A bound that covers every case, γₙ Σ|terms|, is so far
// above what rounding really does that in float32 most errors that matter would stay
// below it. So the roundings of a sum are taken for independent, of mean 0 and up to u
// times the partial sum in size (N. J. Higham and T. Mary, A New Approach to Probabilistic
// Rounding Error Analysis, SIAM J. Sci. Comput. 41, 2019), and the partial sums for those
// of terms of random sign beside a steady drift towards the whole sum:
//
//	noise² = u² (ℓ Σ terms² + ℓ' (Σ terms)²),
//
// with ℓ the number of roundings that a term goes through: of a kernel that adds eight
// numbers at a time, an eighth of the terms, half of them on the average. A threshold is
// [assurance] times the noise. Numbers that are very much alike may be rounded very much
// alike, and go beyond it: what a projection finds is looked at again and never an
// accusation.

// assurance is how many times the noise a difference has to be. On random data right
// programs come to 5 or 6; on data that are much alike, to 20. The campaign of a million
// clean steps (make campaign) fails where one reaches it.
const assurance = 24

// alikeRounded is what the noise² of terms that are much alike has besides, in parts of (Σ|terms|)²:
// their roundings may be alike too, as at theta = 0, and come to u/2 times as many as are
// added up one after the other. In float64 there is room for that; in float32 errors that
// matter would hide in it, and such terms cost a second look.
func alikeRounded[T ops.Float](chain float64) float64 {
	if !isFloat64[T]() {
		return 0
	}
	share := chain / (16 * assurance)
	return share * share
}

// unitOf is the unit roundoff of T.
func unitOf[T ops.Float]() float64 {
	if isFloat64[T]() {
		return 0x1p-53
	}
	return 0x1p-24
}

// ownOf is the square of float64's unit roundoff in units of that of T.
func ownOf[T ops.Float]() float64 {
	u := 0x1p-53 / unitOf[T]()
	return u * u
}

// normalOf is the smallest square of T that keeps its precision: of numbers that are
// smaller, the square counts as that.
func normalOf[T ops.Float]() float64 {
	if isFloat64[T]() {
		return 0x1p-1022
	}
	return 0x1p-126
}

// leastOf is the smallest number of T, the error of what underflows; in float64 the smallest
// that processors compute with at full speed.
func leastOf[T ops.Float]() float64 {
	if isFloat64[T]() {
		return 0x1p-1022
	}
	return 0x1p-149
}

// An outcome is the largest difference found by one check of one quantity, beside its
// threshold.
type outcome struct {
	seen          bool
	ratio         float64 // of difference and threshold, never NaN
	expected, got float64
	threshold     float64
	block         int // −1 for what is no block's
	blocks        int // of how many it is, from that one on; 0 for one
	count         int // of numbers that are off, where they are counted
}

// compare takes a difference into account.
func (o *outcome) compare(expected, got, threshold float64, block int) {
	ratio := math.Abs(got-expected) / threshold
	switch {
	case got == expected && threshold == 0:
		ratio = 0
	case math.IsNaN(ratio) || math.IsInf(threshold, 0): // nothing is known of what overflows
		ratio = math.Inf(1)
	}
	if !o.seen || ratio > o.ratio {
		o.seen, o.ratio, o.expected, o.got, o.threshold, o.block = true, ratio, expected, got, threshold, block
	}
}

// off takes numbers into account that are not what they should be.
func (o *outcome) off(count, block int) {
	o.seen = true
	if count > 0 && o.count == 0 {
		o.ratio, o.block = math.Inf(1), block
	}
	o.count += count
}

// changed takes a block into account that may not be what it was.
func (o *outcome) changed(is bool, block int) {
	o.seen = true
	if is {
		o.ratio, o.block = math.Inf(1), block
	}
}

// merge takes in another chunk's.
func (o *outcome) merge(other *outcome) {
	count := o.count + other.count
	if other.seen && (!o.seen || other.ratio > o.ratio) {
		*o = *other
	}
	o.count = count
}

// pairs are two outcomes of each chunk.
type pairs [][2]outcome

// merge brings those of all chunks together in the first.
func (p pairs) merge() {
	for k := range p[1:] {
		p[0][0].merge(&p[k+1][0])
		p[0][1].merge(&p[k+1][1])
	}
}

// A judged quantity is one with what was found of it in all chunks.
type judged struct {
	*outcome
	quantity, formula string
}

// finding is what a report says of it.
func (o judged) finding() Finding {
	f := Finding{
		Check: "projection", Quantity: o.quantity, Formula: o.formula, Entries: 1,
		MaxAbs: Number(math.Abs(o.got - o.expected)), Bound: Number(o.threshold),
		Worst: Worst{Expected: Number(o.expected), Got: Number(o.got)},
	}
	if o.ratio <= 1 {
		return f
	}
	f.Verdict = Fail
	switch {
	case o.count > 0:
		f.MaxAbs, f.Worst = Number(math.NaN()), Worst{Got: Number(o.count)}
		f.Diagnosis = fmt.Sprintf("%d numbers are not %s, the first in block %d", o.count, o.formula, o.block+1)
	case o.block >= 0 && o.blocks > 1:
		f.Diagnosis = fmt.Sprintf("in blocks %d to %d", o.block+1, o.block+o.blocks)
	case o.block >= 0:
		f.Diagnosis = fmt.Sprintf("in block %d", o.block+1)
	}
	return f
}

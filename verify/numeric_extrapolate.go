package verify

import (
	"math"

	"surefoot/ops/arith"
)

const (
	// firstSteps are the relative steps that extrapolations begin with, and
	// extrapolated how many halvings each has: together they reach from 1/4 to
	// 2⁻⁴⁸ of what is moved. Where the cost is flat at the scale of the inputs the
	// first is best; where it is steep or its domain is near, a later one.
	extrapolated = 8
	// scatterPoints are the equidistant points whose differences show the noise.
	scatterPoints = 9
	// goodQuotient is the relative error at which no smaller steps are tried.
	goodQuotient = 0x1p-36
)

var firstSteps = []float64{0x1p-2, 0x1p-7, 0x1p-13, 0x1p-20, 0x1p-28, 0x1p-36, 0x1p-41}

// estimate is a number with an estimate of its error, and the part of that which is
// a jump of the slope.
type estimate struct{ value, err, jump float64 }

// derivative is f′(0) along the line by two extrapolations of different steps, or
// the reason why there is none. The error covers their disagreement. scale is
// Σ|gᵢuᵢ|, by which the rounding of x + hu moves f.
func (l *line) derivative(scale float64) (estimate, string, error) {
	if math.IsNaN(l.size) || math.IsInf(l.size, 0) {
		return estimate{}, "the cost is not a finite number", nil
	}
	noise, err := l.noise()
	if err != nil {
		return estimate{}, "", err
	}
	if !math.IsNaN(scale) && !math.IsInf(scale, 0) {
		noise += arith.Unit * scale
	}
	best := [2]estimate{{err: math.Inf(1)}, {err: math.Inf(1)}}
	good := func(e estimate) bool { return e.err <= goodQuotient*max(scale, math.Abs(e.value)) }
	for _, h := range firstSteps {
		for k, shrink := range []float64{1, 0.71} { // no step of one is a step of the other
			now, err := l.extrapolate(h*shrink, noise)
			if err != nil {
				return estimate{}, "", err
			}
			if now.err < best[k].err {
				best[k] = now
			}
		}
		if good(best[0]) && good(best[1]) {
			break
		}
	}
	out := best[0]
	out.err = max(out.err, best[1].err, math.Abs(out.value-best[1].value))
	switch {
	case math.IsInf(out.err, 0) || math.IsNaN(out.err):
		return out, "the cost is not a finite number around the point", nil
	case out.jump > out.err/2 && best[1].jump > best[1].err/2 && !good(out):
		return out, "the cost has a kink here", nil
	}
	return out, "", nil
}

// noise is the rounding of f along the line: its bound where there is one, doubled
// because the points are not the one that it was computed at; else how its values
// scatter; in any case the last place of its value.
func (l *line) noise() (float64, error) {
	noise := max(arith.Unit*l.size, 0x1p-1074)
	if l.bounded {
		return max(noise, 2*l.costError), nil
	}
	scatter, err := l.scatter(l.f)
	return max(noise, 2*scatter), err
}

// scatter estimates how far rounding throws the values of a smooth function, from
// high differences over equidistant points, in which the function itself vanishes
// (R. W. Hamming's difference table; J. J. Moré and S. M. Wild, Estimating
// computational noise, SIAM J. Sci. Comput. 33, 2011: σ² = (k!)²/(2k)! · mean of
// the squared k-th differences). A value that is rounded to few digits stands still
// over short distances, so several are taken; the largest counts.
func (l *line) scatter(f func(t float64) (float64, error)) (float64, error) {
	largest := 0.0
	for _, step := range []float64{0x1p-44, 0x1p-36, 0x1p-28, 0x1p-20, 0x1p-14, 0x1p-10, 0x1p-7} {
		values := make([]float64, scatterPoints)
		for i := range values {
			var err error
			if values[i], err = f(step * float64(i-scatterPoints/2)); err != nil {
				return 0, err
			}
		}
		if sigma := scatterOf(values); !math.IsNaN(sigma) {
			largest = max(largest, sigma)
		}
	}
	return largest, nil
}

func scatterOf(values []float64) float64 {
	const order = 6
	weight := 1.0 // (2k)!/(k!)²
	for k := 1.0; k <= order; k++ {
		weight *= (order + k) / k
		for i := range len(values) - 1 {
			values[i] = values[i+1] - values[i]
		}
		values = values[:len(values)-1]
	}
	sum := 0.0
	for _, d := range values {
		sum += d * d
	}
	return math.Sqrt(sum / float64(len(values)) / weight)
}

// extrapolate is Richardson's extrapolation of central differences with the steps
// h, h/2, h/4, … as C. J. F. Ridders (Adv. Eng. Softw. 4, 1982) does it: entry
// (i,j) of the table is free of the error terms up to h²ʲ; its error is estimated
// by how far it is from its two neighbours of lower order, and by the noise, which
// the weights of the table double at most: Π (4ʲ+1)/(4ʲ−1) < 2. The entry with the
// smallest error is taken.
//
// At a kink central differences converge, to the mean of the two slopes. So the
// jump of the slope, (f(h) − 2f(0) + f(−h))/h with its odd powers h, h³, …
// extrapolated away beside it, counts as an error in full.
func (l *line) extrapolate(h, noise float64) (estimate, error) {
	best := estimate{err: math.Inf(1)}
	centre, err := l.f(0)
	if err != nil {
		return best, err
	}
	var slopes, jumps richardson
	for range extrapolated {
		plus, err := l.f(h)
		if err != nil {
			return best, err
		}
		minus, err := l.f(-h)
		if err != nil {
			return best, err
		}
		slopes.add((plus-minus)/(2*h), func(j int) float64 { return math.Pow(4, float64(j)) })
		jumps.add((plus-2*centre+minus)/h, func(j int) float64 { return math.Pow(2, float64(2*j-1)) })
		for j := 1; j < len(slopes.row); j++ {
			jump := math.Abs(jumps.row[j])
			e := slopes.error(j) + 4*noise/h + jump + jumps.error(j)
			if e < best.err { // false for NaN
				best = estimate{slopes.row[j], e, jump}
			}
		}
		h /= 2
	}
	return best, nil
}

// richardson is the last two rows of an extrapolation's table.
type richardson struct{ above, row []float64 }

// add begins a row with a number for half the step of the one before; weight is
// 2 to the power of h that column j removes.
func (t *richardson) add(x float64, weight func(j int) float64) {
	row := []float64{x}
	for j, old := range t.row {
		row = append(row, row[j]+(row[j]-old)/(weight(j+1)-1))
	}
	t.above, t.row = t.row, row
}

// error is the distance of column j's last number from its neighbours of lower
// order.
func (t *richardson) error(j int) float64 {
	return max(math.Abs(t.row[j]-t.row[j-1]), math.Abs(t.row[j]-t.above[j-1]))
}

package verify

import (
	"math"
	"math/rand/v2"
	"slices"

	"surefoot/ops"
	"surefoot/ops/arith"
)

// landmarks are where elementwise functions bend, saturate, overflow or vanish, in
// either format: each is tried with its negative, and with its neighbours where
// the numbers lie dense.
var landmarks = []float64{
	0, 0x1p-1074, 0x1p-1022, 0x1p-149, 0x1p-126, 1e-300, 1e-30, 0x1p-54, 0x1p-53, 0x1p-27, 0x1p-25, 0x1p-24, 0x1p-12, 1e-3,
	0.25, 0.5, math.Ln2, 1, math.Pi / 2, 2, math.Pi, 4, 8.5, 14, 15, 16, 16.7, 17.4, 18.7, 19, 20, 36.8, 37, 37.5, 40, 44.4, 54,
	88, 88.72, 89, 103.3, 104, 128, 354.9, 372.6, 708.4, 709.4, 709.78, 710, 744.44, 745.13, 746, 800, 1024, 1e5, 1e8, 1e16, 1e30,
	math.MaxFloat32, 1e154, 1e300, math.MaxFloat64,
}

// A drawer draws inputs of an elementwise op from its domain.
type drawer struct {
	probe
	r *rand.Rand
}

// domain is where operand k may lie, in numbers of the format.
func (d drawer) domain(k int) ops.Interval {
	in := ops.Interval{Low: -d.format.largest(), High: d.format.largest()}
	if d.op.Domain != nil {
		in.Low, in.High = max(in.Low, d.op.Domain[k].Low), min(in.High, d.op.Domain[k].High)
	}
	if low := d.format.nearest(in.Low); low < in.Low {
		in.Low = d.format.step(low, 1)
	}
	if high := d.format.nearest(in.High); high > in.High {
		in.High = d.format.step(high, -1)
	}
	return in
}

// into is x, or its negative, as a number of operand k's domain; false if neither is.
func (d drawer) into(k int, x float64) (float64, bool) {
	in := d.domain(k)
	for _, v := range []float64{d.format.nearest(x), -d.format.nearest(x)} {
		if in.Low <= v && v <= in.High {
			return v, true
		}
	}
	return 0, false
}

// number draws operand k: uniform in the ranges where functions bend, log-uniform over
// all exponents, subnormal, near a landmark, or an end of the domain.
func (d drawer) number(k int) float64 {
	in, r := d.domain(k), d.r
	for range 8 {
		x := 0.0
		switch r.IntN(10) {
		case 0, 1, 2:
			width := []float64{1, 5, 40, 100, 750}[r.IntN(5)]
			low, high := max(in.Low, -width), min(in.High, width)
			x = low + (high-low)*r.Float64()
		case 3, 4, 5:
			x = math.Ldexp(1+r.Float64(), r.IntN(64)-56)
		case 6:
			_, smallest, limit := d.format.shape()
			x = math.Ldexp(1+r.Float64(), smallest+r.IntN(limit-smallest))
		case 7:
			_, smallest, _ := d.format.shape()
			x = math.Ldexp(r.Float64(), smallest+r.IntN(24))
		case 8:
			x = landmarks[r.IntN(len(landmarks))] * (1 + math.Ldexp(r.Float64()-0.5, -r.IntN(50)))
		case 9:
			x = []float64{in.Low, in.High, 0, math.Copysign(0, -1)}[r.IntN(4)]
		}
		if r.IntN(2) == 0 {
			x = -x
		}
		if v, ok := d.into(k, x); ok {
			return v
		}
	}
	// A domain that none of these meets is narrow.
	return min(max(d.format.nearest(in.Low+(in.High-in.Low)*r.Float64()), in.Low), in.High)
}

// point draws all operands; of several, the last is now and then the first, or where
// the computed function changes its sign.
func (d drawer) point() []float64 {
	x := make([]float64, len(d.op.Args))
	for k := range x {
		x[k] = d.number(k)
	}
	last := len(x) - 1
	switch how := d.r.IntN(8); {
	case last == 0 || how > 2:
	case how == 0:
		near := d.format.step(x[0], d.r.IntN(7)-3)
		if v, ok := d.into(last, near); ok && !math.IsInf(near, 0) {
			x[last] = v
		}
	default:
		d.cancel(x, last)
	}
	return x
}

// cancel moves operand k to where the computed function changes its sign, if it does
// between there and another number.
func (d drawer) cancel(x []float64, k int) {
	at := func(v float64) float64 {
		x[k] = v
		return d.compute(elementwise(x))[0]
	}
	low, high := x[k], d.number(k)
	negative := at(low) < 0
	if below := at(high) < 0; below == negative {
		x[k] = low
		return
	}
	for range 60 {
		middle := d.format.nearest(low/2 + high/2)
		if (at(middle) < 0) == negative {
			low = middle
		} else {
			high = middle
		}
	}
	x[k] = low
}

// elementwise is the sample of one point.
func elementwise(x []float64) sample {
	s := sample{}
	for _, v := range x {
		s.in = append(s.in, ops.Operand[float64]{Data: []float64{v}})
	}
	return s
}

// fixed are the points that every run looks at: of each operand the landmarks, their
// neighbours and the domain's ends, the other operands at random.
func (d drawer) fixed() [][]float64 {
	var points [][]float64
	for k := range d.op.Args {
		in := d.domain(k)
		near := []float64{in.Low, in.High, d.format.step(in.Low, 1), d.format.step(in.High, -1), math.Copysign(0, -1)}
		for _, x := range landmarks {
			x = d.format.nearest(x)
			near = append(near, x, -x)
			if x > 1e-10 && x < 1e10 {
				near = append(near, d.format.step(x, 1), -d.format.step(x, 1), d.format.step(x, -1), -d.format.step(x, -1))
			}
		}
		slices.Sort(near)
		for _, v := range slices.Compact(near) {
			if in.Low <= v && v <= in.High {
				x := d.point()
				x[k] = v
				points = append(points, x)
			}
		}
	}
	return points
}

// array draws a sample of an op that is not elementwise: all numbers of one size, of
// sizes that differ, or such that much cancels.
func (d drawer) array(shapes [][]int, result []int) sample {
	s := sample{shape: result}
	how, spreadOf := d.r.IntN(3), 1+d.r.IntN(30)
	for k, shape := range shapes {
		data := make([]float64, arith.Size(shape))
		for i := range data {
			x := d.r.NormFloat64()
			if how == 1 {
				x = math.Ldexp(x, d.r.IntN(2*spreadOf)-spreadOf)
			}
			if how == 2 && i > 0 {
				x = -data[i-1] * (1 + math.Ldexp(d.r.Float64(), -spreadOf))
			}
			v, ok := d.into(k, x)
			if !ok {
				v = d.number(k)
			}
			data[i] = v
		}
		s.in = append(s.in, ops.Operand[float64]{Data: data, Shape: shape})
	}
	return s
}

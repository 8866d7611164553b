package verify

import (
	"fmt"
	"math"
	"math/big"
	"strings"

	"gorgonia.org/tensor"
	"surefoot/ops"
	"surefoot/ops/arith"
)

// reading is how the numbers of a constant node are read: a float that is the
// nearest one to p/q with q ≤ 2²⁰ as p/q, any other as the dyadic number that it is.
type reading struct {
	node      node
	numbers   []float64
	num, den  []float64 // of each number; den is 1 where it is read as it stands
	uncertain []int     // those that may be the rounding of some other number
}

// largestDenominator is the largest q.
const largestDenominator = 1 << 20

// read reads a constant, if it is made of floats.
func read(n node) (reading, bool) {
	r := reading{node: n}
	numbers, err := ops.Numbers(n.Value())
	if err != nil {
		return r, false
	}
	single := n.Value().Dtype() == tensor.Float32
	for i, x := range numbers {
		p, q := fraction(x, single)
		r.numbers, r.num, r.den = append(r.numbers, x), append(r.num, p), append(r.den, q)
		exact := p == math.Trunc(p) && math.FMA(x, q, -p) == 0 && math.Abs(p) < 1<<53
		if !exact {
			r.uncertain = append(r.uncertain, i)
		}
	}
	return r, true
}

// fraction is p/q with the smallest q ≤ 2²⁰ to which x is the nearest float, or
// x/1. Such a p/q is a convergent of x's continued fraction where |x| < 2¹¹: it is
// nearer than 1/(2q²) (A.-M. Legendre, 1798). Larger numbers are looked for among
// the convergents too.
func fraction(x float64, single bool) (p, q float64) {
	if math.IsNaN(x) || math.IsInf(x, 0) || x == math.Trunc(x) {
		return x, 1
	}
	nearest := func(v float64) bool { return v == x }
	if single {
		nearest = func(v float64) bool { return float32(v) == float32(x) }
	}
	rest := new(big.Rat).SetFloat64(math.Abs(x))
	p0, q0, p1, q1 := 0., 1., 1., 0.
	for {
		whole := new(big.Int).Quo(rest.Num(), rest.Denom())
		a, _ := new(big.Float).SetInt(whole).Float64()
		p0, q0, p1, q1 = p1, q1, a*p1+p0, a*q1+q0
		if q1 > largestDenominator || p1 >= 1<<53 {
			return x, 1
		}
		if nearest(p1 / q1) {
			return math.Copysign(p1, x), q1
		}
		rest.Sub(rest, new(big.Rat).SetInt(whole))
		if rest.Sign() == 0 {
			return x, 1
		}
		rest.Inv(rest)
	}
}

// on is the reading on a machine.
func (r reading) on(m arith.Machine) arith.Value {
	shape := r.node.Shape()
	for _, q := range r.den {
		if q != 1 {
			return m.Div(m.Floats(r.num, shape...), m.Floats(r.den, shape...))
		}
	}
	return m.Floats(r.numbers, shape...)
}

// doubt is how far an entry's reading may be from the number that was meant: half a
// unit in the last place, and as far as the reading is from the float.
func (r reading) doubt(i int) float64 {
	x := math.Abs(r.numbers[i])
	off := math.Abs(math.FMA(r.numbers[i], r.den[i], -r.num[i])) / r.den[i]
	if r.node.Value().Dtype() == tensor.Float32 {
		return float64(math.Nextafter32(float32(x), float32(math.Inf(1)))-float32(x))/2 + off
	}
	return arith.ULP(x)/2 + off
}

// guessed says of each number that is read as something else what as, once each:
// "0.1 as 1/10".
func (r reading) guessed() []string {
	var out []string
	seen := map[string]bool{}
	for i, x := range r.numbers {
		if r.den[i] == 1 || math.FMA(x, r.den[i], -r.num[i]) == 0 {
			continue
		}
		text := fmt.Sprintf("%v as %.0f/%.0f", x, r.num[i], r.den[i])
		if !seen[text] {
			seen[text], out = true, append(out, strings.ReplaceAll(text, "-", "−"))
		}
	}
	return out
}

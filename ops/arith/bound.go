package arith

import (
	"math"
	"math/big"
)

// Unit is the unit roundoff u of float64: |fl(x) − x| ≤ u|x| barring underflow.
const Unit = 0x1p-53

// tiny covers underflow: a result rounded to a multiple of the smallest
// subnormal 2⁻¹⁰⁷⁴ is up to half of it off (a library function's, up to
// libraryULP of it), and so is each of the few terms of its bound.
const tiny = 0x1p-1072

// libraryULP bounds the error of exp, log, log1p and expm1 in float64: the Go
// library promises less than one ulp, but its exp is assembly on amd64 and up to
// 1.8 off.
const libraryULP = 2

// Bounded is a float64 result with a bound on its distance from the exact one.
type Bounded struct {
	V float64 // what float64 computes
	E float64 // |V − exact| ≤ E; +Inf when nothing is known

	// Terms is Σ|terms| where V is a sum or a dot product, or a sum of such, and 0
	// elsewhere: what the rounding of the same sum in another order depends on.
	Terms float64
}

// Bound is running error analysis (Wilkinson 1986; Higham, Accuracy and
// Stability of Numerical Algorithms, 2nd ed. 2002, §3.3): float64 arithmetic
// that carries with every number a bound on the rounding error it has gathered,
// its inputs taken as exact. Each sum and dot product is bounded for every order of
// its own terms; a term added later has its own rounding.
//
// Its functions are the Go library's, on purpose: the kernels that train are our
// own, and an error in those must not be in the numbers that judge them.
//
// The bounds are themselves computed in float64, to a relative error far below
// the factor [Slack] by which a comparison widens them. Where a bound is
// subtracted or exponentiated, which would magnify that error, it is widened
// first.
//
// Sign is that of the computed value, and so is the branch that a Select takes;
// where the exact value may have another sign, its error covers both branches.
//
// What is exact stays so: 0 times a number or divided by one, e⁰, e⁰ − 1, log 1.
// A network of zeros has ties everywhere, and they are no matter of rounding.
type Bound struct{}

// Slack is the factor by which a computed bound is widened to cover the
// rounding of its own computation: fewer than 2²⁰ roundings of relative size u.
const Slack = 1 + 0x1p-20

var _ Arith[Bounded] = Bound{}

func rounded(v, propagated float64) Bounded {
	e := propagated + Unit*math.Abs(v)
	if math.IsNaN(v) || math.IsInf(v, 0) || math.IsNaN(e) {
		e = math.Inf(1)
	}
	return Bounded{V: v, E: e}
}

// Const is q with the error of rounding it.
func (Bound) Const(q *big.Rat) Bounded {
	x, exact := q.Float64()
	if exact {
		return Bounded{V: x}
	}
	return rounded(x, tiny)
}

// Float is x without error.
func (Bound) Float(x float64) Bounded {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return Bounded{V: x, E: math.Inf(1)}
	}
	return Bounded{V: x}
}

// Float64 is the computed value.
func (Bound) Float64(a Bounded) float64 { return a.V }

// Add is a + b.
func (Bound) Add(a, b Bounded) Bounded {
	sum := rounded(a.V+b.V, a.E+b.E)
	sum.Terms = a.Terms + b.Terms
	return sum
}

// Sub is a − b.
func (Bound) Sub(a, b Bounded) Bounded { return rounded(a.V-b.V, a.E+b.E) }

// Mul is a·b. An unknown factor (E = ∞) makes the product unknown, even by 0.
func (Bound) Mul(a, b Bounded) Bounded {
	if a.isZero() && b.known() || b.isZero() && a.known() {
		return Bounded{}
	}
	return rounded(a.V*b.V, a.E*(math.Abs(b.V)+b.E)+b.E*math.Abs(a.V)+tiny)
}

// Div is a/b: |a/b − (a±E)/(b±F)| ≤ (E + F|a/b|)/(|b| − F).
func (Bound) Div(a, b Bounded) Bounded {
	v := a.V / b.V
	smallest := math.Abs(b.V) - b.E*Slack
	if !(smallest > 0) {
		return Bounded{V: v, E: math.Inf(1)}
	}
	if a.isZero() {
		return Bounded{}
	}
	// The quotients first: a product of errors could underflow, and the division
	// by a small number magnify what was lost.
	return rounded(v, a.E/smallest+b.E/smallest*(math.Abs(v)+tiny)+tiny)
}

// Neg is −a.
func (Bound) Neg(a Bounded) Bounded { return Bounded{-a.V, a.E, a.Terms} }

// Exp is eᵃ.
func (Bound) Exp(a Bounded) Bounded {
	if a.isZero() {
		return Bounded{V: 1}
	}
	return library(math.Exp(a.V), spread(a))
}

// spread bounds |e^(a±E) − eᵃ| by e^(a+E)(1 − e^−E).
func spread(a Bounded) float64 {
	e := a.E * Slack
	return -math.Exp(a.V+e) * math.Expm1(-e)
}

// Log is log a: |log(a±E) − log a| ≤ −log(1 − E/a).
func (Bound) Log(a Bounded) Bounded {
	if a == (Bounded{V: 1}) {
		return Bounded{}
	}
	v, e := math.Log(a.V), a.E*Slack
	if !(a.V-e >= 0x1p-1022) { // on amd64 the library's log of a subnormal is wrong
		return Bounded{V: v, E: math.Inf(1)}
	}
	return library(v, -math.Log1p(-e/a.V))
}

// Log1p is log(1+a): |log(1+a±E) − log(1+a)| ≤ −log(1 − E/(1+a)).
func (Bound) Log1p(a Bounded) Bounded {
	if a.isZero() {
		return Bounded{}
	}
	v, e := math.Log1p(a.V), a.E*Slack
	if !(1+a.V-e > 0) {
		return Bounded{V: v, E: math.Inf(1)}
	}
	return library(v, -math.Log1p(-e/(1+a.V)))
}

// Expm1 is eᵃ − 1.
func (Bound) Expm1(a Bounded) Bounded {
	if a.isZero() {
		return Bounded{}
	}
	return library(math.Expm1(a.V), spread(a))
}

// library is v with an error of libraryULP ulp, each at most 2u|v|, one u of
// which rounded adds.
func library(v, propagated float64) Bounded {
	return rounded(v, propagated+(2*libraryULP-1)*Unit*math.Abs(v)+tiny)
}

// Sign is the sign of the computed value.
func (Bound) Sign(a Bounded) int { return Float64{}.Sign(a.V) }

// Dot is Σ aᵢbᵢ, its rounding bounded by γₙ Σ|aᵢ||bᵢ| with γₙ = nu/(1−nu)
// (Higham 2002, eq. 3.5), whatever the order of summation.
func (Bound) Dot(a, b []Bounded) Bounded {
	// Two interleaved sums each: this loop is most of what a checked step costs.
	b = b[:len(a)]
	var v, size, propagated [2]float64
	i := 0
	for ; i+2 <= len(a); i += 2 {
		x0, y0, x1, y1 := a[i], b[i], a[i+1], b[i+1]
		p0, p1 := x0.V*y0.V, x1.V*y1.V
		v[0] += p0
		v[1] += p1
		size[0] += math.Abs(p0)
		size[1] += math.Abs(p1)
		propagated[0] += math.Abs(x0.V)*y0.E + x0.E*(math.Abs(y0.V)+y0.E)
		propagated[1] += math.Abs(x1.V)*y1.E + x1.E*(math.Abs(y1.V)+y1.E)
	}
	if i < len(a) {
		x, y := a[i], b[i]
		v[0] += x.V * y.V
		size[0] += math.Abs(x.V * y.V)
		propagated[0] += math.Abs(x.V)*y.E + x.E*(math.Abs(y.V)+y.E)
	}
	if size[0]+size[1] == 0 && propagated[0]+propagated[1] == 0 && allZero(a, b) {
		return Bounded{} // else the products may have underflowed
	}
	return summed(v[0]+v[1], propagated[0]+propagated[1]+float64(len(a))*tiny, len(a), size[0]+size[1])
}

// Sum is Σ aᵢ, its rounding bounded by γₙ₋₁ Σ|aᵢ|.
func (Bound) Sum(a []Bounded) Bounded {
	var v, size, propagated float64
	for _, x := range a {
		v += x.V
		size += math.Abs(x.V)
		propagated += x.E
	}
	return summed(v, propagated, len(a)-1, size)
}

// summed is a sum v whose terms have the size Σ|terms|, after that many roundings.
func summed(v, propagated float64, roundings int, size float64) Bounded {
	e := propagated + Gamma(roundings)*size
	if math.IsNaN(v) || math.IsInf(v, 0) || math.IsNaN(e) {
		e = math.Inf(1)
	}
	return Bounded{v, e, size}
}

// Gamma is γₙ = nu/(1−nu), the relative size of n roundings one after the other.
func Gamma(n int) float64 {
	nu := float64(max(n, 0)) * Unit
	return nu / (1 - nu)
}

// applyKernel spreads the errors of the inputs by evaluating the kernel at the
// ends of their intervals, for two inputs at the four corners: exact where the
// function is monotone in each input on so short an interval, and right to
// second order in E where it turns.
func (Bound) applyKernel(k Kernel, x []Bounded) Bounded {
	ends, at := make([][2]float64, len(x)), make([]float64, len(x))
	known := true
	for i, a := range x {
		at[i], ends[i] = a.V, a.ends()
		known = known && a.E < math.Inf(1)
	}
	v := k.Apply(at...)
	if !known {
		return Bounded{V: v, E: math.Inf(1)}
	}
	if k.ExactAtZero && len(x) == 1 && x[0].isZero() {
		return Bounded{V: v}
	}
	e := k.error(v, at)
	for corner := range 1 << len(x) {
		for i := range x {
			at[i] = ends[i][corner>>i&1]
		}
		w := k.Apply(at...)
		e = math.Max(e, math.Abs(w-v)+k.error(w, at))
	}
	return summed(v, e, 0, 0)
}

// ends are the ends of the interval V ± E, rounded outwards.
func (a Bounded) ends() [2]float64 {
	if a.E == 0 {
		return [2]float64{a.V, a.V}
	}
	e := a.E * Slack
	return [2]float64{math.Nextafter(a.V-e, math.Inf(-1)), math.Nextafter(a.V+e, math.Inf(1))}
}

// error bounds the error of a kernel that gave v at x: its ULP units in the
// last place of the exact value, which may lie above v and have a larger unit.
func (k Kernel) error(v float64, x []float64) float64 {
	size := math.Abs(v)
	if k.Scale != nil {
		size = math.Max(size, k.Scale(x[0], x[1]))
	}
	return k.ULP * ULP(size+2*k.ULP*ULP(size))
}

// ULP is the unit in the last place of x: the distance from |x| to the next
// larger float64, and the smallest subnormal for 0.
func ULP(x float64) float64 {
	x = math.Abs(x)
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return math.NaN()
	case x == math.MaxFloat64:
		return x - math.Nextafter(x, 0)
	}
	return math.Nextafter(x, math.Inf(1)) - x
}

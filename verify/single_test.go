package verify

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
	"surefoot/graph"
	"surefoot/ops/arith"
)

// rough is float32 arithmetic as bad as an engine's may be: each step is up to 7 units
// of roundoff off and then rounded, and sums are added one by one in any order. It is
// exact where numbers are 0, as all arithmetic is.
type rough struct {
	inFloat64
	random *rand.Rand
}

type inFloat64 = arith.Float64

func (r rough) off(x float64) float64 {
	if x == 0 {
		return 0
	}
	return float64(float32(x * (1 + 7*singleUnit*(2*float64(r.random.IntN(2))-1))))
}

func (r rough) Const(q *big.Rat) float64 { return float64(float32(r.inFloat64.Const(q))) }
func (r rough) Float(x float64) float64  { return float64(float32(x)) }
func (r rough) Add(a, b float64) float64 { return r.off(a + b) }
func (r rough) Sub(a, b float64) float64 { return r.off(a - b) }
func (r rough) Mul(a, b float64) float64 { return r.off(a * b) }
func (r rough) Div(a, b float64) float64 { return r.off(a / b) }
func (r rough) Log(a float64) float64    { return r.off(math.Log(a)) }
func (r rough) Log1p(a float64) float64  { return r.off(math.Log1p(a)) }
func (r rough) Expm1(a float64) float64  { return r.off(math.Expm1(a)) }
func (r rough) Exp(a float64) float64 {
	if a == 0 {
		return 1
	}
	return r.off(math.Exp(a))
}

func (r rough) Sum(a []float64) float64 {
	var sum float32
	for _, i := range r.random.Perm(len(a)) {
		sum += float32(a[i])
	}
	return float64(sum)
}

func (r rough) Dot(a, b []float64) float64 {
	products := make([]float64, len(a))
	for i := range a {
		products[i] = float64(float32(a[i] * b[i]))
	}
	return r.Sum(products)
}

// cancelled makes some examples' first logit, or that of their first unit, what rounding
// leaves of 0: the last feature is what the other terms need to cancel.
func cancelled(block graph.Block, theta graph.Parameters, every int) {
	n := block.N
	if n < 2 || theta[0].Values[n-1] == 0 {
		return
	}
	for i := 0; i < block.M; i += every {
		row := block.Table[i*n : (i+1)*n]
		sum := theta[1].Values[0]
		for j := range n - 1 {
			sum += row[j] * theta[0].Values[j]
		}
		row[n-1] = -sum / theta[0].Values[n-1]
	}
}

// Whatever the scales, rough arithmetic stays within the bounds of singly; and those
// bounds say something: all but a few are a small part of the number or of the weight.
func TestNoArithmeticIsWorseThanItsBoundInFloat32(t *testing.T) {
	sharp, all := 0, 0
	checkMany(t, 2000, func(t *rapid.T) {
		model := newModel(t, rapid.SampledFrom(append(singles, "mlp:3relu,2relu", "mlp:3sigmoid")).Draw(t, "model"), rapid.IntRange(1, 6).Draw(t, "n"))
		seed := rapid.Int64Range(0, 1<<40).Draw(t, "seed")
		block := weightedFor(model, rapid.IntRange(1, 12).Draw(t, "m"), seed)
		theta := scaledStart(model, seed, math.Pow(10, float64(rapid.SampledFrom([]int{-38, -30, -5, -1, 0, 0, 0, 1, 3}).Draw(t, "size"))))
		if rapid.Bool().Draw(t, "spread") {
			spreadOut(block, theta, rapid.Bool().Draw(t, "inverse"))
		}
		if every := rapid.IntRange(0, 3).Draw(t, "cancelled"); every > 0 {
			cancelled(block, theta, every)
		}
		off := arith.Over[float64]{A: rough{random: rand.New(rand.NewPCG(uint64(seed), 3))}}
		got := model.ByHand(off, graph.InputsOver(off, block, theta))
		want := model.ByHand(singly, graph.InputsOver(singly, block, theta))
		for quantity, values := range want {
			numbers := off.Elements(got[quantity])
			for i, x := range singly.Elements(values) {
				allowed := x.E * (1 + singleOwn) * arith.Slack
				if !(math.Abs(numbers[i]-x.V) <= allowed) && !math.IsInf(x.E, 0) {
					t.Fatalf("%s[%d] is %g, and %g in float32: %g allowed", quantity, i, x.V, numbers[i], allowed)
				}
				if all++; x.E <= 0x1p-10*max(1, math.Abs(x.V)) {
					sharp++
				}
			}
		}
	})
	if t.Logf("%d of %d are known to 2⁻¹⁰", sharp, all); sharp < all*4/5 {
		t.Errorf("%d of %d numbers are known", sharp, all)
	}
}

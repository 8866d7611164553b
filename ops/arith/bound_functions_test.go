package arith_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"surefoot/ops/arith"
)

// The Go library's sine and cosine keep the bound, near their zeros, beyond 2²⁹
// where the reduction changes, and everywhere in between.
func TestBoundOfSineAndCosine(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	var b arith.Bound
	nearest := 0.0
	for i := range 20000 {
		x := math.Ldexp(random.Float64()-0.5, random.IntN(60)-25)
		switch i % 4 {
		case 0:
			x = float64(random.IntN(1<<(1+i%30))) * math.Pi / 2
		case 1:
			x = math.Ldexp(random.Float64()-0.5, random.IntN(2000)-1000)
		}
		sine, cosine := truth.Sin(truth.Float(x)), truth.Cos(truth.Float(x))
		judge(t, "sin", b.Sin(b.Float(x)), sine)
		judge(t, "cos", b.Cos(b.Float(x)), cosine)
		d, _ := distance(truth.Float(b.Sin(b.Float(x)).V), sine).Float64()
		nearest = max(nearest, d/b.Sin(b.Float(x)).E)
	}
	if t.Logf("the largest error is %.3f of its bound", nearest); !(nearest > 0.01) {
		t.Errorf("no error comes nearer than %g to its bound", nearest)
	}
}

// What an uncertain angle or radicand does, first order and second, must be
// neither forgotten nor overstated.
func TestBoundOfUncertainAngles(t *testing.T) {
	var b arith.Bound
	for _, c := range []struct {
		name  string
		got   arith.Bounded
		limit float64
	}{
		{"sin 0 ± 2^−30", b.Sin(arith.Bounded{E: 0x1p-30}), 0x1p-30},
		{"cos 0 ± 2^−30", b.Cos(arith.Bounded{E: 0x1p-30}), 0x1p-61 + 8*u},
		{"cos 1 ± 2^−30", b.Cos(arith.Bounded{V: 1, E: 0x1p-30}), math.Sin(1)*0x1p-30 + 0x1p-61 + 8*u},
		{"sin 1 ± 10⁶", b.Sin(arith.Bounded{V: 1, E: 1e6}), 2},
		{"√(4 ± 2^−30)", b.Sqrt(arith.Bounded{V: 4, E: 0x1p-30}), 0x1p-32 + 4*u},
		{"√(1 ± 1)", b.Sqrt(arith.Bounded{V: 1, E: 1 - 0x1p-19}), 1},
	} {
		if limit := c.limit * (1 + 0x1p-18); !(c.got.E <= limit+0x1p-1070) {
			t.Errorf("%s = %v ± %g, more than ± %g", c.name, c.got.V, c.got.E, limit)
		}
	}
	if zero := b.Sqrt(b.Float(0)); zero.V != 0 || zero.E != 0 {
		t.Errorf("√0 = %v ± %g", zero.V, zero.E)
	}
}

package kernel_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"surefoot/ops/kernel"
)

// What is allowed ends where it should, for all w from e^−limit to e^limit. The error of w,
// 2⁻³⁸·⁵ or 2⁻¹⁹ and roundings of 2⁻²¹, blurs the edge by 0.36 of the tolerance in float64 and
// by 0.63 in float32.
func TestAuditEdge(t *testing.T) {
	for _, v := range kernel.Variants() {
		t.Run(v.Name, func(t *testing.T) {
			v.Use(t)
			t.Run("float64", func(t *testing.T) { testAuditEdge(t, doubleAuditor, v, 650, 0.37) })
			t.Run("float32", func(t *testing.T) { testAuditEdge(t, singleAuditor, v, 60, 0.65) })
		})
	}
}

func testAuditEdge[T number](t *testing.T, k auditor[T], v kernel.Variant, limit, blur float64) {
	random := rand.New(rand.NewPCG(93, 94))
	for i := range 3000 {
		z := limit * (2*random.Float64() - 1)
		if i%2 == 0 {
			z /= limit / 5
		}
		logits, labels, d := []T{T(z)}, []T{T(i / 2 % 2)}, make([]T, 1)
		sign := 1 - 2*float64(labels[0])
		right, _ := exactSigmoid(sign*float64(logits[0]), 0).Float64()
		for _, c := range [][]T{nil, {3}} {
			factor := sign * right
			if c != nil {
				factor *= 3
			}
			for _, side := range []float64{1, -1} {
				d[0] = T(factor * (1 + side*k.tolerance*(1-blur)))
				if !k.within(v, logits, labels, c, d) {
					t.Fatalf("z = %v, y = %v, c = %v: %v is too far for the edge", logits, labels, c, d)
				}
				d[0] = T(factor * (1 + side*k.tolerance*(1+blur)))
				// Far out, the floor allows more.
				if math.Abs(float64(logits[0])) < limit/2 && k.off(logits, labels, c, d) != 1 {
					t.Fatalf("z = %v, y = %v, c = %v: %v is not too far", logits, labels, c, d)
				}
			}
		}
	}
}

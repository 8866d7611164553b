package kernel_test

import (
	"math/rand/v2"
	"testing"

	"surefoot/ops/kernel"
)

func TestAuditHardSums(t *testing.T) {
	eachHard(t, testAuditHardSums[float64], testAuditHardSums[float32])
}

// testAuditHardSums compares with exact sums as testAuditSums does; those that may be estimates
// are compared where all terms are the same.
func testAuditHardSums[T number](t *testing.T, k hardAuditor[T]) {
	random := rand.New(rand.NewPCG(101, 102))
	for i, n := range someLengths() {
		var x [4][]T
		for j := range x {
			x[j], _ = walled(normals[T](random, n), (i+j*j)%8)
		}
		z, d, u, s := x[0], x[1], x[2], x[3]
		hard := append(make([]byte, i%8), bitsOf(make([]T, n))...)[i%8:]
		var sums, again kernel.Audit
		k.hard(&sums, z, hard, d, u, s)
		var want [3]exact
		for i := range z {
			want[0].add(float64(s[i]), float64(z[i]))
			want[1].add(float64(u[i]), float64(d[i]))
			want[2].add(float64(d[i]), 1)
		}
		all := listed(sums)
		for j := range want {
			if !want[j].admits(all[j], min(n+25, k.terms+1), k.unit) {
				t.Fatalf("%d elements: sum %d is %v, not %v", n, j, all[j], want[j].sum)
			}
		}
		for j := range x {
			x[j] = append(make([]T, 0, n), x[j]...)
		}
		if k.hard(&again, x[0], hard, x[1], x[2], x[3]); again != sums {
			t.Fatalf("%d elements: %+v at one place, %+v at another", n, sums, again)
		}
		testAuditHardSquares(t, k, n)
	}
}

// Terms that are the same, and whose sums are exact, have sums that no estimate changes.
func testAuditHardSquares[T number](t *testing.T, k hardAuditor[T], n int) {
	t.Helper()
	twos, halves := make([]T, n), make([]T, n)
	for i := range twos {
		twos[i], halves[i] = 2, 0.5
	}
	sums := kernel.Audit{Signed: 1, Projected: 2, Total: 3, Squares: 4, Logits: 5}
	k.hard(&sums, twos, bitsOf(twos), halves, twos, halves)
	f := float64(n)
	sums.Off = 0 // all are
	if got, want := listed(sums), [5]float64{1 + f, 2 + f, 3 + f/2, 4 + f/4, 5 + 4*f}; got != want {
		t.Fatalf("%d elements that are the same: %v, not %v", n, got, want)
	}
}

// Over all places that elements can have, estimates are right on average: each element counts
// sixteen times in as many turns. All terms and sums are integers that float32 has.
func TestAuditHardSquaresOnAverage(t *testing.T) {
	eachHard(t, testAuditHardSquaresOnAverage[float64], testAuditHardSquaresOnAverage[float32])
}

func testAuditHardSquaresOnAverage[T number](t *testing.T, k hardAuditor[T]) {
	random := rand.New(rand.NewPCG(103, 104))
	for _, n := range []int{64, 640, 1024} {
		z, d := make([]T, n), make([]T, n)
		var squares, logits float64
		for i := range z {
			z[i], d[i] = T(random.IntN(30)), T(random.IntN(30))
			squares, logits = squares+16*float64(d[i]*d[i]), logits+16*float64(z[i]*z[i])
		}
		var sums kernel.Audit
		for range 16 { // 4 elements a turn, which is no more than a vector
			k.hard(&sums, z, bitsOf(z), d, d, d)
			z, d = append(z[4:], z[:4]...), append(d[4:], d[:4]...)
		}
		if sums.Squares != squares || sums.Logits != logits {
			t.Errorf("%d elements: %v and %v, not %v and %v", n, sums.Squares, sums.Logits, squares, logits)
		}
	}
}

func TestAuditHardAllocatesNothing(t *testing.T) {
	each(t, func(t *testing.T) {
		x, hard := make([]float64, 700), make([]byte, 88)
		single := make([]float32, 700)
		var sums kernel.Audit
		if got := testing.AllocsPerRun(10, func() {
			kernel.AuditHardLogits(&sums, x, hard, x, x, x)
			kernel.AuditHardLogits32(&sums, single, hard, single, single, single)
		}); got != 0 {
			t.Errorf("%v allocations", got)
		}
	})
}

func TestAuditHardRefusesOtherLengths(t *testing.T) {
	for i := range 5 {
		var x [4][]float64
		for j := range x {
			x[j] = make([]float64, 9)
		}
		hard := make([]byte, 2)
		if i < len(x) {
			x[i] = x[i][:8]
		} else {
			hard = hard[:1]
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("operand %d may have another length", i)
				}
			}()
			var sums kernel.Audit
			kernel.AuditHardLogits(&sums, x[0], hard, x[1], x[2], x[3])
		}()
	}
}

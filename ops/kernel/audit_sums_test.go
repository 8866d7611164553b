package kernel_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"surefoot/ops/kernel"
)

func TestAuditSums(t *testing.T) {
	eachAudit(t, testAuditSums[float64], testAuditSums[float32])
}

// listed are the sums of an audit.
func listed(a kernel.Audit) [5]float64 {
	return [5]float64{a.Signed, a.Projected, a.Total, a.Squares, a.Logits}
}

// testAuditSums compares with exact sums. A lane's sum has one rounding for each term, in T, and
// in float64 as many additions follow as there are lanes and runs: 25 for 4200 elements.
func testAuditSums[T number](t *testing.T, k auditor[T]) {
	random := rand.New(rand.NewPCG(89, 90))
	lengths := []int{500, 511, 512, 513, 700, 1000, 1024, 4095, 4096, 4097, 4200}
	for n := range 131 {
		lengths = append(lengths, n)
	}
	for i, n := range lengths {
		var operands [6][]T
		for j := range operands {
			operands[j], _ = walled(normals[T](random, n), (i+j*j)%8)
		}
		z, y, c, d, u, s := operands[0], operands[1], operands[2], operands[3], operands[4], operands[5]
		var sums kernel.Audit
		k.audit(&sums, z, y, c, d, u, s)
		var want [5]exact
		for i := range z {
			want[0].add(float64(s[i]), float64(z[i]))
			want[1].add(float64(u[i]), float64(d[i]))
			want[2].add(float64(d[i]), 1)
			want[3].add(float64(d[i]), float64(d[i]))
			want[4].add(float64(z[i]), float64(z[i]))
		}
		for j, got := range listed(sums) {
			// 2⁻²⁴ is far above 25 roundings of 2⁻⁵³, which are one more term at most.
			if !want[j].admits(got, min(n+25, k.terms+1), k.unit) {
				t.Fatalf("%d elements: sum %d is %v, not %v", n, j, got, want[j].sum)
			}
		}
		testAuditPlaces(t, k, sums, z, y, c, d, u, s)
	}
}

// testAuditPlaces checks that it does not matter where operands lie, that sums are added to what
// is there, and that without u only its sum is missing.
func testAuditPlaces[T number](t *testing.T, k auditor[T], sums kernel.Audit, z, y, c, d, u, s []T) {
	t.Helper()
	aligned := func(x []T) []T { return append(make([]T, 0, len(x)), x...) }
	var again kernel.Audit
	k.audit(&again, aligned(z), aligned(y), aligned(c), aligned(d), aligned(u), aligned(s))
	if again != sums {
		t.Fatalf("%d elements: %+v at one place, %+v at another", len(z), sums, again)
	}
	if len(z) <= 512 { // one run
		more := kernel.Audit{Signed: 1, Projected: -2, Total: 3, Squares: 4, Logits: 5, Off: 6}
		k.audit(&more, z, y, c, d, u, s)
		if want := (kernel.Audit{
			Signed: 1 + sums.Signed, Projected: -2 + sums.Projected, Total: 3 + sums.Total,
			Squares: 4 + sums.Squares, Logits: 5 + sums.Logits, Off: 6 + sums.Off,
		}); more != want {
			t.Fatalf("%d elements: %+v, not %+v", len(z), more, want)
		}
	}
	ones := make([]T, len(z))
	for i := range ones {
		ones[i] = 1
	}
	var ofOnes, ofNil kernel.Audit
	k.audit(&ofOnes, z, y, ones, d, u, s)
	k.audit(&ofNil, z, y, nil, d, u, s)
	if ofNil != ofOnes {
		t.Fatalf("%d elements: %+v without factors, %+v with ones", len(z), ofNil, ofOnes)
	}
	without := kernel.Audit{Projected: 7}
	k.audit(&without, z, y, c, d, nil, s)
	if sums.Projected = 7; without != sums {
		t.Fatalf("%d elements without u: %+v, not %+v", len(z), without, sums)
	}
}

// What rounding loses of terms like these adds up: the bound is no luck of random signs.
func TestAuditSumsOfEqualTerms(t *testing.T) {
	eachAudit(t, testAuditSumsOfEqualTerms[float64], testAuditSumsOfEqualTerms[float32])
}

func testAuditSumsOfEqualTerms[T number](t *testing.T, k auditor[T]) {
	x := make([]T, 4096)
	for digit := 10; digit < 23; digit++ {
		term := T(1 + math.Ldexp(1, -digit) - 2*k.unit)
		var want exact
		for i := range x {
			x[i] = term
			want.add(float64(term), 1)
		}
		var sums kernel.Audit
		k.audit(&sums, x, x, x, x, x, x)
		// Each of n additions rounds a partial sum: half of n in the middle, and 2 for the rest.
		if !want.admits(sums.Total, min(len(x), k.terms)/2+2, k.unit) {
			t.Errorf("the sum of %d times %v is %v", len(x), term, sums.Total)
		}
	}
}

func TestAuditAllocatesNothing(t *testing.T) {
	each(t, func(t *testing.T) {
		x := make([]float64, 700)
		var sums kernel.Audit
		if got := testing.AllocsPerRun(10, func() {
			kernel.AuditLogits(&sums, x, x, x, x, x, x)
			kernel.AuditLogits(&sums, x, x, nil, x, nil, x)
			kernel.Decays(x, x, 1)
		}); got != 0 {
			t.Errorf("%v allocations", got)
		}
	})
}

func TestAuditRefusesOtherLengths(t *testing.T) {
	for i := range 6 {
		var x [6][]float64
		for j := range x {
			x[j] = make([]float64, 3)
		}
		x[i] = x[i][:2]
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("operand %d may have another length", i)
				}
			}()
			var sums kernel.Audit
			kernel.AuditLogits(&sums, x[0], x[1], x[2], x[3], x[4], x[5])
		}()
	}
}

package kernel_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"surefoot/ops/kernel"
)

// hardAuditor is what there is of one width for hard labels.
type hardAuditor[T number] struct {
	auditor[T]
	hard       func(sums *kernel.Audit, z []T, hard []byte, d, u, s []T)
	withinHard func(v kernel.Variant, z []T, hard []byte, d []T) bool
	farthest   float64 // where logits end
}

var (
	doubleHard = hardAuditor[float64]{doubleAuditor, kernel.AuditHardLogits, kernel.Variant.WithinHard, 700}
	singleHard = hardAuditor[float32]{singleAuditor, kernel.AuditHardLogits32, kernel.Variant.WithinHard32, 84}
)

// eachHard runs a test of both widths with every variant.
func eachHard(t *testing.T, double func(*testing.T, hardAuditor[float64]), single func(*testing.T, hardAuditor[float32])) {
	eachAudit(t,
		func(t *testing.T, _ auditor[float64]) { double(t, doubleHard) },
		func(t *testing.T, _ auditor[float32]) { single(t, singleHard) })
}

// bitsOf are labels 0 and 1 as bits; those beyond the labels are 1.
func bitsOf[T number](y []T) []byte {
	hard := make([]byte, (len(y)+7)/8)
	for i := range 8 * len(hard) {
		if i >= len(y) || y[i] == 1 {
			hard[i/8] |= 1 << (i % 8)
		}
	}
	return hard
}

// labelled are logits of ordinary size with hard labels.
func labelled[T number](random *rand.Rand, n int) (z, y []T) {
	for range n {
		z, y = append(z, T(4*random.NormFloat64())), append(y, T(random.IntN(2)))
	}
	return z, y
}

// someLengths have all kinds of ends.
func someLengths() (lengths []int) {
	for n := range 131 {
		lengths = append(lengths, n)
	}
	for n := 1000; n <= 1100; n += 3 {
		lengths = append(lengths, n)
	}
	return append(lengths, 511, 512, 513, 1024, 4095, 4096, 4097, 4200)
}

// offHard is how many derivatives are off, which AuditLogits must find too. Nothing but them and
// the logits shows NaN.
func (k hardAuditor[T]) offHard(t *testing.T, z, y, d []T) int {
	t.Helper()
	var sums kernel.Audit
	nothing := make([]T, len(z))
	k.hard(&sums, z, bitsOf(y), d, nothing, nothing)
	if want := k.off(z, y, nil, d); sums.Off != want {
		t.Fatalf("%d elements: %d off, not %d", len(z), sums.Off, want)
	}
	return sums.Off
}

func TestAuditHardOfRightDerivatives(t *testing.T) {
	eachHard(t, testAuditHardOfRightDerivatives[float64], testAuditHardOfRightDerivatives[float32])
}

func testAuditHardOfRightDerivatives[T number](t *testing.T, k hardAuditor[T]) {
	points, _ := ofAllSizes[T]()
	random := rand.New(rand.NewPCG(107, 108))
	for _, v := range kernel.Variants() {
		for n := 1; n <= 300; n++ {
			z, y := labelled[T](random, n)
			if !k.withinHard(v, z, bitsOf(y), k.right(z, y, nil)) {
				t.Fatalf("%d elements need a second look by %s", n, v.Name)
			}
		}
		for _, z := range points {
			for label := range 2 {
				logit, y, d := []T{z}, []T{T(label)}, make([]T, 1)
				restore := v.Set()
				k.residuals(d, logit, y)
				restore()
				if k.offHard(t, logit, y, d) != 0 {
					t.Errorf("z = %v, y = %v: %v by %s is off", z, y, d, v.Name)
				}
				right := float64(z) * (1 - 2*float64(label)) // z'
				if right > -k.farthest && !k.withinHard(v, logit, bitsOf(y), d) {
					t.Errorf("z = %v, y = %v: %v needs a second look by %s", z, y, d, v.Name)
				}
			}
		}
	}
}

func TestAuditHardOfWrongDerivatives(t *testing.T) {
	eachHard(t, testAuditHardOfWrongDerivatives[float64], testAuditHardOfWrongDerivatives[float32])
}

// A wrong operand is seen wherever it lies.
func testAuditHardOfWrongDerivatives[T number](t *testing.T, k hardAuditor[T]) {
	random := rand.New(rand.NewPCG(95, 96))
	for _, n := range someLengths() {
		z, y := labelled[T](random, n)
		d := k.right(z, y, nil)
		if off := k.offHard(t, z, y, d); off != 0 {
			t.Fatalf("%d of %d right derivatives are off", off, n)
		}
		for i := range n {
			if i < n-17 && random.IntN(n) > 8 {
				continue // all of these would take long
			}
			for _, wrong := range []struct {
				in []T
				to T
			}{
				{d, d[i] + T((1-2*float64(i%2))*4*k.tolerance*scale(z[i], y[i], 1))},
				{y, 1 - y[i]},
				{d, -d[i]},
				{d, T(math.NaN())},
				{d, T(math.Copysign(math.NaN(), -1))},
				{d, T(math.Inf(1 - 2*(i%2)))},
				{z, T(math.NaN())},
				{z, T(math.Copysign(math.NaN(), -1))},
				{z, T(math.Inf(-int(math.Copysign(1, float64(z[i])))))},
			} {
				was := wrong.in[i]
				wrong.in[i] = wrong.to
				if off := k.offHard(t, z, y, d); off != 1 {
					t.Fatalf("%d elements, %v of number %d wrong as %v: %d off", n, was, i, wrong.to, off)
				}
				wrong.in[i] = was
			}
		}
	}
}

func TestAuditHardOfFlippedBits(t *testing.T) {
	eachHard(t, testAuditHardOfFlippedBits[float64], testAuditHardOfFlippedBits[float32])
}

// A flipped bit is seen if the derivative is more than 4 tolerances far then, and not if it is
// less than a quarter far, as in TestAuditOfFlippedBits.
func testAuditHardOfFlippedBits[T number](t *testing.T, k hardAuditor[T]) {
	random := rand.New(rand.NewPCG(97, 98))
	const n = 109
	seen := map[string]int{}
	audit := func(z, y, d []T) (off int) {
		var sums kernel.Audit
		k.hard(&sums, z, bitsOf(y), d, d, d)
		return sums.Off
	}
	for range 12 {
		z, y := labelled[T](random, n)
		d := k.right(z, y, nil)
		i := random.IntN(n)
		for bit := range k.bits {
			for name, x := range map[string]*T{"z": &z[i], "d": &d[i]} {
				was := *x
				*x = k.flip(was, bit)
				far, off := k.farness(z[i], y[i], 1, d[i]), audit(z, y, d)
				switch {
				case far > 4:
					if seen[name+" off"]++; off != 1 {
						t.Errorf("bit %d of %s = %v: %g tolerances far, %d off", bit, name, was, far, off)
					}
				case far < 0.25:
					if seen[name+" harmless"]++; off != 0 {
						t.Errorf("bit %d of %s = %v: %g tolerances far, %d off", bit, name, was, far, off)
					}
				}
				*x = was
			}
		}
	}
	for _, name := range []string{"z", "d"} {
		if seen[name+" off"] < 80 || seen[name+" harmless"] < 15 {
			t.Errorf("too few of some kind: %v", seen)
		}
	}
}

// What is allowed ends where it should, as in TestAuditEdge, and as far out as logits go.
func TestAuditHardEdge(t *testing.T) {
	for _, v := range kernel.Variants() {
		t.Run(v.Name, func(t *testing.T) {
			v.Use(t)
			t.Run("float64", func(t *testing.T) { testAuditHardEdge(t, doubleHard, v, 0.37) })
			t.Run("float32", func(t *testing.T) { testAuditHardEdge(t, singleHard, v, 0.65) })
		})
	}
}

func testAuditHardEdge[T number](t *testing.T, k hardAuditor[T], v kernel.Variant, blur float64) {
	random := rand.New(rand.NewPCG(99, 100))
	for i := range 6000 {
		z := k.farthest * (2*random.Float64() - 1)
		if i%2 == 0 {
			z /= k.farthest / 5
		}
		label := i / 2 % 2
		logits, y, d := []T{T(z)}, []T{T(label)}, make([]T, 1)
		sign := 1 - 2*float64(label)
		right, _ := exactSigmoid(sign*float64(logits[0]), 0).Float64()
		for _, side := range []float64{1, -1} {
			d[0] = T(sign * right * (1 + side*k.tolerance*(1-blur)))
			if !k.withinHard(v, logits, bitsOf(y), d) {
				t.Fatalf("z = %v, y = %v: %v is too far for the edge", logits, y, d)
			}
			d[0] = T(sign * right * (1 + side*k.tolerance*(1+blur)))
			if v.Name != "scalar" && k.withinHard(v, logits, bitsOf(y), d) {
				t.Fatalf("z = %v, y = %v: %v is not too far", logits, y, d)
			}
		}
	}
}

// A derivative that is off changes no other sum, and is added to those found before.
func TestAuditHardKeepsSums(t *testing.T) {
	eachHard(t, testAuditHardKeepsSums[float64], testAuditHardKeepsSums[float32])
}

func testAuditHardKeepsSums[T number](t *testing.T, k hardAuditor[T]) {
	z, y := labelled[T](rand.New(rand.NewPCG(105, 106)), 300)
	d := k.right(z, y, nil)
	right := kernel.Audit{Signed: 1, Projected: 2, Total: 3, Squares: 4, Logits: 5, Off: 6}
	wrong := right
	hard := bitsOf(y)
	k.hard(&right, z, hard, d, d, d)
	for _, i := range []int{3, 70, 299} {
		hard[i/8] ^= 1 << (i % 8)
	}
	k.hard(&wrong, z, hard, d, d, d)
	if right.Off += 3; wrong != right {
		t.Errorf("%+v with three labels wrong, not %+v", wrong, right)
	}
}

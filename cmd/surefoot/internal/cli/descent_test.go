package cli

import (
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/ALTree/bigfloat"
	"surefoot/train/data"
)

// rounding is how far apart two runs of gradient descent may end, ‖θ − θ'‖/‖θ'‖,
// that compute the same in another order. With u = 2⁻⁵³:
//
//   - A gradient of m terms of n + 1 products each is right to (m + n) u κ, where κ
//     is what its sum loses to cancellation. A step adds α times that.
//   - Adding a step to θ rounds it by u.
//   - For α = 1/λmax no later step enlarges an error: θ ↦ θ − α∇J has the derivative
//     I − αH with 0 ≤ H ≤ λmax/4. So 1000 steps add at most their errors.
//
// Together, as the steps' lengths add up to ‖θ‖ times a factor ℓ that is 1 for a
// straight way: (600 κℓ + 1000) u = 6.7e-14 κℓ + 1.1e-13, which leaves κℓ room up
// to 13. Measured, it is below 1e-15: errors of single terms mostly cancel.
const rounding = 1e-12

const steps = 1000

// plainDescent is the vectorised algorithm of the text in plain Go:
//
//	Z = wᵀX + b,  A = σ(Z),  dZ = A − Y,  dw = (1/m) X dZᵀ,  db = (1/m) Σ dZ,
//	w = w − α dw,  b = b − α db,
//
// from zeros. The last number is b.
func plainDescent(table *data.Table, rate float64) []float64 {
	m, n := table.M, table.N
	w, b := make([]float64, n), 0.0
	z, dz := make([]float64, m), make([]float64, m)
	for range steps {
		for i := range m {
			z[i] = 0
			for j := range n {
				z[i] += w[j] * table.X[i*n+j]
			}
			z[i] += b
		}
		db := 0.0
		for i := range m {
			dz[i] = 1/(1+math.Exp(-z[i])) - table.Y[i]
			db += dz[i]
		}
		for j := range n {
			dw := 0.0
			for i := range m {
				dw += table.X[i*n+j] * dz[i]
			}
			w[j] -= rate * (dw / float64(m))
		}
		b -= rate * (db / float64(m))
	}
	return append(w, b)
}

// exactDescent is the same in 200 bits.
func exactDescent(table *data.Table, rate float64) []float64 {
	number := func(x float64) *big.Float { return new(big.Float).SetPrec(200).SetFloat64(x) }
	add := func(to, x, y *big.Float) { to.Add(to, new(big.Float).Mul(x, y)) }
	m, n := table.M, table.N
	theta, gradient := make([]*big.Float, n+1), make([]*big.Float, n+1)
	for j := range theta {
		theta[j] = number(0)
	}
	step := new(big.Float).Quo(number(-rate), number(float64(m)))
	for range steps {
		for j := range gradient {
			gradient[j] = number(0)
		}
		for i := range m {
			x := append(append([]float64(nil), table.Row(i)...), 1)
			z := number(0)
			for j := range x {
				add(z, theta[j], number(x[j]))
			}
			a := new(big.Float).Quo(number(1), new(big.Float).Add(number(1), bigfloat.Exp(z.Neg(z))))
			dz := a.Sub(a, number(table.Y[i]))
			for j := range x {
				add(gradient[j], dz, number(x[j]))
			}
		}
		for j := range theta {
			add(theta[j], step, gradient[j])
		}
	}
	out := make([]float64, n+1)
	for j := range out {
		out[j], _ = theta[j].Float64()
	}
	return out
}

// stable is 1/λmax of (1/m) X̃X̃ᵀ, X̃ being X with a row of ones, by power iteration.
func stable(table *data.Table) float64 {
	v, size := make([]float64, table.N+1), 1.0
	for j := range v {
		v[j] = 1
	}
	for range 500 {
		next := make([]float64, len(v))
		for i := range table.M {
			x := append(append([]float64(nil), table.Row(i)...), 1)
			dot := 0.0
			for j := range x {
				dot += x[j] * v[j]
			}
			for j := range x {
				next[j] += dot * x[j] / float64(table.M)
			}
		}
		size = norm(next)
		for j := range v {
			v[j] = next[j] / size
		}
	}
	return 1 / size
}

func norm(x []float64) float64 {
	sum := 0.0
	for _, e := range x {
		sum = math.Hypot(sum, e)
	}
	return sum
}

// apart is ‖x − y‖ / ‖y‖.
func apart(x, y []float64) float64 {
	d := make([]float64, len(y))
	for j := range y {
		d[j] = x[j] - y[j]
	}
	return norm(d) / norm(y)
}

// generated draws examples with correlated features of different scales, whose
// classes overlap.
func generated(m, n int) *data.Table {
	random := rand.New(rand.NewPCG(11, 13))
	table := &data.Table{Name: "generated", M: m, N: n}
	for j := range n {
		table.Features = append(table.Features, "x"+strconv.Itoa(j+1))
	}
	for i := range m {
		common, logit := random.NormFloat64(), 0.5
		for j := range n {
			x := (common + random.NormFloat64()) * math.Pow(2, float64(j))
			table.X = append(table.X, x)
			logit += x * float64(j%3-1) / math.Pow(2, float64(j))
		}
		y := 0.0
		if i == 0 || i > 1 && random.Float64() < 1/(1+math.Exp(-logit)) {
			y = 1
		}
		table.Y = append(table.Y, y)
	}
	return table
}

// machines are the flags that choose what computes the gradient.
var machines = []string{"--engine=program", "--engine=interpreter", "--engine=tape", "--algorithm=looped"}

// trainedOn writes the table to a file and trains on it, as it is. Checking takes
// most of the time and moves no number, so the first machine alone is checked.
func trainedOn(t *testing.T, table *data.Table, rate float64, machine string) []float64 {
	t.Helper()
	path := t.TempDir() + "/table.csv"
	if err := os.WriteFile(path, []byte(csvOf(table)), 0o600); err != nil {
		t.Fatal(err)
	}
	policy := "off"
	if machine == machines[0] {
		policy = "full"
	}
	got := trained(t, surefoot(t, "train", path, "--standardize=false", "--test", "0", machine, "--verify", policy, "--format", "json",
		"--rate", strconv.FormatFloat(rate, 'g', -1, 64), "--iterations", strconv.Itoa(steps)).done(t))
	theta := make([]float64, 0, table.N+1)
	for _, w := range got.Parameters.W {
		theta = append(theta, float64(w))
	}
	return append(theta, float64(*got.Parameters.B))
}

func TestTrainingIsPlainGradientDescent(t *testing.T) {
	tables := []*data.Table{generated(200, 5)}
	for _, name := range data.Demos() {
		table, err := data.Demo(name)
		if err != nil {
			t.Fatal(err)
		}
		tables = append(tables, table)
	}
	for _, table := range tables {
		rate := stable(table)
		want := plainDescent(table, rate)
		for _, machine := range machines {
			t.Run(table.Name+" "+machine, func(t *testing.T) {
				t.Parallel()
				d := apart(trainedOn(t, table, rate, machine), want)
				t.Logf("‖θ − θ'‖/‖θ'‖ = %.2g after %d steps with α = %.3g", d, steps, rate)
				if !(d <= rounding) {
					t.Errorf("the parameters are %.3g apart, more than rounding can explain", d)
				}
			})
		}
	}
}

// On a table small enough for 200 bits the exact iterates are known, and the bound
// is smaller: ((8 + 2) κℓ + 1000) u = 1.1e-13 + 1.1e-15 κℓ. Measured: 1.4e-16.
func TestTrainingFollowsTheExactIterates(t *testing.T) {
	const smallRounding = 1.5e-13
	table := generated(8, 2)
	rate := stable(table)
	want := exactDescent(table, rate)
	t.Logf("plain float64: %.2g from exact", apart(plainDescent(table, rate), want))
	for _, machine := range machines {
		d := apart(trainedOn(t, table, rate, machine), want)
		t.Logf("%s: %.2g from exact", machine, d)
		if !(d <= smallRounding) {
			t.Errorf("%s: the parameters are %.3g from the exact ones", machine, d)
		}
	}
}

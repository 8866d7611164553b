package verify

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"surefoot/graph"
	"surefoot/ops/arith"
)

// A Slip is one of the mistakes in the pseudo-code of the text that the
// derivation follows, where it is printed for two features.
type Slip struct {
	Name    string // a few words
	Printed string // the line as it stands in the text
	Meant   string // the line as it should stand
	// Quantity is the first quantity that the slip makes wrong.
	Quantity string
	// CannotRun says why the line has no meaning, for those that stop a program
	// before it computes anything.
	CannotRun string

	plant func(*printedLoop)
}

// Slips is the catalogue, in the order of the text.
func Slips() []Slip {
	return []Slip{
		{
			Name:    "four names, one zero",
			Printed: "J, dw_1, dw_2, db = 0", Meant: "J = dw_1 = dw_2 = db = 0", Quantity: "J",
			CannotRun: "one number cannot be assigned to four names",
		},
		{
			Name:    "dz is never initialised",
			Printed: "dz += a - y", Meant: "dz = a − y", Quantity: "dL/dz",
			CannotRun: "dz has no value to add to",
		},
		{
			Name:    "dz is a running sum",
			Printed: "dz = 0 … dz += a - y", Meant: "dz = a − y", Quantity: "dL/dz",
			plant: func(l *printedLoop) { l.runningSum = true },
		},
		{
			Name:    "wrong feature, x counted from 1",
			Printed: "dw_2 += x[1] * dz", Meant: "dw_2 += x[2] * dz", Quantity: "dL/dw",
			plant: func(l *printedLoop) { l.feature = [2]int{0, 0} },
		},
		{
			Name:    "wrong feature, x counted from 0",
			Printed: "dw_1 += x[1] * dz", Meant: "dw_1 += x[0] * dz", Quantity: "dL/dw",
			plant: func(l *printedLoop) { l.feature = [2]int{1, 1} },
		},
		{
			Name:    "no index i on x and y",
			Printed: "z = w.T x + b;  dz = a - y", Meant: "z = w.T x[i] + b;  dz = a − y[i]", Quantity: "dL/dz",
			plant: func(l *printedLoop) { l.noIndex = true },
		},
		{
			Name:    "db is not divided by m",
			Printed: "J /= m;  dw_1 /= m;  dw_2 /= m", Meant: "J /= m;  dw_1 /= m;  dw_2 /= m;  db /= m", Quantity: "dL/db",
			plant: func(l *printedLoop) { l.undividedB = true },
		},
		{
			Name:    "b steps by itself",
			Printed: "b = b - alpha * b", Meant: "b = b − alpha * db", Quantity: "b",
			plant: func(l *printedLoop) { l.stepByB = true },
		},
		{
			Name:    "accumulators are not reset",
			Printed: "for it in range(1000): for i in range(m): …", Meant: "for it in range(1000): J = dw_1 = dw_2 = db = 0; for i in range(m): …",
			Quantity: "dL/dw",
			plant:    func(l *printedLoop) { l.noReset = true },
		},
		{
			Name:    "no shape",
			Printed: "np.zeros(n_x, 1)", Meant: "np.zeros((n_x, 1))", Quantity: "w",
			CannotRun: "the second argument of zeros is a type, and 1 is none",
		},
		{
			Name:    "J is never computed (its updates are right)",
			Printed: "Z = …; A = …; dZ = A - Y; dw = …; db = …", Meant: "…; J = −(Y log A + (1−Y) log(1−A)).mean()", Quantity: "J",
			plant: func(l *printedLoop) { l.noCost = true },
		},
	}
}

// AsPrinted runs each slip that runs, alone, for two iterations on a random
// table of m ≥ 2 examples and two features from b ≠ 0, and checks every number
// that it computes against the derivation. A slip's finding names the first
// quantity that is wrong, with the worst of its entries; one that cannot run is
// listed as inconclusive with the reason. The findings are in the order of
// [Slips]. The verdict is [Fail] as long as one slip is found.
func AsPrinted(examples int, seed int64) (*Report, error) {
	if examples < 2 {
		return nil, fmt.Errorf("the slips need at least two examples, not %d", examples)
	}
	model := graph.Logistic(2)
	block := RandomBlock(examples, 2, seed)
	theta := RandomParameters(model, block, seed)
	report := &Report{Model: model.Name, Features: 2, Examples: examples, Seed: seed}
	for _, slip := range Slips() {
		report.add(slip.find(model, block, theta))
	}
	return report, nil
}

// RandomBlock is m examples of n features from N(0, 1), with labels that are both
// present from m = 2 on.
func RandomBlock(m, n int, seed int64) graph.Block {
	r := rand.New(rand.NewPCG(uint64(seed), 0xb10c))
	table, y := make([]float64, m*n), make([]float64, m)
	for i := range table {
		table[i] = r.NormFloat64()
	}
	for i := range y {
		y[i] = float64((i + 1) % 2)
	}
	r.Shuffle(m, func(i, j int) { y[i], y[j] = y[j], y[i] })
	return graph.NewBlock(table, y, n)
}

// RandomExamples are m examples for a model: [RandomBlock] with the labels that it
// takes, all classes being present from as many examples on.
func RandomExamples(model *graph.Model, m int, seed int64) graph.Block {
	block := RandomBlock(m, model.Features, seed)
	if model.Labels <= 1 {
		return block
	}
	block = graph.NewClassBlock(block.Table, make([]float64, m*model.Labels), model.Features, model.Labels)
	r := rand.New(rand.NewPCG(uint64(seed), 0xc1a55))
	for i, k := range r.Perm(m) {
		label(block, i, k%model.Labels)
	}
	return block
}

// printedRate is α in the runs of the slips.
const printedRate = 0.1

// find runs the slip and compares iteration by iteration, quantity by quantity,
// in the order in which the loop computes them.
func (s Slip) find(model *graph.Model, block graph.Block, theta graph.Parameters) Finding {
	finding := Finding{
		Check: "as printed", Quantity: s.Quantity, Formula: s.Meant,
		Verdict: Inconclusive, Diagnosis: s.Name + ": it cannot run, " + s.CannotRun,
	}
	if s.plant == nil {
		return finding
	}
	loop := newPrintedLoop(block, theta)
	s.plant(loop)
	for range 2 {
		before := loop.parameters()
		got := loop.iterate()
		for _, e := range expectIteration(model, block, before, got) {
			f := judgeNumbers(e.quantity, e.formula, e.got, allow(e.expected))
			if f.Verdict != Pass {
				f.Check = "as printed"
				f.Diagnosis = s.named(f.Diagnosis)
				return f
			}
		}
	}
	finding.Verdict, finding.Diagnosis = Pass, s.Name+": it was not noticed"
	return finding
}

// named puts the slip's name before what the verifier made of it by itself.
func (s Slip) named(diagnosis string) string {
	if diagnosis == "" || strings.HasSuffix(diagnosis, nameless) {
		return s.Name
	}
	return s.Name + "; " + diagnosis
}

// An expectation is one quantity of an iteration with its formula.
type expectation struct {
	quantity, formula string
	got               []float64
	expected          []arith.Bounded
}

// expectIteration is what an iteration from theta should compute: dz, then the
// means dw, db, J, then the updated w and b, these from the iteration's own dw
// and db, so that each formula answers for itself.
func expectIteration(model *graph.Model, block graph.Block, theta graph.Parameters, got printedIteration) []expectation {
	q := model.ByHand(bounded, graph.InputsOver(bounded, block, theta))
	inverse := bounded.Div(arith.Int(bounded, 1), arith.Int(bounded, int64(block.M)))
	mean := func(quantity string) []arith.Bounded { return bounded.Elements(bounded.Mul(q[quantity], inverse)) }
	step := func(from, by []float64) []arith.Bounded {
		rate := bounded.Floats([]float64{printedRate})
		return bounded.Elements(bounded.Sub(bounded.Floats(from, len(from)), bounded.Mul(rate, bounded.Floats(by, len(by)))))
	}
	return []expectation{
		{"dL/dz", "dz = a − y", got.dz, bounded.Elements(q["dL/dz"])},
		{"dL/dw", "dw = (1/m) X dZᵀ", got.dw, mean("dL/dw")},
		{"dL/db", "db = (1/m) Σ dZ", []float64{got.db}, mean("dL/db")},
		{"J", "J = (1/m) Σ L", []float64{got.j}, widened(mean("S"), bounded.Elements(bounded.Mul(logarithms(block, q), inverse)))},
		{"w", "w ← w − α dw", got.w, step(theta.Get("w"), got.dw)},
		{"b", "b ← b − α db", []float64{got.b}, step(theta.Get("b"), []float64{got.db})},
	}
}

// logarithms is S as the loop computes it: log(1−a) magnifies the rounding of a,
// which the derivation's way from z does not.
func logarithms(block graph.Block, q graph.Quantities) arith.Value {
	one, y := arith.Int(bounded, 1), bounded.Floats(block.Y, block.M)
	positive := bounded.Mul(y, bounded.Log(q["a"]))
	negative := bounded.Mul(bounded.Sub(one, y), bounded.Log(bounded.Sub(one, q["a"])))
	return bounded.Neg(bounded.Sum(bounded.Add(positive, negative)))
}

// widened are the values with the larger of the bounds.
func widened(values, other []arith.Bounded) []arith.Bounded {
	out := slices.Clone(values)
	for i := range out {
		out[i].E = max(out[i].E, other[i].E)
	}
	return out
}

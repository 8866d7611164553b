package verify

import (
	"math"

	"surefoot/ops"
)

// slightly is how much a small error is beside 1: far above the roundings, and small
// enough to be overlooked in a result.
func slightly[T ops.Float]() float64 {
	if isFloat64[T]() {
		return 1e-6
	}
	return 1e-2
}

// resultChanges are the classes of mistakes of the self-test that can be made in an array
// of numbers.
func resultChanges[T ops.Float]() []numberChange[T] {
	all := []numberChange[T]{
		each[T]("doubled", func(x float64) float64 { return 2 * x }),
		each[T]("halved", func(x float64) float64 { return x / 2 }),
		each[T]("negated", func(x float64) float64 { return -x }),
		each[T]("slightly scaled", func(x float64) float64 { return x * (1 + slightly[T]()) }),
		each[T]("with its sign lost", math.Abs),
		each[T]("with what is negative lost", func(x float64) float64 { return max(x, 0) }),
		each[T]("squared", func(x float64) float64 { return x * x }),
		each[T]("in fewer bits", inFewerBits[T]),
		each[T]("forgotten as a factor", func(float64) float64 { return 1 }),
		each[T]("forgotten as a term", func(float64) float64 { return 0 }),
		each[T]("not a number", func(float64) float64 { return math.NaN() }),
		each[T]("infinite", func(float64) float64 { return math.Inf(1) }),
		each[T]("subtracted from 1", func(x float64) float64 { return 1 - x }),
		{"divided by how many rows", func(x []T, columns int) {
			for i := range x {
				x[i] /= T(len(x) / columns)
			}
		}},
		{"slightly shifted", func(x []T, _ int) {
			_, size := largestOf(x)
			for i := range x {
				x[i] += T(slightly[T]() * max(size, 0x1p-20))
			}
		}},
		{"clipped", func(x []T, _ int) {
			_, size := largestOf(x)
			for i := range x {
				x[i] = T(min(max(float64(x[i]), -size/2), size/2))
			}
		}},
		ofLargest[T]("doubled in one place", func(x float64) float64 { return 2 * x }),
		ofLargest[T]("negated in one place", func(x float64) float64 { return -x }),
		ofLargest[T]("not a number in one place", func(float64) float64 { return math.NaN() }),
		ofLargest[T]("infinite in one place", func(float64) float64 { return math.Inf(-1) }),
	}
	return append(append(all, placeChanges[T]()...), omissions[T]()...)
}

// placeChanges have the right numbers in wrong places.
func placeChanges[T ops.Float]() []numberChange[T] {
	return []numberChange[T]{
		moved[T]("rotated by one", func(i, _, length int) int { return (i + 1) % length }),
		moved[T]("rotated by a row", func(i, columns, length int) int { return (i + columns) % length }),
		moved[T]("rotated in its rows", func(i, columns, _ int) int { return i/columns*columns + (i+1)%columns }),
		moved[T]("reversed", func(i, _, length int) int { return length - 1 - i }),
		moved[T]("transposed", func(i, columns, length int) int { return i%(length/columns)*columns + i/(length/columns) }),
		moved[T]("with one row for all", func(i, columns, _ int) int { return i % columns }),
		moved[T]("with one column for all", func(i, columns, _ int) int { return i / columns * columns }),
		{"with two numbers swapped", func(x []T, _ int) {
			at, _ := largestOf(x)
			other := (at + len(x)/2) % len(x)
			x[at], x[other] = x[other], x[at]
		}},
	}
}

// omissions leave something out.
func omissions[T ops.Float]() []numberChange[T] {
	return []numberChange[T]{
		leftOut[T]("without the first row", func(i, columns, _ int) bool { return i < columns }),
		leftOut[T]("without the last row", func(i, columns, length int) bool { return i >= length-columns }),
		leftOut[T]("without the first column", func(i, columns, _ int) bool { return i%columns == 0 }),
		leftOut[T]("without the last column", func(i, columns, _ int) bool { return i%columns == columns-1 }),
		leftOut[T]("without the last number", func(i, _, length int) bool { return i == length-1 }),
		leftOut[T]("without what remains of eights", func(i, _, length int) bool { return i >= length&^7 }),
		leftOut[T]("without what remains of eights in a row", func(i, columns, _ int) bool { return i%columns >= columns&^7 }),
		leftOut[T]("without every eighth number", func(i, _, _ int) bool { return i%8 == 7 }),
	}
}

// ofLargest changes the number that is largest in size.
func ofLargest[T ops.Float](name string, f func(x float64) float64) numberChange[T] {
	return numberChange[T]{name, func(x []T, _ int) {
		at, _ := largestOf(x)
		x[at] = T(f(float64(x[at])))
	}}
}

// inFewerBits rounds to float32, or to the four bits of a float of eight.
func inFewerBits[T ops.Float](x float64) float64 {
	if isFloat64[T]() {
		return float64(float32(x))
	}
	return float64(math.Float32frombits((math.Float32bits(float32(x)) + 0x80000) &^ 0xfffff))
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// functions of a number that one may be taken for another.
var functions = []struct {
	name string
	of   func(x float64) float64
}{
	{"identity", func(x float64) float64 { return x }},
	{"sin", math.Sin},
	{"tanh", math.Tanh},
	{"tanh at −z", func(x float64) float64 { return math.Tanh(-x) }},
	{"tanh at 2z", func(x float64) float64 { return math.Tanh(2 * x) }},
	{"tanh at z/2", func(x float64) float64 { return math.Tanh(x / 2) }},
	{"arc tangent", math.Atan},
	{"error function", math.Erf},
	{"softsign", func(x float64) float64 { return x / (1 + math.Abs(x)) }},
	{"clamp", func(x float64) float64 { return min(max(x, -1), 1) }},
	{"σ", logistic},
	{"σ at −z", func(x float64) float64 { return logistic(-x) }},
	{"hard σ", func(x float64) float64 { return min(max(x/4+0.5, 0), 1) }},
	{"normal distribution", func(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }},
	{"relu", func(x float64) float64 { return max(x, 0) }},
	{"relu at −z", func(x float64) float64 { return max(-x, 0) }},
	{"leaky relu", func(x float64) float64 { return max(x, x/100) }},
	{"softplus", func(x float64) float64 { return math.Log1p(math.Exp(x)) }},
	{"silu", func(x float64) float64 { return x * logistic(x) }},
	{"step", step},
	{"step at −z", func(x float64) float64 { return step(-x) }},
	{"leaky step", func(x float64) float64 { return max(step(x), 0.01) }},
	{"slope of tanh", func(x float64) float64 { return 1 - math.Tanh(x)*math.Tanh(x) }},
	{"slope of tanh, not squared", func(x float64) float64 { return 1 - math.Tanh(x) }},
	{"slope of σ", func(x float64) float64 { return logistic(x) * logistic(-x) }},
	{"slope of σ of what is σ", func(x float64) float64 { return logistic(logistic(x)) * logistic(-logistic(x)) }},
	{"slope of σ, of z", func(x float64) float64 { return x * (1 - x) }},
	{"slope of tanh, of z", func(x float64) float64 { return 1 - x*x }},
}

func step(x float64) float64 {
	if x > 0 {
		return 1
	}
	return 0
}

// residuals are what may be taken for a − y.
var residuals = []struct {
	name string
	of   func(z, y float64) float64
}{
	{"a + y", func(z, y float64) float64 { return logistic(z) + y }},
	{"y − a", func(z, y float64) float64 { return y - logistic(z) }},
	{"a alone", func(z, _ float64) float64 { return logistic(z) }},
	{"−y alone", func(_, y float64) float64 { return -y }},
	{"z − y", func(z, y float64) float64 { return z - y }},
	{"a rounded to 0 or 1", func(z, y float64) float64 { return step(z) - y }},
	{"y rounded to 0 or 1", func(z, y float64) float64 { return logistic(z) - step(y-0.5) }},
	{"tanh for σ", func(z, y float64) float64 { return math.Tanh(z) - y }},
	{"of the square", func(z, y float64) float64 { return (logistic(z) - y) * logistic(z) * logistic(-z) }},
	{"a kept from 0 and 1", func(z, y float64) float64 { return min(max(logistic(z), 0.01), 0.99) - y }},
	{"a − y itself", func(z, y float64) float64 { return logistic(z) - y }},
}

// otherFunctions compute another function of the same operands.
func otherFunctions[T ops.Float](s plannedStep[T]) []kernelMutant[T] {
	var all []kernelMutant[T]
	add := func(name string, of func(c *kernelCall[T], out [][]T)) {
		all = append(all, kernelMutant[T]{name: name, put: func(c *kernelCall[T]) [][]T {
			out := c.right()
			of(c, out)
			return out
		}})
	}
	size := len(s.in[0].Data)
	last := len(s.results) - 1
	switch {
	case s.adds:
	case len(s.in) == 1:
		for _, f := range functions {
			add("function "+f.name, func(c *kernelCall[T], out [][]T) {
				for i, x := range c.In[0].Data {
					out[0][i] = T(f.of(float64(x)))
				}
			})
		}
	case s.op == "cross-entropy" || s.op == "softmax-residual":
		for _, f := range residuals {
			add("residual "+f.name, func(c *kernelCall[T], out [][]T) {
				for i, z := range c.In[0].Data {
					out[last][i] = T(f.of(float64(z), float64(c.In[1].Data[i])))
				}
			})
		}
	case len(s.in[1].Data) == size && s.results[0] == size:
		for _, f := range []struct {
			name string
			of   func(x, y T) T
		}{
			{"sum", func(x, y T) T { return x + y }},
			{"difference", func(x, y T) T { return x - y }},
			{"quotient", func(x, y T) T { return x / y }},
			{"lesser", func(x, y T) T { return min(x, y) }},
		} {
			add("function "+f.name, func(c *kernelCall[T], out [][]T) {
				for i, x := range c.In[0].Data {
					out[0][i] = f.of(x, c.In[1].Data[i])
				}
			})
		}
	}
	return all
}

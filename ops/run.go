package ops

// Float is the type of the numbers that programs compute with.
type Float interface{ float32 | float64 }

// Operand is an array of numbers in row-major order.
type Operand[T Float] struct {
	Data  []T
	Shape []int
	// Transposed says that Data holds the transpose of this matrix: it has
	// Shape[1] rows of Shape[0] numbers. Only ops with Views are given such.
	Transposed bool
	// Next are numbers of the same table that will be wanted after these, for the
	// processor to fetch; nil where that is not known. They are not to be read.
	Next []T
}

// A Run computes an op on whole arrays into out; it allocates nothing and keeps
// nothing. An elementwise op takes arrays as long as out, or of one number, and its
// Run may be given any stretch of them; out may be an operand's memory.
type Run[T Float] func(out []T, in []Operand[T])

// Runs computes an op on whole arrays, in each type of numbers. A nil one means that
// there is no such way but the op's Do.
type Runs struct {
	// Float64 and Float32 overwrite out.
	Float64 Run[float64]
	Float32 Run[float32]
	// Add64 and Add32 add to out, for ops that sum over the examples.
	Add64 Run[float64]
	Add32 Run[float32]
	// Views says that operands may be transposed.
	Views bool
}

// Runs are the ways to compute the op on whole arrays: those of the dossier, and for
// an elementwise op with a kernel and nothing faster the kernel, number by number.
func (op *Op) Runs() Runs {
	runs := op.Run
	k := op.Kernel
	if k == nil || runs.Float64 != nil {
		return runs
	}
	if k.Unary != nil {
		runs.Float64, runs.Float32 = each[float64](k.Unary), each[float32](k.Unary)
	} else {
		runs.Float64, runs.Float32 = eachPair[float64](k.Binary), eachPair[float32](k.Binary)
	}
	return runs
}

// Elementwise says whether each number of the result is made of the operands' numbers
// in its place alone, or of a single number.
func (op *Op) Elementwise() bool {
	return op.elementwise || op.Ranks == nil && table[op.Name] == op
}

// unaries and binaries run a function of float64 number by number; in float32 its
// value is rounded once.
func unaries(f func(x float64) float64) Runs {
	return Runs{Float64: each[float64](f), Float32: each[float32](f)}
}

func binaries(f func(x, y float64) float64) Runs {
	return Runs{Float64: eachPair[float64](f), Float32: eachPair[float32](f)}
}

func each[T Float](f func(x float64) float64) Run[T] {
	return func(out []T, in []Operand[T]) {
		for i, x := range in[0].Data {
			out[i] = T(f(float64(x)))
		}
	}
}

// eachPair broadcasts an operand of one element.
func eachPair[T Float](f func(x, y float64) float64) Run[T] {
	return func(out []T, in []Operand[T]) {
		x, y := in[0].Data, in[1].Data
		xStep, yStep := step(x, out), step(y, out)
		for i := range out {
			out[i] = T(f(float64(x[i*xStep]), float64(y[i*yStep])))
		}
	}
}

// step is 1, and 0 for a number that stands for as many as out has.
func step[T Float](x, out []T) int {
	if len(x) == len(out) {
		return 1
	}
	return 0
}

package ops

// unaryArrays are the runs of kernels over whole arrays.
func unaryArrays(double func(out, x []float64), single func(out, x []float32)) Runs {
	return Runs{Float64: unaryArray(double), Float32: unaryArray(single)}
}

func binaryArrays(double func(out, x, y []float64), single func(out, x, y []float32)) Runs {
	return Runs{Float64: binaryArray(double), Float32: binaryArray(single)}
}

func unaryArray[T Float](f func(out, x []T)) Run[T] {
	return func(out []T, in []Operand[T]) { f(out, in[0].Data) }
}

func binaryArray[T Float](f func(out, x, y []T)) Run[T] {
	return func(out []T, in []Operand[T]) { f(out, in[0].Data, in[1].Data) }
}

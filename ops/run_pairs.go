package ops

// pairs runs whole arrays of one length by the given kernel, and broadcasts an
// operand of one number.
func pairs[T Float](whole func(out, x, y []T), each func(x, y float64) float64) Run[T] {
	one := eachPair[T](each)
	return func(out []T, in []Operand[T]) {
		if len(in[0].Data) == len(out) && len(in[1].Data) == len(out) {
			whole(out, in[0].Data, in[1].Data)
			return
		}
		one(out, in)
	}
}

// times is x ⊙ y.
func (k *rows[T]) times(out []T, in []Operand[T]) {
	x, y := in[0].Data, in[1].Data
	switch {
	case len(x) == len(out) && len(y) == len(out):
		k.mul(out, x, y)
	case len(x) == 1:
		k.scale(out, y, x[0])
	default:
		k.scale(out, x, y[0])
	}
}

func plus(x, y float64) float64 { return x + y }

func minus(x, y float64) float64 { return x - y }

package ops

// SampleShapes are operands' shapes, of lengths 2, 3 and 4, that an op which is
// not elementwise accepts, with as few equal lengths as possible, so that no axis
// can stand for another. It is nil if there are none.
func (op *Op) SampleShapes() (best [][]int) {
	if op.Ranks == nil || op.Shape == nil {
		return nil
	}
	axes, fewest := 0, 0
	for _, rank := range op.Ranks[:len(op.Args)] {
		axes += rank
	}
	combinations := 1
	for range axes {
		combinations *= 3
	}
	for code := range combinations {
		rest, counts, equal := code, [3]int{}, 0
		shapes := make([][]int, len(op.Args))
		for k := range shapes {
			shapes[k] = make([]int, op.Ranks[k])
			for i := range shapes[k] {
				shapes[k][i] = 2 + rest%3
				equal += counts[rest%3]
				counts[rest%3]++
				rest /= 3
			}
		}
		if _, err := op.Shape(shapes); err == nil && (best == nil || equal < fewest) {
			best, fewest = shapes, equal
		}
	}
	return best
}

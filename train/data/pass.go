package data

import (
	"context"
	"fmt"

	"surefoot/graph"
)

// passNumbers is about how many numbers of a table are handed over at once: a
// megabyte of them, which a cache holds.
const passNumbers = 1 << 17

// EachBlock hands over all examples of a source in their order, a few at a time, in
// memory that does not depend on their number. Each block, with the number of its
// first example, is used under the source's guard, and is valid until use returns.
// The error is that of use, the source's or the context's.
func EachBlock(ctx context.Context, s graph.Source, use func(lo int, b graph.Block) error) error {
	m, n, _ := s.Size()
	step := max(passNumbers/max(n, 1), 1)
	var scratch graph.Block
	for lo := 0; lo < m; lo += step {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := graph.Guard(s, func() error {
			b, err := s.Rows(lo, min(lo+step, m), &scratch)
			if err != nil {
				return err
			}
			return use(lo, b)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Check passes once over a source, in memory that does not depend on its size, and
// refuses the first example with a number that is not finite or a label outside
// [0, 1]: an [ErrCell] or [ErrLabel] of one line that has the name and says the row
// and column. The error may also be the source's or the context's.
func Check(ctx context.Context, s graph.Source, name string) error {
	return EachBlock(ctx, s, func(lo int, b graph.Block) error {
		if i := firstNotFinite(b.Table); i >= 0 {
			return faultAtCell(name, lo+i/b.N, i%b.N, notFinite(b.Table[i]))
		}
		if i := firstNotFinite(b.C); i >= 0 {
			return faultAtCell(name, lo+i, -1, "the weight "+notFinite(b.C[i]))
		}
		return checkLabels(lo, b, name)
	})
}

func checkLabels(lo int, b graph.Block, name string) error {
	for i, y := range b.Y {
		if y >= 0 && y <= 1 {
			continue
		}
		k := b.Labels()
		which := "the label"
		if k > 1 {
			which = fmt.Sprintf("label %d", i%k+1)
		}
		row := lo + i/k
		return faultAt(name, 0, ErrLabel, "row %d (index [%d]): %s is %s; it must be from 0 to 1", row+1, row, which, numberText(y))
	}
	return nil
}

package verify

import (
	"context"
	"fmt"
	"math/big"
	"slices"

	"surefoot/ops/arith"
)

// mostEntries and mostWork cap a search for wrong entries one by one: how many
// there are, and that times the size of the graph. Beyond, halving finds one.
const (
	mostEntries = 64
	mostWork    = 1 << 21
)

// work is the number of numbers in an evaluation.
func (c *claimed) work() int {
	total := 0
	for _, n := range c.nodes {
		total += arith.Size(n.Shape())
	}
	return total
}

// locate finds which entries of a gradient are wrong, at a point where the whole
// is wrong along a direction, and names the mistake that it looks like.
func (c *claimed) locate(ctx context.Context, f Finding, i int, at point, s settled) (Finding, error) {
	size := arith.Size(c.claims[i].Wrt.Shape())
	var entries []int
	if size <= mostEntries && size*c.work() <= mostWork {
		for k := range size {
			entries = append(entries, k)
		}
	} else {
		k, err := c.halve(ctx, i, at)
		if err != nil {
			return f, err
		}
		entries = []int{k}
	}
	bits := s.precision
	out := comparison{}
	for _, k := range entries {
		if err := ctx.Err(); err != nil {
			return f, err
		}
		one, err := c.precisely(bits, i, at, basis(size, k), nil)
		if err != nil {
			return f, err
		}
		out.exact, out.got = append(out.exact, one.forward), append(out.got, one.claimed)
		out.bound = append(out.bound, exactEnough(one))
	}
	if f = out.judge(f); f.Verdict != Fail {
		f.Verdict, f.Diagnosis = Inconclusive, "wrong as a whole, though none of its entries is"
	}
	if factor := nearlyOne(out); factor != "" {
		f.Diagnosis = factor
	}
	f.MaxULP, f.Bound = nil, 0 // numbers of high precision are not counted in ulp
	f.Entries = size
	f.Worst.Index = entries[f.Worst.Index]
	f.Worst.At = index(c.claims[i].Wrt.Shape(), f.Worst.Index)
	return f, nil
}

// exactEnough is how far apart two numbers of high precision may be and count as
// equal: to half of the least precision in which a difference is believed.
func exactEnough(s settled) float64 {
	if s.size == nil {
		return 0
	}
	x, _ := s.size.Float64()
	return x * 0x1p-160
}

func basis(size, k int) []float64 {
	out := make([]float64, size)
	out[k] = 1
	return out
}

// halve finds one wrong entry by halving the set of entries along which the whole
// is wrong: of two halves, one must be.
func (c *claimed) halve(ctx context.Context, i int, at point) (int, error) {
	toward := c.towards(i, 1)
	low, high := 0, len(toward)
	for high-low > 1 {
		middle := (low + high) / 2
		half := slices.Clone(toward)
		clear(half[:low])
		clear(half[middle:])
		s, err := c.settle(ctx, i, at, half, nil)
		if err != nil {
			return 0, err
		}
		if s.verdict == Fail {
			high = middle
		} else {
			low = middle
		}
	}
	return low, nil
}

// index are the indices of the k-th entry of an array, row-major.
func index(shape []int, k int) []int {
	out := make([]int, len(shape))
	for axis := len(shape) - 1; axis >= 0; axis-- {
		out[axis] = k % shape[axis]
		k /= shape[axis]
	}
	return out
}

// notANumber is the finding of a gradient that has no finite value where the
// derivative has one.
func (c *claimed) notANumber(ctx context.Context, f Finding, i int, at point, s settled) (Finding, error) {
	size := arith.Size(c.claims[i].Wrt.Shape())
	f.Verdict, f.Entries, f.Diagnosis = Fail, size, "not a finite number"
	one, err := c.precisely(s.precision, i, at, basis(size, 0), nil)
	if err != nil {
		return f, err
	}
	k := max(0, slices.IndexFunc(one.gradient, func(g *big.Float) bool { return g == nil || g.IsInf() }))
	if k > 0 {
		if one, err = c.precisely(s.precision, i, at, basis(size, k), nil); err != nil {
			return f, err
		}
	}
	f.Worst = Worst{
		Index: k, At: index(c.claims[i].Wrt.Shape(), k),
		Expected: Number(truth.Float64(one.forward)), Got: Number(truth.Float64(one.gradient[k])),
	}
	return f, ctx.Err()
}

// nearlyOne says by which factor near 1 all entries are too large, if they are: a
// float64 shows nothing of 1 + 2^−52.
func nearlyOne(c comparison) string {
	var excess *big.Float
	for k, exact := range c.exact {
		if exact == nil || exact.Sign() == 0 {
			continue
		}
		e := truth.Sub(truth.Div(c.got[k], exact), truth.Float(1))
		switch {
		case e == nil || e.Sign() == 0:
			return ""
		case excess == nil:
			excess = e
		default:
			apart := truth.Sub(e, excess)
			if apart.Sign() != 0 && excess.MantExp(nil)-apart.MantExp(nil) < 40 {
				return ""
			}
		}
	}
	if excess == nil || excess.MantExp(nil) > -16 {
		return ""
	}
	sign := "+"
	if excess.Sign() < 0 {
		sign = "−"
	}
	size, exponent := new(big.Float), excess.MantExp(nil)
	if size.SetMantExp(new(big.Float).Abs(excess), -exponent+1); size.Cmp(big.NewFloat(1)) == 0 {
		return fmt.Sprintf("1 %s 2^−%d times as large", sign, 1-exponent)
	}
	x, _ := new(big.Float).Abs(excess).Float64()
	return fmt.Sprintf("1 %s %.3g times as large", sign, x)
}

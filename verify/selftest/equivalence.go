package selftest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"

	"gorgonia.org/gorgonia"
	"surefoot/graph"
	"surefoot/ops"
	"surefoot/ops/arith"
	"surefoot/verify"
)

// ErrUndecided is returned where it cannot be told whether a mutant is equivalent
// to the right gradient: an op has no dossier, or there was no point at which the
// right gradient is a finite number.
var ErrUndecided = errors.New("equivalence not decided")

const (
	equivalentBits  = 200  // gradients that agree so far are one
	firstPrecision  = 300  // of their evaluation, in bits
	doubtfulBits    = 100  // disagreement below which cancellation is thought of
	lastPrecision   = 4800 // to which precision is raised where numbers cancel
	steadyBits      = 220  // to which a right gradient's numbers must hold still
	equivalentTries = 2    // points drawn for each scale and sign
)

// equivalentScales are the sizes of the random inputs: products of two reach from
// 1/64 to 1000 and more, where functions saturate.
var equivalentScales = []float64{1, 0.125, 6, 32, 300}

// truth is the arithmetic in which distances are measured.
var truth = arith.Big{Precision: 160}

// equivalence decides whether mutants are the right gradient after all: gradient
// graph against gradient graph in high precision, at random points. No derivative
// is computed, so no check is asked.
type equivalence struct {
	claims []verify.Claim
	points []*rightPoint
}

// rightPoint is a point and the right gradients there.
type rightPoint struct {
	at    map[*gorgonia.Node][]float64
	right map[uint][][]*big.Float // by precision
	start uint                    // the precision at which they hold still
}

// newEquivalence draws the points, and keeps those where the right gradients are
// finite and can be evaluated to the bits that are asked for.
func newEquivalence(ctx context.Context, claims []verify.Claim, seed int64) (*equivalence, error) {
	e := &equivalence{claims: claims}
	for _, at := range equivalencePoints(claims, seed) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p := &rightPoint{at: at, right: map[uint][][]*big.Float{}}
		steady, err := e.steady(p)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUndecided, err)
		}
		if steady {
			e.points = append(e.points, p)
		}
	}
	if len(e.points) == 0 {
		return nil, fmt.Errorf("%w: the right gradient is not finite at any point drawn", ErrUndecided)
	}
	return e, nil
}

// equivalencePoints are the inputs' bound values shaken a little, off any kink that
// they may lie at, and random ones of several scales, of both signs and positive.
func equivalencePoints(claims []verify.Claim, seed int64) []map[*gorgonia.Node][]float64 {
	inputs, r := verify.Inputs(claims), rand.New(rand.NewPCG(uint64(seed), 11))
	draw := func(number func(bound float64) float64) map[*gorgonia.Node][]float64 {
		at := map[*gorgonia.Node][]float64{}
		for _, n := range inputs {
			x := make([]float64, arith.Size(n.Shape()))
			if n.Value() != nil {
				if bound, err := ops.Numbers(n.Value()); err == nil {
					copy(x, bound)
				}
			}
			for i := range x {
				x[i] = number(x[i])
			}
			at[n] = x
		}
		return at
	}
	points := []map[*gorgonia.Node][]float64{draw(func(x float64) float64 { return x + r.NormFloat64()/8 })}
	for _, scale := range equivalentScales {
		for range equivalentTries {
			points = append(points,
				draw(func(float64) float64 { return scale * r.NormFloat64() }),
				draw(func(float64) float64 { return scale * math.Abs(r.NormFloat64()) }))
		}
	}
	return points
}

// steady raises the precision until the right gradients no longer move.
func (e *equivalence) steady(p *rightPoint) (bool, error) {
	for precision := uint(firstPrecision); precision <= lastPrecision/2; precision *= 2 {
		here, err := e.rightAt(p, precision)
		if err != nil {
			return false, err
		}
		finer, err := e.rightAt(p, 2*precision)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(finer, func(x []*big.Float) bool { return slices.ContainsFunc(x, notFinite) }) {
			return false, nil
		}
		if apartBits(here, finer) >= steadyBits {
			p.start = precision
			return true, nil
		}
	}
	return false, nil
}

func (e *equivalence) rightAt(p *rightPoint, precision uint) ([][]*big.Float, error) {
	if p.right[precision] == nil {
		right, err := gradientsAt(e.claims, p.at, precision)
		if err != nil {
			return nil, err
		}
		p.right[precision] = right
	}
	return p.right[precision], nil
}

// same says whether the gradients of planted, whose inputs are copies, are the
// right ones at every point.
func (e *equivalence) same(ctx context.Context, planted []verify.Claim, copies map[*gorgonia.Node]*gorgonia.Node) (bool, error) {
	for _, p := range e.points {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		at := map[*gorgonia.Node][]float64{}
		for n, numbers := range p.at {
			if copies[n] != nil { // else nothing is left that it is needed for
				at[copies[n]] = numbers
			}
		}
		same, err := e.sameAt(p, planted, at)
		if !same || err != nil {
			return false, err
		}
	}
	return true, nil
}

// sameAt raises the precision while the distance is so small that cancellation may
// have made it, and shrinks.
func (e *equivalence) sameAt(p *rightPoint, planted []verify.Claim, at map[*gorgonia.Node][]float64) (bool, error) {
	for precision := p.start; ; precision *= 2 {
		right, err := e.rightAt(p, precision)
		if err != nil {
			return false, fmt.Errorf("%w: %w", ErrUndecided, err)
		}
		got, err := gradientsAt(planted, at, precision)
		if err != nil {
			return false, fmt.Errorf("%w: %w", ErrUndecided, err)
		}
		switch bits := apartBits(got, right); {
		case bits >= equivalentBits:
			return true, nil
		case bits < doubtfulBits || precision > lastPrecision/2:
			return false, nil
		}
	}
}

// gradientsAt are the claimed gradients in high precision.
func gradientsAt(claims []verify.Claim, at map[*gorgonia.Node][]float64, precision uint) (out [][]*big.Float, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	m := arith.Over[*big.Float]{A: arith.Big{Precision: precision}}
	given := graph.Values{}
	for n, numbers := range at {
		given[n] = m.Floats(numbers, n.Shape()...)
	}
	want := make([]*gorgonia.Node, len(claims))
	for i, c := range claims {
		want[i] = c.Gradient
	}
	values, err := graph.Interpret(m, given, want...)
	if err != nil {
		return nil, err
	}
	for _, v := range values {
		out = append(out, m.Elements(v))
	}
	return out, nil
}

func notFinite(x *big.Float) bool { return x == nil || x.IsInf() }

// apartBits is k where got lies 2⁻ᵏ of the right gradient's largest number away
// from it, at the claim where that is most; −1 where it is not finite.
func apartBits(got, right [][]*big.Float) int {
	bits := math.MaxInt
	for i := range right {
		largest, distance := new(big.Float), new(big.Float)
		for j, x := range right[i] {
			if notFinite(got[i][j]) || notFinite(x) {
				return -1
			}
			if d := truth.Sub(got[i][j], x); d.Abs(d).Cmp(distance) > 0 {
				distance = d
			}
			if a := new(big.Float).Abs(x); a.Cmp(largest) > 0 {
				largest = a
			}
		}
		switch {
		case distance.Sign() == 0:
		case largest.Sign() == 0:
			return 0
		default:
			bits = min(bits, largest.MantExp(nil)-distance.MantExp(nil))
		}
	}
	return bits
}

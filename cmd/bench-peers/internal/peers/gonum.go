package peers

import (
	"context"
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"
)

// gonumPeer is gonum's own BLAS, in Go; its products of a matrix and a vector run on
// one thread.
func gonumPeer() peer {
	return peer{
		name: "gonum", threads: []int{1},
		prepare: inGo("gonum " + moduleVersion("gonum.org/v1/gonum") + ", blas64.Gemv and blas32.Gemv"),
		run:     runGonum,
	}
}

func runGonum(ctx context.Context, _ *workshop, t task) (measured, error) {
	if t.dtype == float32s {
		d, err := read[float32](ctx, t)
		if err != nil {
			return measured{}, err
		}
		x := blas32.General{Rows: d.m, Cols: d.n, Stride: d.n, Data: d.x}
		return measure(ctx, vectorised(d, func(how blas.Transpose, v, out []float32) {
			blas32.Gemv(how, 1, x, blas32.Vector{N: len(v), Inc: 1, Data: v}, 0, blas32.Vector{N: len(out), Inc: 1, Data: out})
		}))
	}
	d, err := read[float64](ctx, t)
	if err != nil {
		return measured{}, err
	}
	x := blas64.General{Rows: d.m, Cols: d.n, Stride: d.n, Data: d.x}
	return measure(ctx, vectorised(d, func(how blas.Transpose, v, out []float64) {
		blas64.Gemv(how, 1, x, blas64.Vector{N: len(v), Inc: 1, Data: v}, 0, blas64.Vector{N: len(out), Inc: 1, Data: out})
	}))
}

// vectorised is the iteration with out = Xv or out = Xᵀv as gemv computes them.
func vectorised[T number](d table[T], gemv func(how blas.Transpose, v, out []T)) iteration {
	z, w, dw, b := make([]T, d.m), make([]T, d.n), make([]T, d.n), T(0)
	m := float64(d.m)
	return func() (float64, error) {
		gemv(blas.NoTrans, w, z)
		cost, db := 0.0, 0.0
		for i, y := range d.y {
			v, y := float64(z[i]+b), float64(y)
			e := math.Exp(-math.Abs(v))
			a := 1 / (1 + e)
			if v < 0 {
				a *= e
			}
			cost += max(v, 0) - y*v + math.Log(1+e)
			dz := a - y
			db += dz
			z[i] = T(dz)
		}
		gemv(blas.Trans, z, dw)
		for j, g := range dw {
			w[j] -= T(rate / m * float64(g))
		}
		b -= T(rate / m * db)
		return cost / m, nil
	}
}

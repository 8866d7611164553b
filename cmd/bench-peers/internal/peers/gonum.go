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
		return measure(ctx, vectorised(d, gemv32(d)))
	}
	d, err := read[float64](ctx, t)
	if err != nil {
		return measured{}, err
	}
	return measure(ctx, vectorised(d, gemv64(d)))
}

// A product computes out = Xv, or out = Xᵀv.
type product[T number] func(how blas.Transpose, v, out []T)

func gemv32(d table[float32]) product[float32] {
	x := blas32.General{Rows: d.m, Cols: d.n, Stride: d.n, Data: d.x}
	vector := func(v []float32) blas32.Vector { return blas32.Vector{N: len(v), Inc: 1, Data: v} }
	return func(how blas.Transpose, v, out []float32) { blas32.Gemv(how, 1, x, vector(v), 0, vector(out)) }
}

func gemv64(d table[float64]) product[float64] {
	x := blas64.General{Rows: d.m, Cols: d.n, Stride: d.n, Data: d.x}
	vector := func(v []float64) blas64.Vector { return blas64.Vector{N: len(v), Inc: 1, Data: v} }
	return func(how blas.Transpose, v, out []float64) { blas64.Gemv(how, 1, x, vector(v), 0, vector(out)) }
}

// vectorised is the iteration with the two products of gemv.
func vectorised[T number](d table[T], gemv product[T]) iteration {
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
